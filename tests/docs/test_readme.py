"""What the README shows is what happens."""

from __future__ import annotations

import doctest
import re
from pathlib import Path

import pandas as pd
import pytest

import harvest as package
from harvest.cli import cli
from harvest.cohorts import find_cohort
from harvest.errors import HarvestError
from harvest.settings import Settings, read_settings
from tests.flow.commands import harvest

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where `data` holds a release of the sample."""
    path = tmp_path_factory.mktemp("readme")
    assert harvest("refresh", "--registry", "sample", cwd=path).code == 0
    return path


def _all_errors(kind: type[HarvestError]) -> set[type[HarvestError]]:
    return {kind}.union(*(_all_errors(each) for each in kind.__subclasses__()))


def test_the_shown_refresh_prints_what_is_shown(tmp_path: Path) -> None:
    shown = re.search(r"\$ harvest (refresh .*)\n(Published .*)\n", README)
    assert shown is not None
    done = harvest(*shown[1].split(), cwd=tmp_path)
    assert done.code == 0, done.err
    pattern = re.sub(r"2026\\\.11\\\.1", r"\\d{4}\\.\\d\\d\\.1", re.escape(shown[2]))
    assert re.fullmatch(pattern, done.out.strip()), done.out


def test_the_shown_explanation_is_printed(folder: Path) -> None:
    shown = re.search(r"\$ harvest (explain .*)\n(.*?)```", README, re.S)
    assert shown is not None
    done = harvest(*shown[1].split(), cwd=folder)
    printed = done.out.splitlines()
    for line in shown[2].splitlines():
        assert line in printed


def test_the_shown_dtypes_are_the_dtypes(folder: Path) -> None:
    shown = re.search(r">>> harvest\.load\((.*)\)\.dtypes\n(.*?)```", README, re.S)
    assert shown is not None
    columns = re.findall(r'"(\w+)"', shown[1].split("columns=")[1])
    frame = package.load("studies", columns=columns, data=folder / "data")
    expected = dict(line.split() for line in shown[2].strip().splitlines())
    assert {name: str(kind) for name, kind in frame.dtypes.items()} == expected
    latest = folder / "data" / "curated" / "latest"
    plain = pd.read_parquet(latest / "studies.parquet", columns=columns)
    pd.testing.assert_frame_equal(plain, frame)


def test_the_shown_pooling_gives_what_is_shown(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(folder)
    shown = re.search(r"```pycon\n(>>> from harvest\.synthesis.*?)```", README, re.S)
    assert shown is not None
    found = doctest.DocTestParser().get_doctest(
        shown[1], {"harvest": package}, "pooling", "README.md", 0
    )
    assert found.examples
    assert doctest.DocTestRunner().run(found).failed == 0


def test_the_shown_cohort_is_a_cohort(tmp_path: Path) -> None:
    shown = re.search(r"```toml\n(.*?)```", README, re.S)
    assert shown is not None
    path = tmp_path / "crps.toml"
    path.write_text(shown[1])
    assert find_cohort(str(path)).searches[0].parameters[0][0] == "query.cond"


def test_the_shown_exit_codes_are_those_of_the_errors() -> None:
    shown = {int(code) for code in re.findall(r"^\| (\d+) \|", README, re.M)}
    codes = {kind.exit_code for kind in _all_errors(HarvestError)} - {1}
    assert shown == codes | {0}


def test_every_shown_command_exists() -> None:
    for name in re.findall(r"^\s*(?:\$ |\.venv/bin/)?harvest (\w+)", README, re.M):
        assert name in cli.commands


@pytest.mark.parametrize("line", ["demo", "test"])
def test_the_make_targets_exist(line: str) -> None:
    assert f"make {line}" in README
    assert re.search(rf"^{line}:", (ROOT / "Makefile").read_text(), re.M)


def test_the_example_settings_are_the_defaults() -> None:
    assert read_settings(ROOT / "harvest.example.toml", {}) == Settings()


def test_the_citation_names_the_version() -> None:
    text = (ROOT / "CITATION.cff").read_text()
    assert f"version: {package.__version__}\n" in text
