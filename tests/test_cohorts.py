from __future__ import annotations

import re
from pathlib import Path

import pytest

from harvest.cohorts import BUILT_IN, DEFAULT, Cohort, Search, find_cohort
from harvest.errors import ConfigError, UsageError


def from_toml(folder: Path, text: str) -> Cohort:
    path = folder / "mine.toml"
    path.write_text(text, encoding="utf-8")
    return find_cohort(str(path))


def test_the_default_is_fibromyalgia_by_condition_and_naltrexone_by_intervention() -> None:
    found = find_cohort(DEFAULT)
    assert found.name == "ldn-fibromyalgia"
    areas = {search.name: [key for key, _ in search.parameters] for search in found.searches}
    assert areas == {"fibromyalgia": ["query.cond"], "naltrexone": ["query.intr"]}


def test_the_whole_registry_is_one_search_without_a_query() -> None:
    assert find_cohort("all").searches == (Search("all"),)


@pytest.mark.parametrize("cohort", BUILT_IN.values(), ids=BUILT_IN)
def test_the_bare_letters_ldn_are_in_no_search(cohort: Cohort) -> None:
    for search in cohort.searches:
        for _, text in search.parameters:
            assert not re.search(r"\bLDN\b", text, re.IGNORECASE)


@pytest.mark.parametrize("cohort", BUILT_IN.values(), ids=BUILT_IN)
def test_no_search_has_more_terms_than_the_registry_takes(cohort: Cohort) -> None:
    for search in cohort.searches:
        for _, text in search.parameters:
            assert len(re.split(r" OR | AND ", text)) <= 13


def test_phrases_contain_naltrexone_or_are_brand_names() -> None:
    (_, text) = find_cohort(DEFAULT).searches[1].parameters[0]
    terms = [term.strip('"') for term in text.split(" OR ")]
    brands = [term for term in terms if "naltrexone" not in term]
    assert all(re.fullmatch(r"[A-Z][a-z]+", brand) for brand in brands)


def test_a_cohort_comes_from_a_file(tmp_path: Path) -> None:
    text = """
    name = "crps"
    [[searches]]
    name = "by condition"
    cond = "complex regional pain syndrome"
    filter = "AREA[Phase]PHASE2"
    [[searches]]
    name = "by drug"
    intr = "ketamine"
    """
    assert from_toml(tmp_path, text) == Cohort(
        "crps",
        (
            Search(
                "by condition",
                (
                    ("query.cond", "complex regional pain syndrome"),
                    ("filter.advanced", "AREA[Phase]PHASE2"),
                ),
            ),
            Search("by drug", (("query.intr", "ketamine"),)),
        ),
    )


@pytest.mark.parametrize("name", ["nope", "", "ALL", "nowhere.toml", "."])
def test_an_unknown_cohort_is_a_usage_error(name: str) -> None:
    with pytest.raises(UsageError, match="give ldn-fibromyalgia, all or the path of a TOML file"):
        find_cohort(name)


def test_a_very_long_name_is_a_usage_error() -> None:
    with pytest.raises(UsageError):
        find_cohort("x" * 5000)


ONE = "[[searches]]\nname = 's'\ncond = 'x'\n"


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("name = ", "not valid TOML"),
        ("", "name must be"),
        ("name = 'Mine'\n" + ONE, "lower-case"),
        ("name = '../x'\n" + ONE, "lower-case"),
        ("name = 5\n" + ONE, "lower-case"),
        ("name = 'all'\n" + ONE, "taken by a built-in"),
        ("name = 'imported'\n" + ONE, "taken by a built-in"),
        ("name = 'm'", "at least one"),
        ("name = 'm'\nsearches = []", "at least one"),
        ("name = 'm'\nsearches = 'x'", "at least one"),
        ("name = 'm'\nsearches = [1]", "needs a name"),
        ("name = 'm'\nserches = 1\n" + ONE, "unknown key 'serches'"),
        ("name = 'm'\n" + ONE + ONE, "a name of its own"),
        ("name = 'm'\n[[searches]]\ncond = 'x'", "needs a name"),
        ("name = 'm'\n[[searches]]\nname = 1\ncond = 'x'", "needs a name"),
        ("name = 'm'\n[[searches]]\nname = 's'", "has no query"),
        ("name = 'm'\n[[searches]]\nname = 's'\nkond = 'x'", "unknown search key 'kond'"),
        ("name = 'm'\n[[searches]]\nname = 's'\ncond = 5", "must be a text"),
        ("name = 'm'\n[[searches]]\nname = 's'\ncond = ' '", "must be a text"),
        ("name = 'm'\n[[searches]]\nname = 's'\ncond = ['x']", "must be a text"),
    ],
)
def test_what_is_wrong_with_a_file_is_told_with_its_name(
    tmp_path: Path, text: str, says: str
) -> None:
    with pytest.raises(ConfigError, match=r"mine\.toml") as caught:
        from_toml(tmp_path, text)
    assert says in str(caught.value)


def test_a_file_that_is_no_text_is_a_configuration_error(tmp_path: Path) -> None:
    path = tmp_path / "mine.toml"
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(ConfigError, match="not valid TOML"):
        find_cohort(str(path))
