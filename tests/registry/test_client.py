from __future__ import annotations

import hashlib
import json
import logging
from collections.abc import Sequence
from dataclasses import replace

import pytest
from faults import OK, Fault, Faults
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from harvest.cohorts import Cohort, Search
from harvest.errors import (
    ConfigError,
    DiskError,
    IncompleteHarvest,
    Refused,
    RegistryUnavailable,
    TryLater,
    UsageError,
    WrongAnswer,
)
from harvest.registry.client import Registry
from harvest.registry.delivery import Delivery
from harvest.registry.ladder import RUNGS
from harvest.registry.transport import Answer
from harvest.settings import Settings

from .conftest import (
    MONDAY,
    TUESDAY,
    Basket,
    FakeTime,
    Pages,
    ScriptedRegistry,
    nct,
    record,
    whole,
)

FIVE = [nct(n) for n in range(1, 6)]


def rows(*numbers: int) -> list[str]:
    return [record(nct(n)) for n in numbers]


def events(caplog: pytest.LogCaptureFixture, name: str) -> list[dict[str, object]]:
    return [r.__dict__["fields"] for r in caplog.records if r.getMessage() == name]


# A complete harvest.


def test_a_complete_harvest(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    report = registry.fetch(everything, basket)
    assert basket.ids() == FIVE
    (search,) = report.searches
    assert (search.name, search.total, search.studies) == ("everything", 5, 5)
    assert (search.pages, search.attempts, report.rounds) == (3, 1, 1)
    assert report.version == report.version_after
    assert report.version.data_timestamp == MONDAY
    assert basket.restarts == 1
    paths = [seen.path.rpartition("/")[2] for seen in faults.seen]
    assert paths == ["version", "studies", "studies", "studies", "version"]


def test_records_are_verbatim(registry: Registry, everything: Cohort, basket: Basket) -> None:
    registry.fetch(everything, basket)
    for number in range(1, 6):
        assert basket.held["everything"][nct(number)].record == record(nct(number)).encode()


def test_requests_differ_in_nothing_but_the_token(
    registry: Registry, basket: Basket, faults: Faults
) -> None:
    query = ("query.intr", 'naltrexone OR "low dose naltrexone"')
    registry.fetch(Cohort("test", (Search("naltrexone", (query,)),)), basket)
    first, second, third = faults.asked("/studies")
    assert first.query == (
        query,
        ("pageSize", "2"),
        ("countTotal", "true"),
        ("sort", "StudyFirstPostDate:asc|StudyFirstSubmitDate:asc"),
    )
    assert second.raw_query == first.raw_query + b"&pageToken=t1"
    assert third.raw_query == first.raw_query + b"&pageToken=t2"


def test_the_log_of_requests(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults, settings: Settings
) -> None:
    faults.order(Fault.status(503), path="/studies")
    report = registry.fetch(everything, basket)
    log = report.requests
    assert log == tuple(registry.requests)
    assert [entry.number for entry in log] == [1, 2, 3, 4, 5]
    assert [entry.search for entry in log] == [None, *["everything"] * 3, None]
    assert [entry.studies for entry in log] == [0, 2, 2, 1, 0]
    assert [entry.retries for entry in log] == [0, 1, 0, 0, 0]
    assert {entry.status for entry in log} == {200}
    assert log[1].url == f"{settings.registry}/studies"
    assert log[2].parameters == (*log[1].parameters, ("pageToken", "t1"))
    assert [delivery.request for delivery in basket.held["everything"].values()] == [2, 2, 3, 3, 4]
    body = f'{{"apiVersion": "2.0.5", "dataTimestamp": "{MONDAY}"}}'.encode()
    assert (log[0].size, log[0].sha256) == (len(body), hashlib.sha256(body).hexdigest())


def test_two_searches_deliver_a_study_each(
    registry: Registry, scripted: ScriptedRegistry, basket: Basket
) -> None:
    scripted.walks = {"cond=a": [whole(3)], "cond=b": [Pages([rows(3, 4)], 2)]}
    cohort = Cohort("two", tuple(Search(x, (("query.cond", x),)) for x in "ab"))
    report = registry.fetch(cohort, basket)
    assert [search.name for search in report.searches] == ["a", "b"]
    assert basket.ids("a") == [nct(1), nct(2), nct(3)]
    assert basket.ids("b") == [nct(3), nct(4)]


def test_nothing_found_is_complete(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([[]], 0)]
    assert registry.fetch(everything, basket).searches[0].total == 0
    assert basket.received == 0


def test_progress_and_events(
    registry: Registry, everything: Cohort, basket: Basket, caplog: pytest.LogCaptureFixture
) -> None:
    seen: list[tuple[str, int, int]] = []
    with caplog.at_level(logging.INFO, "harvest"):
        registry.fetch(everything, basket, lambda *step: seen.append(step))
    assert seen == [("everything", 2, 5), ("everything", 4, 5), ("everything", 5, 5)]
    found = events(caplog, "page.fetched")
    assert found[1] == {"search": "everything", "page": 2, "studies": 4, "total": 5}
    json.dumps(found)


def test_a_cohort_without_searches(registry: Registry, basket: Basket, faults: Faults) -> None:
    with pytest.raises(UsageError):
        registry.fetch(Cohort("imported", ()), basket)
    assert faults.seen == []


# Pages that are odd, and legal.


def test_an_empty_page_ends_nothing(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([[], rows(1, 2), [], rows(3), []], 3)]
    report = registry.fetch(everything, basket)
    assert (report.searches[0].pages, report.searches[0].attempts) == (5, 1)
    assert basket.ids() == FIVE[:3]


def test_a_full_last_page_may_have_a_token(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2), rows(3, 4), []], 4)]
    assert registry.fetch(everything, basket).searches[0].attempts == 1


