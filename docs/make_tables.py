"""Writes a page for each table, with three rows of the bundled sample; see `make.py`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from harvest import sample
from harvest.cohorts import DEFAULT, find_cohort
from harvest.curated.describe import dictionary_rows
from harvest.curated.links import Link, links_of
from harvest.replica.archive import Archive
from harvest.replica.index import Index
from harvest.replica.search import read_filters, read_queries, run
from harvest.replica.sorting import read_sort
from harvest.tables import TABLES
from harvest.tables.build import Harvested, tabulate
from harvest.tables.declare import Table
from harvest.tables.overrides import bundled, read_overrides

NOTE = "<!-- Written by `make docs`; change the code, not this page. -->\n\n"
GROUPS = {
    "The study": ("study", "people", "terms", "literature", "posting"),
    "Arms and doses": ("design", "dosing"),
    "Registered outcomes": ("outcomes",),
    "Posted results": (
        *("results", "results_meaning", "results_flow", "results_baseline"),
        *("results_outcomes", "results_analyses", "results_events"),
    ),
    "Effects and harms": ("effects", "safety"),
    "Trials, publications and claims": ("trials", "estimates", "claims"),
    "How studies changed": ("history",),
    "The harvest itself": ("account",),
}
"""Modules of `harvest.tables` by what their tables are about."""
REST = "Further tables"
LIMITS = "Known limits:"
NONE = (
    "None of its own is known. Sponsors write the registry's records, and the registry checks "
    "their form, not their truth."
)
EXAMPLES = 3
MOST_SHOWN = 90
MEETS = {
    "one_to_one": "one row, or none",
    "one_to_many": "any number of rows",
    "many_to_one": "one row; several here may share it",
}
INTRODUCTION = """\
Load one with `harvest.load(name)`, put several side by side with `harvest.join`;
`harvest.describe(name)` is a page's list of columns as a DataFrame.
[How to, also in polars, DuckDB and R](../notebook.md).

