from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from harvest.curated.release import Releases
from harvest.curated.verify import verify


def faults(data: Path) -> list[str]:
    return list(verify(Releases(data)))


def test_releases_as_published_have_no_fault(released: Path) -> None:
    assert faults(released) == []


@pytest.mark.parametrize("name", ["studies", "issues", "retractions"])
@pytest.mark.parametrize("place", [0, 5, 700, -5])
def test_a_turned_byte_in_a_table_is_found(data: Path, name: str, place: int) -> None:
    path = data / "curated" / "2026.11.1" / f"{name}.parquet"
    text = bytearray(path.read_bytes())
    text[place] ^= 0xFF
    path.write_bytes(text)
    assert any(str(path) in fault for fault in faults(data))


def test_a_missing_table_is_found(data: Path) -> None:
    (data / "curated" / "2026.11.1" / "keywords.parquet").unlink()
    assert any("keywords.parquet is missing" in fault for fault in faults(data))


def test_a_table_written_again_with_other_bytes_is_found(data: Path) -> None:
    path = data / "curated" / "2026.11.1" / "keywords.parquet"
    pq.write_table(pq.read_table(path), path, compression="none")
    assert any("has changed since it was written" in fault for fault in faults(data))


@pytest.mark.parametrize("name", ["datapackage.json", "dictionary.csv"])
@pytest.mark.parametrize("how", ["changed", "missing"])
def test_every_file_of_a_release_is_held_against_a_hash(data: Path, name: str, how: str) -> None:
    path = data / "curated" / "2026.11.1" / name
    if how == "missing":
        path.unlink()
    else:
        path.write_bytes(path.read_bytes() + b" ")
    assert any(name in fault for fault in faults(data))


@pytest.mark.parametrize("text", ["", "{", "{}", "[]"])
def test_a_damaged_manifest_is_found_and_the_others_are_checked_all_the_same(
    data: Path, text: str
) -> None:
    root = data / "curated"
    (root / "2026.11.1" / "manifest.json").write_text(text)
    (root / "2026.11.2" / "keywords.parquet").unlink()
    found = faults(data)
    assert any("2026.11.1" in fault for fault in found)
    assert any("2026.11.2" in fault for fault in found)


def test_a_manifest_with_a_byte_that_is_no_text_is_found(data: Path) -> None:
    path = data / "curated" / "2026.11.1" / "manifest.json"
    path.write_bytes(path.read_bytes().replace(b"ClinicalTrials", b"Clinical\xffrials"))
    assert faults(data)


def test_a_pointer_that_leads_nowhere_is_found(data: Path) -> None:
    (data / "curated" / "latest.json").write_text('{"release": "2026.11.7"}')
    (fault,) = faults(data)
    assert "latest.json" in fault


def test_a_missing_pointer_is_found(data: Path) -> None:
    (data / "curated" / "latest.json").unlink()
    assert faults(data)
