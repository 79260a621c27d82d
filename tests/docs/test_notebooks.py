"""The notebooks and the examples of docs/notebook.md run on the bundled sample."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from harvest.exports.export import FORMATS
from harvest.tables import TABLES
from tests.flow.commands import harvest

PAGE = (Path(__file__).parents[2] / "docs" / "notebook.md").read_text(encoding="utf-8")
NOTEBOOKS = Path(__file__).parents[2] / "notebooks"
_spec = importlib.util.spec_from_file_location("execute", NOTEBOOKS / "execute.py")
assert _spec is not None
assert _spec.loader is not None
execute = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(execute)
PATHS = sorted(NOTEBOOKS.glob("*.ipynb"))


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("notebooks")
    assert harvest("refresh", "--registry", "sample", "--data", folder).code == 0
    return folder


def _outputs(notebook: Any) -> list[Any]:
    return [output for cell in notebook.cells for output in cell.get("outputs", [])]


def _kept(path: Path) -> Any:
    return nbformat.reads(path.read_text(encoding="utf-8"), as_version=4)


def _figures(notebook: Any) -> list[Any]:
    return [output for output in _outputs(notebook) if "image/png" in output.get("data", {})]


LONG = [pytest.param(path, marks=pytest.mark.long) for path in PATHS[1:]]


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
@pytest.mark.parametrize("path", [PATHS[0], *LONG], ids=lambda path: path.stem)
def test_a_notebook_runs_and_draws_what_it_keeps(path: Path, data: Path) -> None:
    fresh = execute.execute(path, data)
    assert not [output for output in _outputs(fresh) if output.output_type == "error"]
    assert len(_figures(fresh)) == len(_figures(_kept(path)))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_with_outputs_from_the_sample(path: Path) -> None:
    notebook = _kept(path)
    outputs = _outputs(notebook)
    assert "bundled sample" in str([output.get("text", "") for output in outputs])
    assert not [output for output in outputs if output.output_type in ("error", "stderr")]
    run = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    assert [cell.execution_count for cell in run] == list(range(1, len(run) + 1))


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_says_that_the_sample_is_partly_invented(path: Path) -> None:
    first = _kept(path).cells[0].source
    assert "bundled sample" in first
    assert "invented" in first


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_asks_for_tables_and_columns_that_there_are(path: Path) -> None:
    columns = {name for table in TABLES.values() for name in table.columns}
    for cell in _kept(path).cells:
        if cell.cell_type != "code":
            continue
        for name in re.findall(r'harvest\.load\(\s*"(\w+)"', cell.source):
            assert name in TABLES or f'"{name}" in there' in cell.source
        for names in re.findall(r'\w\[\[((?:"\w+",? ?)+)\]\]', cell.source):
            assert set(re.findall(r'"(\w+)"', names)) <= columns


def test_every_example_of_the_page_runs_and_finds_something(
    data: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "data").symlink_to(data, target_is_directory=True)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("HARVEST_DATA", raising=False)
    names: dict[str, Any] = {}
    for block in re.findall(r"```python\n(.*?)```", PAGE, re.S):
        exec(compile(block, "docs/notebook.md", "exec"), names)
        if "highest" in block:
            assert len(names["highest"]) > 5
            assert {"nct_id", "brief_title", "daily_mg_max"} <= set(names["highest"].columns)
    for name in ("studies", "arms_with_doses", "events", "with_study", "chosen", "values"):
        assert len(names[name]), name
    assert names["phase_2"].columns.tolist() == ["nct_id", "brief_title", "phase", "start_date"]


def test_every_format_is_on_the_page() -> None:
    for name in FORMATS:
        assert f"`{name}`" in PAGE
