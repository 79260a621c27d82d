"""The arithmetic against R's metafor, where that is installed: Debian's r-cran-metafor."""

from __future__ import annotations

import json
import random
import shutil
import subprocess
from functools import cache
from pathlib import Path
from typing import Any, get_args

import pytest

from harvest.statistics import effects, pooling, rare
from harvest.statistics.conversions import Summary

pytestmark = pytest.mark.long
SETS = 40


@cache
def given() -> dict[str, list[dict[str, Any]]]:
    random_ = random.Random(20261123)
    pooled, counts, means = [], [], []
    for _ in range(SETS):
        k = random_.randint(3, 12)
        spread = random_.choice([0.0, 0.2, 1.0])
        v = [random_.uniform(0.02, 0.5) for _ in range(k)]
        y = [random_.gauss(0.3, (each + spread**2) ** 0.5) for each in v]
        pooled.append({"y": y, "v": v})
        n, other_n = ([random_.randint(20, 200) for _ in range(k)] for _ in range(2))
        # No trial without any event: metafor adds a half to those by default.
        counts.append(
            {
                "events": [random_.randint(1, 12) for _ in range(k)],
                "n": n,
                "other_events": [random_.randint(1, 9) for _ in range(k)],
                "other_n": other_n,
            }
        )
        means.append(
            {
                **{name: random_.uniform(1, 9) for name in ("m1", "m2", "s1", "s2")},
                **{name: random_.randint(5, 90) for name in ("n1", "n2")},
            }
        )
    return {"pooled": pooled, "rare": counts, "effects": means}


@cache
def metafor() -> dict[str, Any]:
    if shutil.which("Rscript") is None:
        pytest.skip("R is not here: install r-cran-metafor and r-cran-jsonlite")
    done = subprocess.run(
        ["Rscript", str(Path(__file__).with_name("against_metafor.R"))],
        input=json.dumps(given()),
        capture_output=True,
        text=True,
        check=False,
    )
    if "there is no package" in done.stderr:
        pytest.skip("metafor is not here: install r-cran-metafor and r-cran-jsonlite")
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)  # type: ignore[no-any-return]


@pytest.mark.parametrize("method", get_args(pooling.Method))
def test_pooling_is_metafor_s(method: pooling.Method) -> None:
    for data, expected in zip(given()["pooled"], metafor()["pooled"], strict=True):
        errors = [each**0.5 for each in data["v"]]
        ours, theirs = pooling.pool(data["y"], errors, method=method), expected[method]
        for name in ("estimate", "se", "lower", "upper", "q"):
            assert getattr(ours, name) == pytest.approx(theirs[name], abs=1e-5), name
        assert ours.tau2 == pytest.approx(theirs["tau2"], abs=1e-5)
        assert ours.weights == pytest.approx(theirs["weights"], abs=1e-5)
        if method == "fixed":
            continue
        assert ours.prediction_lower == pytest.approx(theirs["pi_lower"], abs=1e-5)
        assert ours.prediction_upper == pytest.approx(theirs["pi_upper"], abs=1e-5)
        assert ours.tau2_lower == pytest.approx(theirs["tau2_lower"], abs=1e-5)
        assert ours.tau2_upper == pytest.approx(theirs["tau2_upper"], abs=1e-4)
        by_t = pooling.pool(data["y"], errors, method=method, adjustment="hartung_knapp")
        assert by_t.se == pytest.approx(theirs["hk_se"], abs=1e-5)
        assert (by_t.lower, by_t.upper) == pytest.approx(
            (theirs["hk_lower"], theirs["hk_upper"]), abs=1e-5
        )


@pytest.mark.parametrize(
    ("name", "function"),
    [
        ("RR", rare.mantel_haenszel_rr),
        ("OR", rare.mantel_haenszel_or),
        ("RD", rare.mantel_haenszel_rd),
        ("peto", rare.peto),
    ],
)
def test_rare_events_are_metafor_s(name: str, function: Any) -> None:
    for data, expected in zip(given()["rare"], metafor()["rare"], strict=True):
        columns = (data[each] for each in ("events", "n", "other_events", "other_n"))
        ours = function([rare.Counts(*each) for each in zip(*columns, strict=True)])
        assert ours.estimate == pytest.approx(expected[name]["estimate"], abs=1e-8)
        # Of a difference metafor has the variance of Sato (1989), we that of Greenland (1985).
        close = {"rel": 0.1} if name == "RD" else {"abs": 1e-8}
        assert ours.se == pytest.approx(expected[name]["se"], **close)


def test_effects_are_metafor_s() -> None:
    for data, expected in zip(given()["effects"], metafor()["effects"], strict=True):
        one = Summary(data["m1"], data["s1"], data["n1"])
        two = Summary(data["m2"], data["s2"], data["n2"])
        difference, g = effects.mean_difference(one, two), effects.hedges_g(one, two)
        assert difference.estimate == pytest.approx(expected["MD"])
        assert difference.se**2 == pytest.approx(expected["MD_v"])
        assert g.estimate == pytest.approx(expected["SMD"], abs=1e-9)
        assert g.se**2 == pytest.approx(expected["SMD_v"], rel=1e-6)
