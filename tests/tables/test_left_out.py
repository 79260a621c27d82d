"""The written list of what no table reads."""

from __future__ import annotations

import pytest

from harvest.record import paths
from harvest.tables.left_out import LEFT_OUT, PERSONAL, reason_for


@pytest.mark.parametrize("entry", LEFT_OUT)
def test_every_entry_covers_something_of_the_record_and_says_why(entry: str) -> None:
    assert any(reason_for(leaf) == LEFT_OUT[entry] for leaf in paths.leaves())
    assert any(leaf == entry or leaf.startswith(f"{entry}.") for leaf in paths.leaves())
    assert len(LEFT_OUT[entry].split()) > 3


def test_contact_persons_are_left_out_wherever_they_stand() -> None:
    for leaf in paths.leaves():
        if leaf.rsplit(".", 1)[-1] in ("phone", "phoneExt", "email"):
            assert reason_for(leaf) == PERSONAL, leaf


def test_of_two_entries_that_cover_a_path_the_longer_counts(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setitem(LEFT_OUT, "resultsSection", "not read yet")
    assert reason_for("resultsSection.moreInfoModule.pointOfContact.email") == PERSONAL
    assert reason_for("resultsSection.moreInfoModule.certainAgreement.otherDetails") == (
        "not read yet"
    )


@pytest.mark.parametrize(
    "path",
    [
        "hasResults",
        "protocolSection.identificationModule.nctId",
        "protocolSection.contactsLocationsModule.locations[].city",
        "resultsSectionOfAnotherName",
    ],
)
def test_what_is_not_left_out_has_no_reason(path: str) -> None:
    assert reason_for(path) is None
