"""Puts the effects of several trials together, by inverse variance.

Sources: Cochrane Handbook 10.10, DerSimonian and Laird 1986, Paule and Mandel 1982, Viechtbauer
2005 (REML) and 2007 (Q-profile), Hartung and Knapp 2001, Higgins 2009 (prediction interval).
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from math import isfinite, sqrt
from typing import Final, Literal, NamedTuple

from scipy import optimize, special

from harvest.statistics.effects import ImpossibleNumbers
from harvest.statistics.quantiles import LEVEL, normal, student, two_sided

Method = Literal["fixed", "REML", "DL", "PM"]
Adjustment = Literal["none", "hartung_knapp", "modified_hartung_knapp"]
FEW: Final = 5
FEWEST_PREDICTED: Final = 3
_MOST_STEPS: Final = 2000
_CLOSE: Final = 1e-12


class Pooled(NamedTuple):
    """What several trials say together.

    Attributes:
        method, adjustment: How it was pooled.
        trials: How many.
        estimate, se: On the scale of the effects.
        lower, upper: Interval at `level` percent.
        p: Two-sided.
        q, q_p: Cochran's Q and its p-value; None of one trial.
        i2: Percent of Q beyond chance, max(0, (Q - df) / Q) (Higgins 2003); None of one trial.
        tau2, tau2_lower, tau2_upper: Variance between trials, with its Q-profile interval.
        prediction_lower, prediction_upper: Where a new trial's effect would lie, by t with k - 2
            degrees of freedom; None below three trials and of a fixed effect.
        weights: Shares that sum to 1, in the order of the trials.
        level: In percent.
        warnings: What a reader must know.
    """

    method: Method
    adjustment: Adjustment
    trials: int
    estimate: float
    se: float
    lower: float
    upper: float
    p: float
    q: float | None
    q_p: float | None
    i2: float | None
    tau2: float
    tau2_lower: float | None
    tau2_upper: float | None
    prediction_lower: float | None
    prediction_upper: float | None
    weights: tuple[float, ...]
    level: float
    warnings: tuple[str, ...]


def pool(
    estimates: Sequence[float],
    errors: Sequence[float],
    *,
    method: Method = "REML",
    adjustment: Adjustment = "none",
    level: float = LEVEL,
) -> Pooled:
    """One effect of several.

    Args:
        estimates: One per trial, all on one scale; ratios as logarithms.
        errors: Their standard errors.
        method: A fixed effect, or how the variance between trials is estimated.
        adjustment: Of the interval: by t and the spread of the trials (Hartung-Knapp), or the same
            but never narrower than without (modified).
        level: Of the intervals, in percent.

    Raises:
        ImpossibleNumbers: No trial, other numbers of estimates than of errors, an error that is not
            above 0.
    """
    y, v = _checked(estimates, errors)
    k = len(y)
    tau2 = 0.0 if k == 1 else _TAU2[method](y, v)
    weights = [1 / (each + tau2) for each in v]
    total = sum(weights)
    mean = _mean(y, weights)
    se = sqrt(1 / total)
    warnings = []
    quantile = normal(level)
    degrees: float | None = None
    if adjustment != "none" and k > 1:
        spread = sum(w * (each - mean) ** 2 for w, each in zip(weights, y, strict=True)) / (k - 1)
        spread = max(spread, 1.0) if adjustment == "modified_hartung_knapp" else spread
        se = sqrt(spread / total)
        degrees = k - 1
        quantile = student(degrees, level)
        if k < FEW:
            warnings.append(_few(k))
    elif k < FEW and method != "fixed":
        warnings.append(f"with {k} trials the variance between them is hardly known")
    fixed = [1 / each for each in v]
    q = sum(w * (each - _mean(y, fixed)) ** 2 for w, each in zip(fixed, y, strict=True))
    ends = _q_profile(y, v, level) if k > 1 else (None, None)
    predicted = _prediction(k, mean, total, tau2, level) if method != "fixed" else (None, None)
    return Pooled(
        method=method,
        adjustment=adjustment,
        trials=k,
        estimate=mean,
        se=se,
        lower=mean - quantile * se,
        upper=mean + quantile * se,
        p=two_sided(mean / se, degrees) if se else 1.0 if mean == 0 else 0.0,
        q=q if k > 1 else None,
        q_p=float(special.chdtrc(k - 1, q)) if k > 1 else None,
        i2=(max(0.0, (q - (k - 1)) / q) * 100 if q else 0.0) if k > 1 else None,
        tau2=tau2,
        tau2_lower=ends[0],
        tau2_upper=ends[1],
        prediction_lower=predicted[0],
        prediction_upper=predicted[1],
        weights=tuple(each / total for each in weights),
        level=level,
        warnings=tuple(warnings),
    )


def _checked(
    estimates: Sequence[float], errors: Sequence[float]
) -> tuple[list[float], list[float]]:
    if not estimates or len(estimates) != len(errors):
        raise ImpossibleNumbers(
            f"{len(estimates)} estimates and {len(errors)} standard errors cannot be pooled; give "
            "one of each for every trial."
        )
    for estimate, error in zip(estimates, errors, strict=True):
        if not (isfinite(estimate) and isfinite(error) and error > 0):
            raise ImpossibleNumbers(
                f"An estimate of {estimate} with a standard error of {error} cannot be pooled; the "
                "error must be above 0."
            )
    return list(estimates), [each**2 for each in errors]


def _few(k: int) -> str:
    if k == 2:
        return "Hartung-Knapp with two trials gives intervals too wide to say anything"
    return f"Hartung-Knapp with {k} trials: the interval may be far too wide, or too narrow"


def _mean(y: Sequence[float], weights: Sequence[float]) -> float:
    return sum(w * each for w, each in zip(weights, y, strict=True)) / sum(weights)


def _q(y: Sequence[float], v: Sequence[float], tau2: float) -> float:
    """Q with the variance between trials in the weights."""
    weights = [1 / (each + tau2) for each in v]
    mean = _mean(y, weights)
    return sum(w * (each - mean) ** 2 for w, each in zip(weights, y, strict=True))


def _none(_y: Sequence[float], _v: Sequence[float]) -> float:
    return 0.0


def _dersimonian_laird(y: Sequence[float], v: Sequence[float]) -> float:
    weights = [1 / each for each in v]
    scale = sum(weights) - sum(w**2 for w in weights) / sum(weights)
    return max(0.0, (_q(y, v, 0.0) - (len(y) - 1)) / scale)


def _paule_mandel(y: Sequence[float], v: Sequence[float]) -> float:
    return _solved(y, v, len(y) - 1)


def _reml(y: Sequence[float], v: Sequence[float]) -> float:
    """Restricted maximum likelihood, by its fixed point."""
    tau2 = _dersimonian_laird(y, v)
    for _ in range(_MOST_STEPS):
        weights = [1 / (each + tau2) for each in v]
        mean, total = _mean(y, weights), sum(weights)
        excess = sum(
            w**2 * ((each - mean) ** 2 - var) for w, each, var in zip(weights, y, v, strict=True)
        )
        new = max(0.0, excess / sum(w**2 for w in weights) + 1 / total)
        if abs(new - tau2) <= _CLOSE * (1 + tau2):
            return new
        tau2 = new
    return tau2


_TAU2: Final[dict[Method, Callable[[Sequence[float], Sequence[float]], float]]] = {
    "fixed": _none,
    "REML": _reml,
    "DL": _dersimonian_laird,
    "PM": _paule_mandel,
}


def _solved(y: Sequence[float], v: Sequence[float], wanted: float) -> float:
    """The variance between trials at which Q is as wanted; 0 where it is below that at 0."""
    if _q(y, v, 0.0) <= wanted:
        return 0.0
    most = max(*v, 1e-12)
    while _q(y, v, most) > wanted:
        most *= 2
    return float(optimize.brentq(lambda tau2: _q(y, v, tau2) - wanted, 0.0, most, xtol=1e-14))


def _q_profile(y: Sequence[float], v: Sequence[float], level: float) -> tuple[float, float]:
    tail, degrees = (1 - level / 100) / 2, len(y) - 1
    upper, lower = special.chdtri(degrees, tail), special.chdtri(degrees, 1 - tail)
    return _solved(y, v, float(upper)), _solved(y, v, float(lower))


def _prediction(
    k: int, mean: float, total: float, tau2: float, level: float
) -> tuple[float | None, float | None]:
    if k < FEWEST_PREDICTED:
        return None, None
    half = student(k - 2, level) * sqrt(tau2 + 1 / total)
    return mean - half, mean + half
