from __future__ import annotations

import gc
import hashlib
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

from harvest.curated.write import ReleaseWriter
from harvest.tables import TABLES
from harvest.tables.terms import Keywords
from tests.records import nct

ATTRIBUTES = {"release": "2026.11.1"}


def test_every_table_gets_a_file_even_an_empty_one(tmp_path: Path) -> None:
    with ReleaseWriter(tmp_path, ATTRIBUTES) as writer:
        infos = writer.close()
    assert {path.name for path in tmp_path.iterdir()} == {f"{name}.parquet" for name in TABLES}
    assert [(info.name, info.rows) for info in infos] == [(name, 0) for name in TABLES]
    for name, table in TABLES.items():
        assert pq.read_schema(tmp_path / f"{name}.parquet").names == list(table.columns)


def test_what_is_said_of_a_file_is_true(tmp_path: Path) -> None:
    with ReleaseWriter(tmp_path, ATTRIBUTES) as writer:
        writer.add(Keywords, (nct(1), 0, "pain"))
        infos = {info.name: info for info in writer.close()}
    text = (tmp_path / "keywords.parquet").read_bytes()
    info = infos["keywords"]
    assert (info.rows, info.bytes) == (1, len(text))
    assert info.sha256 == hashlib.sha256(text).hexdigest()


def test_rows_come_back_in_the_order_they_came_over_many_row_groups(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Keywords, "rows_per_group", 7)
    rows = [(nct(n // 3), n % 3, f"word {n}") for n in range(50)]
    with ReleaseWriter(tmp_path, ATTRIBUTES) as writer:
        for row in rows:
            writer.add(Keywords, row)
        writer.close()
    path = tmp_path / "keywords.parquet"
    assert pq.read_metadata(path).num_row_groups == 8
    assert [tuple(row.values()) for row in pq.read_table(path).to_pylist()] == rows


def test_the_schema_hash_sees_the_attributes_of_the_release_only_in_the_file(
    tmp_path: Path,
) -> None:
    def infos(folder: Path, attributes: dict[str, str]) -> dict[str, Any]:
        with ReleaseWriter(folder, attributes) as writer:
            return {info.name: info for info in writer.close()}

    one, two = infos(tmp_path / "1", ATTRIBUTES), infos(tmp_path / "2", {"release": "2026.11.2"})
    assert one["keywords"].sha256 != two["keywords"].sha256
    assert infos(tmp_path / "3", ATTRIBUTES) == one


def test_the_schema_hash_is_the_same_for_the_same_columns(tmp_path: Path) -> None:
    hashes = []
    for release in ("2026.11.1", "2026.11.2"):
        with ReleaseWriter(tmp_path / release, {"release": release}) as writer:
            hashes.append([info.schema_sha256 for info in writer.close()])
    assert hashes[0] == hashes[1]


def test_a_writer_that_is_abandoned_goes_quietly(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[Any] = []
    monkeypatch.setattr("sys.unraisablehook", said.append)
    with ReleaseWriter(tmp_path, ATTRIBUTES) as made:
        made.add(Keywords, (nct(1), 0, "pain"))
    del made
    gc.collect()
    assert said == []
