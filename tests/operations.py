"""The operating system's file operations, counted, failed or ended one by one.

    with Operations(dies_at=7):     # the process is dead from its seventh operation on
    with Operations(fails_at=7):    # the seventh fails with "no space left", the others do not
    with Operations() as seen:      # `seen.log` says what was done, in order

A dead process does nothing more, not even its own tidying up: every later operation raises too.
"""

from __future__ import annotations

import builtins
import errno
import io
import os
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import Any, Self

CHANGING = ("fsync", "mkdir", "rename", "replace", "rmdir", "symlink", "unlink", "remove")


class Killed(BaseException):
    """The process is dead; nothing in the product may catch this."""


class Operations:
    """Stands between the product and the operating system while the block runs."""

    def __init__(self, *, dies_at: int | None = None, fails_at: int | None = None) -> None:
        self.log: list[tuple[str, str]] = []
        self._dies_at, self._fails_at = dies_at, fails_at
        self._true: dict[str, Callable[..., Any]] = {}

    def __enter__(self) -> Self:
        for name in CHANGING:
            self._true[name] = getattr(os, name)
            setattr(os, name, self._watched(name, self._true[name]))
        self._true["open"] = io.open
        watched = self._watched("open", io.open)

        def opened(file: Any, mode: str = "r", *rest: Any, **named: Any) -> Any:
            is_read = set(mode) <= set("rbt")
            return (self._true["open"] if is_read else watched)(file, mode, *rest, **named)

        io.open = builtins.open = opened  # type: ignore[assignment]
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, _: TracebackType | None
    ) -> None:
        for name in CHANGING:
            setattr(os, name, self._true[name])
        io.open = builtins.open = self._true["open"]  # type: ignore[assignment]

    def _watched(self, name: str, true: Callable[..., Any]) -> Callable[..., Any]:
        def operation(*given: Any, **named: Any) -> Any:
            number = len(self.log) + 1
            if self._dies_at is not None and number >= self._dies_at:
                raise Killed
            self.log.append((name, _shown(given[0])))
            if number == self._fails_at:
                raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), _shown(given[0]))
            return true(*given, **named)

        return operation


def _shown(target: object) -> str:
    if isinstance(target, int):
        return str(Path(f"/proc/self/fd/{target}").resolve())
    return os.fspath(target) if isinstance(target, str | os.PathLike) else str(target)
