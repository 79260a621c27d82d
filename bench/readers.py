"""Times the readers of free text on long strings made to be hard.

    .venv/bin/python bench/readers.py [--length 100000]

For each reader, over strings that repeat one hard piece: the worst ratio of the time for the full
length to that for a quarter of it (4 is linear, 16 is quadratic), and the slowest one in seconds.
Prints one JSON object.
"""

from __future__ import annotations

import json
import time
from argparse import ArgumentParser
from collections.abc import Callable

from harvest.parse.doses import summarise
from harvest.parse.outcomes import read_outcome
from harvest.parse.timeframes import read_time_frame

PIECES = {
    "dose": "naltrexone 4.5 mg |4.5 mg/|1, |4-5-|placebo matching |( |for 2 weeks |day 1, |9",
    "timeframe": "1, |week |(|9|1-|(1 |12 weeks (|weeks 1, |every 3 months |T1 |1h30|to |± 3 days ",
    "outcome": "PCS |0-|higher score |pain (PCS) |1 = a |VAS pain |0 to 10 |> 30 % |each 0-10 |(",
}
READ: dict[str, Callable[[str], object]] = {
    "dose": summarise.__wrapped__,
    "timeframe": read_time_frame.__wrapped__,
    "outcome": lambda text: read_outcome.__wrapped__(text, text + "x"),
}


def seconds(read: Callable[[str], object], text: str) -> float:
    """Processor time of one call."""
    start = time.process_time()
    read(text)
    return time.process_time() - start


def main() -> None:
    """Measure and print."""
    options = ArgumentParser()
    options.add_argument("--length", type=int, default=100_000)
    length = options.parse_args().length
    figures = {}
    for name, read in READ.items():
        worst, slowest, piece_of_worst = 0.0, 0.0, ""
        for piece in PIECES[name].split("|"):
            text = (piece * length)[:length]
            short, long = seconds(read, text[: length // 4]), seconds(read, text)
            slowest = max(slowest, long)
            if long / short > worst:
                worst, piece_of_worst = long / short, piece
        figures[name] = {
            "worst_ratio_for_four_times_the_length": round(worst, 1),
            "at": piece_of_worst,
            "slowest_seconds": round(slowest, 2),
        }
    print(json.dumps(figures, indent=2))


if __name__ == "__main__":
    main()