def test_studies_that_come_twice_are_merged(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2), rows(2, 3), rows(3, 3)], 3)]
    assert registry.fetch(everything, basket).searches[0].attempts == 1
    assert basket.ids() == FIVE[:3]
    assert basket.received == 3


def test_studies_without_a_number_count_and_are_handed_on(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    odd = [record(None, n=1), record(None, n=2), "null"]
    scripted.walks[""] = [Pages([[*rows(1), *odd], odd[:1]], 4)]
    assert registry.fetch(everything, basket).searches[0].studies == 4
    found = list(basket.held["everything"].values())
    assert [delivery.nct_id for delivery in found] == [nct(1), None, None, None]
    for delivery, text in zip(found[1:], odd, strict=True):
        assert delivery.record == text.encode()
        assert delivery.key == f"sha256:{hashlib.sha256(text.encode()).hexdigest()}"


# What does not add up.


def test_a_silent_cut_is_never_accepted(
    registry: Registry,
    scripted: ScriptedRegistry,
    everything: Cohort,
    faults: Faults,
    caplog: pytest.LogCaptureFixture,
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2), rows(3, 4)], 5)]
    with pytest.raises(
        IncompleteHarvest, match=r"'everything' gave 4 unique .* counted 5.*last release stands"
    ) as caught:
        registry.fetch(everything, Basket())
    assert caught.value.exit_code == 65
    assert len(faults.asked("/studies")) == 6
    assert [event["attempt"] for event in events(caplog, "attempt.failed")] == [1, 2, 3]


def test_a_second_attempt_repairs_a_cut(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2)], 5), whole(5)]
    assert registry.fetch(everything, basket).searches[0].attempts == 2
    assert sorted(basket.held["everything"]) == FIVE
    assert basket.received == 5