[All tables and how they hang together, as a picture](../tables/relations.svg).
"""
Rows = dict[str, list[tuple[Any, ...]]]


def groups() -> dict[str, list[type[Table]]]:
    """The tables by group, in the order of the documentation."""
    found: dict[str, list[type[Table]]] = {name: [] for name in (*GROUPS, REST)}
    for table in TABLES.values():
        module = table.__module__.rpartition(".")[2]
        group = next((name for name, modules in GROUPS.items() if module in modules), REST)
        found[group].append(table)
    return {name: tables for name, tables in found.items() if tables}


def index_page() -> str:
    """All tables by group."""
    parts = [NOTE + "# Tables\n", INTRODUCTION]
    for name, tables in groups().items():
        rows = "\n".join(
            f"| [`{each.name}`](../tables/{each.name}.md) | {each.title()} | {words(each.key)} |"
            for each in tables
        )
        parts.append(f"## {name}\n\n| table | a row | key |\n|---|---|---|\n{rows}\n")
    return "\n".join(parts)


def table_pages() -> dict[str, str]:
    """The page of each table, by its name."""
    rows = _sample_rows()
    return {name: _page(table, rows.get(name, [])) for name, table in TABLES.items()}


def words(names: tuple[str, ...]) -> str:
    """Names as code, with commas."""
    return ", ".join(f"`{name}`" for name in names)


def _page(table: type[Table], rows: list[tuple[Any, ...]]) -> str:
    paragraphs = table.notes().split("\n\n")
    limits = [text.removeprefix(LIMITS).strip() for text in paragraphs if text.startswith(LIMITS)]
    group = next(name for name, tables in groups().items() if table in tables)
    text = "\n\n".join(text for text in paragraphs if not text.startswith(LIMITS))
    parts = [
        f"{NOTE}# {table.name}\n\n[All tables](../reference/tables.md) · {group}\n\n{text}\n",
        f'Key: {words(table.key)}. In a notebook: `harvest.load("{table.name}")`.\n',
    ]
    parts.append("## Known limits\n\n" + "\n\n".join(map(_sentence, limits or [NONE])) + "\n")
    parts.append(_columns(table))
    if links := list(links_of(table.name)):
        parts.append(_links(table, links))
    parts.append(_examples(table, rows))
    return "\n".join(parts)


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _columns(table: type[Table]) -> str:
    rows = "\n".join(
        f"| `{row['column']}` | {row['type']}{_unit(row['unit'])} | "
        f"{_meaning(row)} | {_source(row)} |"
        for row in dictionary_rows(table)
    )
    return (
        "## Columns\n\nA source is the JSON path in the registry's record; without one, the value "
        f"is derived.\n\n| column | type | meaning | source |\n|---|---|---|---|\n{rows}\n"
    )


def _unit(unit: str) -> str:
    return f", {unit}" if unit else ""


def _meaning(row: dict[str, str]) -> str:
    codes = f" One of {row['codes']}." if row["codes"] else ""
    required = " Never null." if row["required"] else ""
    return (row["description"] + codes + required).replace("|", "\\|")


def _source(row: dict[str, str]) -> str:
    return "<br>".join(f"`{path}`" for path in row["source"].split("; ") if path)


def _links(table: type[Table], links: list[Link]) -> str:
    ways = Counter(link.table for link in links)
    rows = "\n".join(
        f"| [`{link.table}`]({link.table}.md) | {_equal(link)}{_on(link, ways)} "
        f"| {MEETS[link.relation]} |"
        for link in links
    )
    return (
        "## Joins\n\n`harvest.join` takes these links by itself, such as "
        f'`harvest.join("{table.name}", "{links[0].table}")`.\n\n'
        f"| table | where | a row here meets |\n|---|---|---|\n{rows}\n"
    )


def _on(link: Link, ways: Counter[str]) -> str:
    """What to say to `join` where there are several ways."""
    return f', with `on="{link.reference[len(link.columns) - 1]}"`' if ways[link.table] > 1 else ""


def _equal(link: Link) -> str:
    pairs = zip(link.target, link.columns, strict=True)
    return " and ".join(
        f"`{here}`" if here == there else f"`{here}` = its `{there}`" for here, there in pairs
    )


def _examples(table: type[Table], rows: list[tuple[Any, ...]]) -> str:
    head = "## Rows of the bundled sample\n\n"
    if not rows:
        return head + "The sample has none.\n"
    chosen = _telling(rows)
    lines = [
        f"| `{name}` | {' | '.join(_shown(row[place]) for row in chosen)} |"
        for place, name in enumerate(table.columns)
        if any(row[place] is not None for row in chosen)
    ]
    return (
        f"{head}{len(chosen)} of {len(rows):,}; columns that are empty in all are left out. The "
        "sample is written from published facts and is no registry data.\n\n"
        f"| column |{' |' * len(chosen)}\n|---|{'---|' * len(chosen)}\n" + "\n".join(lines) + "\n"
    )


def _telling(rows: list[tuple[Any, ...]]) -> list[tuple[Any, ...]]:
    """The rows with the most values, of different studies where that goes, in their order."""
    best = sorted(range(len(rows)), key=lambda place: (sum(v is None for v in rows[place]), place))
    firsts: dict[Any, int] = {}
    for place in best:
        firsts.setdefault(rows[place][0], place)
    chosen = list(dict.fromkeys((*firsts.values(), *best)))[:EXAMPLES]
    return [rows[place] for place in sorted(chosen)]


def _shown(value: Any) -> str:
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case datetime():
            text = value.isoformat().removesuffix("T00:00:00")
        case float():
            text = f"{value:.6g}"
        case list() | tuple():
            text = ", ".join(map(str, value))
        case _:
            text = " ".join(str(value).split())
    cut = text if len(text) <= MOST_SHOWN else text[: MOST_SHOWN - 1].rstrip() + "…"
    return cut.replace("\\", "\\\\").replace("|", "\\|").replace("<", "&lt;")


class _Sink:
    """Keeps rows by table."""

    def __init__(self) -> None:
        self.rows: Rows = {}

    def add(self, table: type[Table], row: tuple[Any, ...]) -> None:
        """Take one row."""
        self.rows.setdefault(table.name, []).append(row)


def _sample_rows() -> Rows:
    """Every row of every table, as a harvest of the bundled sample gives them."""
    sink = _Sink()
    tabulate(_harvested(), sink, read_overrides(bundled(), TABLES))
    return sink.rows


def _harvested() -> Iterator[Harvested]:
    records = sample.records()
    index = Index(Archive(records, sample.DATA_TIMESTAMP))
    found: dict[str, list[tuple[str, str | None]]] = {}
    for search in find_cohort(DEFAULT).searches:
        asked = dict(search.parameters)
        for document in run(index, read_queries(asked), read_filters({}), read_sort(None)):
            found.setdefault(document.nct_id, []).append((search.name, urlencode(asked)))
    for nct_id in sorted(found):
        yield Harvested(nct_id, records[nct_id], tuple(found[nct_id]))
