"""Times the main job on a cohort of any size, over real HTTP, in a process of its own.

    .venv/bin/python bench/cohort.py --studies 5000 [--records FILE_OR_FOLDER] [--pace 1]

Studies are the given records (by default the bundled sample) again and again under new numbers,
served by the replica. Prints one JSON object: seconds, peak memory of the refresh, requests,
rows, bytes.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from argparse import ArgumentParser
from itertools import cycle, islice
from pathlib import Path

from harvest import sample
from harvest.curated.release import Releases
from harvest.raw.content import content_of
from harvest.raw.files import read_files
from harvest.raw.snapshots import Archive as RawArchive
from harvest.registry.pages import nct_id_of
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running


def renumbered(records: list[bytes], studies: int) -> dict[str, bytes]:
    """`studies` records under new numbers, every mention of the old number replaced."""
    found = {}
    for number, record in enumerate(islice(cycle(records), studies), start=10_000_000):
        old, new = nct_id_of(record), f"NCT{number}"
        if old is not None:
            found[new] = content_of(record).line.replace(old.encode(), new.encode())
    return found


def main() -> None:
    """Run and print the figures."""
    options = ArgumentParser()
    options.add_argument("--studies", type=int, default=5000)
    options.add_argument("--records", type=Path)
    options.add_argument("--pace", type=float, default=1.0)
    options.add_argument("--page-size", type=int, default=1000)
    chosen = options.parse_args()
    records = list(read_files([chosen.records]) if chosen.records else sample.records().values())
    archive = Archive(renumbered(records, chosen.studies), "2026-11-20T09:00:05")
    with tempfile.TemporaryDirectory() as folder, running(create_app(archive)) as address:
        environment = {
            **os.environ,
            "HARVEST_PACE_SECONDS": str(chosen.pace),
            "HARVEST_PAGE_SIZE": str(chosen.page_size),
        }
        command = [
            *(sys.executable, "-m", "harvest", "refresh", "--cohort", "all", "--json"),
            *("--registry", address, "--data", folder),
        ]
        started = time.monotonic()
        done = subprocess.run(command, env=environment, check=True, capture_output=True, text=True)
        seconds = time.monotonic() - started
        result = json.loads(done.stdout)
        figures = {
            "studies": result["studies"],
            "requests": result["requests"],
            "pace_seconds": chosen.pace,
            "wall_seconds": round(seconds, 2),
            "peak_mb": resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024,
            "json_mb": round(sum(map(len, archive.records.values())) / 1e6, 1),
            "raw_mb": _megabytes(RawArchive(Path(folder)).root),
            "curated_mb": _megabytes(Releases(Path(folder)).folder()),
            "rows": sum(result["rows"].values()),
        }
    print(json.dumps(figures))


def _megabytes(folder: Path) -> float:
    sizes = (path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return round(sum(sizes) / 1e6, 1)


if __name__ == "__main__":
    main()