def test_attempts_that_lost_different_studies_complete_each_other(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    lossy = Pages([rows(1, 2), rows(2, 3), rows(5)], 5)
    scripted.walks[""] = [lossy, Pages([rows(1, 2), rows(4, 4), rows(5)], 5)]
    assert registry.fetch(everything, basket).searches[0].attempts == 2
    assert sorted(basket.held["everything"]) == FIVE


def test_more_than_the_total_starts_over(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    # Rows of another search came in; together with a short attempt they would pass for five.
    strays = Pages([rows(1, 2), rows(8, 9), rows(7, 6)], 5)
    scripted.walks[""] = [strays, Pages([rows(1, 2, 3)], 5), Pages([rows(4, 5)], 5)]
    assert registry.fetch(everything, basket).searches[0].attempts == 3
    assert sorted(basket.held["everything"]) == FIVE


def test_a_complete_attempt_sheds_what_earlier_ones_brought_too_much(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 9)], 5), whole(5)]
    assert registry.fetch(everything, basket).searches[0].studies == 5
    assert sorted(basket.held["everything"]) == FIVE


def test_always_more_than_the_total(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2), rows(3, 4), rows(5)], 3)]
    with pytest.raises(IncompleteHarvest, match="more studies than were counted"):
        registry.fetch(everything, basket)
    assert not basket.held["everything"]


def test_the_newest_total_counts(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2), rows(3)], 4), Pages([rows(1, 2), rows(3)], 3)]
    report = registry.fetch(everything, basket)
    assert (report.searches[0].total, report.searches[0].attempts) == (3, 2)


def test_a_token_that_comes_twice_fails_the_attempt(
    registry: Registry,
    scripted: ScriptedRegistry,
    everything: Cohort,
    basket: Basket,
    faults: Faults,
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2), rows(3, 4), rows(5)], 5, jumps={1: 1})]
    with pytest.raises(IncompleteHarvest, match="token came twice"):
        registry.fetch(everything, basket)
    assert len(faults.asked("/studies")) == 6


def test_a_walk_that_broke_off_proves_nothing_even_with_as_many_studies_as_counted(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2), rows(3, 4), rows(5)], 5, jumps={2: 1})]
    with pytest.raises(IncompleteHarvest, match="token came twice"):
        registry.fetch(everything, basket)


def test_a_walk_that_never_ends_is_ended(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2)], 5, token_at_end=True), whole(5)]
    # Beyond the script's pages come empty ones, each with a new token.
    scripted.walks[""][0].jumps = {at: at + 1 for at in range(1000)}
    assert registry.fetch(everything, basket).searches[0].attempts == 2


