from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from harvest.curate import curate
from harvest.diff import diff, news
from harvest.errors import UsageError
from harvest.raw.snapshots import Archive
from tests.records import MONDAY, TUESDAY, WEDNESDAY, at, compact, nct, record, snapshot, study

ARMS = {
    "armGroups": [{"label": "LDN", "description": "Naltrexone 4.5 mg daily",
                   "interventionNames": ["Drug: Naltrexone"]}],
    "interventions": [{"type": "DRUG", "name": "Naltrexone", "armGroupLabels": ["LDN"]}],
}  # fmt: skip


def ldn(number: int, **more: Any) -> bytes:
    return compact(study(number, armsInterventionsModule=ARMS, **more))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three snapshots; the first two are releases."""
    folder = tmp_path_factory.mktemp("diff")
    yoga = {"armsInterventionsModule": {}, "title": "Yoga"}
    first = [record(1, **yoga), ldn(2), ldn(3), record(4, **yoga)]
    second = [record(1, **{**yoga, "title": "Tai chi"}), ldn(2, title="New"), ldn(3, term="Other"),
              ldn(5)]  # fmt: skip
    curate(folder, snapshot(folder, first, at(MONDAY)), now=at(MONDAY))
    curate(folder, snapshot(folder, second, at(TUESDAY)), now=at(TUESDAY), accept_change="test")
    snapshot(folder, [*second, ldn(6)], at(WEDNESDAY))
    return folder


def test_the_last_two_releases_are_compared_ldn_first(data: Path) -> None:
    found = diff(data)
    assert (found.old.release, found.new.release) == ("2026.11.1", "2026.11.2")
    kinds = {each.nct_id: [change.kind for change in each.changes] for each in found.studies}
    assert list(kinds) == [nct(2), nct(3), nct(5), nct(1), nct(4)]
    assert kinds == {
        nct(2): ["other"], nct(3): ["derived"], nct(5): ["study_added"],
        nct(1): ["other"], nct(4): ["study_removed"],
    }  # fmt: skip
    assert [each.is_news for each in found.studies] == [True, False, True, True, True]


def test_any_two_can_be_named_in_any_order(data: Path) -> None:
    names = Archive(data).snapshots()
    forth, back = diff(data, names[0], names[2]), diff(data, names[2], "2026.11.1")
    assert (forth.old.release, back.new.release) == (None, "2026.11.1")
    added = [each.nct_id for each in forth.studies if each.changes[0].kind == "study_added"]
    assert added == [nct(5), nct(6)]
    assert {each.nct_id for each in forth.studies} == {each.nct_id for each in back.studies}
    assert diff(data, names[2]).studies == ()
    with pytest.raises(UsageError, match=r"no release or snapshot '2026\.11\.9'"):
        diff(data, "2026.11.9")


def test_one_snapshot_has_nothing_to_compare_with(tmp_path: Path) -> None:
    snapshot(tmp_path, [record(1)], at(MONDAY))
    with pytest.raises(UsageError, match="no two"):
        diff(tmp_path)
    assert list(news(tmp_path)) == []


def test_news_are_what_happened_to_ldn_studies_since_the_first_snapshot(data: Path) -> None:
    names = Archive(data).snapshots()
    found = [(each.nct_id, each.snapshot) for each in news(data)]
    assert found == [(nct(2), names[1]), (nct(5), names[1]), (nct(6), names[2])]
    assert [each.nct_id for each in news(data, "2026.11.2")] == [nct(6)]
    assert [each.nct_id for each in news(data, "2026.11.1", "2026.11.2")] == [nct(2), nct(5)]
