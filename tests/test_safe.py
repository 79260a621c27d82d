from __future__ import annotations

import json
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.safe import for_cell, for_html, for_json, for_terminal, without_logins

ANY = st.text(st.characters(codec=None))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("pain ≥ 4 µg, Zoë, 痛み 😀", "pain ≥ 4 µg, Zoë, 痛み 😀"),
        ("\x1b[2J\x1b]0;own\x07", "\\x1b[2J\\x1b]0;own\\x07"),
        ("\x9b31m", "\\x9b31m"),
        ("gpj.\u202eexe", "gpj.\\u202eexe"),
        ("a\r\nb\tc", "a  b c"),
        ("\u2028\ufeff\ud800\U000e0041", "\\u2028\\ufeff\\ud800\\U000e0041"),
    ],
)
def test_on_a_terminal_what_is_hidden_is_seen(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


@given(ANY)
def test_nothing_hidden_reaches_a_terminal(text: str) -> None:
    shown = for_terminal(text)
    assert not {unicodedata.category(each) for each in shown} & {"Cc", "Cf", "Cs", "Zl", "Zp"}
    assert for_terminal("a\nb\x1b", keep="\n") == "a\nb\\x1b"


@given(st.recursive(ANY, lambda inner: st.lists(inner) | st.dictionaries(ANY, inner)))
def test_json_says_the_same_with_nothing_hidden(value: object) -> None:
    text = for_json(json.dumps(value, ensure_ascii=False, indent=1))
    assert json.loads(text) == value
    hidden = {each for each in text if unicodedata.category(each) in ("Cc", "Cf", "Cs")}
    assert hidden <= {"\n"}


@pytest.mark.parametrize(
    "text",
    ["=1+1", "+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", " =1", "\t=1", "\r=1", "\n=1", "\uff1d1",
     "\u200b=1", "\x00=1", "%0A=1", "|calc", "-", "+1 (555) 0100"],
)  # fmt: skip
def test_a_cell_holds_no_formula(text: str) -> None:
    assert for_cell(text).startswith("'")


@pytest.mark.parametrize("text", ["", "pain", "-0.5", "+3", "1e-9", "4.5 mg/day", "<0.001", "a=b"])
def test_a_cell_with_anything_else_stays_as_it_is(text: str) -> None:
    assert for_cell(text) == text


@given(ANY)
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    shown = for_cell(text)
    begins = shown.lstrip()[:1]
    assert begins not in tuple("=@|%") or shown.startswith("'")
    assert not {"\x00", "\x1b", "\ud800"} & set(shown)


def test_a_page_gets_no_markup() -> None:
    text = "<script>alert('x')</script> & \"y\"\x00\u202e"
    assert for_html(text) == "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;y&quot;"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("see http://me:pass@proxy:8080/x", "see http://proxy:8080/x"),
        ("https://token@host", "https://host"),
        ("socks5://a:b@c@d:1", "socks5://d:1"),
        ("write to a@b.org, https://host/a@b", "write to a@b.org, https://host/a@b"),
    ],
)
def test_no_password_is_shown(text: str, shown: str) -> None:
    assert without_logins(text) == shown
