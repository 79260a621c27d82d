from __future__ import annotations

import pytest

from harvest.derive.case import Case
from harvest.derive.quick import has_ldn_arm
from harvest.record.decode import decode
from tests.real import real_records
from tests.records import record


def test_a_record_that_cannot_be_read_or_names_no_naltrexone_has_no_such_arm() -> None:
    assert has_ldn_arm(b"naltrexone") == "no"
    assert has_ldn_arm(record(1, title="Yoga", armsInterventionsModule={})) == "no"


@pytest.mark.real
def test_the_short_way_gives_the_answer_of_the_long_one() -> None:
    for each in real_records()[::40]:
        assert has_ldn_arm(each) == Case(decode(each).study).membership.has_ldn_arm
