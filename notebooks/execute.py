"""Executes the notebooks on the bundled sample and keeps their outputs; run with `make notebook`."""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import nbformat
from nbclient import NotebookClient

HERE = Path(__file__).parent


def execute(path: Path, data: Path) -> Any:
    """The notebook with fresh outputs, run on the releases in `data`."""
    notebook = nbformat.read(path, as_version=4)
    before = os.environ.get("HARVEST_DATA")
    os.environ["HARVEST_DATA"] = str(data)
    try:
        client = NotebookClient(notebook, timeout=120, resources={"metadata": {"path": str(HERE)}})
        client.execute()
    finally:
        if before is None:
            del os.environ["HARVEST_DATA"]
        else:
            os.environ["HARVEST_DATA"] = before
    for cell in notebook.cells:
        cell.get("metadata", {}).pop("execution", None)
    # Which Python ran it is no matter of the notebook.
    notebook.metadata.get("language_info", {}).pop("version", None)
    return notebook


def main() -> None:
    """Harvest the sample into a folder of its own and run every notebook on it."""
    with tempfile.TemporaryDirectory() as folder:
        command = [sys.executable, "-m", "harvest", "refresh", "--registry", "sample"]
        environment = {**os.environ, "HARVEST_REPORT": "never"}
        command += ["--data", folder]
        subprocess.run(command, check=True, env=environment)  # noqa: S603 - our own command
        for path in sorted(HERE.glob("*.ipynb")):
            nbformat.write(execute(path, Path(folder)), path)


if __name__ == "__main__":
    main()
