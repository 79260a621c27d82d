"""One answer on a record without the rest, for jobs that only choose studies."""

from __future__ import annotations

from harvest.derive.case import Case
from harvest.parse.doses.codes import YesNo
from harvest.record.decode import UnreadableRecord, decode


def has_ldn_arm(record: bytes) -> YesNo:
    """Whether a study has an arm on low-dose naltrexone, as in `studies.has_ldn_arm`."""
    if b"altrexone" not in record and b"ALTREXONE" not in record:
        return "no"
    try:
        return Case(decode(record).study).membership.has_ldn_arm
    except UnreadableRecord:
        return "no"
