from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from dataclasses import replace

import pytest

from harvest.errors import ConfigError, HarvestError, Refused, RegistryUnavailable, WrongAnswer
from harvest.registry.pages import NotJson, UnreadableAnswer, read_version
from harvest.registry.retry import Asked, Asker, OutOfTime
from harvest.registry.transport import Answer, NetworkFault
from harvest.settings import Settings

from .conftest import FakeTime

URL = "https://host/api/v2/version"
GOOD = Answer(200, {}, b'{"apiVersion":"2.0.5","dataTimestamp":"2026-08-05T09:00:06"}')
HTML = Answer(200, {"content-type": "text/html"}, b"<html></html>")
LIMITS = Settings(pace_seconds=0, tries=6, retry_seconds=300, run_seconds=10_000)


class Scripted:
    """A transport that plays a list; the last entry stays."""

    def __init__(self, *script: Answer | Exception) -> None:
        self.script = list(script)
        self.count = 0

    def get(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
        self.count += 1
        entry = self.script.pop(0) if len(self.script) > 1 else self.script[0]
        if isinstance(entry, Exception):
            raise entry
        return entry

    def close(self) -> None:
        pass


def status(code: int, **headers: str) -> Answer:
    return Answer(code, {name.replace("_", "-"): text for name, text in headers.items()}, b"no")


def ask(transport: Scripted, time: FakeTime, settings: Settings = LIMITS) -> Asked[object]:
    return Asker(settings, transport, time.clock, time.sleep).ask(
        URL, (("a", "b c"),), read_version
    )


@pytest.mark.parametrize(
    "fault",
    [
        NetworkFault("ReadTimeout: timed out"),
        status(408),
        status(425),
        status(429),
        status(500),
        status(503),
        status(599),
        HTML,
        Answer(200, {}, b""),
        Answer(200, {}, GOOD.body[:-1]),
        Answer(200, {}, b"[1]"),
        Answer(200, {}, b'{"apiVersion":"2.0.5"}'),
    ],
)
def test_what_may_pass_is_asked_again(fault: Answer | Exception, fake_time: FakeTime) -> None:
    transport = Scripted(fault, fault, GOOD)
    asked = ask(transport, fake_time)
    assert (transport.count, asked.retries, asked.answer) == (3, 2, GOOD)
    assert len(fake_time.sleeps) == 2


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (status(400), ConfigError),
        (status(401), WrongAnswer),
        (status(403), Refused),
        (status(404), WrongAnswer),
        (status(410), WrongAnswer),
    ],
)
def test_what_will_not_pass_is_asked_once(
    answer: Answer, kind: type[HarvestError], fake_time: FakeTime
) -> None:
    transport = Scripted(answer)
    with pytest.raises(kind):
        ask(transport, fake_time)
    assert transport.count == 1
    assert fake_time.sleeps == []


def test_waits_grow_and_are_jittered(fake_time: FakeTime) -> None:
    with pytest.raises(RegistryUnavailable):
        ask(Scripted(status(503)), fake_time)
    assert len(fake_time.sleeps) == LIMITS.tries - 1
    for wait, base in zip(fake_time.sleeps, (1, 2, 4, 8, 16), strict=True):
        assert base <= wait <= base + 1


def test_giving_up_names_the_address_the_tries_the_cause_and_what_to_do(
    fake_time: FakeTime,
) -> None:
    with pytest.raises(RegistryUnavailable) as caught:
        ask(Scripted(status(500), NetworkFault("ConnectError: refused")), fake_time)
    message = str(caught.value)
    assert not isinstance(caught.value, WrongAnswer)
    for words in (f"{URL}?a=b+c", "6 tries", "ConnectError: refused", "run again later"):
        assert words in message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (HTML, "answers with HTML instead of JSON"),
        (Answer(200, {}, b"busy"), "answers with text instead of JSON"),
        (Answer(200, {}, b'{"a":'), "answers with JSON that is broken off or damaged"),
        (Answer(200, {}, b"{}"), "answers with JSON of another shape"),
    ],
)
def test_giving_up_on_a_wrong_answer_says_check_the_address(
    answer: Answer, words: str, fake_time: FakeTime
) -> None:
    with pytest.raises(WrongAnswer, match=f"{words}.*HARVEST_REGISTRY") as caught:
        ask(Scripted(answer), fake_time)
    assert caught.value.exit_code == 69


