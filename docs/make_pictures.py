"""Draws the pictures of the README from the bundled sample; run with `make pictures`."""

from __future__ import annotations

import tempfile
from pathlib import Path

import harvest
from harvest import pictures, sample, synthesis
from harvest.cohorts import BUILT_IN, DEFAULT
from harvest.refresh import SAMPLE, refresh
from harvest.settings import Settings
from harvest.synthesis import questions

HERE = Path(__file__).parent / "pictures"


def main() -> None:
    """Harvest the sample into a folder of its own and draw."""
    assert sample.records()
    with tempfile.TemporaryDirectory() as folder:
        data = Path(folder)
        refresh(data, BUILT_IN[DEFAULT], Settings(registry=SAMPLE))
        tables = {
            name: harvest.load(name, data=data)
            for name in ("estimates", "trials", "published_results", "arm_period_doses")
        }
        pain = questions.pain(tables["estimates"], tables["trials"])
        pooled = synthesis.pool(questions.to_pool(pain), trial="trial")
        forest = pictures.forest(
            pain,
            {"random effects": pooled},
            question="Pain: low-dose naltrexone against control in fibromyalgia",
            unit="points of 0 to 10",
            scale="MD",
            published=tables["published_results"],
        )
    (HERE / "forest.png").write_bytes(forest.png(150))


if __name__ == "__main__":
    main()
