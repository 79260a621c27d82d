from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest

from harvest.curated.release import Releases, check_name
from harvest.errors import ConfigError, DamagedArchive, UsageError

NOW = datetime(2026, 11, 23, tzinfo=UTC)


def folder(data: Path, *names: str) -> Releases:
    for name in names:
        (data / "curated" / name).mkdir(parents=True)
        (data / "curated" / name / "manifest.json").write_text("{}")
    return Releases(data)


def test_a_new_folder_has_no_release(tmp_path: Path) -> None:
    assert (Releases(tmp_path).names(), Releases(tmp_path).latest()) == ([], None)
    with pytest.raises(UsageError, match="run `harvest refresh`"):
        Releases(tmp_path).folder()


def test_releases_are_in_the_order_of_their_numbers(tmp_path: Path) -> None:
    names = ["2026.1.1", "2026.11.10", "2026.11.9", "2026.02.1", "2025.12.3"]
    assert folder(tmp_path, *names).names() == ["2025.12.3", "2026.02.1", "2026.11.9", "2026.11.10"]


def test_what_is_no_whole_release_is_not_seen(tmp_path: Path) -> None:
    found = folder(tmp_path, "2026.11.1", ".staging-7", "latest", "2026.11.x", "old-2026.11.2")
    (found.root / "2026.11.3").mkdir()
    assert found.names() == ["2026.11.1"]


@pytest.mark.parametrize(
    ("names", "now", "name"),
    [
        ([], NOW, "2026.11.1"),
        (["2026.11.1"], NOW, "2026.11.2"),
        (["2026.11.9"], NOW, "2026.11.10"),
        (["2026.10.5"], NOW, "2026.11.1"),
        (["2025.12.5"], datetime(2026, 1, 1, tzinfo=UTC), "2026.01.1"),
        (["2026.12.1"], NOW, "2026.12.2"),
        (["2027.01.4"], NOW, "2027.01.5"),
        (["2026.11.1", "2026.11.3"], NOW, "2026.11.4"),
        ([], datetime(2026, 12, 1, 1, tzinfo=timezone(timedelta(hours=2))), "2026.11.1"),
    ],
)
def test_the_next_name_is_later_than_every_other(
    tmp_path: Path, names: list[str], now: datetime, name: str
) -> None:
    assert folder(tmp_path, *names).next_name(now) == name


@pytest.mark.parametrize("name", ["2026.11.1", "2026.01.12", "1999.12.999999"])
def test_a_release_name_is_year_month_number(name: str) -> None:
    assert check_name(name) == name


@pytest.mark.parametrize(
    "name",
    ["", "2026.11", "2026.13.1", "2026.00.1", "26.11.1", "2026.11.1 ", "\u0662.11.1"],
)
def test_another_name_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError, match=r"YYYY\.MM\.n"):
        check_name(name)


def test_the_latest_release_is_the_one_that_latest_json_names(data: Path) -> None:
    found = Releases(data)
    assert found.latest() == "2026.11.2"
    (found.root / "latest.json").write_text('{"release": "2026.11.1"}')
    assert found.folder().name == "2026.11.1"
    assert found.manifest().release == "2026.11.1"


def test_a_release_that_is_not_there_is_a_usage_error(released: Path) -> None:
    with pytest.raises(UsageError, match=r"there: 2026\.11\.1, 2026\.11\.2"):
        Releases(released).folder("2026.11.3")


def test_a_manifest_of_a_newer_version_is_a_configuration_error(data: Path) -> None:
    path = data / "curated" / "2026.11.1" / "manifest.json"
    path.write_text(json.dumps({**json.loads(path.read_bytes()), "format": 99}))
    with pytest.raises(ConfigError, match="upgrade harvest"):
        Releases(data).manifest("2026.11.1")


@pytest.mark.parametrize("text", ["", "{", "{}", "[]", "null"])
def test_a_manifest_that_is_none_is_damage(data: Path, text: str) -> None:
    (data / "curated" / "2026.11.1" / "manifest.json").write_text(text)
    with pytest.raises(DamagedArchive):
        Releases(data).manifest("2026.11.1")


@pytest.mark.parametrize("text", ["", "[]", "{}", "null", "5", '{"release": "2026.11.9"}'])
def test_a_damaged_latest_json_leaves_the_newest_release(data: Path, text: str) -> None:
    (data / "curated" / "latest.json").write_text(text)
    assert Releases(data).latest() == "2026.11.2"
