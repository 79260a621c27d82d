"""How tables fit together: which declared keys put one beside others, and what a row is then."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import permutations
from typing import Literal

from harvest.errors import UsageError
from harvest.tables import TABLES
from harvest.tables.declare import ForeignKey

Relation = Literal["one_to_one", "one_to_many", "many_to_one"]
Origins = dict[tuple[str, str], tuple[str, str]]
"""For a column that was set equal to another, by table and name: that other one."""
MOST_BETWEEN = 2
"""How many link tables an error message looks for."""


@dataclass(frozen=True)
class Link:
    """One table on its way beside others.

    Attributes:
        table: The table that is added.
        columns: Its columns.
        to: The table, already there, that it is linked with.
        target: The columns there that must be equal, in the same order.
        relation: How many rows of what is there meet how many of the table.
        reference: The columns that carry the declared reference, with and without their table.
    """

    table: str
    columns: tuple[str, ...]
    to: str
    target: tuple[str, ...]
    relation: Relation
    reference: tuple[str, ...]

    def __str__(self) -> str:
        pairs = zip(self.columns, self.target, strict=True)
        return " and ".join(f"{self.table}.{a} = {self.to}.{b}" for a, b in pairs)


@dataclass(frozen=True)
class Plan:
    """The links in their order, and the tables of which every row of the result is at most one."""

    links: tuple[Link, ...]
    grain: tuple[str, ...]


class _NoLink(UsageError):
    """Nothing links a table with those before it."""


def plan(tables: Sequence[str], on: Sequence[str] = ()) -> Plan:
    """How to put these tables side by side, each linked with one before it.

    Raises:
        UsageError: No link is declared, several fit, or rows would multiply; says what to do.
    """
    try:
        return _plan(tables, on)
    except _NoLink as reason:
        table, *there = reason.args
        raise UsageError(_no_link(table, there)) from None


def _plan(tables: Sequence[str], on: Sequence[str]) -> Plan:
    links: list[Link] = []
    there: list[str] = [tables[0]]
    grain: tuple[str, ...] = (tables[0],)
    origin: Origins = {}
    for table in tables[1:]:
        if table in there:
            raise UsageError(f"Table {table} is given twice; give every table once.")
        link = _link(table, there, tuple(on), origin)
        for own, target in zip(link.columns, link.target, strict=True):
            origin[table, own] = origin.get((link.to, target), (link.to, target))
        if link.relation == "one_to_many" and link.to not in grain:
            raise UsageError(
                f"Joining {table} would multiply rows: one row is already one of {grain[0]}, and "
                f"every {link.to} row that it repeats has several of {table}. Join {table} to "
                f"{link.to} by itself, or reduce it to one row for each row of {link.to} first."
            )
        if link.relation == "one_to_many":
            grain = (table,)
        elif link.relation == "one_to_one" and link.to in grain:
            grain = (*grain, table)
        links.append(link)
        there.append(table)
    if on and not any(set(on) & set(link.reference) for link in links):
        raise UsageError(f"No link of these tables uses {', '.join(on)}; leave out `on`.")
    return Plan(tuple(links), grain)


def links_of(table: str) -> Iterator[Link]:
    """Every declared link of a table, seen from it: it is what is there, the others come beside."""
    for name in TABLES:
        yield from _between(name, table)


def _link(table: str, there: Sequence[str], on: tuple[str, ...], origin: Origins) -> Link:
    """The one link of a table with those that are there, the nearest where several lead up."""
    found = [link for to in there for link in _between(table, to)]
    if on and (chosen := [link for link in found if set(on) & set(link.reference)]):
        found = chosen
    ends = {link.to for link in found}
    nearest = [link for link in found if not any(link.to in _above(end) for end in ends)]
    # The same columns may stand for a key of several tables: one link, whichever is named.
    alike = {
        (link.columns, tuple(origin.get((link.to, c), (link.to, c)) for c in link.target)): link
        for link in reversed(nearest)
    }
    nearest = list(reversed(alike.values()))
    if not nearest:
        raise _NoLink(table, *there)
    if len(nearest) > 1:
        ways = "; ".join(str(link) for link in nearest)
        others = {column for link in nearest[1:] for column in link.reference}
        choice = next(column for column in nearest[0].reference if column not in others)
        raise UsageError(
            f"Table {table} can be joined in several ways: {ways}. Say which by a column that only "
            f'that one has, such as on="{choice}".'
        )
    return nearest[0]


def _between(table: str, to: str) -> Iterator[Link]:
    added, other = TABLES[table], TABLES[to]
    for foreign in added.references:
        if foreign.table == to:
            alone = set(added.key) <= set(foreign.columns)
            relation: Relation = "one_to_one" if alone else "one_to_many"
            reference = _named(table, foreign)
            yield Link(table, foreign.columns, to, foreign.target, relation, reference)
    for foreign in other.references:
        if foreign.table == table:
            alone = set(other.key) <= set(foreign.columns)
            relation = "one_to_one" if alone else "many_to_one"
            reference = _named(to, foreign)
            yield Link(table, foreign.target, to, foreign.columns, relation, reference)


def _named(table: str, foreign: ForeignKey) -> tuple[str, ...]:
    return (*foreign.columns, *(f"{table}.{column}" for column in foreign.columns))


@cache
def _above(table: str) -> frozenset[str]:
    """The tables that a table leads up to by its references, over any number of steps."""
    direct = {foreign.table for foreign in TABLES[table].references}
    return frozenset(direct.union(*(_above(each) for each in direct)))


def _no_link(table: str, there: Sequence[str]) -> str:
    start = f"No link between {table} and {' or '.join(there)} is declared"
    if way := _detour(there, table):
        shown = ", ".join(f'"{name}"' for name in way)
        return f"{start}, but others lie between: harvest.join({shown})."
    shared = _lineage(table) & _lineage(there[-1])
    if shared:
        up = max(shared, key=lambda name: len(_above(name)))
        return (
            f"{start}. Both belong to {up}, so that a join would pair every row of one with every "
            f"row of the other; load them one by one, or reduce one of them to one row for each "
            f"row of {up} first."
        )
    linked = sorted({link.table for link in links_of(table)})
    return f"{start}. {table} is linked with {', '.join(linked) or 'no other table'}."


def _lineage(table: str) -> frozenset[str]:
    return _above(table) | {table}


def _detour(there: Sequence[str], table: str) -> tuple[str, ...] | None:
    """The shortest way over other tables on which no row is multiplied."""
    others = [name for name in TABLES if name != table and name not in there]
    linked = {name: {link.table for link in links_of(name)} for name in TABLES}
    for between in range(1, MOST_BETWEEN + 1):
        for middle in permutations(others, between):
            if middle[0] not in linked[there[-1]] or table not in linked[middle[-1]]:
                continue
            way = (*there, *middle, table)
            try:
                _plan(way, ())
            except UsageError:
                continue
            return way
    return None
