"""How well the records could be read."""

from __future__ import annotations

from harvest import pictures
from tests.pictures.conftest import Tables
from tests.pictures.looks import check


def test_shares_are_counted_from_the_tables(table: Tables) -> None:
    names = ("outcomes", "outcome_domains", "arm_period_doses", "arm_periods", "effects")
    found = pictures.resolved({name: table(name) for name in names})
    check(pictures.resolved_shares(found))
    rows = found.set_index("what")
    periods = table("arm_periods")
    assert rows.at["period: length", "read"] == int(periods["days"].notna().sum())
    assert (found["read"] <= found["of"]).all()
