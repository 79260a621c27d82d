"""What an answer means: usable, worth another try, or the end."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from harvest.errors import ConfigError, Refused, WrongAnswer
from harvest.registry.transport import Answer

TEXT_CHARACTERS = 300
_RETRIED = {408, 425, 429}


class Again(Exception):
    """Another try may help. Never leaves this package.

    Attributes:
        wait_seconds: How long the server asked us to wait, if it did.
        is_wrong: The answer came whole, but not as the registry's API answers.
    """

    def __init__(
        self, cause: str, wait_seconds: float | None = None, *, is_wrong: bool = False
    ) -> None:
        super().__init__(cause)
        self.wait_seconds = wait_seconds
        self.is_wrong = is_wrong


class NotUnderstood(ConfigError):
    """The registry answers 400: it does not understand the request."""


def check_status(answer: Answer, where: str) -> None:
    """Return for a status that says success.

    Args:
        where: The address asked, as shown to people.

    Raises:
        Again: 408, 425, 429 and 5xx.
        Refused: 403, which no retry has ever mended.
        NotUnderstood: 400.
        WrongAnswer: Any other status.
    """
    status = answer.status
    if 200 <= status < 300:
        return
    if status in _RETRIED or status >= 500:
        raise Again(f"status {status}", retry_after(answer.headers))
    if status == 403:
        raise Refused(
            f"The registry refuses this client ({where} answers 403): its gateway turns away some "
            "programs and networks, by rules that have changed over time. Try another network, "
            "another name in HARVEST_USER_AGENT, or later; or download the studies and give the "
            "file to `harvest import`."
        )
    if status == 400:
        raise NotUnderstood(
            f"The registry does not understand the search: {plain_text(answer.body)!r} "
            f"({where}); mend the cohort's searches."
        )
    if status == 404:
        raise WrongAnswer(
            f"No registry API at this address: {where} answers 404; check --registry or "
            "HARVEST_REGISTRY, which ends with /api/v2."
        )
    raise WrongAnswer(
        f"{where} answers {status} ({plain_text(answer.body)!r}), which the registry's API does "
        "not; check --registry or HARVEST_REGISTRY and any proxy in between."
    )


def describe(body: bytes) -> str:
    """What a body that cannot be read as JSON looks like."""
    start = body.lstrip()[:1]
    if not start:
        return "nothing instead of JSON"
    if start == b"<":
        return "HTML instead of JSON"
    return "JSON that is broken off or damaged" if start in b"{[" else "text instead of JSON"


def plain_text(body: bytes) -> str:
    """The first 300 characters of an answer for people: no markup, no control characters."""
    text = re.sub(r"<[^<>]*>", " ", body[: 20 * TEXT_CHARACTERS].decode("utf-8", "replace"))
    text = "".join(letter if letter.isprintable() else " " for letter in text)
    return " ".join(text.split())[:TEXT_CHARACTERS]


def retry_after(headers: Mapping[str, str]) -> float | None:
    """The seconds that a `Retry-After` header (RFC 9110, 10.2.3) asks for; None without one.

    A date is compared with the answer's own `Date`, so that a wrong clock here does no harm.
    """
    text = headers.get("retry-after", "").strip()
    if re.fullmatch(r"[0-9]{1,9}(\.[0-9]{1,9})?", text):
        return float(text)
    until = _date(text)
    if until is None:
        return None
    now = _date(headers.get("date", "")) or datetime.now(UTC)
    return max(0.0, (until - now).total_seconds())


def _date(text: str) -> datetime | None:
    try:
        found = parsedate_to_datetime(text)
    except (ValueError, OverflowError):
        return None
    return found if found.tzinfo is not None else found.replace(tzinfo=UTC)
