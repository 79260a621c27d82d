"""Plays a registry through some days and refreshes on each of them for real.

    .venv/bin/python bench/days.py [--days 10] [--studies 60]

A replica serves records that are edited between the days: studies added, removed, merged, withheld
and back, every kind of edit that the table `changes` names, a day on which only derived terms
change, one on which the registry fails, a weekend on which its data stand still. Prints requests,
bytes and rows of each day, and whether `changes` says what was done, no more and no less.
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any, NamedTuple

import pandas as pd
from starlette.responses import PlainTextResponse
from starlette.types import Receive, Scope, Send

import harvest
from harvest.replica.app import create_app
from harvest.replica.archive import Archive
from harvest.replica.server import running

FIRST_DAY = date(2026, 11, 16)
"""A Monday."""
Record = dict[str, Any]
STATUS = "protocolSection.statusModule"
ARMS = "protocolSection.armsInterventionsModule"
OUTCOMES = "protocolSection.outcomesModule"


class Expected(NamedTuple):
    """One row of `changes` that an edit must give, by hand."""

    kind: str
    path: str | None
    old_text: str | None
    new_text: str | None
    slipped_days: int | None = None


class Simulator:
    """A registry that is edited from day to day, and what its edits must be seen as."""

    def __init__(self, records: Iterable[bytes]) -> None:
        self.records: dict[str, Record] = {}
        self._away: dict[str, Record] = {}
        self.expected: list[tuple[str, Expected]] = []
        for record in records:
            document = json.loads(record)
            self.records[document["protocolSection"]["identificationModule"]["nctId"]] = document

    def served(self, day: date) -> Archive:
        """What the registry serves on a day."""
        found = {}
        for nct_id, record in self.records.items():
            derived = record.setdefault("derivedSection", {}).setdefault("miscInfoModule", {})
            derived["versionHolder"] = day.isoformat()
            found[nct_id] = json.dumps(record, ensure_ascii=False, separators=(",", ":")).encode()
        return Archive(found, f"{day}T09:00:05")

    def expect(self, nct_id: str, *rows: Expected) -> None:
        """These rows are to come."""
        self.expected += [(nct_id, row) for row in rows]

    def edit(self, nct_id: str, path: str, value: Any, kind: str, **more: Any) -> None:
        """Set one value; None takes it away."""
        here: Any = self.records[nct_id]
        *steps, last = _steps(path)
        for step, following in zip(steps, [*steps, last][1:], strict=True):
            if isinstance(step, str):
                here = here.setdefault(step, [] if isinstance(following, int) else {})
            else:
                here = here[step]
        old = here.get(last) if isinstance(last, str) else here[last]
        here[last] = value
        self.expect(nct_id, Expected(kind, path, _shown(old), _shown(value), **more))

    def remove(self, nct_id: str) -> None:
        """Take a study away."""
        self._away[nct_id] = self.records.pop(nct_id)
        self.expect(nct_id, Expected("study_removed", None, None, None))

    def bring_back(self, nct_id: str) -> None:
        """Serve it again as it was."""
        self.records[nct_id] = self._away.pop(nct_id)
        self.expect(nct_id, Expected("study_reappeared", None, None, None))

    def add(self, nct_id: str, like: str) -> None:
        """A new study, a copy of another."""
        text = json.dumps(self.records[like]).replace(like, nct_id)
        self.records[nct_id] = json.loads(text)
        self.expect(nct_id, Expected("study_added", None, None, None))

    def merge(self, gone: str, kept: str) -> None:
        """One number becomes an alias of another."""
        self._away[gone] = self.records.pop(gone)
        self.expect(gone, Expected("study_merged", None, None, kept))
        identity = self.records[kept]["protocolSection"]["identificationModule"]
        identity.setdefault("nctIdAliases", []).append(gone)
        place = len(identity["nctIdAliases"]) - 1
        path = f"protocolSection.identificationModule.nctIdAliases[{place}]"
        self.expect(kept, Expected("study_merged", path, None, gone))

    def withhold(self, nct_id: str) -> None:
        """Put a placeholder in a record's place."""
        record = self.records[nct_id]
        status = record["protocolSection"]["statusModule"]["overallStatus"]
        self._away[nct_id] = record
        self.records[nct_id] = {
            "protocolSection": {
                "identificationModule": {"nctId": nct_id, "briefTitle": "[Trial of device that is "
                                         "not approved or cleared by the U.S. FDA]"},
                "statusModule": {"overallStatus": "WITHHELD"},
                "conditionsModule": record["protocolSection"]["conditionsModule"],
            },
            "hasResults": False,
        }  # fmt: skip
        path = f"{STATUS}.overallStatus"
        self.expect(nct_id, Expected("study_withheld", path, status, "WITHHELD"))

    def release(self, nct_id: str) -> None:
        """Give the record back in place of its placeholder."""
        self.records[nct_id] = self._away.pop(nct_id)
        status = self.records[nct_id]["protocolSection"]["statusModule"]["overallStatus"]
        path = f"{STATUS}.overallStatus"
        self.expect(nct_id, Expected("study_reappeared", path, "WITHHELD", status))

    def put(self, nct_id: str, path: str, item: Any, kind: str, shown: str | None = None) -> None:
        """Append an item to a list."""
        listed = self._list(nct_id, path)
        listed.append(item)
        place = f"{path}[{len(listed) - 1}]"
        self.expect(nct_id, Expected(kind, place, None, shown or _shown(item)))

    def take(self, nct_id: str, path: str, place: int, kind: str, shown: str | None = None) -> None:
        """Remove an item from a list."""
        item = self._list(nct_id, path).pop(place)
        self.expect(nct_id, Expected(kind, f"{path}[{place}]", shown or _shown(item), None))

    def shuffle(self, nct_id: str, path: str) -> None:
        """Turn a list round: no change at all."""
        self._list(nct_id, path).reverse()

    def move(self, nct_id: str, old: str, place: int, new: str) -> None:
        """Move an outcome from one list to the end of another."""
        lists = self.records[nct_id]["protocolSection"]["outcomesModule"]
        item = lists[f"{old}Outcomes"].pop(place)
        lists.setdefault(f"{new}Outcomes", []).append(item)
        path = f"{OUTCOMES}.{new}Outcomes[{len(lists[f'{new}Outcomes']) - 1}]"
        self.expect(nct_id, Expected("outcome_reranked", path, old, new))

    def derive(self, nct_id: str, term: str) -> None:
        """Let the registry derive another term."""
        path = "derivedSection.conditionBrowseModule.meshes[0].term"
        self.edit(nct_id, path, term, "derived")

    def post_results(self, nct_id: str) -> None:
        """Post results, as little of them as can be."""
        flow = {"participantFlowModule": {"groups": [{"id": "FG000", "title": "LDN"}]}}
        record = self.records[nct_id]
        record["resultsSection"] = flow
        self.expect(nct_id, Expected("results_posted", "resultsSection", None, _shown(flow)))
        self.edit(nct_id, "hasResults", True, "results_posted")  # noqa: FBT003

    def _list(self, nct_id: str, path: str) -> list[Any]:
        here: Any = self.records[nct_id]
        *steps, last = _steps(path)
        for step in steps:
            here = here.setdefault(step, {}) if isinstance(step, str) else here[step]
        found: list[Any] = here.setdefault(last, [])
        return found


