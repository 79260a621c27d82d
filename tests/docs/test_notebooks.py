"""The notebooks and the examples of docs/notebook.md run on the bundled sample."""

from __future__ import annotations

import importlib.util
import re
from pathlib import Path
from typing import Any

import nbformat
import pytest

from harvest.exports.export import FORMATS
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


@pytest.mark.filterwarnings("default")  # of the kernel's own libraries
@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_runs_and_draws_a_figure(path: Path, data: Path) -> None:
    outputs = _outputs(execute.execute(path, data))
    assert not [output for output in outputs if output.output_type == "error"]
    assert [output for output in outputs if "image/png" in output.get("data", {})]


@pytest.mark.parametrize("path", PATHS, ids=lambda path: path.stem)
def test_a_notebook_is_kept_with_outputs_from_the_sample(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    outputs = _outputs(nbformat.reads(text, as_version=4))
    assert outputs
    assert "bundled sample" in str([output.get("text", "") for output in outputs])


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
