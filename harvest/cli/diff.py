"""The command that shows what changed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import click

from harvest.cli.common import GivenPath, data_option, json_option, show
from harvest.diff import OWN_DOING, Changed, Diff, Side, diff, news
from harvest.feed import feed, printable, told
from harvest.files import whole_file
from harvest.folder import existing
from harvest.raw.snapshots import Archive

_MARKS = {"yes": "  [LDN]", "uncertain": "  [LDN?]", "no": ""}
_TITLE = 100


@click.command(name="diff")
@click.argument("old", required=False, metavar="[A]")
@click.argument("new", required=False, metavar="[B]")
@click.option(
    "--feed",
    "file",
    type=GivenPath(),
    help="Write what is new in studies with an LDN arm as an Atom feed to this file.",
)
@data_option
@json_option
def diff_(old: str | None, new: str | None, file: Path | None, data: Path, as_json: bool) -> None:
    """Show what changed between two releases or snapshots, the last two by default.

    A feed has everything that is known since A, or since the first snapshot.

    \b
    Examples:
      harvest diff
      harvest diff 2026.11.1 2026.11.4
      harvest diff --feed ldn.xml
    """
    existing(data)
    if file is not None:
        entries = list(news(data, old, new))
        cohort = str(Archive(data).snapshot().manifest.cohort["name"])
        with whole_file(file) as out:
            out.write(feed(entries, cohort))
        text = f"Wrote {len(entries):,} entries to {file}."
        show({"message": text, "file": str(file), "entries": len(entries)}, text, as_json=as_json)
        return
    found = diff(data, old, new)
    result = {
        "old": found.old,
        "new": found.new,
        "studies": [
            {
                "nct_id": each.nct_id,
                "title": each.title,
                "has_ldn_arm": each.has_ldn_arm,
                "changes": [change._asdict() for change in each.changes],
            }
            for each in found.studies
        ],
    }
    show(result, "\n".join(_lines(found)), as_json=as_json)


def _lines(found: Diff) -> Iterator[str]:
    yield f"{_side(found.old)} → {_side(found.new)}"
    kinds = Counter(change.kind for each in found.studies for change in each.changes)
    shown = [each for each in found.studies if each.is_news]
    yield (
        f"{len(found.studies):,} studies differ: {kinds['study_added']:,} added, "
        f"{kinds['study_removed']:,} removed, {len(found.studies) - len(shown):,} only in what the "
        "registry derives or dates itself."
    )
    for each in shown:
        yield ""
        yield from _study(each)


def _study(each: Changed) -> Iterator[str]:
    yield f"{each.nct_id}  {printable(each.title, _TITLE)}{_MARKS[each.has_ldn_arm]}"
    for change in each.changes:
        if change.kind not in OWN_DOING:
            yield f"  {told(change)}"
    if left := sum(change.kind in OWN_DOING for change in each.changes):
        yield f"  and {left} that the registry derives or dates itself"


def _side(side: Side) -> str:
    return f"{side.release or side.snapshot} (data {side.data_timestamp or 'from files'})"


COMMANDS = (diff_,)
