from __future__ import annotations

from harvest.history.lists import MOST_COMPARED, Matched, likeness, match, words

ARMS = "protocolSection.armsInterventionsModule.armGroups"
INTERVENTIONS = "protocolSection.armsInterventionsModule.interventions"


def arm(label: str, text: str = "") -> dict[str, str]:
    return {"label": label, "description": text}


def test_items_are_paired_by_their_key_wherever_they_stand() -> None:
    old, new = [arm("A", "one"), arm("B")], [arm("C"), arm("B", "more"), arm("A", "two")]
    assert match(ARMS, old, new) == Matched(((1, 1), (0, 2)), (), (0,))


def test_equal_items_come_before_items_of_the_same_key() -> None:
    old = [{"type": "DRUG", "name": "N", "description": "1"}, {"type": "DRUG", "name": "N"}]
    new = [old[1], {"type": "DRUG", "name": "N", "description": "3"}]
    assert match(INTERVENTIONS, old, new).pairs == ((1, 0), (0, 1))


def test_a_renamed_arm_is_known_by_its_words() -> None:
    text = "naltrexone capsules once a day at bedtime for twelve weeks"
    assert match(ARMS, [arm("LDN", text)], [arm("Low dose", text)]).pairs == ((0, 0),)
    assert match(ARMS, [arm("LDN", text)], [arm("Yoga", "classes")]) == Matched((), (0,), (0,))


def test_texts_are_paired_as_often_as_they_come() -> None:
    path = "protocolSection.conditionsModule.keywords"
    assert match(path, ["a", "a", "b"], ["a", "c"]) == Matched(((0, 0),), (1, 2), (1,))


def test_likeness_is_the_share_of_words_in_common() -> None:
    assert likeness(words("pain at week 4"), words("Pain at week 12")) == 0.75
    assert likeness(words(""), words("")) == 0


def test_very_long_lists_without_anything_equal_are_taken_as_replaced() -> None:
    old = [arm(f"old {n}", "x") for n in range(MOST_COMPARED + 1)]
    new = [arm(f"new {n}", "x") for n in range(MOST_COMPARED + 1)]
    assert match(ARMS, old, new).pairs == ()
