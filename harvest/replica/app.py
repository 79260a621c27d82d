"""The replica's HTTP face: the registry's API v2 as far as it is served."""

from __future__ import annotations

from collections.abc import Callable

import msgspec
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Mount, Route, Router

from harvest.replica import history
from harvest.replica.archive import Archive
from harvest.replica.fields import Tree, project, read_fields
from harvest.replica.index import Document, Index
from harvest.replica.nodes import pieces_of
from harvest.replica.paging import offset_of, page_bytes, page_size, token_for
from harvest.replica.request import BadRequest, canonical_id, read_parameters
from harvest.replica.search import FILTERS, QUERIES, read_filters, read_queries, run
from harvest.replica.sorting import read_sort

_FORMATS = ("format", "markupFormat", "fields")
_PAGING = ("sort", "countTotal", "pageSize", "pageToken")
_ELSEWHERE = (
    "/studies/metadata",
    "/studies/search-areas",
    "/studies/enums",
    "/stats/{rest:path}",
)


def create_app(archive: Archive) -> Starlette:
    """An application that answers under `/api/v2` from this archive.

    Under `/api/int` it tells the history of studies, as the registry does without documenting it.
    """
    index = Index(archive)

    def studies(request: Request) -> Response:
        return _json(_page(index, request))

    def study(request: Request) -> Response:
        return _study(index, request)

    def version(request: Request) -> Response:
        read_parameters(request.query_params.multi_items(), ())
        stamp = {"apiVersion": archive.api_version, "dataTimestamp": archive.data_timestamp}
        return _json(msgspec.json.encode(stamp))

    routes = [
        Route("/studies", studies),
        *(Route(path, _not_served) for path in _ELSEWHERE),
        Route("/studies/{nct_id}", study),
        Route("/version", version),
    ]
    return Starlette(
        routes=[
            Mount("/api/v2", Router(routes, redirect_slashes=False)),
            Mount("/api/int", Router(history.routes(archive), redirect_slashes=False)),
        ],
        # Low effort: pages run to many megabytes, and the way is short.
        middleware=[Middleware(GZipMiddleware, minimum_size=1000, compresslevel=1)],
        exception_handlers={BadRequest: _bad_request, 404: _not_found},
    )


def _page(index: Index, request: Request) -> bytes:
    known = (*QUERIES, *FILTERS, *_FORMATS, *_PAGING)
    parameters = read_parameters(request.query_params.multi_items(), known)
    size = page_size(parameters.get("pageSize"))
    start = offset_of(parameters.get("pageToken"))
    count = parameters.get("countTotal", "false")
    if count not in ("true", "false"):
        raise BadRequest(f"Invalid value in parameter `countTotal`: `{count}`")
    keys = read_sort(parameters.get("sort"))
    queries = read_queries(parameters)
    tree = _tree(parameters, lambda text: read_fields(text, pieces_of(queries)))
    found = run(index, queries, read_filters(parameters), keys)
    rows = found[start : start + size]
    return page_bytes(
        [_render(document, tree) for document in rows],
        # Counted with the first page only [spec].
        len(found) if count == "true" and "pageToken" not in parameters else None,
        # Whether anything follows is not looked up: a full page has a token [reported].
        token_for(start + size) if len(rows) == size else None,
    )


def _study(index: Index, request: Request) -> Response:
    parameters = read_parameters(request.query_params.multi_items(), _FORMATS)
    tree = _tree(parameters, read_fields)
    asked = request.path_params["nct_id"]
    nct_id = canonical_id(asked)
    if nct_id is None:
        raise BadRequest(f"NCT number {asked} has incorrect format")
    document = index.canonical.get(nct_id)
    if document is None:
        return PlainTextResponse(f"NCT number {nct_id} not found", 404)
    if document.nct_id != nct_id:
        # The registry loses the query string here [reported], and so must the replica.
        where = request.url.path.removesuffix(asked) + document.nct_id
        return Response(status_code=301, headers={"location": where})
    return _json(_render(document, tree))


def _tree(parameters: dict[str, str], read: Callable[[str], Tree]) -> Tree:
    return read(parameters["fields"]) if "fields" in parameters else {}


def _render(document: Document, tree: Tree) -> bytes:
    return msgspec.json.encode(project(document.decode(), tree)) if tree else document.raw


def _json(body: bytes) -> Response:
    return Response(body, media_type="application/json")


def _not_served(request: Request) -> Response:
    return PlainTextResponse(f"This replica does not serve {request.url.path}", 404)


def _bad_request(_: Request, error: Exception) -> Response:
    return PlainTextResponse(str(error), 400)


def _not_found(_: Request, __: Exception) -> Response:
    return HTMLResponse("<html><head><title>404 Not Found</title></head></html>\n", 404)
