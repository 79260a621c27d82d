"""Kinds of dispersion, by code and in words."""

from __future__ import annotations

from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harvest.parse import Unread, dispersions
from harvest.parse.dispersions import Dispersion, Kind, read_dispersion
from harvest.parse.outcomes.files import rows
from harvest.record.codes import AnalysisDispersionType, MeasureDispersionType


@pytest.mark.parametrize(
    ("text", "kind", "level"),
    [
        ("Standard Deviation", "standard_deviation", None),
        ("Std. Dev.", "standard_deviation", None),
        ("S.D.", "standard_deviation", None),
        ("Standard Deviation (SD)", "standard_deviation", None),
        ("Standard Error", "standard_error", None),
        ("Standard Error of the Mean", "standard_error", None),
        ("SEM", "standard_error", None),
        ("Inter-Quartile Range", "inter_quartile_range", None),
        ("Interquartile range (Q1, Q3)", "inter_quartile_range", None),
        ("25th to 75th percentiles", "inter_quartile_range", None),
        ("Full Range", "full_range", None),
        ("Min-Max", "full_range", None),
        ("95% Confidence Interval", "confidence_interval", 95),
        ("84% Confidence Interval", "confidence_interval", 84),
        ("97.3% Confidence Interval", "confidence_interval", 97.3),
        ("97,5 % confidence limits", "confidence_interval", 97.5),
        ("Confidence Interval (90%)", "confidence_interval", 90),
        ("95% Confidence Interval (CI)", "confidence_interval", 95),
        ("95%-CI, 2-sided", "confidence_interval", 95),
        ("0.95 confidence interval", "confidence_interval", 95),
        ("Confidence interval", "confidence_interval", None),
        ("95% Credible Interval", "credible_interval", 95),
        ("Geometric Coefficient of Variation", "geometric_cv", None),
        ("Geometric CV (%)", "geometric_cv", None),
        ("%CV", "coefficient_of_variation", None),
        ("Geometric Standard Deviation", "geometric_standard_deviation", None),
        ("10th-90th percentile", "other", None),
        ("Not Applicable", "none", None),
        ("N/A", "none", None),
    ],
)
def test_words_name_a_kind_and_a_level(text: str, kind: Kind, level: float | None) -> None:
    assert read_dispersion(text) == Dispersion(kind, level)


@pytest.mark.parametrize(
    ("code", "kind", "level"),
    [
        ("NA", "none", None),
        ("STANDARD_DEVIATION", "standard_deviation", None),
        ("STANDARD_ERROR", "standard_error", None),
        ("INTER_QUARTILE_RANGE", "inter_quartile_range", None),
        ("FULL_RANGE", "full_range", None),
        ("CONFIDENCE_80", "confidence_interval", 80),
        ("CONFIDENCE_90", "confidence_interval", 90),
        ("CONFIDENCE_95", "confidence_interval", 95),
        ("CONFIDENCE_975", "confidence_interval", 97.5),
        ("CONFIDENCE_99", "confidence_interval", 99),
        ("CONFIDENCE_OTHER", "confidence_interval", None),
        ("GEOMETRIC_COEFFICIENT", "geometric_cv", None),
        ("STANDARD_ERROR_OF_MEAN", "standard_error", None),
    ],
)
def test_codes_of_the_registry_have_the_same_vocabulary(
    code: str, kind: Kind, level: float | None
) -> None:
    assert read_dispersion(code) == Dispersion(kind, level)


def test_no_code_of_the_registry_is_unknown() -> None:
    for code in (*get_args(MeasureDispersionType), *get_args(AnalysisDispersionType)):
        assert read_dispersion(code).kind in get_args(Kind)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("", "empty"),
        ("  ", "empty"),
        ("95%", "names no dispersion"),
        ("Something else", "unknown words"),
        ("95% CI by Clopper and Pearson", "unknown words"),
        ("SD/SE", "names more than one dispersion"),
        ("Standard Deviation (Standard Error)", "names more than one dispersion"),
        ("95% CI (90% CI)", "more than one level"),
        ("95% 90% CI", "more than one number"),
        ("5% Confidence Interval", "no level of an interval"),
        ("100% Confidence Interval", "no level of an interval"),
        ("90% Range", "a level, and no interval"),
    ],
)
def test_what_is_not_sure_is_unread_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(Unread, match=reason):
        read_dispersion(text)
    assert dispersions.ci_percent(text) is None


def test_no_text_is_no_dispersion() -> None:
    assert dispersions.kind(None) is None
    assert dispersions.ci_percent(None) is None
    assert dispersions.attempt(None) is None


def test_the_columns_say_what_the_reader_says() -> None:
    assert dispersions.kind("84% Confidence Interval") == "confidence_interval"
    assert dispersions.ci_percent("84% Confidence Interval") == 84
    assert dispersions.attempt("Something else") is None


def test_every_phrase_of_the_vocabulary_is_read_as_its_code_and_has_a_source() -> None:
    found = rows("dispersions.tsv")
    assert {row["code"] for row in found} == set(get_args(Kind))
    for row in found:
        assert read_dispersion(row["words"]).kind == row["code"]
        assert row["source"]


@given(st.text(max_size=60))
def test_no_text_makes_the_reader_fail(text: str) -> None:
    try:
        found = read_dispersion(text)
    except Unread:
        return
    assert found.ci_percent is None or 50 <= found.ci_percent < 100


@given(st.lists(st.sampled_from(["95", "%", "CI", "(", ")", "SD", "0.9", "/", "to", "_"])))
def test_no_mixture_of_known_words_makes_it_fail(words: list[str]) -> None:
    try:
        read_dispersion(" ".join(words))
    except Unread:
        return
