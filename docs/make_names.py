"""Writes the names of the tables as Python, so that editors complete them; see `make.py`."""

from __future__ import annotations

from textwrap import wrap

from harvest.tables import TABLES
from harvest.tables.declare import Table

WIDTH = 93
NOTE = "Written by `make docs` from the declarations; change those, not this file."


def names() -> str:
    """The module `harvest.curated.names`."""
    lines = "\n".join(f'    "{name}",' for name in TABLES)
    return (
        f'"""The names of all tables, as a type.\n\n{NOTE}\n"""\n\n'
        "from __future__ import annotations\n\n"
        f"from typing import Literal\n\nTableName = Literal[\n{lines}\n]\n"
    )


def catalogue() -> str:
    """The module `harvest.curated.catalogue`."""
    entries = "".join(f"    {name}: Handle\n{_docstring(each)}" for name, each in TABLES.items())
    return (
        f'"""All tables as attributes, each with what it holds.\n\n{NOTE}\n"""\n\n'
        "from __future__ import annotations\n\n"
        "from harvest.curated.handle import Handle, Handles\n\n\n"
        'class Tables(Handles):\n    """Every table: `tables()` lists them, `tables.studies` is '
        'one."""\n\n'
        f"{entries[:-1]}"
    )


def _docstring(table: type[Table]) -> str:
    key = f"Key: {', '.join(table.key)}."
    first, *others = (wrap(part, WIDTH) for part in (*table.notes().split("\n\n"), key))
    lines = ['"""' + first[0], *first[1:]]
    for part in others:
        lines += ["", *part]
    lines.append('"""')
    return "".join(f"    {line}\n" if line else "\n" for line in lines) + "\n"
