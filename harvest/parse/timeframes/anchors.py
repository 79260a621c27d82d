"""Rules that tell points what they are counted from, and which way."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from harvest.parse.timeframes.items import Item
from harvest.parse.timeframes.model import Anchor
from harvest.parse.timeframes.rules import Rule, past_words, tag_at

_LIST: Final = frozenset({"point", "comma", "and", "or", "to", "dash", "estimate"})
_BEFORE_NOUN: Final = frozenset(
    {"other", "estimate", "article", "dash", "ordinal", "skip", "recall", "every"}
)
# What is given more than once, so that "the last study infusion" comes at the end.
_GIVEN: Final = frozenset({"dose", "injection", "treatment", "exercise"})
_BREAKS: Final = frozenset({"stop", "base", "joined", "code", "then"})


def _before_word(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "30, 20 and 10 min predose": the word that names a baseline elsewhere is a direction."""
    item = items[at]
    if item.tag != "base" or item.meaning != "before" or not _ends_in_point(made):
        return 0
    if made[-1].value == 0:
        return 0
    if made[-1].is_position and made[-1].unit == "day":
        made.append(replace(item, tag="skip"))  # "day 1 predose"
        return 1
    _tell_list(made, None, sign=-1.0)
    return 1


def _joined(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "6 weeks post-surgery", "postoperative day 3"."""
    item = items[at]
    if item.tag != "joined":
        return 0
    anchor = Anchor(item.meaning.partition(":")[2], item.span)
    # "1 year, post-implantation"; but "12 weeks, post-treatment" names a visit.
    is_apart = len(made) > 1 and made[-1].tag == "comma" and anchor.kind != "treatment"
    if _near_point(made) or (is_apart and made[-2].tag == "point"):
        _tell_segment(made, anchor)
        # Kept for the walk that follows, since it may name a baseline.
        made.append(replace(item, tag="skip", rule="anchor", meaning=anchor.kind))
        return 1
    if anchor.kind == "treatment":
        return 0  # "post-treatment at 8 weeks" names a visit and its time
    end = past_words(items, at + 1, 2)
    while tag_at(items, end) in ("dash", "comma", "upto", "within", "colon"):
        end += 1
    if tag_at(items, end) not in ("point", "bare"):
        return 0
    made.append(replace(item, tag="skip", rule="anchor_ahead", meaning=anchor.kind))
    return 1


def _after_moment(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "6 weeks and 6 months after surgery", "12 months from randomization"."""
    item = items[at]
    if item.tag not in ("after", "from") or not (
        _ends_in_point(made) if item.tag == "from" else _near_point(made)
    ):
        return 0
    end = _object(items, at)
    if tag_at(items, end) not in ("moment", "base"):
        return 0
    if item.tag == "from" and tag_at(items, past_words(items, end + 1, 4)) == "to":
        return 0  # "12 weeks: from baseline to the end"
    is_last = any(word.tag == "recall" for word in items[at + 1 : end])
    kind = "last dose" if is_last and _kind(items[end]) in _GIVEN else _kind(items[end])
    _tell_segment(made, Anchor(kind, items[end].span))
    made.append(replace(items[end], tag="skip", rule="anchor", meaning=kind))
    return end - at + 1


def _after_point(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "4 weeks after day 1", and "2 years following week 24", which is a sum."""
    if items[at].tag != "after" or not _ends_in_point(made):
        return 0
    end = _object(items, at)
    if tag_at(items, end) != "point":
        return 0
    if items[end].is_position and 0 <= items[end].value <= 1:
        _tell_segment(made, Anchor("baseline", items[end].span))
        made.append(replace(items[end], tag="skip"))
        return end - at + 1
    later = items[end]
    if later.is_position and later.value > 1 and not made[-1].is_position:
        days = made[-1].value + later.value
        made[-1] = replace(made[-1], value=days, rule="after_known_end", is_position=True)
        return end - at + 1
    made[-1] = replace(made[-1], rule="after_a_point")
    return 0


def _object(items: Sequence[Item], at: int) -> int:
    """Where the noun of "after", "post-" or "following" stands; "later" has none."""
    if items[at].text == "later":
        return at + 1
    end = at + 1
    while end < min(at + 6, len(items)) and items[end].tag in _BEFORE_NOUN:
        end += 1
    return end


def _before_moment(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "2 weeks before surgery", "4 weeks before and after surgery", "2 weeks before week 12"."""
    item = items[at]
    if item.tag != "before" or not _ends_in_point(made):
        return 0
    point = made[-1]
    if point.is_position and point.unit == "day":
        made.append(replace(item, tag="skip"))  # "on day 1, before breakfast"
        return 1
    if tag_at(items, at + 1) == "and" and tag_at(items, at + 2) in ("after", "joined"):
        made[-1] = replace(point, value=-point.value, amount=-point.amount)
        made.extend((items[at + 1], point))
        return 2
    end = past_words(items, at + 1, 4)
    if tag_at(items, end) == "point" and items[end].is_position and not point.is_position:
        return _before_point(items, at, end, made)
    is_named = tag_at(items, end) in ("moment", "base")
    _tell_list(made, _anchor(items[end]) if is_named else None, sign=-1.0)
    return end - at + 1 if is_named else 1


def _before_point(items: Sequence[Item], at: int, end: int, made: list[Item]) -> int:
    """ "2 weeks before day 1", "4 weeks before week 12", "within 4 weeks before week 12"."""
    later = items[end]
    if 0 <= later.value <= 1:
        _tell_list(made, Anchor("baseline", later.span), sign=-1.0)
        return end - at + 1
    if tag_at(made, len(made) - 2) in ("within", "upto"):
        del made[-2:]  # a window around the later one
        return end - at
    days = later.value - made[-1].value
    made[-1] = replace(made[-1], value=days, rule="after_known_end", is_position=True)
    return end - at + 1


def _of_follow_up(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "month 1 of follow-up" counts from where the follow-up begins."""
    if items[at].text != "of" or not _ends_in_point(made) or not made[-1].is_position:
        return 0
    words = "".join(item.text for item in items[at + 1 : at + 4])
    if not words.startswith(("followup", "follow-up")):
        return 0
    _tell_list(made, Anchor("follow-up", items[at + 1].span), sign=1.0)
    return 1


def _of_moment(items: Sequence[Item], at: int, made: list[Item]) -> int:
    """ "within 30 days of surgery"."""
    item = items[at]
    if item.tag != "other" or item.text != "of" or not _ends_in_point(made):
        return 0
    end = past_words(items, at + 1, 3)
    is_bound = any(before.tag in ("within", "upto") for before in made[-4:])
    if tag_at(items, end) not in ("moment", "base") or not is_bound:
        return 0
    _tell_list(made, _anchor(items[end]), sign=1.0)
    return end - at + 1


def _ends_in_point(made: Sequence[Item]) -> bool:
    return bool(made) and made[-1].tag == "point"


def _near_point(made: Sequence[Item]) -> bool:
    """Whether the words just before are a point, over a remark or an ordinary word."""
    for item in reversed(made[-3:]):
        if item.tag == "point":
            return True
        if item.tag not in ("other", "group", "dash", "moment", "phase"):
            return False
    return False


def _anchor(item: Item) -> Anchor:
    return Anchor(_kind(item), item.span)


def _kind(item: Item) -> str:
    return item.meaning.partition(":")[2] if item.tag == "moment" else "baseline"


def _tell_list(made: list[Item], anchor: Anchor | None, *, sign: float) -> None:
    """Gives an anchor, and a sign, to the points of the list that ends here."""
    for place in range(len(made) - 1, -1, -1):
        item = made[place]
        if item.tag not in _LIST:
            return
        if item.tag == "point":
            if item.anchor is not None or (sign < 0 and item.value < 0):
                return
            # Without the last part, 0 days before would be -0.0.
            value = sign * item.value or 0.0
            made[place] = replace(item, anchor=anchor, value=value, amount=sign * item.amount)


def _tell_segment(made: list[Item], anchor: Anchor) -> None:
    """Gives an anchor to the points before it, back to the last moment of another kind."""
    is_position: bool | None = None
    for place in range(len(made) - 1, -1, -1):
        item = made[place]
        if item.tag in _BREAKS or item.meaning == "end:treatment end":
            return
        if item.tag != "point":
            continue
        if item.anchor is not None or is_position not in (None, item.is_position):
            return  # told before; or "from day 1 to 30 days after the last dose"
        is_position = item.is_position
        made[place] = replace(item, anchor=anchor)


ANCHOR_RULES: Final[tuple[Rule, ...]] = (
    _before_word,
    _joined,
    _after_moment,
    _after_point,
    _before_moment,
    _of_follow_up,
    _of_moment,
)