def play(day: int, world: Simulator, ids: list[str]) -> None:
    """The edits of a day, from 1."""
    scenes = {1: _first, 2: _second, 3: _third, 4: _derived_only, BAD_DAY: _bad}
    if day not in WEEKEND:
        scenes.get(day, _ordinary)(world, ids)


def _first(world: Simulator, ids: list[str]) -> None:
    world.edit(ids[0], f"{STATUS}.overallStatus", "TERMINATED", "status_changed")
    world.edit(ids[0], f"{STATUS}.whyStopped", "Slow accrual", "status_changed")
    world.edit(ids[1], f"{STATUS}.primaryCompletionDateStruct.date", "2027-03-01", "date_changed",
               slipped_days=90)  # fmt: skip
    design = "protocolSection.designModule"
    world.edit(ids[2], f"{design}.enrollmentInfo.count", 31, "enrollment_planned_to_actual")
    world.edit(ids[2], f"{design}.enrollmentInfo.type", "ACTUAL", "enrollment_planned_to_actual")
    world.edit(ids[3], f"{design}.enrollmentInfo.count", 200, "enrollment_changed")
    world.put(ids[4], f"{OUTCOMES}.secondaryOutcomes",
              {"measure": "Orthostatic tolerance", "timeFrame": "4 weeks"},
              "outcome_added", "Orthostatic tolerance [4 weeks]")  # fmt: skip
    world.take(ids[5], f"{OUTCOMES}.secondaryOutcomes", 0, "outcome_removed",
               "Sleep quality by PSQI [12 weeks]")  # fmt: skip
    world.edit(ids[6], f"{OUTCOMES}.primaryOutcomes[0].measure", "Average pain intensity (NRS)",
               "outcome_reworded")  # fmt: skip
    world.move(ids[7], "primary", 0, "secondary")
    world.edit(ids[8], f"{OUTCOMES}.primaryOutcomes[0].timeFrame", "24 weeks", "outcome_retimed")
    world.add("NCT90000001", ids[0])


