from __future__ import annotations

import httpx
import pytest

from harvest.errors import ConfigError, WrongAnswer
from harvest.registry.addresses import base_address, redirected, shown
from harvest.settings import LIVE_REGISTRY


@pytest.mark.parametrize(
    ("text", "base"),
    [
        (LIVE_REGISTRY, LIVE_REGISTRY),
        (f" {LIVE_REGISTRY}// ", LIVE_REGISTRY),
        ("HTTP://LOCALHOST:8000/api/v2/", "http://localhost:8000/api/v2"),
        ("http://[::1]:8000/api/v2", "http://[::1]:8000/api/v2"),
        ("https://m\u00fcller.example/api/v2", "https://xn--mller-kva.example/api/v2"),
        ("http://me:secret@host/api/v2", "http://me:secret@host/api/v2"),
    ],
)
def test_usable_addresses(text: str, base: str) -> None:
    assert base_address(text) == base


@pytest.mark.parametrize(
    "text",
    [
        "",
        "clinicaltrials.gov/api/v2",
        "//clinicaltrials.gov/api/v2",
        "ftp://clinicaltrials.gov/api/v2",
        "http://",
        "http:///api/v2",
        "http://host:abc/",
        "http://host:99999/",
        "http://host:0/",
        "http://[::1/",
        "http://two words/",
        "http://a..b/",
        "http://" + "a" * 70 + ".com/",
        "http://host/api\n/v2",
        "https://host/api/v2?query.cond=pain",
        "https://host/api/v2#top",
    ],
)
def test_unusable_addresses_are_a_matter_of_configuration(text: str) -> None:
    with pytest.raises(ConfigError, match="HARVEST_REGISTRY") as caught:
        base_address(text)
    assert caught.value.exit_code == 78


def test_credentials_are_never_shown() -> None:
    assert shown("http://me:secret@host/api") == "http://host/api"
    with pytest.raises(ConfigError) as caught:
        base_address("ftp://me:secret@host/api")
    assert "secret" not in str(caught.value)


def test_long_addresses_are_cut() -> None:
    assert len(shown("http://host/", [("query.cond", "x" * 1000)])) == 300


@pytest.mark.parametrize(
    ("asked", "location", "target"),
    [
        ("https://host/a?q=1", "/b?q=1", "https://host/b?q=1"),
        ("http://host/a", "https://host/a", "https://host/a"),
        ("http://host:8000/a", "https://host:8443/a", "https://host:8443/a"),
        ("https://host:443/a", "https://host/b", "https://host/b"),
        ("https://host/a?q=x+y", "https://host/b?q=x%20y", "https://host/b?q=x%20y"),
    ],
)
def test_redirects_to_follow(asked: str, location: str, target: str) -> None:
    assert str(redirected(httpx.URL(asked), location)) == target


@pytest.mark.parametrize(
    ("asked", "location", "words"),
    [
        ("https://host/a", "http://host/a", "another service"),
        ("https://host/a", "https://host:8443/a", "another service"),
        ("https://host/a", "https://www.host/a", "another host"),
        ("https://host/a?q=1", "/b", "without the query"),
        ("https://host/a", "http://[::1/", "not an address"),
        ("https://me:secret@host/a", "https://you:secret@other/a", "another host"),
    ],
)
def test_redirects_not_to_follow(asked: str, location: str, words: str) -> None:
    with pytest.raises(WrongAnswer, match=words) as caught:
        redirected(httpx.URL(asked), location)
    assert "secret" not in str(caught.value)
