from __future__ import annotations

from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from harvest.errors import ConfigError, HarvestError, Refused, WrongAnswer
from harvest.registry.answers import (
    Again,
    NotUnderstood,
    check_status,
    describe,
    plain_text,
    retry_after,
)
from harvest.registry.transport import Answer


def check(status: int, body: bytes = b"", headers: dict[str, str] | None = None) -> None:
    check_status(Answer(status, headers or {}, body), "https://host/api/v2/studies")


@pytest.mark.parametrize("status", [200, 203, 206])
def test_success(status: int) -> None:
    check(status)


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504, 520, 599])
def test_statuses_that_may_pass(status: int) -> None:
    with pytest.raises(Again, match=str(status)) as caught:
        check(status, headers={"retry-after": "7"})
    assert caught.value.wait_seconds == 7
    assert not caught.value.is_wrong


@pytest.mark.parametrize(
    ("status", "kind", "code", "words"),
    [
        (400, NotUnderstood, 78, "cohort"),
        (403, Refused, 77, "HARVEST_USER_AGENT.*harvest import"),
        (404, WrongAnswer, 69, "No registry API at this address"),
        (304, WrongAnswer, 69, "304"),
        (401, WrongAnswer, 69, "401"),
        (407, WrongAnswer, 69, "proxy"),
        (410, WrongAnswer, 69, "410"),
        (414, WrongAnswer, 69, "414"),
        (451, WrongAnswer, 69, "451"),
    ],
)
def test_statuses_that_end_it(status: int, kind: type[HarvestError], code: int, words: str) -> None:
    with pytest.raises(kind, match=words) as caught:
        check(status)
    assert caught.value.exit_code == code
    assert "https://host/api/v2/studies" in str(caught.value)


def test_the_registrys_own_words_about_a_search_are_shown_tamely() -> None:
    body = b"Too complicated\x1b[31m query\r\n\x00" + b"x" * 5000
    with pytest.raises(ConfigError) as caught:
        check(400, body)
    assert "Too complicated [31m query x" in str(caught.value)
    assert str(caught.value).isprintable()
    assert "x" * 301 not in str(caught.value)


def test_markup_and_wrong_encodings_become_plain_text() -> None:
    assert plain_text(b"<html>\n<h1>Request-URI Too Large</h1>") == "Request-URI Too Large"
    assert plain_text(b"\xff\xfe") == "\ufffd\ufffd"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"", "nothing instead of JSON"),
        (b" \n", "nothing instead of JSON"),
        (b"\n <!doctype html>", "HTML instead of JSON"),
        (b'{"studies":[', "JSON that is broken off or damaged"),
        (b"Service busy", "text instead of JSON"),
    ],
)
def test_what_is_no_json(body: bytes, words: str) -> None:
    assert describe(body) == words


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("0", 0),
        ("2", 2),
        (" 120 ", 120),
        ("1.5", 1.5),
        ("", None),
        ("soon", None),
        ("-3", None),
        ("\u00b2", None),
        ("9" * 5000, None),
        ("Mon, 99 Foo 2026 09:00:00 GMT", None),
    ],
)
def test_retry_after_in_seconds(value: str, seconds: float | None) -> None:
    assert retry_after({"retry-after": value}) == seconds


def test_retry_after_as_a_date_is_measured_by_the_servers_own_clock() -> None:
    headers = {
        "date": "Mon, 03 Aug 2026 09:00:00 GMT",
        "retry-after": "Mon, 03 Aug 2026 09:01:30 GMT",
    }
    assert retry_after(headers) == 90
    assert retry_after({**headers, "retry-after": "Mon, 03 Aug 2026 08:00:00 GMT"}) == 0


def test_retry_after_as_a_date_without_the_servers_clock() -> None:
    later = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    found = retry_after({"retry-after": later})
    assert found is not None
    assert 3590 < found <= 3600


def test_no_retry_after() -> None:
    assert retry_after({}) is None
