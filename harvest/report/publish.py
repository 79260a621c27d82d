"""Where the page of a release goes."""

from __future__ import annotations

from importlib.util import find_spec
from pathlib import Path

from harvest.errors import UsageError
from harvest.files import whole_file
from harvest.log import event, logger

NEEDED = ("jinja2", "matplotlib")
MOST_STUDIES = 50_000
LARGE = f"Above {MOST_STUDIES:,} studies a page is written only when asked for: `harvest report`."
MISSING = "The report needs pictures; install them with: pip install 'harvest[pictures]'"


def path_of(data: Path, release: str) -> Path:
    """Where a release's page is: beside the releases, whose bytes no drawing library decides."""
    return data / "reports" / f"{release}.html"


def is_installed() -> bool:
    """Whether what the page needs is there."""
    return all(find_spec(name) for name in NEEDED)


def write_report(data: Path, release: str | None = None, output: Path | None = None) -> Path:
    """Write the page of a release, whole or not at all.

    Args:
        data: The data folder.
        release: Which one; the latest by default.
        output: The file; beside the releases by default.

    Raises:
        UsageError: No such release, or the extra is not installed.
    """
    if not is_installed():
        raise UsageError(MISSING)
    # Only here: the drawing library takes a second to load, and may not be there.
    from harvest.report.page import render  # noqa: PLC0415
    from harvest.report.shelf import Shelf  # noqa: PLC0415

    shelf = Shelf(data, release)
    path = output or path_of(data, shelf.manifest.release)
    page = render(shelf)
    with whole_file(path) as file:
        file.write(page)
    return path


def report_on(data: Path, release: str, studies: int) -> None:
    """Write the page of a release just published, if that can be done; never raises.

    The release stands whatever happens here: a page that fails is a warning.

    Args:
        data: The data folder.
        release: The release.
        studies: How many it has; of very many no page is drawn unasked.
    """
    if not is_installed():
        event("report.skipped", release=release, message=MISSING)
        return
    if studies > MOST_STUDIES:
        event("report.skipped", release=release, message=LARGE)
        return
    try:
        path = write_report(data, release)
    except Exception as error:
        told = f"{type(error).__name__}: {error}"
        fields = {"release": release, "message": f"No page of the release was written ({told})."}
        logger.warning("report.failed", extra={"fields": fields})
    else:
        event("report.written", release=release, file=str(path))
