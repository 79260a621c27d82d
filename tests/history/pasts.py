"""Studies with a past, made in a few words."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from harvest.history.timeline import History, Past, Seen, Served, Told
from harvest.raw.content import content_of
from tests.records import compact, nct, study

START = datetime(2026, 11, 16, 9, 0, 5)


def outcomes(
    primary: tuple[tuple[str, str], ...] = (), secondary: tuple[tuple[str, str], ...] = ()
) -> dict[str, Any]:
    """An outcomes module of measures and time frames."""
    return {
        "outcomesModule": {
            "primaryOutcomes": [{"measure": m, "timeFrame": t} for m, t in primary],
            "secondaryOutcomes": [{"measure": m, "timeFrame": t} for m, t in secondary],
        }
    }


def past(*days: dict[str, Any] | None, told: tuple[dict[str, Any], ...] = ()) -> Past:
    """A study as snapshots of these days saw it, None where they did not."""
    seen = tuple(Seen(f"day{n}", START + timedelta(days=n)) for n in range(len(days)))
    served: list[Served] = []
    for place, document in enumerate(days):
        if document is None:
            continue
        content = content_of(compact(document))
        last = served[-1] if served else None
        if last is not None and (last.version, last.last) == (content.version, place - 1):
            served[-1] = last._replace(last=place)
        else:
            line, version = content.line, content.version
            served.append(Served(version, line, content.data_version, place, place))
    versions = (content_of(compact(each)) for each in told)
    dates = (each["protocolSection"]["statusModule"]["lastUpdateSubmitDate"] for each in told)
    found = tuple(
        Told(number, date, content.version, content.line)
        for number, (date, content) in enumerate(zip(dates, versions, strict=True))
    )
    return Past(nct(1), seen, tuple(served), found)


def history(*days: dict[str, Any] | None, told: tuple[dict[str, Any], ...] = ()) -> History:
    return History(past(*days, told=told))


def sent(date: str, **protocol: Any) -> dict[str, Any]:
    """A record that the sponsor sent on a day."""
    status = {
        "overallStatus": "RECRUITING",
        "startDateStruct": {"date": "2026-01-15"},
        "primaryCompletionDateStruct": {"date": "2026-06"},
        "lastUpdateSubmitDate": date,
    }
    return study(1, **{"statusModule": status, **protocol})