def _second(world: Simulator, ids: list[str]) -> None:
    world.edit(ids[0], f"{ARMS}.armGroups[0].description", "Naltrexone 3 mg daily", "dose_changed")
    world.put(ids[1], f"{ARMS}.armGroups", {"label": "Waiting list", "type": "NO_INTERVENTION"},
              "arm_added")  # fmt: skip
    world.take(ids[2], f"{ARMS}.armGroups", 1, "arm_removed")
    world.edit(ids[3], f"{ARMS}.armGroups[1].type", "SHAM_COMPARATOR", "arm_changed")
    world.put(ids[4], f"{ARMS}.interventions", {"type": "BEHAVIORAL", "name": "Diary"},
              "intervention_added")  # fmt: skip
    world.edit(ids[5], "protocolSection.eligibilityModule.minimumAge", "21 Years",
               "eligibility_changed")  # fmt: skip
    world.edit(ids[6], "protocolSection.sponsorCollaboratorsModule.leadSponsor.name",
               "Another University", "sponsor_changed")  # fmt: skip
    world.post_results(ids[7])
    world.edit(ids[8], "protocolSection.designModule.designInfo.maskingInfo.masking", "NONE",
               "design_changed")  # fmt: skip
    world.remove(ids[9])
    world.withhold(ids[10])
    world.shuffle(ids[11], f"{ARMS}.armGroups")


def _third(world: Simulator, ids: list[str]) -> None:
    world.bring_back(ids[9])
    world.release(ids[10])
    world.merge(ids[12], ids[13])
    world.edit(ids[1], f"{STATUS}.primaryCompletionDateStruct.type", "ACTUAL",
               "date_became_actual")  # fmt: skip
    world.edit(ids[14], f"{STATUS}.lastUpdateSubmitDate", "2026-11-18", "record_updated")
    world.edit(ids[14], "protocolSection.identificationModule.briefTitle", "A new title", "other")
    world.put(ids[14], "protocolSection.conditionsModule.keywords", "LDN", "other")
    world.take(ids[15], f"{ARMS}.interventions", 0, "intervention_removed")
    names = f"{ARMS}.interventions[0].otherNames"
    world.take(ids[16], names, 0, "intervention_changed")
    world.put(ids[16], names, "Revia", "intervention_changed")


