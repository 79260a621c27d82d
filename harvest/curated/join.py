"""Tables side by side, by the keys that are declared."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, Literal

import pandas as pd

from harvest.curated.links import Link, Relation, plan
from harvest.curated.load import load
from harvest.curated.names import TableName
from harvest.errors import UsageError
from harvest.tables import TABLES

Names = dict[tuple[str, str], str]
FITS: dict[Relation, tuple[Relation, ...]] = {
    "one_to_one": ("one_to_one",),
    "one_to_many": ("one_to_one", "one_to_many"),
    "many_to_one": ("one_to_one", "many_to_one"),
}


def join(
    table: TableName | str,
    *others: TableName | str,
    how: Literal["left", "inner"] = "left",
    on: str | Sequence[str] = (),
    validate: Relation | None = None,
    columns: Mapping[str, Sequence[str]] | None = None,
    filters: Mapping[str, Any] | None = None,
    release: str | None = None,
    data: str | Path | None = None,
) -> pd.DataFrame:
    """Tables side by side, linked by the foreign keys that they declare.

        harvest.join("studies", "doses")              # a row for each dose statement
        harvest.join("doses", "arms", "studies")      # the same statements, with arm and study

    Each table is put beside one before it. A detail table gives a row for each detail (and, with
    `how="left"`, one row for whatever has none); a table that is referred to adds columns and no
    rows. Two details of one thing are refused, since every row of one would meet every row of the
    other. The first table comes whole; the rows of a detail whose reference is null are left out.

    The columns that link are there once, under the name of the table that came first; another
    column whose name is taken gets its table's name in front, such as `doses_position`.
    `df.attrs["one_row_is"]` says what a row is, `df.attrs["links"]` what was set equal.

    Args:
        table: Name of the first table.
        others: Names of the tables to put beside it, in this order.
        how: "left" keeps every row of what is there, "inner" only those that meet one.
        on: Column or columns of the reference to use, where a table has several to another.
        validate: What every link must be ("one_to_one", "one_to_many", "many_to_one"), as in
            `pandas.merge`; one_to_one is allowed under each.
        columns: Only these columns of a table, by its name; those that link come in any case.
        filters: Only these rows of a table, by its name, chosen before the join.
        release: Pinned release; the latest by default.
        data: The data folder, as in `load`.

    Raises:
        UsageError: No such table, no link, several links, or rows would multiply; says what to do.
    """
    for name in (table, *others, *(columns or ()), *(filters or ())):
        if name not in TABLES:
            raise UsageError(f"There is no table {name!r}; there are {', '.join(TABLES)}.")
    for name in (*(columns or ()), *(filters or ())):
        if name not in (table, *others):
            raise UsageError(f"Table {name} is not joined; name it among the tables.")
    planned = plan((table, *others), (on,) if isinstance(on, str) else tuple(on))
    _validate(planned.links, validate)

    def part(name: str) -> pd.DataFrame:
        wanted = _wanted(name, planned.links, (columns or {}).get(name))
        chosen = (filters or {}).get(name)
        return load(name, release=release, columns=wanted, filters=chosen, data=data)

    frame = part(table)
    attrs = frame.attrs
    names: Names = {(str(table), str(column)): str(column) for column in frame}
    for link in planned.links:
        frame = _beside(frame, part(link.table), link, names, how)
    described = {names[key]: TABLES[key[0]].columns[key[1]].description for key in reversed(names)}
    frame.attrs = {
        **{key: attrs[key] for key in attrs if key not in ("table", "title", "notes", "columns")},
        "tables": [table, *others],
        "title": " with ".join((table, *others)),
        "one_row_is": TABLES[planned.grain[0]].title(),
        "links": [str(link) for link in planned.links],
        "columns": {str(column): described[str(column)] for column in frame},
    }
    return frame


def _validate(links: Sequence[Link], wanted: Relation | None) -> None:
    if wanted is None:
        return
    if wanted not in FITS:
        raise UsageError(f"validate is one of {', '.join(FITS)}, not {wanted!r}.")
    for link in links:
        if link.relation not in FITS[wanted]:
            raise UsageError(
                f"Joining {link.table} to {link.to} is {link.relation}, not {wanted} ({link})."
            )


def _wanted(name: str, links: Sequence[Link], columns: Sequence[str] | None) -> list[str] | None:
    """The columns to load of a table: those asked for and those that link."""
    if columns is None:
        return None
    linking = [
        column
        for link in links
        for column in (link.columns if link.table == name else link.target)
        if name in (link.table, link.to)
    ]
    key = [column for column in TABLES[name].columns if column in linking]
    return list(dict.fromkeys((*key, *columns)))


def _beside(
    frame: pd.DataFrame,
    added: pd.DataFrame,
    link: Link,
    names: Names,
    how: Literal["left", "inner"],
) -> pd.DataFrame:
    """The frame with one table more; `names` learns where its columns are."""
    own = list(link.columns)
    # A null refers to nothing, but pandas would let it meet another null.
    added = added.dropna(subset=own)
    at = [names[link.to, column] for column in link.target]
    taken = set(frame.columns)
    new = {
        column: column if column not in taken else f"{link.table}_{column}"
        for column in added.columns
        if column not in own
    }
    matching = {column: f"= {column}" for column in own}
    frame.attrs, added.attrs = {}, {}
    # one_to_one to a table whose rows are repeated here is many_to_one.
    one_side: Relation = "one_to_many" if link.relation == "one_to_many" else "many_to_one"
    joined = frame.merge(
        added.rename(columns={**new, **matching}),
        how=how,
        left_on=at,
        right_on=[matching[column] for column in own],
        validate=one_side,
    ).drop(columns=list(matching.values()))
    names.update({(link.table, column): name for column, name in new.items()})
    for column, place in zip(own, at, strict=True):
        names[link.table, column] = place
    return joined
