from __future__ import annotations

from pathlib import Path

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harvest.curated import gates
from harvest.curated.compare import compare, findings
from harvest.curated.profile import Profile
from harvest.curated.release import Manifest, Recipe, TableInfo

CODES = pa.dictionary(pa.int8(), pa.string())


def profile(folder: Path, kinds: dict[str, int] | None = None, **tables: pa.Table) -> Profile:
    folder.mkdir(exist_ok=True)
    for name, table in tables.items():
        pq.write_table(table, folder / f"{name}.parquet", row_group_size=30)
    infos = [TableInfo(name, table.num_rows, 1, "", "") for name, table in tables.items()]
    return Profile(folder, infos, kinds or {})


def words(rows: int, filled: int | None = None) -> pa.Table:
    filled = rows if filled is None else filled
    column = ["x"] * filled + [None] * (rows - filled)
    lists = [["x"]] * filled + [None] * (rows - filled)
    return pa.table({"word": pa.array(column, pa.string()), "list": lists})


def codes(**rows: int) -> pa.Table:
    values = [code for code, count in rows.items() for _ in range(count)]
    return pa.table({"code": pa.array(values, pa.string()).cast(CODES)})


def found(new: Profile, old: Profile, *, is_same_code: bool = True) -> list[str]:
    return [each.gate for each in findings(new, old, is_same_code=is_same_code, notices=[])]


def gates_of(tmp_path: Path, table: str, before: pa.Table, now: pa.Table) -> list[str]:
    return found(
        profile(tmp_path / "new", **{table: now}), profile(tmp_path / "old", **{table: before})
    )


@pytest.mark.parametrize(
    ("before", "now"),
    [(100, 95), (1000, 950), (5, 5), (5, 3), (3, 2), (100, 200), (6, 119), (0, 0), (1000, 1200)],
)
def test_up_to_a_twentieth_of_the_studies_or_two_may_go(
    tmp_path: Path, before: int, now: int
) -> None:
    assert gates_of(tmp_path, "studies", words(before), words(now)) == []


@pytest.mark.parametrize(("before", "now"), [(100, 94), (1000, 949), (5, 2), (3, 1), (1, 0)])
def test_more_of_the_studies_may_not(tmp_path: Path, before: int, now: int) -> None:
    assert gates_of(tmp_path, "studies", words(before), words(now)) == ["studies_lost"]


def test_half_as_many_again_at_once_is_another_search(tmp_path: Path) -> None:
    assert gates_of(tmp_path, "studies", words(500), words(751)) == ["studies_grown"]


def test_a_small_search_that_finds_nothing_does_not_hide_in_the_sum(tmp_path: Path) -> None:
    before = pa.table({"search": ["large"] * 300 + ["small"] * 6 + ["tiny"] * 5})
    now = pa.table({"search": ["large"] * 310})
    assert gates_of(tmp_path, "search_hits", before, now) == ["search_shrunk"]


@pytest.mark.parametrize(("before", "now"), [(100, 80), (50, 40), (49, 0), (3, 0)])
def test_up_to_a_fifth_of_other_rows_may_go_and_small_tables_do_not_count(
    tmp_path: Path, before: int, now: int
) -> None:
    assert gates_of(tmp_path, "keywords", words(before), words(now)) == []


@pytest.mark.parametrize(("before", "now"), [(100, 79), (50, 39), (50, 0)])
def test_more_of_other_rows_may_not(tmp_path: Path, before: int, now: int) -> None:
    assert gates_of(tmp_path, "keywords", words(before), words(now)) == ["rows_lost"]


def test_a_table_that_is_gone_is_a_loss_and_a_new_one_none(tmp_path: Path) -> None:
    one, other = profile(tmp_path / "a", keywords=words(100)), profile(tmp_path / "b")
    assert found(other, one) == ["rows_lost"]
    assert found(one, other) == []


@pytest.mark.parametrize(
    ("rows", "before", "now", "gate"),
    [
        (100, 100, 80, None),
        (100, 100, 79, "fill_dropped"),
        (1000, 100, 60, None),
        (1000, 100, 49, "fill_halved"),
        (1000, 20, 0, "path_vanished"),
        (1000, 19, 0, None),
        (30, 30, 2, None),
        (10, 10, 0, None),
    ],
)
def test_a_column_may_not_empty_itself(
    tmp_path: Path, rows: int, before: int, now: int, gate: str | None
) -> None:
    told = gates_of(tmp_path, "keywords", words(rows, before), words(rows, now))
    assert told == ([gate, gate] if gate else [])  # the plain column and the list


def test_columns_that_new_code_adds_or_takes_out_are_not_compared(tmp_path: Path) -> None:
    more = words(100).append_column("more", pa.array([None] * 100, pa.string()))
    assert gates_of(tmp_path, "keywords", words(100), more) == []
    assert gates_of(tmp_path, "keywords", more, words(100)) == []


