"""Earlier versions of records, as the registry's own history gives them.

The registry serves this for its website and documents it nowhere; the shape is the one that others
have seen: `/api/int/studies/{study}?history=true` lists the versions, counted from 0, and
`/api/int/studies/{study}/history/{number}` gives one.
"""

from __future__ import annotations

from typing import Any

import msgspec
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from harvest.replica.archive import Archive
from harvest.replica.request import canonical_id

SUBMITTED = ("protocolSection", "statusModule", "lastUpdateSubmitDate")
STATUS = ("protocolSection", "statusModule", "overallStatus")


def routes(archive: Archive) -> list[Route]:
    """The two addresses, below `/api/int`."""

    def versions(request: Request) -> tuple[bytes, ...]:
        nct_id = canonical_id(request.path_params["nct_id"]) or ""
        newest = archive.records.get(nct_id)
        return () if newest is None else (*archive.history.get(nct_id, ()), newest)

    def listed(request: Request) -> Response:
        found = versions(request)
        if not found:
            return _not_found()
        answer: dict[str, Any] = {"study": msgspec.Raw(found[-1])}
        if request.query_params.get("history") == "true":
            answer["history"] = {"changes": [_change(*each) for each in enumerate(found)]}
        return _json(answer)

    def one(request: Request) -> Response:
        found, number = versions(request), request.path_params["number"]
        if number >= len(found):
            return _not_found()
        return _json({"study": msgspec.Raw(found[number])})

    return [
        Route("/studies/{nct_id}", listed),
        Route("/studies/{nct_id}/history/{number:int}", one),
    ]


def _change(number: int, record: bytes) -> dict[str, Any]:
    document = msgspec.json.decode(record)
    return {"version": number, "date": _at(document, SUBMITTED), "status": _at(document, STATUS)}


def _at(document: Any, path: tuple[str, ...]) -> Any:
    for name in path:
        document = document.get(name) if isinstance(document, dict) else None
    return document


def _json(answer: object) -> Response:
    return Response(msgspec.json.encode(answer), media_type="application/json")


def _not_found() -> Response:
    return PlainTextResponse("No such study or version", 404)
