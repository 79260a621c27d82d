"""Harvested text, made harmless for the place where it is shown.

Anybody can register a study and write into it what they like: escape sequences for terminals,
formulas for spreadsheets, tags for browsers. Tables hold the text as served; whoever shows it to a
person sends it through the function for that place.
"""

from __future__ import annotations

import html
import re
import unicodedata
from functools import cache

_HIDDEN = ("Cc", "Cf", "Cs", "Zl", "Zp")
"""Controls, invisible formatting such as the turning of a text's direction, halves of characters,
separators of lines."""
_ASCII = re.compile(r"[ -~]*")
_FORMULA = re.compile(r"\s*[=+\-@\uff0b\uff0d\uff1d\uff20|%]")
_NUMBER = re.compile(r"[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?", re.ASCII)
_LOGIN = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*://)[^\s/?#]*@")


def for_terminal(text: str, keep: str = "") -> str:
    """Text on one line in which nothing moves the cursor, changes a colour or turns the writing.

    What would is shown as its escape (`\\x1b`), so that nothing is hidden; line ends and tabs
    become spaces, but for those in `keep`.
    """
    if _ASCII.fullmatch(text):
        return text
    return "".join(each if each in keep else _visible(each) for each in text)


def for_json(text: str) -> str:
    """JSON that says the same with every hidden character escaped; they stand only in strings."""
    if _ASCII.fullmatch(text):
        return text
    return "".join(_escaped(each) for each in text)


def for_cell(text: str) -> str:
    """Text that no spreadsheet takes for a formula, and every one takes at all.

    Where it would begin one, an apostrophe stands before it. Numbers stay as they are.
    """
    plain = "".join(each for each in text if each in "\t\n\r" or not _is_hidden(each))
    is_formula = _FORMULA.match(plain) and not _NUMBER.fullmatch(plain)
    return f"'{plain}" if is_formula or plain[:1] in ("\t", "\r", "\n") else plain


def for_html(text: str) -> str:
    """Text for an element or a quoted attribute of a page, without markup or hidden characters."""
    plain = "".join(each for each in text if each in "\t\n" or not _is_hidden(each))
    return html.escape(plain, quote=True)


def without_logins(text: str) -> str:
    """Text in which no address carries a name and a password."""
    return _LOGIN.sub(r"\1", text) if "@" in text else text


@cache
def _is_hidden(character: str) -> bool:
    return unicodedata.category(character) in _HIDDEN


def _visible(character: str) -> str:
    if character in "\t\n\r":
        return " "
    return ascii(character)[1:-1] if _is_hidden(character) else character


def _escaped(character: str) -> str:
    # White space between values is no part of a string, where it would be escaped already.
    if character in "\t\n\r" or not _is_hidden(character):
        return character
    number = ord(character)
    if number > 0xFFFF:
        number -= 0x10000
        return f"\\u{0xD800 + (number >> 10):04x}\\u{0xDC00 + (number & 0x3FF):04x}"
    return f"\\u{number:04x}"
