"""Settings: one frozen dataclass, read from a TOML file, then from the environment."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from math import isfinite
from pathlib import Path
from urllib.parse import urlsplit

from harvest.errors import ConfigError

LIVE_REGISTRY = "https://clinicaltrials.gov/api/v2"
HISTORIES = ("off", "ldn", "all")
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
        proxy: Address of a proxy; empty means as the environment says (HTTPS_PROXY, NO_PROXY).
        ca_bundle: File with the certificate authorities to trust beside the usual ones, for
            networks that look into TLS; empty means as the environment says (SSL_CERT_FILE).
        pace_seconds: Least time between the starts of two requests.
        connect_seconds: Longest wait for a connection.
        read_seconds: Longest silence within an answer.
        answer_seconds: Longest time for one whole answer.
        run_seconds: Longest time for all requests of a run together.
        tries: How often one request is made before giving up.
        retry_seconds: Longest time spent on retries of one request, waits included.
        page_size: Studies asked for per page, 1 to 1000 (the registry's own limit).
        full_pass_days: A cohort that is swept for what changed is fetched whole once the
            registry's data are so many days newer than at the last time.
        metrics_file: Where to write metrics for Prometheus after each run; empty for nowhere.
        ping_url: Health service to tell of each run, such as healthchecks.io; empty for none.
        history: Whether to ask the registry's own history for earlier versions too, from an
            address that it does not document: `off`, `ldn` for studies with an arm on low-dose
            naltrexone, or `all`.
        report: `auto` writes each new release as a page too, where `harvest[pictures]` is
            installed; `never` does not.
    """

    registry: str = LIVE_REGISTRY
    user_agent: str = ""
    proxy: str = ""
    ca_bundle: str = ""
    pace_seconds: float = 1.0
    connect_seconds: float = 10.0
    read_seconds: float = 60.0
    answer_seconds: float = 600.0
    run_seconds: float = 10_800.0
    tries: int = 6
    retry_seconds: float = 300.0
    page_size: int = 1000
    full_pass_days: float = 30.0
    metrics_file: str = ""
    ping_url: str = ""
    history: str = "off"
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
        for name in ("pace_seconds", "retry_seconds", "full_pass_days"):
            if getattr(self, name) < 0:
                raise ConfigError(f"Setting {name} must not be negative.")
        if self.history not in HISTORIES:
            raise ConfigError(f"Setting history must be one of {', '.join(HISTORIES)}.")
        if self.tries < 1:
            raise ConfigError("Setting tries must be at least 1.")
        if not 1 <= self.page_size <= 1000:
            raise ConfigError("Setting page_size must lie between 1 and 1000.")
        if self.report not in REPORTS:
            known = " or ".join(REPORTS)
            raise ConfigError(f"Setting report must be {known}, not {self.report!r}.")
        if self.ping_url and not _is_safe(self.ping_url):
            # The address is a secret, so it is not shown.
            raise ConfigError(
                "Setting ping_url must be an https address (http only for this machine); set "
                "HARVEST_PING_URL."
            )


def _is_safe(url: str) -> bool:
    """Whether what is sent there can be read by nobody on the way."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname, parts.port
    except ValueError:
        return False
    is_plain = url.isascii() and url.isprintable() and " " not in url
    is_local = parts.scheme == "http" and host in ("localhost", "127.0.0.1", "::1")
    return is_plain and bool(host) and (parts.scheme == "https" or is_local)


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
