from __future__ import annotations

import json
import sys
from pathlib import Path

import pytest

from harvest.errors import UsageError
from harvest.exports.export import FORMATS, export
from harvest.exports.source import Source, source
from tests.records import files_under


@pytest.fixture
def few(data: Path) -> Source:
    return source(data, tables=("studies", "keywords"))


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_is_written_by_its_release(
    kind: str, few: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    path = export(few, kind)
    assert path.name.startswith("two-2026.11.1")
    assert [each.name for each in tmp_path.iterdir()] == [path.name]
    with pytest.raises(UsageError, match="--overwrite"):
        export(few, kind)
    assert export(few, kind, overwrite=True) == path
    if path.suffix == ".json":
        assert json.loads(path.read_bytes())["release"] == "2026.11.1"


@pytest.mark.parametrize("kind", sorted(set(FORMATS) - {"duckdb"}))
def test_the_same_release_gives_the_same_bytes(kind: str, few: Source, tmp_path: Path) -> None:
    assert files_under(export(few, kind, tmp_path / "a" / "x").parent) == files_under(
        export(few, kind, tmp_path / "b" / "x").parent
    )


@pytest.mark.parametrize("kind", ["csv", "ris"])
def test_a_folder_of_somebody_elses_is_never_replaced(
    kind: str, few: Source, tmp_path: Path
) -> None:
    (tmp_path / "thesis.docx").write_text("mine")
    with pytest.raises(UsageError, match="no earlier export"):
        export(few, kind, tmp_path, overwrite=True)
    assert (tmp_path / "thesis.docx").read_text() == "mine"


def test_a_failure_leaves_nothing_behind_and_what_was_there(
    few: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "a.ris"
    path.write_text("before")

    def fail(_: Source, beside: Path) -> None:
        beside.write_text("half")
        raise OSError("full")

    monkeypatch.setitem(FORMATS, "ris", FORMATS["ris"]._replace(write=fail))
    with pytest.raises(OSError, match="full"):
        export(few, "ris", path, overwrite=True)
    assert [each.name for each in tmp_path.iterdir()] == ["a.ris"]
    assert path.read_text() == "before"


@pytest.mark.parametrize(("kind", "library"), [("duckdb", "duckdb"), ("xlsx", "xlsxwriter")])
def test_a_library_that_is_not_there_is_named_with_the_command(
    kind: str, library: str, few: Source, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, library, None)
    with pytest.raises(UsageError, match=r"pip install 'harvest\["):
        export(few, kind, tmp_path / "a")


@pytest.mark.parametrize("kind", FORMATS)
def test_a_place_that_cannot_be_written_is_an_error_of_the_system(
    kind: str, few: Source, tmp_path: Path
) -> None:
    (tmp_path / "file").write_text("mine")
    with pytest.raises(OSError, match="file"):
        export(few, kind, tmp_path / "file" / "a")
