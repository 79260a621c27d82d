"""Cuts a text into tagged items: drugs, amounts, frequencies, routes, forms, periods, phrases."""

from __future__ import annotations

from collections.abc import Iterator

from harvest.parse.doses.items import Item
from harvest.parse.doses.periods import read_period
from harvest.parse.doses.quantities import has_unit, read_quantity
from harvest.parse.doses.vocabulary import (
    Entry,
    drug_tree,
    first_words,
    generic_endings,
    is_drug_like,
    longest,
    lookalikes,
    plain_words,
    trees,
)
from harvest.parse.evidence import Span
from harvest.parse.tokens import Token, tokens

_ENDS = frozenset(".;!?\u2022")
_ABBREVIATED = frozenset(
    {"vs", "approx", "max", "min", "no", "e", "g", "i", "ca", "etc", "dr", "st", "resp"}
)
# No dose, count or duration is larger; longer digits are identifiers.
_LARGEST = 1e7
_MARK_LETTERS = frozenset({"r", "tm"})
_TRADE = frozenset("\u00ae\u2122\u00a9*\\\"'\u2019\u201c\u201d#")


def read_items(text: str, context: tuple[str, str] | None = None) -> tuple[Item, ...]:
    """All items of a text in order; takes time in proportion to its length.

    `context` is the name and group of the drug that the words around the text name.
    """
    found = _tokens(text)
    rejected = _rejected(found)
    words = _context_words(context)
    items: list[Item] = []
    at = 0
    while at < len(found):
        item, after = _item(text, found, at, rejected, words)
        if item is not None:
            items.append(item)
        at = max(after, at + 1)
    items.append(Item("end", "end", Span(len(text), len(text))))
    return tuple(items)


def read_drugs(text: str) -> Iterator[Item]:
    """Only the drugs of a text, without the look at everything else."""
    found = _tokens(text)
    rejected = _rejected(found)
    at = 0
    while at < len(found):
        drug = _drug(text, found, at, rejected)
        other = None if drug is not None else _code_name(text, found, at)
        if drug is not None:
            yield drug[0]
        elif other is None and found[at].kind == "word":
            word = _word(text, found[at], {})
            if word.kind == "drug":
                yield word
        at = max(at + 1, (drug or other or (None, 0))[1])


def _tokens(text: str) -> tuple[Token, ...]:
    """Tokens in which "1,3,12" is a list of three and "1,5" one number; without trade marks."""
    found = tokens(text)
    is_list = any(
        "," in first.text
        and mark.text == ","
        and second.kind == "number"
        and first.span.end == mark.span.start
        and mark.span.end == second.span.start
        for first, mark, second in zip(found, found[1:], found[2:], strict=False)
        if first.kind == "number"
    )
    found = tokens(text, decimal_comma=False) if is_list else found
    kept: list[Token] = []
    is_marked = any(token.text in _MARK_LETTERS for token in found)
    for i, token in enumerate(found):
        if token.text in _TRADE:
            continue
        glued = (
            token.kind == "number" and "," in token.text and i > 0 and found[i - 1].kind == "word"
        )
        glued = glued and found[i - 1].span.end == token.span.start
        if glued or (token.value is not None and token.value > _LARGEST):
            kept.append(Token("mark", "number", None, token.span))
            continue
        if is_marked and any(_is_trade_letter(found, at) for at in (i - 1, i, i + 1)):
            continue
        kept.append(token)
    return tuple(kept)


def _is_trade_letter(found: tuple[Token, ...], i: int) -> bool:
    """Whether this is the letter of "(R)" or "(TM)"."""
    return (
        0 < i < len(found) - 1
        and found[i].text in _MARK_LETTERS
        and found[i - 1].text == "("
        and found[i + 1].text == ")"
    )


def _context_words(context: tuple[str, str] | None) -> dict[str, str]:
    """The words of an unlisted context drug, each standing for the whole name."""
    if context is None or context[1] != "context":
        return {}
    name = context[0]
    return {t.text: name for t in tokens(name) if t.kind == "word" and is_drug_like(t.text)}


def has_lookalike(text: str) -> bool:
    """Whether the text uses an abbreviation of naltrexone for something else."""
    found = _tokens(text)
    rejected = _rejected(found)
    return any(token.text in rejected for token in found)


def _rejected(found: tuple[Token, ...]) -> frozenset[str]:
    """Abbreviations that the text uses for something else."""
    words = {token.text for token in found if token.kind == "word"}
    rejected = set()
    for abbreviation, others in lookalikes().items():
        if words & others and not any(word.startswith("naltrex") for word in words):
            rejected.add(abbreviation)
    if _defines_otherwise(found):
        rejected.add("ldn")
    return frozenset(rejected)


def _defines_otherwise(found: tuple[Token, ...]) -> bool:
    """Whether "(LDN)" stands behind three words with those initials that are not naltrexone."""
    for i, token in enumerate(found):
        if token.text != "ldn" or i < 4 or found[i - 1].text != "(":
            continue
        words = [t.text for t in found[max(i - 6, 0) : i - 1] if t.kind == "word"][-3:]
        if [word[0] for word in words] == ["l", "d", "n"] and not words[-1].startswith("naltre"):
            return True
    return False


