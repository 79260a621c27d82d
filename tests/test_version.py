from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import harvest
from harvest.version import __version__, code_version

PACKAGE = Path(harvest.__file__).parent
PRINT = """
import sys
from pathlib import Path
from harvest import version
version.__file__ = sys.argv[1] + "/version.py"
print(version.code_version())
"""


def fingerprint(package: Path) -> str:
    command = [sys.executable, "-c", PRINT, str(package)]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.fixture
def package(tmp_path: Path) -> Path:
    for room in ("record", "parse", "trials", "tables", "curated", "raw"):
        shutil.copytree(PACKAGE / room, tmp_path / room)
    return tmp_path


def test_a_code_version_is_version_and_fingerprint() -> None:
    assert re.fullmatch(re.escape(__version__) + r"\+[0-9a-f]{8}", code_version())


def test_the_fingerprint_sees_code_and_data_files_and_no_caches(package: Path) -> None:
    before = fingerprint(package)
    (package / "tables" / "__pycache__" / "x.cpython-311.pyc").parent.mkdir(exist_ok=True)
    (package / "tables" / "__pycache__" / "x.cpython-311.pyc").write_bytes(b"x")
    assert fingerprint(package) == before
    (package / "parse" / "vocabulary" / "new.tsv").write_text("x")
    after = fingerprint(package)
    assert after != before
    (package / "tables" / "study.py").open("a").close()
    assert fingerprint(package) == after


def test_the_fingerprint_sees_a_published_figure(package: Path) -> None:
    before = fingerprint(package)
    results = package / "trials" / "published_results.tsv"
    results.write_text(results.read_text().replace("-0.34", "-0.35"))
    assert fingerprint(package) != before


def test_a_room_that_makes_no_table_does_not_matter(package: Path) -> None:
    before = fingerprint(package)
    (package / "raw" / "files.py").write_text("")
    assert fingerprint(package) == before
