from __future__ import annotations

from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from harvest.curated.compare import fill_rates, shrinkage
from harvest.curated.release import TableInfo


def info(name: str, rows: int) -> tuple[TableInfo, ...]:
    return (TableInfo(name, rows, 1, "", ""),)


def write(folder: Path, rows: int, filled: int, table: str = "keywords") -> Path:
    folder.mkdir(exist_ok=True)
    words = ["x"] * filled + [None] * (rows - filled)
    lists = [[None, "x"]] * rows
    path = folder / f"{table}.parquet"
    pq.write_table(
        pa.table({"word": pa.array(words, pa.string()), "list": lists}), path, row_group_size=30
    )
    return path


def losses(tmp_path: Path, table: str, before: int, now: int) -> list[str]:
    write(tmp_path / "old", before, before, table)
    write(tmp_path / "new", now, now, table)
    return list(
        shrinkage(info(table, now), info(table, before), tmp_path / "new", tmp_path / "old")
    )


@pytest.mark.parametrize(
    ("before", "now"), [(100, 95), (1000, 950), (5, 5), (5, 4), (100, 200), (0, 0)]
)
def test_up_to_a_twentieth_of_the_studies_may_go(tmp_path: Path, before: int, now: int) -> None:
    assert losses(tmp_path, "studies", before, now) == []


@pytest.mark.parametrize(("before", "now"), [(100, 94), (1000, 949), (5, 3), (1, 0)])
def test_more_of_the_studies_may_not(tmp_path: Path, before: int, now: int) -> None:
    assert losses(tmp_path, "studies", before, now) == [
        f"studies has {now} rows instead of {before} in the last release."
    ]


@pytest.mark.parametrize(("before", "now"), [(100, 80), (50, 40), (49, 0), (3, 0)])
def test_up_to_a_fifth_of_other_rows_may_go_and_small_tables_do_not_count(
    tmp_path: Path, before: int, now: int
) -> None:
    assert losses(tmp_path, "keywords", before, now) == []


@pytest.mark.parametrize(("before", "now"), [(100, 79), (50, 39), (50, 0)])
def test_more_of_other_rows_may_not(tmp_path: Path, before: int, now: int) -> None:
    assert losses(tmp_path, "keywords", before, now) == [
        f"keywords has {now} rows instead of {before} in the last release."
    ]


def test_a_table_that_is_gone_is_a_loss(tmp_path: Path) -> None:
    assert list(shrinkage((), info("keywords", 100), tmp_path, tmp_path)) == [
        "keywords has 0 rows instead of 100 in the last release."
    ]


@pytest.mark.parametrize(("before", "now", "is_loss"), [(100, 80, False), (100, 79, True)])
def test_a_column_that_a_fifth_of_the_rows_suddenly_lack_is_a_loss(
    tmp_path: Path, before: int, now: int, *, is_loss: bool
) -> None:
    write(tmp_path / "old", 100, before)
    write(tmp_path / "new", 100, now)
    both = info("keywords", 100)
    expected = [f"keywords.word is filled in {now}% of rows instead of {before}%."]
    found = list(shrinkage(both, both, tmp_path / "new", tmp_path / "old"))
    assert found == (expected if is_loss else [])


def test_the_fill_rate_is_over_all_row_groups_and_leaves_lists_out(tmp_path: Path) -> None:
    assert fill_rates(write(tmp_path, 100, 25)) == {"word": 0.25}
    assert fill_rates(write(tmp_path, 0, 0)) == {}