def test_a_server_that_says_how_long_to_wait_is_obeyed(fake_time: FakeTime) -> None:
    ask(Scripted(status(429, retry_after="17"), status(503, retry_after="0"), GOOD), fake_time)
    assert fake_time.sleeps[0] == 17
    # "At once" is no invitation to hammer: the usual wait applies.
    assert fake_time.sleeps[1] >= 2


def test_a_server_that_asks_for_more_than_we_have_gets_one_last_try(fake_time: FakeTime) -> None:
    transport = Scripted(status(429, retry_after="86400"))
    with pytest.raises(RegistryUnavailable, match="2 tries"):
        ask(transport, fake_time)
    assert fake_time.sleeps == [LIMITS.retry_seconds]
    assert transport.count == 2


def test_retries_end_with_their_time(fake_time: FakeTime) -> None:
    settings = replace(LIMITS, tries=1000, retry_seconds=20)
    with pytest.raises(RegistryUnavailable):
        ask(Scripted(status(503)), fake_time, settings)
    assert sum(fake_time.sleeps) == pytest.approx(20)


def test_one_try_or_no_time_means_no_retry(fake_time: FakeTime) -> None:
    for settings in (replace(LIMITS, tries=1), replace(LIMITS, retry_seconds=0)):
        with pytest.raises(RegistryUnavailable, match="1 try"):
            ask(Scripted(status(503)), fake_time, settings)
    assert fake_time.sleeps == []


def test_a_long_first_try_does_not_eat_the_time_for_retries() -> None:
    time = FakeTime()

    class Slow(Scripted):
        def get(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
            time.now += 600
            return super().get(url, parameters)

    assert ask(Slow(NetworkFault("slow"), GOOD), time).retries == 1


def test_no_wait_reaches_beyond_the_run(fake_time: FakeTime) -> None:
    settings = replace(LIMITS, run_seconds=30)
    with pytest.raises(RegistryUnavailable, match="status 429"):
        ask(Scripted(status(429, retry_after="40")), fake_time, settings)
    assert fake_time.sleeps == []


def test_the_run_ends_with_its_time(fake_time: FakeTime) -> None:
    transport = Scripted(GOOD)
    asker = Asker(replace(LIMITS, run_seconds=30), transport, fake_time.clock, fake_time.sleep)
    asker.ask(URL, (), read_version)
    fake_time.now += 30
    with pytest.raises(OutOfTime, match="took longer than 30 s") as caught:
        asker.ask(URL, (), read_version)
    assert caught.value.exit_code == 69
    assert transport.count == 1


def test_retries_keep_the_pace(fake_time: FakeTime) -> None:
    settings = replace(LIMITS, pace_seconds=100)
    ask(Scripted(status(503), GOOD), fake_time, settings)
    assert sum(fake_time.sleeps) == pytest.approx(100)


def test_every_retry_is_an_event(fake_time: FakeTime, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "harvest"):
        ask(Scripted(HTML, status(429, retry_after="5"), GOOD), fake_time)
    events = [(r.name, r.levelname, r.getMessage(), r.__dict__["fields"]) for r in caplog.records]
    assert [event[:3] for event in events] == [("harvest", "WARNING", "retry.scheduled")] * 2
    first, second = (event[3] for event in events)
    assert first["cause"] == "HTML instead of JSON"
    assert second["wait_seconds"] == 5
    assert second["tries"] == 2
    assert second["url"] == f"{URL}?a=b+c"
    json.dumps([first, second])


def test_other_errors_pass_through(fake_time: FakeTime) -> None:
    with pytest.raises(KeyError):
        ask(Scripted(KeyError("a bug")), fake_time)
    assert issubclass(NotJson, UnreadableAnswer)
