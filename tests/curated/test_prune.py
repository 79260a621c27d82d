from __future__ import annotations

import json
import shutil
from datetime import timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner

from harvest.cli import cli
from harvest.curated.prune import prunable, prune
from harvest.curated.publish import point_latest
from harvest.curated.release import Releases
from harvest.explain import explain
from harvest.raw.snapshots import Archive
from harvest.raw.verify import verify as verify_raw
from tests.records import TUESDAY, WEDNESDAY, at, files_under


@pytest.fixture
def many(data: Path) -> Releases:
    """Two real releases and, before them, five that only need a name, a manifest and a size."""
    for number in range(1, 6):
        shutil.copytree(data / "curated" / "2026.11.1", data / "curated" / f"2025.01.{number}")
    return Releases(data)


def names(releases: Releases, keep: int, newer: timedelta | None = None) -> list[str]:
    return [each.release for each in prunable(releases, keep, newer, at(WEDNESDAY))]


def test_the_newest_stay(many: Releases) -> None:
    assert names(many, 2) == [f"2025.01.{n}" for n in range(1, 6)]
    assert names(many, 6) == ["2025.01.1"]
    assert names(many, 7) == names(many, 99) == []


def test_the_latest_stays_whatever_is_asked(many: Releases) -> None:
    assert "2026.11.2" not in names(many, 0)
    (many.root / "latest.json").write_text('{"release": "2025.01.3"}')
    assert "2025.01.3" not in names(many, 1)


def test_those_of_young_snapshots_stay(many: Releases) -> None:
    assert names(many, 1, timedelta(days=3)) == []
    assert names(many, 1, timedelta(days=1, hours=12)) == [
        *(f"2025.01.{n}" for n in range(1, 6)),
        "2026.11.1",
    ]


def test_one_that_cannot_be_read_stays(many: Releases) -> None:
    (many.root / "2025.01.1" / "manifest.json").write_text("{")
    assert "2025.01.1" not in names(many, 1)


def test_raw_is_not_touched_and_what_stays_is_whole(many: Releases, data: Path) -> None:
    raw = files_under(data / "raw")
    prune(many, prunable(many, 1, None, at(TUESDAY)))
    assert many.names() == ["2026.11.2"]
    assert many.lost() == []
    assert files_under(data / "raw") == raw
    assert list(verify_raw(Archive(data))) == []
    assert many.damaged("2026.11.2") == []
    assert explain(data, "NCT00000001").release == "2026.11.2"
    assert many.next_name(at(WEDNESDAY)) == "2026.11.3"


def test_a_prune_killed_at_any_time_leaves_only_whole_releases(
    many: Releases, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = prunable(many, 1, None, at(WEDNESDAY))

    def die(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(shutil, "rmtree", die)
        with pytest.raises(KeyboardInterrupt):
            prune(many, old[:2])
    assert many.names()[0] == "2025.01.3"
    assert all(many.damaged(name) == [] for name in many.names())
    point_latest(many)
    prune(many, ())
    assert [path for path in many.root.iterdir() if path.name.startswith(".")] == []


def test_the_command_tells_first_and_does_it_when_told(many: Releases, data: Path) -> None:
    before = files_under(data)
    arguments = ["prune", "--keep", "2", "--data", str(data), "--json"]
    told = json.loads(CliRunner().invoke(cli, arguments).stdout)
    assert files_under(data) == before
    assert (told["is_done"], len(told["pruned"])) == (False, 5)
    done = json.loads(CliRunner().invoke(cli, [*arguments, "--yes"]).stdout)
    assert done["pruned"] == told["pruned"]
    assert many.names() == ["2026.11.1", "2026.11.2"]
    assert not (data / "last-run.json").exists()
