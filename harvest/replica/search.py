"""A search as `/studies` takes it: queries and filters, tried on every document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import get_args

from harvest.record.codes import Status
from harvest.replica.areas import area_pieces
from harvest.replica.expression import ExpressionError, parse
from harvest.replica.index import Document, Index
from harvest.replica.nodes import And, Node, OneOf, Or, Words, matches, pieces_of
from harvest.replica.pieces import PIECES
from harvest.replica.request import BadRequest, canonical_id, split_list
from harvest.replica.sorting import SortKey, sort
from harvest.replica.values import words

QUERIES = {
    "query.cond": ("Conditions or disease", "ConditionSearch"),
    "query.term": ("Other terms", "BasicSearch"),
    "query.locn": ("Location terms", "LocationSearch"),
    "query.titles": ("Title / acronym", "TitleSearch"),
    "query.intr": ("Intervention / treatment", "InterventionSearch"),
    "query.outc": ("Outcome measure", "OutcomeSearch"),
    "query.spons": ("Sponsor / collaborator", "SponsorSearch"),
    "query.lead": ("Lead sponsor", "LeadSponsorName"),
    "query.id": ("Study IDs", "IdSearch"),
}
"""Parameter: what error messages call it [reported], and the area it searches [spec]."""

FILTERS = tuple(
    f"{stage}.{name}"
    for stage in ("filter", "postFilter")
    for name in ("ids", "overallStatus", "advanced")
)
"""Both stages have the same effect, as nothing is aggregated [spec]."""


def read_queries(parameters: Mapping[str, str]) -> Node:
    """What the `query.*` parameters ask for together.

    Raises:
        BadRequest: An expression that cannot be read.
    """
    return And(tuple(_query(name, parameters[name]) for name in QUERIES if name in parameters))


def read_filters(parameters: Mapping[str, str]) -> Node:
    """What the filters let through.

    They are read, and refused, even where a query of nothing but ids makes them void [spec].

    Raises:
        BadRequest: An id, status or expression that cannot be one.
    """
    filters = And(tuple(_filter(name, parameters[name]) for name in FILTERS if name in parameters))
    void = any(_ids(parameters[name]) for name in QUERIES if name in parameters)
    return And() if void else filters


def run(
    index: Index, queries: Node, filters: Node, keys: tuple[SortKey, ...]
) -> Sequence[Document]:
    """All documents that match, in order."""
    search = And((queries, filters))
    sorted_by = {key.piece for key in keys if key.piece is not None}
    index.prepare(pieces_of(search) | sorted_by)
    found = [document for document in index.documents if matches(search, document)]
    return sort(found, keys, queries)


def _ids(text: str) -> list[str]:
    """The ids of a query that has only ids, comma- and/or space-separated [spec]; else none."""
    found = [canonical_id(item) for item in re.split(r"[,\s]+", text) if item]
    return [nct_id for nct_id in found if nct_id] if all(found) else []


def _query(name: str, text: str) -> Node:
    ids = _ids(text)
    # As a list the ids mean any of these studies, where words would all have to match [ours].
    label, area = QUERIES[name]
    return OneOf(frozenset(ids)) if ids else _expression(label, text, area)


def _filter(name: str, text: str) -> Node:
    field = name.partition(".")[2]
    if field == "advanced":
        return _expression("advanced filter", text, "BasicSearch")
    items = split_list(name, text)
    if field == "ids":
        return OneOf(frozenset(_checked_ids(name, items)))
    for item in items:
        if item not in get_args(Status):
            raise BadRequest(f"Invalid value in parameter `overallStatus`: `{item}`")
    status = (PIECES["OverallStatus"],)
    return Or(tuple(Words(f"| {words(item)} |", status) for item in items))


def _checked_ids(name: str, items: Sequence[str]) -> Iterator[str]:
    for item in items:
        nct_id = canonical_id(item)
        if nct_id is None:
            raise BadRequest(f"`{item}` in parameter `{name}` has incorrect format")
        yield nct_id


def _expression(label: str, text: str, area: str) -> Node:
    try:
        return parse(text, area_pieces(area) or ())
    except ExpressionError as error:
        raise BadRequest(f"Error parsing query in {label}: {error}") from error
