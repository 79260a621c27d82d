from __future__ import annotations

from typing import Any

from harvest.history.switching import Switching, switching
from harvest.history.tracks import tracks
from tests.history.pasts import history, outcomes, sent

PAIN, FIQ = ("Pain VAS", "12 weeks"), ("FIQ total", "12 weeks")
FIRST = sent("2026-01-01", **outcomes((PAIN,), (FIQ,)))
SWAPPED = sent("2026-07-05", **outcomes((FIQ,), (PAIN,)))


def audit(*days: dict[str, Any] | None, **more: Any) -> Switching:
    found = history(*days, **more)
    return switching(found, tracks(found).links)


def test_one_version_is_not_assessable_never_unchanged() -> None:
    found = audit(FIRST, FIRST, FIRST)
    assert (found.outcome_switching_assessable, found.primary_outcome_changed) == (
        "no", "not_assessable",
    )  # fmt: skip
    assert found.primary_added is None


def test_what_the_registry_derives_is_no_version_of_the_sponsors() -> None:
    again = {**FIRST, "derivedSection": {"conditionBrowseModule": {"meshes": []}}}
    assert audit(FIRST, again).outcome_switching_assessable == "no"


def test_a_swap_of_primary_and_secondary_after_completion_is_found() -> None:
    found = audit(FIRST, SWAPPED)
    assert found.primary_outcome_changed == "yes"
    assert (found.primary_promoted, found.primary_demoted) == (1, 1)
    assert found.changed_after_primary_completion == 2
    assert not found.is_from_registration


def test_snapshots_alone_say_no_more_than_none_seen() -> None:
    found = audit(FIRST, sent("2026-02-01", **outcomes((PAIN,), (FIQ,))))
    assert (found.outcome_switching_assessable, found.primary_outcome_changed) == (
        "yes", "none_seen",
    )  # fmt: skip
    assert "first snapshot" in found.reason


def test_the_registrys_own_history_reaches_back_to_registration() -> None:
    found = audit(SWAPPED, told=(FIRST, SWAPPED))
    assert (found.is_from_registration, found.primary_outcome_changed) == (True, "yes")
    assert str(found.assessed_since_date) == "2026-01-01 00:00:00"
    alone = audit(FIRST, told=(FIRST,))
    assert (alone.outcome_switching_assessable, alone.primary_outcome_changed) == (
        "yes", "none_seen",
    )  # fmt: skip


def test_a_link_that_words_do_not_settle_is_uncertain() -> None:
    old = sent("2026-01-01", **outcomes((("Pain and fatigue", "12 weeks"),)))
    new = sent("2026-02-01", **outcomes((("Pain", "12 weeks"), ("Fatigue", "12 weeks"))))
    found = audit(old, new)
    assert (found.primary_outcome_changed, found.uncertain_links) == ("uncertain", 2)
