"""Claims that the tables decide."""

from __future__ import annotations

import pandas as pd
import pytest

from harvest import sample
from harvest.synthesis import recheck
from tests.tables.rows import RowSink, of_records


@pytest.fixture(scope="module")
def sink() -> RowSink:
    wanted = ("NCT00568555", "NCT04270877", "NCT04739995", "NCT04678895")
    return of_records(sample.records()[each] for each in wanted)


def test_what_can_be_computed_agrees_with_what_was_judged(sink: RowSink) -> None:
    found = recheck(lambda name: pd.DataFrame(sink[name])).set_index("claim_number")
    assert len(found) == 8
    assert found["agrees"].all(), found[["verdict", "computed", "words"]].to_string()
    assert "-0.34 (-0.95 to 0.27)" in found.loc[15, "words"]
    assert "FINAL" in found.loc[16, "words"]


def test_a_release_that_lacks_a_trial_decides_nothing_about_it() -> None:
    empty = of_records([sample.records()["NCT00568555"]])

    def load(name: str) -> pd.DataFrame:
        frame = pd.DataFrame(empty[name])
        return frame[frame["trial_id"] != "FINAL"] if name == "estimates" else frame

    found = recheck(load).set_index("claim_number")
    assert found.loc[[14, 15, 46], "computed"].isna().all()
    assert found.loc[[14, 15, 46], "agrees"].isna().all()
    assert found.loc[15, "verdict"] == "contradicted"
