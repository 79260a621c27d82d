"""Writes `docs/faults.md` from the table: `python -m tests.reliability.page`."""

from __future__ import annotations

from pathlib import Path

from tests.reliability.table import MEANING, TABLE, Row

PAGE = Path(__file__).parents[2] / "docs" / "faults.md"
HEAD = """\
# A registry that misbehaves

Every row is a test over a real socket (`tests/reliability/table.py`, from which this page is
written). Exit code 0: the snapshot is complete, proven by the registry's own totals. Any other: the
last release stands, untouched, and stays readable all the time.

"""


def page() -> str:
    """The page."""
    meanings = "\n".join(f"- **{what}**: {text}" for what, text in MEANING.items())
    rows = "\n".join(_row(row) for row in TABLE)
    heading = "| what the registry does | what the refresh does | exit code | log or issue |"
    return f"{HEAD}{meanings}\n\n{heading}\n|---|---|---|---|\n{rows}\n"


def _row(row: Row) -> str:
    event = f"`{row.event}`" if row.event else "" if row.code == 0 else "`run.failed`"
    return f"| {row.name} | {row.what} | {row.code} | {event} |"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
