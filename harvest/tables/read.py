"""Compiles a table's declaration into a function from a study to rows."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any

import msgspec

from harvest.derive import Case
from harvest.parse import Unread
from harvest.record.study import Study
from harvest.tables.declare import Column, Each, Report, Rows, Table, join

Values = Callable[[Any], tuple[Any, ...]]


def reader(table: type[Table]) -> Callable[[Case, Report], Rows]:
    """The items that a case holds, or the general way for a table's declaration.

    The general way takes all plain columns of an item with one `attrgetter`, in C, and calls
    Python only for columns that have a `read`.
    """
    if table.items is not None:
        return _items_of(table, table.items)
    columns = tuple(table.columns.values())
    lists = tuple((each, _steps(each)) for each in table.each)
    sourced = [place for place, column in enumerate(columns) if column.origin == "source"]
    plain = [place for place in sourced if columns[place].read is None]
    take_plain = _take([_only_source(columns[place]) for place in plain])
    parsed = [
        (place, columns[place], _take(columns[place].sources))
        for place in sourced
        if columns[place].read is not None
    ]
    derived = [place for place, column in enumerate(columns) if column.origin == "derived"]
    take_derived = _take(_attributes(table))
    framed = [
        (place, column)
        for place, column in enumerate(columns)
        if column.origin not in ("source", "derived")
    ]

    def rows(case: Case, report: Report) -> Rows:
        study = case.study
        running = 0
        for each, steps in lists:
            for indices, item in _items(study, steps):
                if item == type(item)():
                    # Nothing in it, or nothing that fitted the model; its place stays its own.
                    running += 1
                    continue
                row: list[Any] = [None] * len(columns)
                labels = iter(each.labels)
                for place, column in framed:
                    row[place] = _frame(column, study, running, indices, labels)
                for place, value in zip(plain, take_plain(item), strict=True):
                    row[place] = value
                for place, value in zip(derived, take_derived(case), strict=True):
                    row[place] = value
                for place, column, take in parsed:
                    values = take(item)
                    try:
                        row[place] = _within(column, column.read(*values))  # type: ignore[misc]
                    except Unread as reason:
                        path = where(each.path, indices, column.sources[0])
                        report("unread_value", path, _shown(values[0]), str(reason))
                yield tuple(row)
                running += 1

    return rows


def _items_of(table: type[Table], items: str) -> Callable[[Case, Report], Rows]:
    """A derived table: an item's attributes are its columns.

    A column that has a `read` is read from its attribute; such items know their `path`.
    """
    columns = tuple(table.columns.values())
    origins = [column.origin for column in columns]
    parsed = [
        (place, column)
        for place, column in enumerate(columns)
        if column.origin == "derived" and column.read is not None
    ]
    take = _take(_attributes(table))
    find = attrgetter(items)

    def rows(case: Case, report: Report) -> Rows:
        nct_id = case.study.nct_id
        for running, item in enumerate(find(case)):
            values = iter(take(item))
            row = [
                nct_id if origin == "study" else running if origin == "position" else next(values)
                for origin in origins
            ]
            for place, column in parsed:
                value = row[place]
                try:
                    row[place] = _within(column, column.read(value))  # type: ignore[misc]
                except Unread as reason:
                    row[place] = None
                    path = join(item.path, column.sources[0])
                    report("unread_value", path, _shown(value), str(reason))
            yield tuple(row)

    return rows


def _within(column: Column, value: Any) -> Any:
    """A value that was read, if the column may hold it: else one record would stop a release."""
    if value is None or (column.least is None and column.most is None):
        return value
    if (column.least is not None and value < column.least) or (
        column.most is not None and value > column.most
    ):
        raise Unread(f"{value:g} is out of bounds")
    return value


def _attributes(table: type[Table]) -> list[str]:
    """Where the derived columns stand, in their order."""
    columns = table.columns.items()
    return [column.attribute or name for name, column in columns if column.origin == "derived"]


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else msgspec.json.encode(value).decode()


def where(each: str, indices: tuple[int, ...], source: str) -> str:
    """The JSON path of one value, its list indices filled in."""
    path = join(each, source)
    for number in indices:
        path = path.replace("[]", f"[{number}]", 1)
    return path


def attribute(path: str) -> str:
    """A JSON path as an attribute path: `class` is a word that Python keeps."""
    return ".".join("class_" if step == "class" else step for step in path.split("."))


def _only_source(column: Column) -> str:
    (source,) = column.sources
    return source


def _frame(
    column: Column, study: Study, running: int, indices: tuple[int, ...], labels: Iterator[str]
) -> Any:
    match column.origin:
        case "study":
            return study.nct_id
        case "position":
            return running
        case "index":
            return indices[column.level]
        case _:
            return next(labels)


def _take(sources: list[str] | tuple[str, ...]) -> Values:
    """All values of an item at once, always as a tuple; "" is the item itself."""
    if not sources:
        return lambda _: ()
    if "" in sources:
        return lambda item: (item,) * len(sources)
    getter = attrgetter(*map(attribute, sources))
    return getter if len(sources) > 1 else lambda item: (getter(item),)


def _steps(each: Each) -> tuple[tuple[Callable[[Any], Any], bool], ...]:
    """The way from the study to the items: an attribute path, and whether a list is there."""
    if not each.path:
        return ()
    steps = []
    *lists, last = each.path.split("[]")
    for part in lists:
        steps.append((attrgetter(attribute(part.lstrip("."))), True))
    if last:
        steps.append((attrgetter(attribute(last.lstrip("."))), False))
    return tuple(steps)


def _items(
    start: Any, steps: tuple[tuple[Callable[[Any], Any], bool], ...]
) -> Iterator[tuple[tuple[int, ...], Any]]:
    if not steps:
        yield (), start
        return
    (get, is_list), rest = steps[0], steps[1:]
    if not is_list:
        item = get(start)
        if item != type(item)():  # an absent object is an empty one
            yield from _items(item, rest)
        return
    for number, item in enumerate(get(start)):
        for indices, found in _items(item, rest):
            yield (number, *indices), found