@pytest.mark.parametrize(
    ("before", "now", "is_far"),
    [
        ({"a": 200, "b": 200}, {"a": 300, "b": 100}, False),
        ({"a": 200, "b": 200}, {"a": 301, "b": 99}, True),
        ({"a": 200}, {"b": 200}, True),
        ({"a": 199}, {"b": 199}, False),
        ({"a": 300}, {"a": 900, "b": 30}, False),
    ],
)
def test_the_share_of_a_code_may_not_move_wildly(
    tmp_path: Path, before: dict[str, int], now: dict[str, int], *, is_far: bool
) -> None:
    told = gates_of(tmp_path, "arms", codes(**before), codes(**now))
    assert told == (["code_share_moved"] if is_far else [])


def unknown(kind: str, studies: int, path: str = "a.b[3].c", value: str = '"NEW"') -> pa.Table:
    kinds = pa.array([kind] * studies * 2).cast(CODES)
    numbers = [f"NCT{n:08d}" for n in range(studies)] * 2
    fields = {"kind": kinds, "path": [path] * studies * 2, "value_text": [value] * studies * 2}
    return pa.table({**fields, "nct_id": numbers})


@pytest.mark.parametrize(
    ("kind", "least", "gate"),
    [("unknown_field", 26, "path_appeared"), ("unknown_code", 11, "code_appeared")],
)
def test_what_the_model_does_not_know_stops_a_release_where_many_studies_have_it(
    tmp_path: Path, kind: str, least: int, gate: str
) -> None:
    old = profile(tmp_path / "old", studies=words(500))
    for count, expected in ((least, [gate]), (least - 1, [])):
        issues = unknown(kind, count)
        new = profile(tmp_path / "new", {kind: 1}, studies=words(500), issues=issues)
        notices: list[str] = []
        told = [f.gate for f in findings(new, old, is_same_code=True, notices=notices)]
        assert told == expected
        assert bool(notices) is not bool(expected)
    assert found(new, new) == []  # known by then


def test_what_the_model_does_not_know_in_a_handful_of_studies_does_not(tmp_path: Path) -> None:
    old = profile(tmp_path / "old", studies=words(6))
    issues = unknown("unknown_field", 6)
    new = profile(tmp_path / "new", {"unknown_field": 12}, studies=words(6), issues=issues)
    assert found(new, old) == []


@pytest.mark.parametrize(
    ("before", "now", "is_risen"), [(100, 200, False), (100, 201, True), (0, 21, True), (5, 20, 0)]
)
def test_issues_may_not_double(tmp_path: Path, before: int, now: int, *, is_risen: bool) -> None:
    old = profile(tmp_path / "old", {"contradiction": before}, studies=words(100))
    new = profile(tmp_path / "new", {"contradiction": now}, studies=words(100))
    assert found(new, old) == (["issues_risen"] if is_risen else [])
    assert found(new, old, is_same_code=False) == []


def test_issues_grow_with_the_studies(tmp_path: Path) -> None:
    old = profile(tmp_path / "old", {"contradiction": 100}, studies=words(100))
    new = profile(tmp_path / "new", {"contradiction": 230}, studies=words(120))
    assert found(new, old) == []


def test_a_last_release_that_cannot_be_read_is_told_and_stops_nothing(tmp_path: Path) -> None:
    old, new = (profile(tmp_path / name, keywords=words(100)) for name in ("old", "new"))
    (tmp_path / "old" / "keywords.parquet").write_bytes(b"PAR1")
    notices: list[str] = []
    assert list(findings(new, old, is_same_code=True, notices=notices)) == []
    assert "keywords cannot be compared" in notices[0]


def manifest(rows: int, **changes: object) -> Manifest:
    recipe = Recipe(cohort={"name": "test"}, content="", code="1")
    made = Manifest(
        release="2026.11.1",
        title="",
        recipe=recipe,
        snapshot="",
        source="https://registry",
        data_timestamp=None,
        citation="",
        accepted_change=None,
        libraries={},
        studies=rows,
        issues={},
        tables=(TableInfo("studies", rows, 1, "", ""),),
    )
    return msgspec.structs.replace(made, **changes)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"recipe": Recipe(cohort={"name": "other"}, content="", code="1")}, "cohort"),
        ({"source": "bundled sample of harvest"}, "bundled sample"),
    ],
)
def test_another_cohort_or_the_sample_is_not_compared(
    tmp_path: Path, changes: dict[str, object], why: str
) -> None:
    told = compare(manifest(1), tmp_path, manifest(500, **changes), tmp_path)
    assert told.passes
    assert why in (told.skipped or "")
    assert compare(manifest(1), tmp_path, None, None).passes


def test_an_accepted_change_passes_with_its_findings_told(tmp_path: Path) -> None:
    told = compare(manifest(1), tmp_path, manifest(5), tmp_path)
    assert not told.passes
    assert "(Gate studies_lost, threshold 0.95.)" in told.findings[0].message
    told = compare(manifest(1, accepted_change="they left"), tmp_path, manifest(5), tmp_path)
    assert told.passes
    assert told.findings


def test_every_gate_has_a_reason_and_a_floor() -> None:
    assert len({gate.name for gate in gates.GATES}) == len(gates.GATES) == 11
    assert all(gate.reason.endswith(".") and gate.floor > 0 for gate in gates.GATES)
