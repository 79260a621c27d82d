from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harvest.history.outcomes import Outcome, Rank, changes, link, outcomes_of
from tests.history.pasts import outcomes
from tests.records import study
from tests.work import calls

TEXTS = st.none() | st.sampled_from(
    ["Pain VAS", "pain vas", "Average pain (NRS)", "Pain and fatigue", "Fatigue", "FIQ total", ""]
)
OUTCOMES = st.lists(
    st.builds(Outcome, st.sampled_from(["primary", "secondary"]), st.just(0), TEXTS, TEXTS, TEXTS),
    max_size=6,
).map(tuple)


def one(
    measure: str, time: str = "12 weeks", rank: Rank = "primary", text: str | None = None
) -> Outcome:
    return Outcome(rank, 0, measure, text, time)


def relations(old: list[Outcome], new: list[Outcome]) -> list[tuple[int | None, int | None, str]]:
    return [(each.old, each.new, each.relation) for each in link(tuple(old), tuple(new))]


def test_outcomes_are_read_in_the_registrys_order() -> None:
    found = outcomes_of(study(1, **outcomes((("A", "1"),), (("B", "2"), ("C", "3")))))
    assert [(each.rank, each.place, each.measure) for each in found] == [
        ("primary", 0, "A"), ("secondary", 0, "B"), ("secondary", 1, "C"),
    ]  # fmt: skip
    assert found[2].path == "protocolSection.outcomesModule.secondaryOutcomes[1]"
    assert outcomes_of({}) == outcomes_of({"protocolSection": {"outcomesModule": [1]}}) == ()


def test_equal_words_are_the_same_whatever_their_case_and_order() -> None:
    old, new = [one("Pain VAS"), one("FIQ total")], [one("FIQ total"), one("pain - VAS")]
    assert relations(old, new) == [(1, 0, "same"), (0, 1, "changed")]


def test_the_same_measure_at_two_times_is_told_apart_by_the_time() -> None:
    old = [one("Pain", "4 weeks"), one("Pain", "12 weeks")]
    assert relations(old, old[::-1]) == [(1, 0, "same"), (0, 1, "same")]
    assert relations(old, [old[1]]) == [(1, 0, "same"), (0, None, "removed")]


def test_a_re_ranked_and_re_timed_outcome_says_both() -> None:
    (found,) = link((one("Pain VAS"),), (one("Pain VAS", "24 weeks", "secondary"),))
    assert (found.relation, found.rule) == ("changed", "measure_equal")
    assert (found.is_reworded, found.is_reranked, found.is_retimed) == (False, True, True)


def test_a_small_rewording_is_certain_and_a_large_one_is_not() -> None:
    assert (
        relations([one("Pain intensity VAS")], [one("Mean pain intensity VAS")])[0][2] == "changed"
    )
    loose = relations([one("Pain intensity and sleep")], [one("Pain and sleep in women")])
    assert loose == [(0, 0, "uncertain")]


def test_another_number_makes_a_rewording_uncertain() -> None:
    old, new = [one("Responders with 30 % less pain")], [one("Responders with 50 % less pain")]
    assert relations(old, new) == [(0, 0, "uncertain")]


def test_another_instrument_is_another_outcome() -> None:
    old, new = [one("Change in BPI pain severity")], [one("Change in FIQR pain severity")]
    assert relations(old, new) == [(None, 0, "added"), (0, None, "removed")]


def test_words_that_name_no_outcome_link_nothing() -> None:
    old = [one("Change in mean score from baseline of anxiety")]
    new = [one("Change in mean score from baseline of stiffness")]
    assert relations(old, new) == [(None, 0, "added"), (0, None, "removed")]


def test_an_outcome_that_may_have_been_split_or_merged_is_left_to_a_person() -> None:
    whole, parts = [one("Pain and fatigue")], [one("Pain"), one("Fatigue")]
    assert relations(whole, parts) == [(0, 0, "uncertain"), (0, 1, "possible_split")]
    assert relations(parts, whole) == [(0, 0, "uncertain"), (1, 0, "possible_merge")]
    kinds = [each.kind for each in changes(link(whole, parts), whole, parts)]
    assert kinds == ["outcome_reworded", "outcome_added"]


@given(OUTCOMES, OUTCOMES)
def test_every_outcome_of_both_versions_is_accounted_for(
    old: tuple[Outcome, ...], new: tuple[Outcome, ...]
) -> None:
    links = link(old, new)
    assert {each.old for each in links} - {None} == set(range(len(old)))
    assert {each.new for each in links} - {None} == set(range(len(new)))
    kept = [each for each in links if each.relation in ("same", "changed", "uncertain")]
    assert len({each.old for each in kept}) == len({each.new for each in kept}) == len(kept)
    kinds = [each.kind for each in changes(links, old, new)]
    assert len(new) - len(old) == kinds.count("outcome_added") - kinds.count("outcome_removed")


@given(OUTCOMES)
def test_a_version_is_linked_to_itself(given: tuple[Outcome, ...]) -> None:
    assert {each.relation for each in link(given, given)} <= {"same"}
    assert list(changes(link(given, given), given, given)) == []


def test_work_stays_within_bounds_where_nothing_is_alike() -> None:
    def lists(size: int) -> tuple[tuple[Outcome, ...], ...]:
        return tuple(tuple(one(f"{word} {n}") for n in range(size)) for word in ("old", "new"))

    few, many = (calls(link, *lists(size)) for size in (200, 800))
    assert many < 5 * few