def _item(  # noqa: PLR0911 - a list of cases in order
    text: str, found: tuple[Token, ...], at: int, rejected: frozenset[str], context: dict[str, str]
) -> tuple[Item | None, int]:
    token = found[at]
    if token.text == "single" and _is_single(found, at):
        return Item("frequency", "single", token.span, number=0.0), at + 1
    drug = _drug(text, found, at, rejected)
    if drug is not None:
        return drug
    code = _code_name(text, found, at)
    if code is not None:
        return code
    phrase = _phrase(found, at)
    period = read_period(found, at)
    if period is not None and _is_period(token, period[1], phrase):
        return Item("period", period[0].kind, period[0].span, period=period[0]), period[1]
    if phrase is not None and (token.kind != "number" or phrase[0].kind == "frequency"):
        return phrase
    if token.kind == "number":
        quantity = read_quantity(found, at)
        if quantity is not None:
            amount, after = quantity
            return Item("amount", amount.basis, amount.span, amount=amount), after
        return Item("number", token.text, token.span, number=token.value), at + 1
    if token.kind == "word":
        return _word(text, token, context), at + 1
    if token.text in _ENDS and _ends_sentence(text, found, at):
        return Item("end", token.text, token.span), at + 1
    return Item("mark", token.text, token.span), at + 1


def _is_period(token: Token, after: int, phrase: tuple[Item, int] | None) -> bool:
    """Whether a stretch of time is meant and not the phrase at the same place."""
    if phrase is None:
        return True
    if phrase[0].kind == "frequency" and phrase[1] >= after:
        return False
    return after >= phrase[1] or token.kind == "word"


def _drug(
    text: str, found: tuple[Token, ...], at: int, rejected: frozenset[str]
) -> tuple[Item, int] | None:
    match = longest(drug_tree(), found, at)
    if match is None:
        return None
    entry, after, _ = match
    span = Span(found[at].span.start, found[after - 1].span.end)
    written = text[span.start : span.end]
    if entry.upper:
        if written != written.upper() or found[at].text in rejected:
            return None
        if after == at + 1 and _is_compound(found, after):
            end = min(after + 2, len(found))
            compound = Span(span.start, found[end - 1].span.end)
            name = text[compound.start : compound.end].replace(" ", "-")
            return Item("drug", name, compound, group="compound"), end
    return Item("drug", entry.code, span, group=entry.value), after


def _is_compound(found: tuple[Token, ...], at: int) -> bool:
    """Whether "-193189" or "193189" follows: a compound of the LDN series, not naltrexone."""
    dash = at < len(found) and found[at].text in {"-", "\u2010", "\u2011"}
    number = at + 1 if dash else at
    if number >= len(found) or found[number].kind != "number":
        return False
    glued = found[number].span.start == found[number - 1].span.end
    return glued and len(found[number].text) >= 3 and "." not in found[number].text


def _is_single(found: tuple[Token, ...], at: int) -> bool:
    """ "single 50 mg dose"; not "single 50 mg tablet daily"."""
    if at + 1 >= len(found) or found[at + 1].kind != "number":
        return False
    ahead = [token.text for token in found[at + 2 : at + 10]]
    return bool({"dose", "doses"} & set(ahead[:5])) and not {"daily", "day", "nightly"} & set(ahead)


def _code_name(text: str, found: tuple[Token, ...], at: int) -> tuple[Item, int] | None:
    """A compound's code: "TPN171H", "BAY 38-9456"; capitals, then digits."""
    token = found[at]
    written = text[token.span.start : token.span.end]
    if token.kind != "word" or not 2 <= len(written) <= 6 or written != written.upper():
        return None
    if token.text in plain_words():
        return None
    after = at + 1
    if after < len(found) and found[after].text in {"-", "\u2010", "\u2011"}:
        after += 1
    if after >= len(found) or found[after].kind != "number" or len(found[after].text) < 2:
        return None
    if found[after].span.start - token.span.end > 1 or has_unit(found, after):
        return None
    after += 1
    while after < len(found) and found[after].span.start == found[after - 1].span.end:
        is_part = found[after].kind == "number" or found[after].text == "-"
        if not is_part and not (found[after].kind == "word" and len(found[after].text) <= 2):
            break
        if found[after].kind == "number" and has_unit(found, after):
            break
        after += 1
    if found[after - 1].text == "-":
        after -= 1
    span = Span(token.span.start, found[after - 1].span.end)
    return Item("word", text[span.start : span.end].casefold(), span), after


def _phrase(found: tuple[Token, ...], at: int) -> tuple[Item, int] | None:
    if found[at].kind != "number" and found[at].text not in first_words():
        return None
    best: tuple[Entry, int, float | None] | None = None
    for tree in trees():
        match = longest(tree, found, at)
        if match is not None and (best is None or match[1] > best[1]):
            best = match
    if best is None:
        return None
    entry, after, number = best
    span = Span(found[at].span.start, found[after - 1].span.end)
    value = number
    if entry.kind == "frequency":
        value = _times_per_day(entry.value, number)
    return Item(entry.kind, entry.code, span, number=value), after


def _times_per_day(formula: str, number: float | None) -> float | None:
    if formula == "#":
        return number
    if formula == "24/#":
        return 24 / number if number else None
    return float(formula)


def _word(text: str, token: Token, context: dict[str, str]) -> Item:
    word = token.text
    if word in context:
        return Item("drug", context[word], token.span, group="context")
    if word in plain_words() or len(word) < 3:
        return Item("plain", word, token.span)
    if len(word) >= 6 and word.endswith(generic_endings()):
        return Item("drug", word, token.span, group="other")
    written = text[token.span.start : token.span.end]
    if written.isupper() and 2 < len(written) <= 5:
        return Item("word", word, token.span)
    kind = "word" if is_drug_like(word) and text[token.span.start].isalpha() else "plain"
    return Item(kind, word, token.span)


def _ends_sentence(text: str, found: tuple[Token, ...], at: int) -> bool:
    """A point ends a sentence unless it stands inside an abbreviation or a number."""
    token = found[at]
    if token.text != ".":
        return True
    if at and found[at - 1].text in _ABBREVIATED and found[at - 1].span.end == token.span.start:
        return False
    after = token.span.end
    return after >= len(text) or not text[after].isalnum()
