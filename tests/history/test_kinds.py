from __future__ import annotations

from copy import deepcopy
from importlib.resources import files
from typing import Any, get_args

import pytest

from harvest.history.changes import compared
from harvest.history.kinds import Kind
from harvest.record.paths import leaves
from tests.records import study

PROTOCOL = "protocolSection."


def changed(edit: Any, **protocol: Any) -> list[tuple[str, str]]:
    """Kind and last step of the path of every change that an edit makes."""
    old = study(1, **protocol)
    new = deepcopy(old)
    edit(new["protocolSection"])
    return [(each.kind, each.path.rpartition(".")[2]) for each in compared(old, new)]


def slip(old: str, new: str) -> tuple[int | None, bool | None]:
    def of(date: str) -> dict[str, Any]:
        status = {"completionDateStruct": {"date": date}}
        return study(1, statusModule=status)

    (only,) = compared(of(old), of(new))
    assert only.kind == "date_changed"
    return only.slipped_days, only.is_slip_exact


@pytest.mark.parametrize(
    ("old", "new", "days"),
    [
        ("2026-01-10", "2026-03-01", (50, True)),
        ("2026-03-01", "2026-01-10", (-50, True)),
        ("2026-01", "2026-03", (59, False)),
        ("2026-01", "2026-01-20", (0, False)),
        ("2026-01-20", "2026", (0, False)),
        ("2026-01", "soon", (None, None)),
    ],
)
def test_a_date_slips_by_days(old: str, new: str, days: tuple[int, bool]) -> None:
    assert slip(old, new) == days


def test_a_date_that_came_or_became_actual() -> None:
    def edit(protocol: Any) -> None:
        protocol["statusModule"]["startDateStruct"]["type"] = "ACTUAL"
        protocol["statusModule"]["completionDateStruct"] = {"date": "2027", "type": "ESTIMATED"}

    assert changed(edit) == [
        ("date_became_actual", "type"),
        ("date_changed", "date"),
        ("date_changed", "type"),
    ]


@pytest.mark.parametrize(
    ("before", "after", "kind"),
    [
        (("ESTIMATED", 40), ("ACTUAL", 31), "enrollment_planned_to_actual"),
        (("ESTIMATED", 40), ("ESTIMATED", 60), "enrollment_changed"),
        ((None, 40), ("ACTUAL", 60), "enrollment_changed"),
    ],
)
def test_enrolment(before: Any, after: Any, kind: str) -> None:
    def of(given: tuple[str | None, int]) -> dict[str, Any]:
        info = {"count": given[1]} | ({"type": given[0]} if given[0] else {})
        return study(1, designModule={"enrollmentInfo": info})

    assert {each.kind for each in compared(of(before), of(after))} == {kind}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Naltrexone 3 mg daily", "dose_changed"),
        ("Naltrexone, 4.5 mg every day", "arm_changed"),
        ("Placebo", "dose_changed"),
    ],
)
def test_a_dose_changes_only_where_the_amount_does(text: str, kind: str) -> None:
    def edit(protocol: Any) -> None:
        protocol["armsInterventionsModule"]["armGroups"][0]["description"] = text

    arms = {"armGroups": [{"label": "LDN", "description": "Naltrexone 4.5 mg daily"}]}
    assert changed(edit, armsInterventionsModule=arms) == [(kind, "description")]


def test_arms_and_interventions_that_come_and_go() -> None:
    def edit(protocol: Any) -> None:
        module = protocol["armsInterventionsModule"]
        module["armGroups"][0] = {"label": "Yoga", "description": "Classes twice a week"}
        module["interventions"].append({"type": "BEHAVIORAL", "name": "Yoga"})

    assert changed(edit) == [
        ("arm_removed", "armGroups[0]"),
        ("arm_added", "armGroups[0]"),
        ("intervention_added", "interventions[1]"),
    ]


def test_results_are_posted_once_and_change_later() -> None:
    plain, posted = study(1), study(1)
    posted |= {"resultsSection": {"x": {"y": "1"}}, "hasResults": True}
    later = {**posted, "resultsSection": {"x": {"y": "2"}}}
    assert [each.kind for each in compared(plain, posted)] == ["results_posted"] * 2
    assert [each.kind for each in compared(posted, later)] == ["results_changed"]
    assert [each.kind for each in compared(posted, plain)] == ["results_changed"] * 2


def test_every_listed_path_and_kind_is_there() -> None:
    paths = leaves()
    lines = files("harvest.history").joinpath("kinds.tsv").read_text().splitlines()
    for path, kind, source in (line.split("\t") for line in lines[1:]):
        assert kind in get_args(Kind)
        assert source
        covered = [each for each in paths if each.replace("[]", "").startswith(path)]
        assert covered, path
    lines = files("harvest.history").joinpath("lists.tsv").read_text().splitlines()
    for path, key, _, source in (line.split("\t") for line in lines[1:]):
        assert source
        for name in key.split():
            assert f"{path}[].{name}" in paths, (path, name)
