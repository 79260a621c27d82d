"""Pace: the least time between the starts of two requests."""

from __future__ import annotations

from collections.abc import Callable


class Pace:
    """Keeps requests apart, retries included.

    Args:
        seconds: Least time from one start to the next; 0 means no waiting.
        clock: Seconds from any start, never going back.
        sleep: Waits for a number of seconds.
    """

    def __init__(
        self, seconds: float, clock: Callable[[], float], sleep: Callable[[float], None]
    ) -> None:
        self._seconds = seconds
        self._clock = clock
        self._sleep = sleep
        self._last: float | None = None

    def wait(self) -> None:
        """Return when the next request may start, and count it as started."""
        if self._last is not None:
            left = self._last + self._seconds - self._clock()
            if left > 0:
                self._sleep(left)
        self._last = self._clock()
