from hypothesis import given
from hypothesis import strategies as st

from harvest.parse.automaton import Automaton, Hit, longest

_WORDS = st.lists(st.sampled_from("ab"), min_size=1, max_size=4).map(tuple)


@given(st.sets(_WORDS, min_size=1, max_size=8), st.lists(st.sampled_from("abc"), max_size=30))
def test_it_finds_what_a_plain_search_finds(phrases: set[tuple[str, ...]], text: list[str]) -> None:
    found = {(hit.start, hit.end) for hit in Automaton((p, p) for p in phrases).find(text)}
    plain = {
        (at, at + len(phrase))
        for phrase in phrases
        for at in range(len(text))
        if tuple(text[at : at + len(phrase)]) == phrase
    }
    assert found == plain


def test_the_longest_of_overlapping_hits_is_kept() -> None:
    hits = [Hit(0, 2, "x"), Hit(1, 4, "y"), Hit(4, 5, "z")]
    assert [hit.value for hit in longest(hits)] == ["y", "z"]