def _derived_only(world: Simulator, ids: list[str]) -> None:
    """The registry derives other terms, and no sponsor sends anything."""
    for nct_id in ids[20:]:
        world.derive(nct_id, "Fibromyalgia, derived anew")


def _bad(world: Simulator, ids: list[str]) -> None:
    """Edits on a day on which the registry fails; they show on the next."""
    for nct_id in ids[20:24]:
        world.put(nct_id, "protocolSection.conditionsModule.keywords", "seen a day late", "other")


def _ordinary(world: Simulator, ids: list[str]) -> None:
    """A date moved in some studies, and a study more."""
    for number, nct_id in enumerate(ids[20:30]):
        path = f"{STATUS}.completionDateStruct.date"
        module = world.records[nct_id]["protocolSection"]["statusModule"]
        old = date.fromisoformat(module["completionDateStruct"]["date"])
        new = old + timedelta(days=30 + number)
        world.edit(nct_id, path, new.isoformat(), "date_changed", slipped_days=30 + number)
    world.add(f"NCT9{len(world.records):07d}", ids[19])


def _record(number: int) -> bytes:
    """A small study, in our own words."""
    arms = [
        {"label": "LDN", "type": "EXPERIMENTAL", "description": "Naltrexone 4.5 mg daily",
         "interventionNames": ["Drug: Naltrexone"]},
        {"label": "Placebo", "type": "PLACEBO_COMPARATOR", "description": "Placebo daily",
         "interventionNames": ["Drug: Placebo"]},
    ]  # fmt: skip
    protocol = {
        "identificationModule": {
            "nctId": f"NCT{number:08d}", "briefTitle": f"Low-dose naltrexone, study {number}",
        },
        "statusModule": {
            "overallStatus": "RECRUITING",
            "startDateStruct": {"date": "2026-01-15", "type": "ACTUAL"},
            "primaryCompletionDateStruct": {"date": "2026-12-01", "type": "ESTIMATED"},
            "completionDateStruct": {"date": "2026-12-01", "type": "ESTIMATED"},
            "lastUpdateSubmitDate": "2026-10-01",
        },
        "sponsorCollaboratorsModule": {"leadSponsor": {"name": "A University", "class": "OTHER"}},
        "conditionsModule": {"conditions": ["Fibromyalgia"], "keywords": ["pain"]},
        "designModule": {
            "studyType": "INTERVENTIONAL", "phases": ["PHASE2"],
            "designInfo": {"allocation": "RANDOMIZED", "interventionModel": "PARALLEL",
                           "maskingInfo": {"masking": "DOUBLE"}},
            "enrollmentInfo": {"count": 60, "type": "ESTIMATED"},
        },
        "armsInterventionsModule": {
            "armGroups": arms,
            "interventions": [
                {"type": "DRUG", "name": "Naltrexone", "armGroupLabels": ["LDN"],
                 "otherNames": ["ReVia"]},
                {"type": "DRUG", "name": "Placebo", "armGroupLabels": ["Placebo"]},
            ],
        },
        "outcomesModule": {
            "primaryOutcomes": [
                {"measure": "Pain intensity (NRS)", "timeFrame": "12 weeks"}
            ],
            "secondaryOutcomes": [
                {"measure": "Sleep quality by PSQI", "timeFrame": "12 weeks"},
                {"measure": "Fibromyalgia Impact Questionnaire, total", "timeFrame": "12 weeks"},
            ],
        },
        "eligibilityModule": {"minimumAge": "18 Years", "sex": "ALL"},
    }  # fmt: skip
    document = {
        "protocolSection": protocol,
        "derivedSection": {
            "conditionBrowseModule": {"meshes": [{"id": "D005356", "term": "Fibromyalgia"}]}
        },
        "hasResults": False,
    }
    return json.dumps(document).encode()


BAD_DAY = 7
WEEKEND = (5, 6)


class Day(NamedTuple):
    """What a refresh of one day did; `code` is its exit code."""

    day: int
    date: str
    edits: int
    code: int
    requests: int
    raw_bytes: int
    curated_bytes: int
    changes: int
    versions: int


