"""Pages: their size, their tokens and their bytes."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Sequence

from harvest.replica.request import BadRequest

DEFAULT_SIZE = 10
LARGEST_SIZE = 1000
_CHECK_BYTES = 32


def page_size(text: str | None) -> int:
    """How many studies a page may hold: 0 stands for the default, too many for 1,000 [spec]."""
    if text is None:
        return DEFAULT_SIZE
    if not re.fullmatch(r"[0-9]{1,10}", text) or int(text) >= 2**31:
        raise BadRequest(f"Invalid value in parameter `pageSize`: `{text}`")
    return min(int(text) or DEFAULT_SIZE, LARGEST_SIZE)


def token_for(offset: int) -> str:
    """The token of the page that starts at a position.

    It holds the position and a check of the position, and nothing of the query: the registry's
    tokens are not bound to theirs either [reported]. 48 to 51 characters, as seen.
    """
    position = str(offset).zfill(4).encode()
    check = hashlib.sha256(b"page token " + position).digest()
    return base64.urlsafe_b64encode(check + position).rstrip(b"=").decode()


def offset_of(token: str | None) -> int:
    """The position in a token; 0 without one.

    Raises:
        BadRequest: Not a token that was given out here.
    """
    if token is None:
        return 0
    try:
        position = int(base64.urlsafe_b64decode(token + "=" * (-len(token) % 4))[_CHECK_BYTES:])
    except ValueError:
        position = -1
    if position < 0 or token_for(position) != token:
        raise BadRequest(f"Invalid value in parameter `pageToken`: `{token}`")
    return position


def page_bytes(studies: Sequence[bytes], total: int | None, token: str | None) -> bytes:
    """One page: the total first, each study on a line of its own, the token last [seen]."""
    head = b"{" if total is None else b'{"totalCount":%d,' % total
    tail = b"]}" if token is None else b'],"nextPageToken":"%s"}' % token.encode()
    lines = b",\n".join(studies)
    return head + b'"studies":[' + (b"\n" + lines + b"\n" if studies else b"") + tail
