from __future__ import annotations

import inspect

import pytest

from harvest import errors
from harvest.cohorts import find_cohort
from harvest.curated.release import Releases, check_name
from harvest.errors import HarvestError
from harvest.files import as_harvest_error
from harvest.raw.files import read_file
from harvest.raw.snapshots import Archive
from harvest.registry import answers, retry

PROMISED = {1, 2, 65, 69, 74, 75, 77, 78}
CODES = {
    "HarvestError": 1,
    "StaleError": 1,
    "UsageError": 2,
    "CheckFailed": 65,
    "GateClosed": 65,
    "IncompleteHarvest": 65,
    "BadInput": 65,
    "DamagedArchive": 65,
    "RegistryUnavailable": 69,
    "WrongAnswer": 69,
    "DiskError": 74,
    "TryLater": 75,
    "Locked": 75,
    "Refused": 77,
    "NotPermitted": 77,
    "ConfigError": 78,
}


def subclasses(kind: type[HarvestError]) -> set[type[HarvestError]]:
    return {kind}.union(*map(subclasses, kind.__subclasses__()))


def test_every_error_has_the_promised_exit_code() -> None:
    found = {
        name: kind.exit_code
        for name, kind in vars(errors).items()
        if inspect.isclass(kind) and issubclass(kind, HarvestError)
    }
    assert found == CODES


def test_errors_of_other_rooms_have_promised_codes_too() -> None:
    assert {answers.NotUnderstood, retry.OutOfTime} <= subclasses(HarvestError)
    assert {kind.exit_code for kind in subclasses(HarvestError)} <= PROMISED


def test_only_what_time_may_mend_is_transient() -> None:
    transient = {kind.__name__ for kind in subclasses(HarvestError) if kind.transient}
    assert transient == {"RegistryUnavailable", "WrongAnswer", "OutOfTime", "TryLater", "Locked"}


def test_every_error_says_what_it_is_for() -> None:
    assert all(kind.__doc__ for kind in subclasses(HarvestError))


@pytest.mark.parametrize(
    ("raises", "next_step"),
    [
        (lambda path: find_cohort("nope"), "give ldn-fibromyalgia"),
        (lambda path: check_name("nope"), "such as 2026.11.1"),
        (lambda path: Archive(path).snapshot(), "run `harvest refresh`"),
        (lambda path: Releases(path).folder(), "run `harvest refresh`"),
        (lambda path: list(read_file(path / "nope")), "give the path"),
    ],
)
def test_a_message_ends_with_the_next_step(tmp_path, raises, next_step) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(HarvestError, match=next_step):
        raises(tmp_path)


@pytest.mark.parametrize(
    ("number", "code", "next_step"),
    [
        (13, 77, "check owner, mode and mount"),
        (1, 77, "check owner, mode and mount"),
        (30, 77, "check owner, mode and mount"),
        (28, 74, "free some space"),
        (5, 74, "check the disk"),
        (2, 74, "check the disk"),
    ],
)
def test_faults_of_the_system_have_their_codes(number: int, code: int, next_step: str) -> None:
    known = as_harvest_error(OSError(number, "because", "some/file"))
    assert known.exit_code == code
    assert "some/file" in str(known)
    assert next_step in str(known)
