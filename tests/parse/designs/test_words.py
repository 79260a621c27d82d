"""Sentences of words."""

from __future__ import annotations

from harvest.parse.designs.words import keys, phrase, sentences, span


def test_hyphens_and_spelling_do_not_matter() -> None:
    assert phrase("Double-Blind") == phrase("double blind") == ("double", "blind")
    assert phrase("non-randomised") == ("non", "randomized")


def test_lines_and_stops_end_a_sentence_but_abbreviations_do_not() -> None:
    text = "One here. Two (e.g. this)\n* Three"
    assert [keys(sentence)[0] for sentence in sentences(text)] == ["1", "2", "3"]


def test_a_span_points_into_the_text() -> None:
    text = "A  double-blind  trial"
    (sentence,) = sentences(text)
    start, end = span(sentence, 1, 3)
    assert text[start:end] == "double-blind"
