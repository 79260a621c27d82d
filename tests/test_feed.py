from __future__ import annotations

from datetime import datetime
from xml.etree.ElementTree import fromstring

from harvest.feed import ATOM, MOST_ENTRIES, Entry, contrast, feed, printable, told
from harvest.history.changes import ChangeRow, change_rows
from tests.history.pasts import history
from tests.records import study

NS = f"{{{ATOM}}}"
EVIL = 'A\x1b[31m<b>&"\u202e\x00\x08'


def rows(old: str = "Old", new: str = "New") -> tuple[ChangeRow, ...]:
    return tuple(change_rows(history(study(1, title=old), study(1, title=new))))


def entry(number: int = 1, snapshot: str = "2026-11-17T060000Z", title: str = "T") -> Entry:
    return Entry(f"NCT{number:08d}", title, snapshot, datetime(2026, 11, 17, 9, 0, 5), rows())


def test_a_feed_has_what_the_standard_asks_for() -> None:
    root = fromstring(feed([entry()], "all"))
    for parent in (root, *root.iter(f"{NS}entry")):
        for name in ("title", "id", "updated"):
            (child,) = parent.findall(f"{NS}{name}")
            assert child.text
        assert datetime.fromisoformat(parent.findtext(f"{NS}updated") or "").tzinfo
    assert root.findtext(f"{NS}author/{NS}name") == "harvest"
    (link,) = root.iter(f"{NS}link")
    assert link.attrib == {
        "rel": "alternate",
        "href": "https://clinicaltrials.gov/study/NCT00000001",
    }
    assert root.findtext(f"{NS}entry/{NS}content") == "other briefTitle: Old → New"


def test_ids_stay_and_differ_by_study_and_snapshot() -> None:
    def ids(*entries: Entry) -> list[str | None]:
        return [each.text for each in fromstring(feed(entries, "all")).iter(f"{NS}id")][1:]

    assert ids(entry()) == ids(entry(title="Another title"))
    assert len({*ids(entry(1), entry(2), entry(1, "2026-11-18T060000Z"))}) == 3


def test_the_newest_come_first_and_the_oldest_go() -> None:
    many = [entry(n) for n in range(MOST_ENTRIES)] + [entry(1, "2026-11-18T060000Z")]
    root = fromstring(feed(many, "all"))
    found = [each.text or "" for each in root.iterfind(f"{NS}entry/{NS}title")]
    assert len(found) == MOST_ENTRIES
    assert found[0].startswith("NCT00000001:")
    assert feed(many, "all") == feed(many[::-1], "all")


def test_nothing_new_is_a_feed_too() -> None:
    assert len(fromstring(feed([], "all"))) == 4


def test_a_record_cannot_break_the_feed_or_a_terminal() -> None:
    given = entry(title=EVIL)._replace(changes=rows("Old", EVIL))
    root = fromstring(feed([given], "all"))
    text = "".join(root.itertext())
    assert not {"\x1b", "\u202e", "\x00", "\x08"} & set(text)
    assert '<b>&"' in text
    assert printable("a\tb\n\x1bc", 10) == "a b c"


def test_long_texts_are_cut_to_where_they_differ() -> None:
    start = "word " * 200
    old, new = contrast(f"{start}18 years {start}", f"{start}21 years {start}", 60)
    assert old is not None
    assert new is not None
    assert "18 years" in old
    assert "21 years" in new
    assert len(old) <= 62


def test_what_came_and_went_is_said_by_its_name() -> None:
    arms = {"armGroups": [{"label": "LDN"}], "interventions": []}
    more = {**arms, "armGroups": [*arms["armGroups"], {"label": "Yoga"}]}
    days = [study(1, armsInterventionsModule=each) for each in (arms, more, arms)]
    assert [told(row) for row in change_rows(history(*days))] == [
        "arm added: Yoga",
        "arm removed: Yoga",
    ]
    words = [study(1, keywords=each) for each in (["a"], ["a", "b"], ["b"])]
    assert [told(row) for row in change_rows(history(*words))] == [
        "other keywords[1]: now also b", "other keywords[0]: no longer a",
    ]  # fmt: skip
