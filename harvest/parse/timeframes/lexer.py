"""Cuts a time frame into tagged items: numbers, units, words of the lists, marks."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import Final

from harvest.parse.evidence import Span
from harvest.parse.timeframes.items import Item, Tag
from harvest.parse.timeframes.vocabulary import longest
from harvest.parse.tokens import Token, tokens

# Full-width and typographic marks, one character for one, so that spans stay true.
_PLAIN: Final = str.maketrans(
    {
        "\uff0c": ",",
        "\u3001": ",",
        "\uff1b": ";",
        "\uff1a": ":",
        "\uff08": "(",
        "\uff09": ")",
        "\uff3b": "[",
        "\u3010": "[",
        "\uff3d": "]",
        "\u3011": "]",
        "\u2013": "-",
        "\u2014": "-",
        "\u2212": "-",
        "\u2010": "-",
        "\u2011": "-",
        "\u2012": "-",
        "\uff5e": "~",
        "\u02dc": "~",
        "\u223c": "~",
        "\u2266": "\u2264",
        "\u2267": "\u2265",
        "\uff1c": "<",
        "\uff1e": ">",
        "\uff1d": "=",
        "\uff0b": "+",
        "\uff0f": "/",
        "\uff0e": ".",
    }
)
_MARKS: Final[dict[str, Tag]] = {
    ",": "comma", ";": "stop", ".": "stop", "?": "stop", "!": "stop", "|": "stop", "•": "stop",
    ":": "colon", "=": "equals", "-": "dash", "(": "open", "[": "open", "{": "open",
    ")": "close", "]": "close", "}": "close",
}  # fmt: skip
_UNIT_LETTERS: Final = {"s": "second", "h": "hour", "d": "day", "w": "week", "m": "m", "y": "year"}
_ORDINAL_ENDS: Final = frozenset({"st", "nd", "rd", "th", "°", "º"})
_APART_ENDS: Final = frozenset({"nd", "rd", "th"})  # "30 th minute"; "5 st" is something else
# Letters that name visits also where a space stands before the number ("T 1").
_LABEL_LETTERS: Final = frozenset({"t", "v"})


def read_items(text: str) -> tuple[Item, ...]:
    """All items of a text in order; takes time in proportion to its length."""
    text = text.translate(_PLAIN)
    found = tokens(text, decimal_comma=False)
    items: list[Item] = []
    at = 0
    while at < len(found):
        if at and "\n" in text[found[at - 1].span.end : found[at].span.start]:
            items.append(Item("stop", "\n", Span(found[at].span.start, found[at].span.start)))
        at = _read_one(text, found, at, items)
    return tuple(_with_halves(items))


def _read_one(text: str, found: tuple[Token, ...], at: int, items: list[Item]) -> int:
    token = found[at]
    after = found[at + 1] if at + 1 < len(found) else None
    is_glued = at > 0 and found[at - 1].span.end == token.span.start
    next_touches = after is not None and after.span.start == token.span.end
    if token.text == "~" and _is_between_numbers(found, at):
        items.append(Item("dash", "-", token.span, is_glued=is_glued))
        return at + 1
    match = longest(found, at)
    if match is not None and not _is_lone_letter(token, match[0] - at):
        end, entry = match
        span = Span(token.span.start, found[end - 1].span.end)
        tag, _, unit = entry.meaning.partition("|")
        items.append(Item(entry.tag, text[slice(*span)].casefold(), span, tag, is_glued=is_glued))
        if entry.tag == "ordinal":
            items[-1] = replace(items[-1], value=float(entry.meaning))
        if unit:  # "POD" names an operation and a unit
            items.append(Item("unit", token.text, span, unit))
        return end
    if token.kind == "number":
        return _read_number(text, found, at, items)
    if token.kind == "word" and len(token.text) == 1:
        return _read_letter(text, found, at, items, next_touches=next_touches)
    tag_of_mark = _MARKS.get(token.text, "other")
    if token.text == "." and items and items[-1].tag in ("unit", "estimate", "tolerance"):
        # The point of an abbreviation ("approx. 4 wks., 8 wks.").
        tag_of_mark = "other" if after is None or not _starts_sentence(text, after) else "stop"
    items.append(Item(tag_of_mark, token.text, token.span, is_glued=is_glued))
    return at + 1


def _is_between_numbers(found: tuple[Token, ...], at: int) -> bool:
    return 0 < at < len(found) - 1 and found[at - 1].kind == found[at + 1].kind == "number"


def _is_lone_letter(token: Token, length: int) -> bool:
    return length == 1 and token.kind == "word" and len(token.text) == 1


def _starts_sentence(text: str, token: Token) -> bool:
    return token.kind == "word" and text[token.span.start].isupper()


def _read_number(text: str, found: tuple[Token, ...], at: int, items: list[Item]) -> int:
    token = found[at]
    is_glued = at > 0 and found[at - 1].span.end == token.span.start
    after = found[at + 1] if at + 1 < len(found) else None
    touches = after is not None and after.span.start == token.span.end
    if after is not None and (
        (after.text in _ORDINAL_ENDS and (touches or after.text in _APART_ENDS))
        or (touches and after.text == "." and _is_ordinal_point(text, found, at, items))
    ):
        span = Span(token.span.start, after.span.end)
        value = token.value or 0.0
        items.append(Item("ordinal", text[slice(*span)].casefold(), span, value=value))
        return at + 2
    if after is not None and touches and after.text == ":" and at + 2 < len(found):
        minutes = found[at + 2]
        if minutes.kind == "number" and minutes.span.start == after.span.end:
            span = Span(token.span.start, minutes.span.end)
            items.append(Item("clock", text[slice(*span)], span))
            return at + 3
    if at + 2 < len(found) and touches and after is not None and after.text == "h":
        minutes = found[at + 2]
        if (
            minutes.kind == "number"
            and minutes.span.start == after.span.end
            and ((minutes.value or 0) < 60)
        ):  # "1h30"
            span = Span(token.span.start, minutes.span.end)
            value = (token.value or 0.0) + (minutes.value or 0.0) / 60
            items.append(Item("number", text[slice(*span)], span, value=value))
            items.append(Item("unit", "h", span, "hour"))
            return at + 3
    slash = _fraction(found, at)
    if slash is not None:
        span = Span(token.span.start, found[at + 2].span.end)
        items.append(Item("number", text[slice(*span)], span, value=slash, is_glued=is_glued))
        return at + 3
    for part in _ungrouped(text, found, at):
        items.append(replace(part, is_glued=is_glued and part.span.start == token.span.start))
    return at + 2 if touches and _is_point_in_list(text, found, at) else at + 1


def _is_ordinal_point(text: str, found: tuple[Token, ...], at: int, items: list[Item]) -> bool:
    """Whether the point in "3. month" makes an ordinal, as in German or Turkish."""
    unit = longest(found, at + 2) if at + 2 < len(found) else None
    return (
        unit is not None
        and unit[1].tag == "unit"
        and text[found[at + 2].span.start].islower()
        and not (items and items[-1].tag in ("unit", "code"))
        and not (unit[0] < len(found) and found[unit[0]].kind == "number")
    )


def _is_point_in_list(text: str, found: tuple[Token, ...], at: int) -> bool:
    """Whether the point is one of those in "1., 4. and 12. week"."""
    if at + 2 >= len(found) or found[at + 1].text != ".":
        return False
    follows = found[at + 2]
    return follows.text == "," or (follows.text == "and" and text[follows.span.start] == "a")


def _fraction(found: tuple[Token, ...], at: int) -> float | None:
    """The value of "1/2", which is no list."""
    if at + 2 >= len(found) or found[at + 1].text != "/":
        return None
    above, below = found[at].value, found[at + 2].value
    return 0.5 if above == 1 and below == 2 and found[at].text == "1" else None


def _ungrouped(text: str, found: tuple[Token, ...], at: int) -> list[Item]:
    """A number; or those of a list ("90,180,365"), which look like grouped thousands."""
    token = found[at]
    if "," not in token.text or _is_grouped(found, at):
        return [Item("number", token.text, token.span, value=token.value or 0.0)]
    parts: list[Item] = []
    for match in re.finditer(r"[\d.]+", text[slice(*token.span)]):
        start = token.span.start + match.start()
        if parts:
            parts.append(Item("comma", ",", Span(start - 1, start)))
        span = Span(start, start + len(match[0]))
        value = float(match[0].strip(".") or 0)
        parts.append(Item("number", match[0], span, value=value))
    return parts


def _is_grouped(found: tuple[Token, ...], at: int) -> bool:
    """Whether one comma groups thousands: a small first part, and a unit of its own behind."""
    token = found[at]
    after = found[at + 1].text if at + 1 < len(found) else ""
    alone = at == 0 or (found[at - 1].kind == "word" and not found[at - 1].text.startswith("day"))
    return token.text.count(",") == 1 and token.text[1] == "," and alone and after[:1] in "dhm"


def _read_letter(
    text: str, found: tuple[Token, ...], at: int, items: list[Item], *, next_touches: bool
) -> int:
    """A single letter: a unit ("W12", "6M", "3 h"), the name of a visit ("T1"), or a word."""
    token = found[at]
    before = found[at - 1] if at else None
    after = found[at + 1] if at + 1 < len(found) else None
    follows_number = items and items[-1].tag == "number" and before and before.kind == "number"
    is_glued = before is not None and before.span.end == token.span.start
    names_next = after is not None and after.kind == "number" and not after.text[0].isalpha()
    if follows_number and _is_dimension(text, found, at):
        items.append(Item("other", token.text, token.span, is_glued=is_glued))
        return at + 1
    if token.text in _UNIT_LETTERS and (follows_number or (names_next and next_touches)):
        meaning = _UNIT_LETTERS[token.text]
        if meaning == "m" and text[token.span.start] == "M":
            meaning = "month"
        items.append(Item("unit", token.text, token.span, meaning, is_glued=is_glued))
        return at + 1
    is_name = text[token.span.start].isupper() or next_touches
    if names_next and is_name and (next_touches or token.text in _LABEL_LETTERS):
        assert after is not None
        span = Span(token.span.start, after.span.end)
        tag: Tag = "cycle" if token.text == "c" else "code"
        value = after.value or 0.0
        items.append(Item(tag, text[slice(*span)].casefold(), span, "code", value))
        return at + 2
    tag = "other"
    if token.text == "y" and before is not None and after is not None:
        tag = "and"  # Spanish
    items.append(Item(tag, token.text, token.span, is_glued=is_glued))
    return at + 1


def _is_dimension(text: str, found: tuple[Token, ...], at: int) -> bool:
    """Whether a letter belongs to "3D scan", since no word of time follows."""
    return (
        text[found[at].span.start] == "D"
        and found[at - 1].value in (2, 3, 4)
        and at + 1 < len(found)
        and found[at + 1].kind == "word"
        and longest(found, at + 1) is None
    )


def _with_halves(items: list[Item]) -> list[Item]:
    """Puts numbers and halves together: "one and a half", "2½", "half a year", "a week after"."""
    made: list[Item] = []
    for at, item in enumerate(items):
        after = items[at + 1] if at + 1 < len(items) else None
        if item.tag == "half":
            base = _whole_before(made)
            if base is not None:
                whole = made[base]
                span = Span(whole.span.start, item.span.end)
                del made[base:]
                made.append(replace(whole, value=whole.value + 0.5, span=span))
            else:
                made.append(replace(item, tag="number", value=0.5))
        elif item.text in ("a", "an") and made and made[-1].value == 0.5 and after is not None:
            continue  # "half a year"
        elif (
            item.text in ("a", "an")
            and after is not None
            and after.tag == "unit"
            and (
                (at + 2 < len(items) and items[at + 2].tag in ("after", "before", "joined"))
                or (made and made[-1].tag in ("within", "upto", "expected", "atleast", "estimate"))
            )
        ):
            made.append(replace(item, tag="number", value=1.0))
        else:
            made.append(item)
    return made


def _whole_before(made: list[Item]) -> int | None:
    """Where the number stands that "and a half" or "½" belongs to."""
    if made and made[-1].tag == "number":
        return len(made) - 1
    tail = [item.text for item in made[-2:]]
    if tail == ["and", "a"] and len(made) > 2 and made[-3].tag == "number":
        return len(made) - 3
    return None
