"""Retries: one request made until it gives a readable answer, within bounds."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from typing import Generic, NoReturn, TypeVar

from tenacity import RetryCallState, Retrying, retry_if_exception_type
from tenacity.wait import wait_exponential, wait_random

from harvest.errors import RegistryUnavailable, WrongAnswer
from harvest.registry.addresses import shown
from harvest.registry.answers import Again, check_status, describe
from harvest.registry.pace import Pace
from harvest.registry.pages import NotJson, UnreadableAnswer
from harvest.registry.transport import Answer, NetworkFault, Transport
from harvest.settings import Settings

LONGEST_BACKOFF_SECONDS = 60
T = TypeVar("T")
logger = logging.getLogger("harvest")


class OutOfTime(RegistryUnavailable):
    """All requests of the run together took longer than a run may."""


@dataclass(frozen=True)
class Asked(Generic[T]):
    """A request that was answered.

    Attributes:
        value: What was read from the body.
        seconds: How long the last try took.
        retries: Tries before the last.
    """

    value: T
    answer: Answer
    seconds: float
    retries: int = 0


class Asker:
    """Makes the requests of one run; the run's time starts here.

    Network faults, 408, 425, 429, 5xx and bodies that cannot be read are tried again: after the
    wait that the server asks for, or else a growing one with jitter, as long as the tries and
    seconds of the settings last.

    Args:
        clock: Seconds from any start, never going back.
        sleep: Waits for a number of seconds.
    """

    def __init__(
        self,
        settings: Settings,
        transport: Transport,
        clock: Callable[[], float] = time.monotonic,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        self._settings = settings
        self._transport = transport
        self._clock = clock
        self._sleep = sleep
        self._pace = Pace(settings.pace_seconds, clock, sleep)
        self._deadline = clock() + settings.run_seconds

    def ask(
        self, url: str, parameters: Sequence[tuple[str, str]], read: Callable[[bytes], T]
    ) -> Asked[T]:
        """One GET, its body read by `read`, which raises `UnreadableAnswer` to be asked again.

        Raises:
            RegistryUnavailable: No usable answer after all tries, or the run is out of time
                (`OutOfTime`).
            WrongAnswer: The last answer came whole, but is not what the API answers.
            Refused: 403, at once.
            ConfigError: 400 (`NotUnderstood`) or an address that cannot be asked, at once.
        """
        where = shown(url, parameters)
        patience = _Patience(self._settings, self._clock, self._deadline)

        def log(state: RetryCallState) -> None:
            fields = {
                "url": where,
                "tries": state.attempt_number,
                "cause": str(_fault(state)),
                "wait_seconds": round(state.upcoming_sleep, 3),
            }
            logger.warning("retry.scheduled", extra={"fields": fields})

        def give_up(state: RetryCallState) -> NoReturn:
            raise _given_up(where, state.attempt_number, _fault(state)) from _fault(state)

        retrying = Retrying(
            sleep=self._sleep,
            retry=retry_if_exception_type(Again),
            wait=patience.wait,
            stop=patience.is_over,
            before_sleep=log,
            retry_error_callback=give_up,
        )
        asked = retrying(self._once, url, parameters, read)
        return replace(asked, retries=retrying.statistics["attempt_number"] - 1)

    def _once(
        self, url: str, parameters: Sequence[tuple[str, str]], read: Callable[[bytes], T]
    ) -> Asked[T]:
        self._pace.wait()
        started = self._clock()
        if started >= self._deadline:
            raise OutOfTime(
                f"The requests of this run took longer than {self._settings.run_seconds:g} s; the "
                "last release stands. Run again later, or raise HARVEST_RUN_SECONDS."
            )
        try:
            answer = self._transport.get(url, parameters)
        except NetworkFault as fault:
            raise Again(str(fault)) from fault
        check_status(answer, shown(url, parameters))
        try:
            return Asked(read(answer.body), answer, self._clock() - started)
        except NotJson as error:
            raise Again(describe(answer.body), is_wrong=True) from error
        except UnreadableAnswer as error:
            raise Again(f"JSON of another shape ({error})", is_wrong=True) from error


class _Patience:
    """How long to wait and when to stop; its time starts with the first failure."""

    def __init__(self, settings: Settings, clock: Callable[[], float], deadline: float) -> None:
        self._settings = settings
        self._clock = clock
        self._deadline = deadline
        self._end: float | None = None
        self._backoff = wait_exponential(max=LONGEST_BACKOFF_SECONDS) + wait_random(0, 1)

    def wait(self, state: RetryCallState) -> float:
        """Seconds until the next try; tenacity asks this before `is_over`."""
        if self._end is None:
            self._end = self._clock() + self._settings.retry_seconds
        seconds = _fault(state).wait_seconds or self._backoff(state)
        # A server may ask for more than we have: then the last try comes as late as it can.
        return max(0.0, min(seconds, self._end - self._clock()))

    def is_over(self, state: RetryCallState) -> bool:
        now = self._clock()
        return (
            state.attempt_number >= self._settings.tries
            or (self._end is not None and now >= self._end)
            or now + state.upcoming_sleep >= self._deadline
        )


def _fault(state: RetryCallState) -> Again:
    fault = state.outcome.exception() if state.outcome else None
    assert isinstance(fault, Again)
    return fault


def _given_up(where: str, tries: int, fault: Again) -> RegistryUnavailable:
    counted = f"{tries} tries" if tries > 1 else "1 try"
    if fault.is_wrong:
        return WrongAnswer(
            f"{where} answers with {fault} ({counted}): check --registry or HARVEST_REGISTRY, and "
            "whether a proxy or a login page stands in between."
        )
    return RegistryUnavailable(
        f"{where} gave no usable answer in {counted} (last: {fault}); the last release stands. "
        "Check the network, or run again later."
    )