def test_a_token_that_is_not_understood_fails_the_attempt_not_the_search(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    faults.order(OK, Fault.status(400, "Invalid page token"), path="/studies")
    assert registry.fetch(everything, basket).searches[0].attempts == 2
    assert sorted(basket.held["everything"]) == FIVE


def test_a_first_page_without_a_total_is_a_wrong_answer(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.walks[""] = [Pages([rows(1, 2)], None)]
    with pytest.raises(WrongAnswer, match=r"another shape.*totalCount.*3 tries"):
        registry.fetch(everything, basket)


# The registry is updated while we page.


def test_data_that_moves_once_is_fetched_again(
    registry: Registry,
    scripted: ScriptedRegistry,
    everything: Cohort,
    basket: Basket,
    caplog: pytest.LogCaptureFixture,
) -> None:
    scripted.timestamps = [MONDAY, TUESDAY]
    scripted.walks[""] = [whole(4), whole(5)]
    report = registry.fetch(everything, basket)
    assert (report.rounds, basket.restarts) == (2, 2)
    assert report.version.data_timestamp == TUESDAY
    assert basket.ids() == FIVE
    # Numbers go on, so that every delivery points at its own request.
    assert basket.held["everything"][nct(1)].request > 4
    assert len(events(caplog, "data.moved")) == 1


def test_data_that_moves_always_is_left_for_later(
    registry: Registry, scripted: ScriptedRegistry, everything: Cohort, basket: Basket
) -> None:
    scripted.timestamps = [f"2026-08-0{n}T09:00:00" for n in range(1, 8)]
    with pytest.raises(TryLater, match=r"any of 3 rounds \(from .*T.* to .*T.*\)") as caught:
        registry.fetch(everything, basket)
    assert caught.value.exit_code == 75
    assert basket.restarts == 3


def test_a_failed_attempt_asks_whether_the_data_moved(
    registry: Registry,
    scripted: ScriptedRegistry,
    everything: Cohort,
    basket: Basket,
    faults: Faults,
) -> None:
    scripted.timestamps = [MONDAY, TUESDAY]
    scripted.walks[""] = [Pages([rows(1, 2)], 5), whole(5)]
    report = registry.fetch(everything, basket)
    assert (report.rounds, report.searches[0].attempts) == (2, 1)
    assert len(faults.asked("/studies")) == 1 + 3


def test_a_version_that_cannot_be_read_afterwards_proves_nothing(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    faults.order(OK, path="/version")
    faults.always(Fault.status(503), path="/version")
    with pytest.raises(TryLater, match="version cannot be read"):
        registry.fetch(everything, basket)


def test_a_version_that_cannot_be_read_for_a_while(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    faults.order(OK, *[Fault.html()] * 3, path="/version")
    assert registry.fetch(everything, basket).rounds == 2
    assert basket.ids() == FIVE


# Answers that are none.


@pytest.mark.parametrize(("path", "asked"), [("/version", len(RUNGS)), ("/studies", 1)])
def test_a_refusal_is_final_once_every_way_was_tried(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults, path: str, asked: int
) -> None:
    faults.always(Fault.status(403), path=path)
    with pytest.raises(Refused) as caught:
        registry.fetch(everything, basket)
    assert caught.value.exit_code == 77
    assert len(faults.asked(path)) == asked


def test_a_search_that_is_not_understood(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    faults.always(Fault.status(400, "Too complicated query"), path="/studies")
    with pytest.raises(ConfigError, match="Too complicated query") as caught:
        registry.fetch(everything, basket)
    assert caught.value.exit_code == 78
    assert len(faults.asked("/studies")) == 1


def test_another_service_at_the_address(
    settings: Settings, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    wrong = replace(settings, registry=settings.registry.replace("/api/v2", "/api/v1"))
    with Registry(wrong) as registry, pytest.raises(WrongAnswer, match="No registry API"):
        registry.fetch(everything, basket)
    assert len(faults.seen) == 1


@pytest.mark.parametrize("path", ["/version", "/studies"])
@pytest.mark.parametrize(
    ("fault", "kind"),
    [
        (Fault.status(503), RegistryUnavailable),
        (Fault.reset(), RegistryUnavailable),
        (Fault.truncate(), RegistryUnavailable),
        (Fault.cut(compressed=True), WrongAnswer),
        (Fault.html(), WrongAnswer),
        (Fault.json({"studies": "none"}), WrongAnswer),
    ],
)
def test_faults_that_stay_and_faults_that_pass(
    settings: Settings, faults: Faults, path: str, fault: Fault, kind: type[RegistryUnavailable]
) -> None:
    everything = Cohort("test", (Search("everything"),))
    passing, staying = Basket(), Basket()
    time = FakeTime()
    faults.order(fault, fault, path=path)
    with Registry(settings, clock=time.clock, sleep=time.sleep) as registry:
        registry.fetch(everything, passing)
        assert passing.ids() == FIVE
        faults.always(fault, path=path)
        with pytest.raises(kind) as caught:
            registry.fetch(everything, staying)
    assert type(caught.value) is kind
    assert caught.value.exit_code == 69
    assert staying.received == 0
    assert len(time.sleeps) == 2 + 2


def test_asked_to_wait(
    registry: Registry, everything: Cohort, basket: Basket, faults: Faults, fake_time: FakeTime
) -> None:
    faults.order(OK, Fault.retry_after("23"), path="/studies")
    registry.fetch(everything, basket)
    assert fake_time.sleeps == [23]


# Limits.


def test_requests_keep_the_pace(settings: Settings, everything: Cohort, basket: Basket) -> None:
    time = FakeTime()
    paced = replace(settings, pace_seconds=1.5)
    with Registry(paced, clock=time.clock, sleep=time.sleep) as registry:
        registry.fetch(everything, basket)
    assert time.sleeps == [1.5] * 4


def test_a_run_that_takes_too_long(
    settings: Settings, everything: Cohort, basket: Basket, faults: Faults
) -> None:
    time = FakeTime()
    slow = replace(settings, pace_seconds=100, run_seconds=250)
    with (
        Registry(slow, clock=time.clock, sleep=time.sleep) as registry,
        pytest.raises(RegistryUnavailable, match="took longer than 250 s") as caught,
    ):
        registry.fetch(everything, basket)
    assert caught.value.exit_code == 69
    assert len(faults.seen) == 3


def test_a_run_that_is_out_of_time_at_the_end_is_not_repeated(
    settings: Settings, everything: Cohort, basket: Basket, caplog: pytest.LogCaptureFixture
) -> None:
    time = FakeTime()
    slow = replace(settings, pace_seconds=100, run_seconds=350)
    with (
        Registry(slow, clock=time.clock, sleep=time.sleep) as registry,
        pytest.raises(RegistryUnavailable, match="took longer"),
    ):
        registry.fetch(everything, basket)
    assert basket.restarts == 1
    assert events(caplog, "data.moved") == []


def test_errors_of_the_sink_reach_the_caller_at_once(
    registry: Registry, everything: Cohort, faults: Faults
) -> None:
    class Full(Basket):
        def receive(self, delivery: Delivery) -> None:
            raise DiskError("The disk is full; make room.")

    with pytest.raises(DiskError):
        registry.fetch(everything, Full())
    assert len(faults.asked("/studies")) == 1


@pytest.mark.parametrize("address", ["clinicaltrials.gov", "ftp://host", "http://"])
def test_an_address_that_makes_no_sense(address: str) -> None:
    with pytest.raises(ConfigError) as caught:
        Registry(Settings(registry=address))
    assert caught.value.exit_code == 78


class Shuffled:
    """A registry in memory whose pages lose and repeat studies, by a drawn script."""

    def __init__(self, total: int, walks: list[list[list[int]]]) -> None:
        self.total, self.walks = total, walks

    def get(self, url: str, parameters: Sequence[tuple[str, str]]) -> Answer:
        if url.endswith("/version"):
            return Answer(200, {}, f'{{"apiVersion":"2","dataTimestamp":"{MONDAY}"}}'.encode())
        token = dict(parameters).get("pageToken")
        if token is None:
            self.walk = self.walks.pop(0)
        at = int(token or 0)
        body: dict[str, object] = {"studies": [json.loads(row) for row in rows(*self.walk[at])]}
        if token is None:
            body["totalCount"] = self.total
        if at + 1 < len(self.walk):
            body["nextPageToken"] = str(at + 1)
        return Answer(200, {}, json.dumps(body).encode())

    def close(self) -> None:
        pass


PAGE = st.lists(st.integers(1, 6), max_size=4)


@hypothesis_settings(deadline=None)
@given(
    total=st.integers(0, 6),
    walks=st.lists(st.lists(PAGE, min_size=1, max_size=4), min_size=3, max_size=3),
)
def test_what_is_accepted_always_equals_the_total(total: int, walks: list[list[list[int]]]) -> None:
    basket = Basket()
    cohort = Cohort("test", (Search("everything"),))
    last = {study for page in walks[-1] for study in page}
    settings = Settings(pace_seconds=0)
    with Registry(settings, transport=Shuffled(total, walks.copy())) as registry:
        try:
            report = registry.fetch(cohort, basket)
        except IncompleteHarvest:
            assert len(last) != total
            return
    assert len(basket.ids()) == len(set(basket.ids())) == total
    assert report.searches[0].studies == total
