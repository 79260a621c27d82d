"""Settings: one frozen dataclass, read from a TOML file, then from the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import isfinite
from pathlib import Path

from harvest.errors import ConfigError

LIVE_REGISTRY = "https://clinicaltrials.gov/api/v2"
REPORTS = ("auto", "never")
KINDS = {str: "text", int: "whole number", float: "number"}


@dataclass(frozen=True)
class Settings:
    """How harvest talks to the registry, and whether it draws.

    Every field is also `HARVEST_<NAME>` in the environment.

    Attributes:
        registry: Base address of the API; the live one by default.
        user_agent: Sent as it is; empty means the HTTP library's own, which the registry's
            gateway has at times insisted on.
        pace_seconds: Least time between the starts of two requests.
        connect_seconds: Longest wait for a connection.
        read_seconds: Longest silence within an answer.
        answer_seconds: Longest time for one whole answer.
        run_seconds: Longest time for all requests of a run together.
        tries: How often one request is made before giving up.
        retry_seconds: Longest time spent on retries of one request, waits included.
        page_size: Studies asked for per page, 1 to 1000 (the registry's own limit).
        report: `auto` writes each new release as a page too, where `harvest[pictures]` is
            installed; `never` does not.
    """

    registry: str = LIVE_REGISTRY
    user_agent: str = ""
    pace_seconds: float = 1.0
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    answer_seconds: float = 600.0
    run_seconds: float = 10_800.0
    tries: int = 6
    retry_seconds: float = 300.0
    page_size: int = 1000
    report: str = "auto"

    def __post_init__(self) -> None:
        """Refuse values that cannot work."""
        for field in fields(self):
            value = getattr(self, field.name)
            if isinstance(value, float) and not isfinite(value):
                raise ConfigError(f"Setting {field.name} must be a number, not {value}.")
        for name in ("connect_seconds", "read_seconds", "answer_seconds", "run_seconds"):
            if getattr(self, name) <= 0:
                raise ConfigError(f"Setting {name} must be above 0; set HARVEST_{name.upper()}.")
        for name in ("pace_seconds", "retry_seconds"):
            if getattr(self, name) < 0:
                raise ConfigError(f"Setting {name} must not be negative.")
        if self.tries < 1:
            raise ConfigError("Setting tries must be at least 1.")
        if not 1 <= self.page_size <= 1000:
            raise ConfigError("Setting page_size must lie between 1 and 1000.")
        if self.report not in REPORTS:
            known = " or ".join(REPORTS)
            raise ConfigError(f"Setting report must be {known}, not {self.report!r}.")


def read_settings(path: Path | None = None, environ: Mapping[str, str] | None = None) -> Settings:
    """Defaults, overlaid by the TOML file at `path`, overlaid by `HARVEST_*` variables.

    Raises:
        ConfigError: A file that cannot be read, an unknown key, or a value of the wrong type.
    """
    environ = os.environ if environ is None else environ
    settings = Settings()
    if path is not None:
        settings = _overlay(settings, _read_toml(path), str(path))
    known = {f"HARVEST_{field.name.upper()}": field.name for field in fields(Settings)}
    found = {known[key]: value for key, value in environ.items() if key in known}
    return _overlay(settings, found, "the environment")


def _read_toml(path: Path) -> dict[str, object]:
    try:
        return tomllib.loads(path.read_text(encoding="utf-8-sig"))
    except OSError as error:
        raise ConfigError(f"Cannot read settings file {path}: {error.strerror}.") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ConfigError(f"Settings file {path} is not valid TOML ({error}); mend it.") from error


def _overlay(settings: Settings, values: Mapping[str, object], where: str) -> Settings:
    defaults = {field.name: field.default for field in fields(Settings)}
    changes: dict[str, object] = {}
    for name, value in values.items():
        default = defaults.get(name)
        if default is None:
            names = ", ".join(defaults)
            raise ConfigError(f"Unknown setting {name!r} in {where}; known are {names}.")
        changes[name] = _as_type(name, value, type(default), where)
    return replace(settings, **changes)  # type: ignore[arg-type]


def _as_type(name: str, value: object, kind: type, where: str) -> object:
    wrong = f"Setting {name} in {where} must be a {KINDS[kind]}, not {value!r}; mend it there."
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        raise ConfigError(wrong)
    is_fraction = kind is int and isinstance(value, float) and not value.is_integer()
    try:
        return kind(str(value) if is_fraction else value)
    except (ValueError, OverflowError) as error:
        raise ConfigError(wrong) from error
