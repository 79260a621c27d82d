"""Addresses: which ones we ask, how we show them, and which redirects we follow."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import urlencode

import httpx

from harvest.errors import ConfigError, WrongAnswer

SHOWN_CHARACTERS = 300
_HOST = re.compile(rb"[0-9a-z._:-]+")


def base_address(text: str) -> str:
    """The base address of an API, without trailing slashes.

    Raises:
        ConfigError: Anything but an http or https address of a host, without query or fragment.
    """
    try:
        url = httpx.URL(text.strip())
        # The resolver encodes the host this way and fails with an error that is no network error.
        url.raw_host.decode("ascii").encode("idna")
    except (httpx.InvalidURL, UnicodeError) as error:
        raise ConfigError(
            f"The registry address {shown(text)!r} cannot be read ({error}); mend --registry or "
            "HARVEST_REGISTRY."
        ) from error
    if url.scheme not in ("http", "https"):
        why = "it does not begin with http:// or https://"
    elif not _HOST.fullmatch(url.raw_host):
        why = "it names no valid host"
    elif url.port is not None and not 0 < url.port < 65536:
        why = "its port is not between 1 and 65535"
    elif url.query or url.fragment:
        why = "it ends with a query or fragment; give the base only, such as https://host/api/v2"
    else:
        return str(url).rstrip("/")
    raise ConfigError(
        f"The registry address {shown(text)!r} cannot be used: {why}; mend --registry or "
        "HARVEST_REGISTRY."
    )


def shown(url: str, parameters: Sequence[tuple[str, str]] = ()) -> str:
    """A request's address for messages and logs: without credentials, at most 300 characters."""
    plain = re.sub(r"^(\w+://)[^/@]*@", r"\1", url)
    whole = f"{plain}?{urlencode(parameters)}" if parameters else plain
    return whole if len(whole) <= SHOWN_CHARACTERS else whole[: SHOWN_CHARACTERS - 3] + "..."


def redirected(asked: httpx.URL, location: str) -> httpx.URL:
    """Where a redirect leads.

    Raises:
        WrongAnswer: It leads to another host, port or back to http, or drops the query: a search
            without its query is another search, and would be answered with 200.
    """
    try:
        target = asked.join(location)
    except httpx.InvalidURL as error:
        raise _wrong(asked, repr(location[:SHOWN_CHARACTERS]), "which is not an address") from error
    there = shown(str(target.copy_with(query=None)))
    if target.host != asked.host:
        raise _wrong(asked, there, "which is another host")
    upgraded = (asked.scheme, target.scheme) == ("http", "https")
    if not upgraded and (asked.scheme, asked.port) != (target.scheme, target.port):
        raise _wrong(asked, there, "which is another service on that host")
    if sorted(target.params.multi_items()) != sorted(asked.params.multi_items()):
        raise _wrong(asked, there, "without the query")
    return target


def _wrong(asked: httpx.URL, there: str, why: str) -> WrongAnswer:
    here = shown(str(asked.copy_with(query=None)))
    return WrongAnswer(f"{here} redirects to {there}, {why}; check --registry or HARVEST_REGISTRY.")
