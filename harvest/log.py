"""Events: one JSON line each on stderr for cron, readable lines on a terminal.

An event is `logger.info("page.fetched", extra={"fields": {...}})` on the logger `harvest`: a
dotted name in the past tense, and data. stdout is for results only.
"""

from __future__ import annotations

import json
import logging
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from typing import Any

from harvest.safe import for_json, for_terminal, without_logins

logger = logging.getLogger("harvest")


def set_up(*, verbose: bool) -> None:
    """Send events to stderr; on a terminal only warnings, unless `verbose`."""
    on_terminal = sys.stderr.isatty()
    handler = logging.StreamHandler(sys.stderr)
    handler.setFormatter(_Readable() if on_terminal else _JsonLine())
    logger.handlers[:] = [handler]
    logger.propagate = False
    logger.setLevel(logging.WARNING if on_terminal and not verbose else logging.INFO)


def event(name: str, **fields: Any) -> None:
    """Log one event."""
    logger.info(name, extra={"fields": fields})


_steps: ContextVar[dict[str, float] | None] = ContextVar("steps", default=None)


@contextmanager
def steps() -> Iterator[dict[str, float]]:
    """Seconds by step of what runs in the block, filled as the steps end."""
    told: dict[str, float] = {}
    token = _steps.set(told)
    try:
        yield told
    finally:
        _steps.reset(token)


@contextmanager
def step(name: str) -> Iterator[None]:
    """Time a step of a run."""
    began = time.monotonic()
    try:
        yield
    finally:
        told = _steps.get()
        if told is not None:
            told[name] = round(told.get(name, 0.0) + time.monotonic() - began, 3)


class _JsonLine(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "event": record.getMessage(),
            **getattr(record, "fields", {}),
        }
        text = json.dumps(line, ensure_ascii=False, default=str)
        return for_json(without_logins(text))


class _Readable(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        fields = getattr(record, "fields", {})
        words = [record.getMessage(), *(f"{key}={value}" for key, value in fields.items())]
        return for_terminal(without_logins(" ".join(words)), keep="\n")
