"""Every path at which two versions of a record differ."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator
from typing import Any, NamedTuple

import msgspec

from harvest.history.lists import canonical, match

DEEPEST = 40
"""Records are nested about ten deep; what lies deeper is compared as a whole."""
SHOWN = 2_000
"""Characters of an object or list that came or went; single values are kept whole."""
OUTCOMES = "protocolSection.outcomesModule"
AS_ONE = frozenset({"resultsSection"})
"""Sections that come as one thing: their first posting is one difference, not thousands."""


class Difference(NamedTuple):
    """One path of a record that differs.

    Attributes:
        path: JSON path with list positions: of the new version, or of the old one for what went.
        old, new: The values, None where there was or is none.
    """

    path: str
    old: Any
    new: Any


def differences(old: dict[str, Any], new: dict[str, Any]) -> Iterator[Difference]:
    """All differences but those of the outcomes, which `outcomes` pairs by their meaning.

    Objects are compared field by field, lists by what their items are. The order alone of a list
    is no difference.
    """
    yield from _objects("", "", old, new, 0)


def read_document(record: bytes, leave_out: Collection[str] = ()) -> dict[str, Any] | None:
    """A record as plain dicts and lists, less the paths left out; None where it is no object.

    Args:
        record: JSON of a study.
        leave_out: Paths such as `a.b[].c`.
    """
    try:
        try:
            found = msgspec.json.decode(record)
        except msgspec.DecodeError:
            # Half characters and the like, which no table can hold.
            plain = json.dumps(json.loads(record), ensure_ascii=False)
            found = msgspec.json.decode(plain.encode("utf-8", "replace"))
    except (ValueError, RecursionError):
        return None
    if not isinstance(found, dict):
        return None
    for path in leave_out:
        _drop(found, path.removesuffix("[]").split("."))
    return found


def shown(value: Any) -> str | None:
    """A value as text: a text as it is, an object or list as compact JSON, cut."""
    if value is None:
        return None
    if isinstance(value, str):
        text = value
    elif isinstance(value, dict | list):
        text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))[:SHOWN]
    else:
        text = json.dumps(value)
    return text


def _drop(node: Any, steps: list[str]) -> None:
    step, *rest = steps
    name = step.removesuffix("[]")
    if not isinstance(node, dict) or name not in node:
        return
    if not rest:
        del node[name]
        return
    below = node[name]
    for child in below if step.endswith("[]") and isinstance(below, list) else (below,):
        _drop(child, rest)


def _values(path: str, place: str, old: Any, new: Any, depth: int) -> Iterator[Difference]:
    """`path` has no positions and finds the rule, `place` has them and is for people."""
    is_open = depth < DEEPEST and not (path in AS_ONE and (old is None or new is None))
    if is_open and _is_kind(dict, old, new):
        yield from _objects(path, place, old or {}, new or {}, depth)
    elif is_open and _is_kind(list, old, new):
        yield from _lists(path, place, old or [], new or [], depth)
    elif type(old) is not type(new) or old != new:
        yield Difference(place, old, new)


def _is_kind(kind: type, old: Any, new: Any) -> bool:
    """Both are of a kind, or one is and the other is not there."""
    present = [value for value in (old, new) if value is not None]
    return bool(present) and all(isinstance(value, kind) for value in present)


def _objects(
    path: str, place: str, old: dict[str, Any], new: dict[str, Any], depth: int
) -> Iterator[Difference]:
    for name in (*new, *(name for name in old if name not in new)):
        child = f"{path}.{name}" if path else name
        if child != OUTCOMES and old.get(name) != new.get(name):
            there = f"{place}.{name}" if place else name
            yield from _values(child, there, old.get(name), new.get(name), depth + 1)


def _lists(
    path: str, place: str, old: list[Any], new: list[Any], depth: int
) -> Iterator[Difference]:
    matched = match(path, old, new)
    for before, after in matched.pairs:
        if canonical(old[before]) != canonical(new[after]):
            there = f"{place}[{after}]"
            yield from _values(f"{path}[]", there, old[before], new[after], depth + 1)
    for before in matched.removed:
        if old[before] is not None:
            yield Difference(f"{place}[{before}]", old[before], None)
    for after in matched.added:
        if new[after] is not None:
            yield Difference(f"{place}[{after}]", None, new[after])
