from __future__ import annotations

from pathlib import Path

import duckdb
import pytest

import harvest
from harvest.errors import DiskError
from harvest.exports import database
from harvest.exports.source import source
from harvest.tables import TABLES

CHOSEN = ("studies", "keywords", "arms", "doses", "issues")


@pytest.fixture(scope="module")
def path(data: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    place = tmp_path_factory.mktemp("duckdb") / "out.duckdb"
    database.write(source(data, tables=CHOSEN), place)
    return place


def test_every_table_is_there_with_its_rows(path: Path, data: Path) -> None:
    with duckdb.connect(str(path), read_only=True) as found:
        names = {
            row[0] for row in found.execute("SELECT table_name FROM duckdb_tables()").fetchall()
        }
        assert names == {*CHOSEN, "about", "dictionary"}
        for name in CHOSEN:
            rows = found.execute(f"SELECT * FROM {name}").fetchall()
            frame = harvest.load(name, data=data)
            assert [row[0] for row in rows] == frame.iloc[:, 0].tolist()


def test_codes_keys_and_comments_come_along(path: Path) -> None:
    with duckdb.connect(str(path), read_only=True) as found:
        above = "SELECT count(*) FROM studies WHERE phase > 'PHASE1'"
        assert found.execute(above).fetchall() == [(4,)]
        told = found.execute(
            "SELECT comment FROM duckdb_columns() WHERE table_name = 'doses' ORDER BY column_index"
        ).fetchall()
        described = [column.description for column in TABLES["doses"].columns.values()]
        assert [row[0] for row in told] == described
        keys = found.execute(
            "SELECT constraint_column_names FROM duckdb_constraints() "
            "WHERE table_name = 'doses' AND constraint_type = 'PRIMARY KEY'"
        ).fetchall()
        assert keys == [(list(TABLES["doses"].key),)]
        release = found.execute("SELECT value FROM about WHERE name = 'release'").fetchall()
        assert release == [("2026.11.1",)]


def test_a_place_that_cannot_be_written_is_the_disks_fault(data: Path, tmp_path: Path) -> None:
    with pytest.raises(DiskError, match="cannot be written"):
        database.write(source(data, tables=("links",)), tmp_path / "nowhere" / "out")
