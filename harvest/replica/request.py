"""What a request may ask: parameters checked one by one, none ignored."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

NCT_ID = re.compile(r"[Nn][Cc][Tt]0*([1-9][0-9]{0,7})")


class BadRequest(ValueError):
    """The request cannot be served; the message becomes the text of a 400."""


def read_parameters(items: Iterable[tuple[str, str]], known: Collection[str]) -> dict[str, str]:
    """A request's parameters by name.

    Raises:
        BadRequest: A name that is not known [reported], not served, given twice [ours], or
            without a value [ours: the registry's answer is unknown, and taking it as absent would
            turn a slip into a search for everything].
    """
    found: dict[str, str] = {}
    for name, value in items:
        if name not in known:
            raise BadRequest(f"Invalid parameter name: `{name}` (or not served by this replica)")
        if name in found:
            raise BadRequest(f"Parameter `{name}` is given more than once")
        if not value.strip():
            raise BadRequest(f"Parameter `{name}` has no value")
        found[name] = value
    for name, only in (("format", "json"), ("markupFormat", "markdown")):
        if found.get(name, only) != only:
            raise BadRequest(
                f"Invalid value in parameter `{name}`: `{found[name]}` (this replica serves {only})"
            )
    return found


def split_list(name: str, text: str) -> list[str]:
    """A comma- or pipe-separated list [spec]."""
    items = [item.strip() for item in re.split(r"[,|]", text)]
    if not all(items):
        raise BadRequest(f"Invalid value in parameter `{name}`: empty item in list `{text}`")
    return items


def canonical_id(text: str) -> str | None:
    """An NCT id as the registry writes it; None for what cannot be one [spec: pattern]."""
    found = NCT_ID.fullmatch(text)
    return f"NCT{int(found[1]):08d}" if found else None
