"""Every error that harvest raises on purpose.

Each class owns its exit code (the sysexits convention) and says whether trying again later may
help. A message is one sentence that ends with what to do next; the command line shows it without
a traceback. Anything else that reaches the top is a bug and exits with 1.
"""

from __future__ import annotations

from collections.abc import Sequence


class HarvestError(Exception):
    """Base of all errors raised on purpose."""

    exit_code = 1
    transient = False


class UsageError(HarvestError):
    """What was asked for is not there: a cohort, release, snapshot, table or input file."""

    exit_code = 2


class StaleError(HarvestError):
    """`status`: the last release is older than the age asked for, or there is none."""

    exit_code = 1


class CheckFailed(HarvestError):
    """What was harvested does not pass its checks; the old release stands."""

    exit_code = 65


class GateClosed(CheckFailed):
    """Too much differs from the last release, and nobody said why; the old release stands.

    Attributes:
        findings: Which gates, with old, new and threshold.
    """

    def __init__(self, message: str, findings: Sequence[object] = ()) -> None:
        super().__init__(message)
        self.findings = findings


class IncompleteHarvest(CheckFailed):
    """The studies collected do not add up to the total that the registry counted."""


class BadInput(CheckFailed):
    """A file is not what it claims to be."""


class DamagedArchive(CheckFailed):
    """Bytes under the data folder no longer match the hash written for them."""


class RegistryUnavailable(HarvestError):
    """No usable answer after all retries."""

    exit_code = 69
    transient = True


class WrongAnswer(RegistryUnavailable):
    """The address answers, but not as the registry's API does."""


class DiskError(HarvestError):
    """Reading or writing the data folder failed."""

    exit_code = 74


class TryLater(HarvestError):
    """The registry was updated in mid-run more often than we repair."""

    exit_code = 75
    transient = True


class Locked(TryLater):
    """Another run holds this data folder."""


class Refused(HarvestError):
    """The registry answers 403: it does not want this client."""

    exit_code = 77


class NotPermitted(HarvestError):
    """A folder may not be read or written."""

    exit_code = 77


class ConfigError(HarvestError):
    """A setting, a cohort file, an address or a data folder that makes no sense to this version."""

    exit_code = 78