class Stage:
    """The registry's one address, behind which each day is another."""

    def __init__(self) -> None:
        self.app: Any = None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer as today's registry does; 503 on a day on which it fails."""
        app = self.app or PlainTextResponse("out of order", 503)
        await app(scope, receive, send)


Refresh = Callable[[Path, str], tuple[int, int]]
"""Refreshes a data folder from an address; gives exit code and number of requests."""


def run(data: Path, days: int, studies: int, refresh: Refresh | None = None) -> Iterator[Day]:
    """Play the days, the first of them without edits.

    Raises:
        AssertionError: After the last one, if `changes` is not what was done.
    """
    refresh = refresh or by_command
    world = Simulator(_record(number) for number in range(1, studies + 1))
    ids = sorted(world.records)
    stage, waiting, done = Stage(), 0, []
    with running(stage) as address:
        for day in range(days + 1):
            today = FIRST_DAY + timedelta(days=day)
            before = len(world.expected)
            if day:
                play(day, world, ids)
            if day not in WEEKEND:
                stage.app = create_app(world.served(today)) if day != BAD_DAY else None
            raw, curated = _bytes(data / "raw"), _bytes(data / "curated")
            code, requests = refresh(data, address)
            if code == 0:
                done += [(each, today) for each in world.expected[waiting:]]
                waiting = len(world.expected)
            yield Day(
                day, f"{today:%a %Y-%m-%d}", len(world.expected) - before, code, requests,
                _bytes(data / "raw") - raw, _bytes(data / "curated") - curated,
                len(harvest.load("changes", data=data)),
                len(harvest.load("record_versions", data=data)),
            )  # fmt: skip
    found = Counter(_rows(data))
    wanted = Counter((nct_id, *row, when.isoformat()) for (nct_id, row), when in done)
    too_many, missing = list(found - wanted), list(wanted - found)
    assert found == wanted, f"too many: {too_many[:5]}, missing: {missing[:5]}"


def _rows(data: Path) -> Iterator[tuple[Any, ...]]:
    names = ["nct_id", "kind", "path", "old_text", "new_text", "slipped_days"]
    changes = harvest.load("changes", data=data)
    for row in changes[[*names, "first_seen_date"]].itertuples(index=False):
        *values, when = (None if pd.isna(value) else value for value in row)
        yield (*values, when.date().isoformat())


def by_command(data: Path, address: str) -> tuple[int, int]:
    """`harvest refresh` in a process of its own."""
    command = [
        *(sys.executable, "-m", "harvest", "refresh", "--cohort", "all", "--json"),
        *("--registry", address, "--data", str(data)),
    ]
    environment = {**os.environ, "HARVEST_PACE_SECONDS": "0", "HARVEST_RETRY_SECONDS": "0"}
    done = subprocess.run(command, env=environment, check=False, capture_output=True, text=True)
    return done.returncode, json.loads(done.stdout)["requests"] if done.returncode == 0 else 1


def _bytes(folder: Path) -> int:
    return sum(
        path.stat().st_size
        for path in folder.rglob("*")
        if path.is_file() and not path.parent.is_symlink()
    )


def _steps(path: str) -> list[str | int]:
    """A path with positions, taken apart."""
    found = re.findall(r"([^.\[\]]+)|\[(\d+)\]", path)
    return [name or int(number) for name, number in found]


def _shown(value: Any) -> str | None:
    if value is None or isinstance(value, str):
        return value
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def main() -> None:
    """Play and print."""
    options = ArgumentParser()
    options.add_argument("--days", type=int, default=10)
    options.add_argument("--studies", type=int, default=60)
    chosen = options.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        days = list(run(Path(folder), chosen.days, chosen.studies))
        print(pd.DataFrame(days).to_string(index=False))
    print("changes: every edit once, and nothing else")


if __name__ == "__main__":
    main()
