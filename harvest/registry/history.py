"""The registry's own history of a study: an address of its website, documented nowhere.

It may change or go without notice, so that nothing else may depend on it: what is told is kept, and
a run goes on without it.
"""

from __future__ import annotations

import msgspec

from harvest.errors import ConfigError
from harvest.registry.pages import NotJson, UnreadableAnswer

API, INTERNAL = "/v2", "/int"


class Listed(msgspec.Struct, frozen=True):
    """One version in the list: its number from 0, the date of sending, the status."""

    version: int
    date: str | None = None
    status: str | None = None


class _Changes(msgspec.Struct, frozen=True):
    changes: tuple[Listed, ...]


class _History(msgspec.Struct, frozen=True):
    history: _Changes


class _Study(msgspec.Struct, frozen=True, rename="camel"):
    protocol_section: msgspec.Raw


class _Version(msgspec.Struct, frozen=True):
    study: _Study


_histories = msgspec.json.Decoder(_History)
_versions = msgspec.json.Decoder(_Version)


def internal_base(base: str) -> str:
    """The address beside the documented API.

    Raises:
        ConfigError: The API's address does not end as the registry's does.
    """
    if not base.endswith(API):
        raise ConfigError(
            f"The history of studies is looked for beside an address that ends with {API}, which "
            f"{base} does not; leave --history out."
        )
    return base.removesuffix(API) + INTERNAL


def read_listed(body: bytes) -> tuple[Listed, ...]:
    """The versions of a study, in their order.

    Raises:
        NotJson: No JSON, or JSON that breaks off.
        UnreadableAnswer: JSON of another shape.
    """
    try:
        return tuple(sorted(_histories.decode(body).history.changes, key=lambda one: one.version))
    except msgspec.ValidationError as error:
        raise UnreadableAnswer(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error


def read_version(body: bytes) -> bytes:
    """The answer with one version, as it came. Raises as `read_listed` does."""
    try:
        _versions.decode(body)
    except msgspec.ValidationError as error:
        raise UnreadableAnswer(str(error)) from error
    except (ValueError, RecursionError) as error:
        raise NotJson(str(error)) from error
    return body
