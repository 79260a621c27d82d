"""Search expressions: a subset of the registry's Essie syntax.

    or      = and { "OR" and }
    and     = unit { [ "AND" | "," ] unit }
    unit    = { "NOT" | "AREA[" name "]" } item
    item    = "(" or ")" | "RANGE[" from "," to "]" | "ALL" | "MISSING" | phrase | word { word }

NOT and AREA bind tightest, then AND, then OR; `AREA[X]two words` puts both words into X. Matching
ignores case and looks for whole words; all of a run of words must be there, in any pieces of the
area; a quoted phrase, or a word with a hyphen, must stand together in one value. A backslash takes
the meaning from a character or operator.

What this is not: the registry's search adds synonyms, MeSH concepts, spelling variants and
stemming, so it finds more. The replica only knows the words of the record, among them the MeSH
terms and ancestors that the registry put there. Operators it does not have (COVERAGE, EXPANSION,
SEARCH, TILT) are refused, not ignored.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from harvest.replica.areas import area_pieces
from harvest.replica.nodes import And, Between, Missing, Node, Not, Or, Words
from harvest.replica.pieces import Piece
from harvest.replica.values import bounds, words

MOST_TERMS = 13
MOST_DEPTH = 50
MOST_TOKENS = 1000
_OPERATORS = frozenset(("AND", "OR", "NOT", "ALL", "MISSING", "AREA", "RANGE"))
_NOT_SERVED = frozenset(("COVERAGE", "EXPANSION", "SEARCH", "TILT"))
_TOKEN = re.compile(
    r"""(?P<space>\s+)
      | "(?P<phrase>(?:[^"\\]|\\.)*)"
      | (?P<mark>[()\[\],])
      | (?P<word>(?:\\.|[^\s()\[\],"\\])+)""",
    re.VERBOSE | re.DOTALL,
)
_ESCAPE = re.compile(r"\\(.)", re.DOTALL)


class ExpressionError(ValueError):
    """The expression cannot be read; the message is for the asker."""


@dataclass(frozen=True)
class Token:
    """A word, "phrase", mark or operator of an expression, or its end."""

    kind: str
    text: str


def parse(text: str, area: tuple[Piece, ...]) -> Node:
    """The search that an expression asks for, in the area where it stands without an AREA.

    Raises:
        ExpressionError: Anything outside the grammar, an unknown area, or a value that the piece
            cannot have [reported: the registry answers 400 to these].
    """
    return _Parser(tokens(text)).whole(area)


def tokens(text: str) -> list[Token]:
    """An expression cut into tokens, with an end token."""
    found: list[Token] = []
    position = 0
    while position < len(text):
        match = _TOKEN.match(text, position)
        if match is None:
            raise ExpressionError(f"token recognition error at: '{text[position : position + 40]}'")
        position = match.end()
        kind, content = str(match.lastgroup), str(match.group(str(match.lastgroup)))
        if kind == "word" and content in _OPERATORS:
            kind = "operator"
        if kind in ("word", "phrase"):
            content = _ESCAPE.sub(r"\1", content)
        if kind != "space":
            found.append(Token(kind, content))
    if len(found) > MOST_TOKENS:
        raise ExpressionError("Too complicated query")
    return [*found, Token("end", "<EOF>")]


class _Parser:
    def __init__(self, found: list[Token]) -> None:
        self.rest = found[::-1]
        self.terms = 0
        self.depth = 0

    @property
    def next(self) -> Token:
        return self.rest[-1]

    def take(self) -> Token:
        return self.rest.pop() if len(self.rest) > 1 else self.next

    def skip(self, kind: str, text: str) -> bool:
        here = self.next == Token(kind, text)
        if here:
            self.take()
        return here

    def expect(self, mark: str) -> None:
        if not self.skip("mark", mark):
            raise ExpressionError(f"missing '{mark}' at '{self.next.text}'")

    def whole(self, area: tuple[Piece, ...]) -> Node:
        node = self.either(area)
        if self.next.kind != "end":
            raise ExpressionError(f"extraneous input '{self.next.text}' expecting <EOF>")
        return node

    def either(self, area: tuple[Piece, ...]) -> Node:
        items = [self.both(area)]
        while self.skip("operator", "OR"):
            items.append(self.both(area))
        return items[0] if len(items) == 1 else Or(tuple(items))

    def both(self, area: tuple[Piece, ...]) -> Node:
        items = [self.unit(area)]
        ends = (Token("mark", ")"), Token("operator", "OR"))
        while self.next.kind != "end" and self.next not in ends:
            if not self.skip("operator", "AND"):
                self.skip("mark", ",")
            items.append(self.unit(area))
        return items[0] if len(items) == 1 else And(tuple(items))

    def unit(self, area: tuple[Piece, ...]) -> Node:
        negative = False
        while self.next.kind == "operator" and self.next.text in ("NOT", "AREA"):
            if self.take().text == "NOT":
                negative = not negative
            else:
                area = self.area()
        node = self.item(area)
        return Not(node) if negative else node

    def area(self) -> tuple[Piece, ...]:
        self.expect("[")
        name = self.take()
        self.expect("]")
        area = area_pieces(name.text) if name.kind == "word" else None
        if area is None:
            raise ExpressionError(f"Unknown area name: {name.text}")
        return area

    def item(self, area: tuple[Piece, ...]) -> Node:
        token = self.take()
        if token.kind in ("word", "phrase"):
            return self.term(token, area)
        if token == Token("mark", "("):
            self.depth += 1
            if self.depth > MOST_DEPTH:
                raise ExpressionError("Too complicated query")
            node = self.either(area)
            self.expect(")")
            self.depth -= 1
            return node
        if token.kind == "operator" and token.text in ("ALL", "MISSING"):
            return And() if token.text == "ALL" else Missing(area)
        if token == Token("operator", "RANGE"):
            return self.range(area)
        raise ExpressionError(f"no viable alternative at input '{token.text}'")

    def term(self, first: Token, area: tuple[Piece, ...]) -> Node:
        run = [first]
        while first.kind == "word" and self.next.kind == "word":
            run.append(self.take())
        if self.next == Token("mark", "["):
            known = run[-1].text in _NOT_SERVED
            reason = "this replica does not serve the operator" if known else "unknown operator"
            raise ExpressionError(f"{reason} {run[-1].text}")
        folded = [text for text in (words(token.text) for token in run) if text]
        # Punctuation between words ("pain & fatigue") divides, and is no term of its own.
        self.terms += sum(len(text.split()) for text in folded)
        if self.terms > MOST_TERMS:
            raise ExpressionError("Too complicated query")
        if not folded:
            raise ExpressionError(f"no viable alternative at input '{first.text}'")
        if len(area) == 1 and area[0].kind != "text":
            return _value(area[0], " ".join(token.text for token in run))
        items = tuple(Words(f" {text} ", area) for text in folded)
        return items[0] if len(items) == 1 else And(items)

    def range(self, area: tuple[Piece, ...]) -> Node:
        self.expect("[")
        low = self.bound()
        self.expect(",")
        high = self.bound()
        self.expect("]")
        if len(area) != 1 or not area[0].is_scale:
            names = ", ".join(piece.name for piece in area[:3])
            raise ExpressionError(f"RANGE is for a date, number or age, not for {names}")
        return Between(
            area[0],
            float("-inf") if low == "MIN" else _span(area[0], low)[0],
            float("inf") if high == "MAX" else _span(area[0], high)[1],
        )

    def bound(self) -> str:
        texts = []
        while self.next.kind == "word":
            texts.append(self.take().text)
        return " ".join(texts)


def _value(piece: Piece, text: str) -> Node:
    """One value of a piece that is not free text."""
    if piece.is_scale:
        return Between(piece, *_span(piece, text))
    allowed = ("true", "false") if piece.kind == "boolean" else piece.codes
    value = words(text)
    if value not in {words(code) for code in allowed}:
        listed = ", ".join(f"`{code}`" for code in allowed)
        path = ".".join(piece.path)
        raise ExpressionError(f"Allowed values for enum field `{path}` are {listed}")
    return Words(f"| {value} |", (piece,))


def _span(piece: Piece, text: str) -> tuple[float, float]:
    span = bounds(piece, text)
    if span is None:
        raise ExpressionError(f"Invalid {piece.kind} for {piece.name}: '{text}'")
    return span
