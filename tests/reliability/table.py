"""Every way in which the registry may misbehave, and what a refresh makes of it.

The one place that says so: the tests run each row over a real socket, and `docs/faults.md` is
written from it.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from typing import Any, Literal, NamedTuple

from tests.faults import OK, Exchange, Fault, Faults

PAGES = "/studies"
VERSION = "/version"
What = Literal["retried", "repaired", "accepted", "quarantined", "told", "refused"]
MEANING: dict[What, str] = {
    "retried": "The request is made again until an answer is whole.",
    "repaired": "What does not add up is asked for again from its first page.",
    "accepted": "It is no fault, or does no harm.",
    "quarantined": "The record is kept as served and is an issue row; the others go on.",
    "told": "The record is read; what is odd in it is an issue row.",
    "refused": "The run ends with the exit code; the last release stands.",
}


class Row(NamedTuple):
    """One fault.

    Attributes:
        name: What happens, in the words of the docs.
        order: Tells the layer in front of the registry to do it.
        what: How the refresh answers.
        code: Its exit code.
        event: What the log says of it; an issue kind where it is told or quarantined.
        settings: Settings of the run that differ from those of the test.
    """

    name: str
    order: Callable[[Faults], None]
    what: What
    code: int = 0
    event: str | None = None
    settings: dict[str, Any] = {}  # noqa: RUF012 - never changed


def once(*faults: Fault, path: str = PAGES) -> Callable[[Faults], None]:
    """On the next requests for pages."""
    return lambda layer: layer.order(*faults, path=path)


def always(fault: Fault, path: str = "") -> Callable[[Faults], None]:
    """On every request."""
    return lambda layer: layer.always(fault, path)


def page(edit: Callable[[dict[str, Any]], None]) -> Fault:
    """An honest page with something changed."""

    def edited(body: bytes) -> bytes:
        document = json.loads(body)
        edit(document)
        return json.dumps(document).encode()

    return Fault.edited(edited)


def study(edit: Callable[[dict[str, Any]], Any]) -> Fault:
    """An honest page with the first study changed."""
    return page(lambda document: edit(document["studies"][0]["protocolSection"]))


def text(old: bytes, new: bytes) -> Fault:
    """An honest page with bytes changed."""

    def edited(body: bytes) -> bytes:
        assert old in body
        return body.replace(old, new, 1)

    return Fault.edited(edited)


def moved(layer: Faults, times: int) -> None:
    """The data timestamp is another one at every look, for so many looks after the first."""
    answers = [
        Fault.json({"apiVersion": "2.0.5", "dataTimestamp": f"2026-12-{day:02d}T09:00:05"})
        for day in range(1, times + 1)
    ]
    layer.order(OK, *answers, path=VERSION)


def empty_page(layer: Faults) -> None:
    """A page without studies between two others."""
    real: list[str] = []

    def divert(document: dict[str, Any]) -> None:
        real.append(document["nextPageToken"])
        document["nextPageToken"] = "between"

    async def respond(exchange: Exchange) -> None:
        body = json.dumps({"studies": [], "nextPageToken": real[0]}).encode()
        await exchange.answer(200, body, {"content-type": "application/json"})

    layer.order(page(divert), Fault("empty page", respond), path=PAGES)


def repeated_token(layer: Faults) -> None:
    """The second page leads to itself."""
    tokens: list[str] = []
    layer.order(
        page(lambda document: tokens.append(document["nextPageToken"])),
        page(lambda document: document.update(nextPageToken=tokens[0])),
        path=PAGES,
    )


def doubled(document: dict[str, Any]) -> None:
    document["studies"][1] = document["studies"][0]


def of_another_search(document: dict[str, Any]) -> None:
    document["studies"] = document["studies"][:3]


def nested(depth: int) -> bytes:
    return b'"briefSummary":' + b'{"a":' * depth + b"1" + b"}" * depth


def bomb(size: int) -> Fault:
    """A small body that unpacks to a large one."""
    body = gzip.compress(b" " * size)
    return Fault.body(body, "application/json", content_encoding="gzip")


def large(section: dict[str, Any]) -> None:
    section["descriptionModule"] = {"briefSummary": "naltrexone " * (40_000_000 // 11)}


def unknown_code(section: dict[str, Any]) -> None:
    section["statusModule"]["overallStatus"] = "PAUSED"


def renamed(section: dict[str, Any]) -> None:
    module = section["identificationModule"]
    module["shortTitle"] = module.pop("briefTitle")


def other_type(section: dict[str, Any]) -> None:
    section["designModule"]["enrollmentInfo"]["count"] = "many"


def huge(section: dict[str, Any]) -> None:
    section["designModule"]["enrollmentInfo"]["count"] = 10**30


RETRY = "retry.scheduled"
ATTEMPT = "attempt.failed"
QUICK = {"read_seconds": 0.2}
TABLE: tuple[Row, ...] = (
    Row("connection refused", lambda _: None, "refused", 69, settings={"registry": "closed"}),
    Row("connection reset", once(Fault.reset()), "retried", 0, RETRY),
    Row("connection reset every time", always(Fault.reset()), "refused", 69, RETRY),
    Row("slow answer", once(Fault.slow(0.01)), "accepted"),
    Row("answer stalls in its middle", once(Fault.stall()), "retried", 0, RETRY, QUICK),
    Row("answer that never ends", always(Fault.drip(0.02, count=10_000)), "refused", 69, RETRY,
        {"answer_seconds": 0.2, "tries": 2}),
    Row("compressed answer breaks off", once(Fault.cut(compressed=True)), "retried", 0, RETRY),
    Row("fewer bytes than announced", once(Fault.truncate()), "retried", 0, RETRY),
    Row("half of the body, announced as whole", once(Fault.cut()), "retried", 0, RETRY),
    Row("answer of more bytes than any page has", once(bomb(1 << 20)), "refused", 69, None,
        {"most_bytes": 1 << 18}),
    Row("403", always(Fault.status(403)), "refused", 77),
    Row("404", always(Fault.status(404)), "refused", 69),
    Row("408", once(Fault.status(408)), "retried", 0, RETRY),
    Row("429", once(Fault.status(429)), "retried", 0, RETRY),
    Row("429 with seconds to wait", once(Fault.retry_after("0.05")), "retried", 0, RETRY),
    Row("429 with a date to wait for", once(Fault.retry_after("Mon, 16 Nov 2026 09:00:00 GMT")),
        "retried", 0, RETRY),
    Row("429 with a date long past", once(Fault.retry_after("Thu, 01 Jan 1970 00:00:00 GMT")),
        "retried", 0, RETRY),
    Row("429 with a wait of eleven days", once(Fault.retry_after("999999")), "retried", 0, RETRY,
        {"retry_seconds": 0.1}),
    Row("500", once(Fault.status(500)), "retried", 0, RETRY),
    Row("502", once(Fault.status(502)), "retried", 0, RETRY),
    Row("503", once(Fault.status(503)), "retried", 0, RETRY),
    Row("504", once(Fault.status(504)), "retried", 0, RETRY),
    Row("503 every time", always(Fault.status(503)), "refused", 69, RETRY),
    Row("HTML with 200", once(Fault.html()), "retried", 0, RETRY),
    Row("HTML with 200 every time", always(Fault.html()), "refused", 69, RETRY),
    Row("JSON of another shape", always(Fault.json([1, 2]), PAGES), "refused", 69, RETRY),
    Row("nothing instead of JSON", once(Fault.body(b"")), "retried", 0, RETRY),
    Row("redirect on the same host", once(Fault.redirect("/api/v2/studies?pageSize=10&countTotal="
        "true&sort=StudyFirstPostDate%3Aasc%7CStudyFirstSubmitDate%3Aasc")), "accepted"),
    Row("redirect to another host", always(Fault.redirect("http://elsewhere.example/studies")),
        "refused", 69),
    Row("page without studies between others", empty_page, "accepted"),
    Row("full last page with a token behind it", lambda _: None, "accepted"),
    Row("token that comes twice", repeated_token, "repaired", 0, ATTEMPT),
    Row("token that has expired", once(OK, Fault.status(400, "Invalid pageToken")), "repaired", 0,
        ATTEMPT),
    Row("page of another search", once(OK, page(of_another_search)), "repaired", 0, ATTEMPT),
    Row("study twice and another missing", once(page(doubled)), "repaired", 0, ATTEMPT),
    Row("total that changes", once(page(lambda document: document.update(totalCount=31))),
        "repaired", 0, ATTEMPT),
    Row("total that is never reached",
        always(page(lambda document: document.update(totalCount=31)), PAGES), "refused", 65,
        ATTEMPT),
    Row("data that move while we read", lambda layer: moved(layer, 3), "repaired", 0,
        "data.moved"),
    Row("data that never stand still", lambda layer: moved(layer, 20), "refused", 75,
        "data.moved"),
    Row("study of 40 MB", once(study(large)), "accepted"),
    Row("unknown code", once(study(unknown_code)), "told", 0, "unknown_code"),
    Row("field under another name", once(study(renamed)), "told", 0, "unknown_field"),
    Row("field of another type", once(study(other_type)), "told", 0, "ill_typed_value"),
    Row("number that no counter holds", once(study(huge)), "told", 0, "ill_typed_value"),
    Row("the same key twice in an object: the last one counts",
        once(text(b'"briefTitle":', b'"briefTitle":"first","briefTitle":')), "accepted"),
    Row("bytes that are no UTF-8", once(text(b"Low-dose", b"Low\xffdose")), "quarantined", 0,
        "unreadable_record"),
    Row("record nested a thousand deep", once(text(b'"briefTitle":"Low-dose naltrexone in fibro'
        b'myalgia"', nested(1_000))), "quarantined", 0, "unreadable_record"),
    Row("record nested a hundred thousand deep", once(text(b'"briefTitle":"Low-dose naltrexone '
        b'in fibromyalgia"', nested(100_000))), "quarantined", 0, "unreadable_record"),
)  # fmt: skip
