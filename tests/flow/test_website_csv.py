"""The tables against the registry website's own CSV export of the same studies."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable

import pytest

from harvest.registry.pages import nct_id_of
from tests.real import real_file, real_records
from tests.tables.rows import Row, of_records

pytestmark = pytest.mark.real

FOLDER = "registry/website-csv"
ADDRESS = "https://clinicaltrials.gov/study/"
DOCUMENTS = "https://cdn.clinicaltrials.gov/large-docs/"
# What the website writes for every study that is not interventional, whatever its design: a slip
# of the website, which the record does not have.
NOT_INTERVENTIONAL = "Observational Model: |Time Perspective: p"


class Tables:
    """What the tables hold of each study, in the website's way of writing."""

    def __init__(self, records: Iterable[bytes]) -> None:
        rows = of_records(records)
        self.studies = {row["nct_id"]: row for row in rows["studies"]}
        self._children: dict[tuple[str, str], list[Row]] = defaultdict(list)
        for table in (
            *("conditions", "interventions", "outcomes", "sponsors"),
            *("secondary_ids", "locations", "documents"),
        ):
            for row in rows[table]:
                self._children[table, row["nct_id"]].append(row)

    def of(self, table: str, nct_id: str) -> list[Row]:
        return self._children[table, nct_id]


def _column(name: str) -> Callable[[Tables, str], str]:
    """A value of the study as it is; nothing where it is null."""

    def read(tables: Tables, nct_id: str) -> str:
        value = tables.studies[nct_id][name]
        return "" if value is None else str(value)

    return read


def _date(name: str) -> Callable[[Tables, str], str]:
    """A date, cut to the precision that stands beside it; to the day where none does."""

    def read(tables: Tables, nct_id: str) -> str:
        study = tables.studies[nct_id]
        if study[name] is None:
            return ""
        length = {"day": 10, "month": 7, "year": 4}[study.get(f"{name}_precision", "day")]
        return study[name].date().isoformat()[:length]

    return read


def _outcomes(kind: str) -> Callable[[Tables, str], str]:
    return lambda tables, nct_id: "|".join(
        _listed(row["measure"], row["description"], row["time_frame_text"])
        for row in tables.of("outcomes", nct_id)
        if row["kind"] == kind
    )


def _listed(*values: str | None) -> str:
    return ", ".join(value for value in values if value is not None)


def _na(value: str | None) -> str:
    return "NA" if value == "NOT_APPLICABLE" else value or ""


def _ages(tables: Tables, nct_id: str) -> str:
    groups = {
        "CHILD": "is_open_to_children",
        "ADULT": "is_open_to_adults",
        "OLDER_ADULT": "is_open_to_older_adults",
    }
    return ", ".join(code for code, name in groups.items() if tables.studies[nct_id][name])


def _design(tables: Tables, nct_id: str) -> str:
    """Allocation, model, masking with the masked roles, purpose; or observational ones."""
    study = tables.studies[nct_id]
    if study["study_type"] != "INTERVENTIONAL":
        return (
            f"Observational Model: {study['observational_model'] or ''}|"
            f"Time Perspective: {study['time_perspective'] or ''}"
        )
    roles = [
        role
        for role in ("PARTICIPANT", "CARE_PROVIDER", "INVESTIGATOR", "OUTCOMES_ASSESSOR")
        if study[f"is_{role.lower()}_masked"]
    ]
    masking = (study["masking"] or "") + (f" ({', '.join(roles)})" if roles else "")
    return (
        f"Allocation: {_na(study['allocation'])}|"
        f"Intervention Model: {study['intervention_model'] or ''}|"
        f"Masking: {masking}|Primary Purpose: {study['primary_purpose'] or ''}"
    )


def _site(row: Row) -> str:
    return _listed(row["facility"], row["city"], row["state"], row["zip_code"], row["country"])


FIELDS: dict[str, Callable[[Tables, str], str]] = {
    "NCT Number": _column("nct_id"),
    "Study Title": _column("brief_title"),
    "Study URL": lambda _, nct_id: ADDRESS + nct_id,
    "Acronym": _column("acronym"),
    "Study Status": _column("overall_status"),
    "Brief Summary": _column("brief_summary"),
    "Study Results": lambda tables, nct_id: (
        "YES" if tables.studies[nct_id]["has_results"] else "NO"
    ),
    "Conditions": lambda tables, nct_id: "|".join(
        row["condition"] for row in tables.of("conditions", nct_id)
    ),
    "Interventions": lambda tables, nct_id: "|".join(
        f"{row['type']}: {row['name']}" for row in tables.of("interventions", nct_id)
    ),
    "Primary Outcome Measures": _outcomes("primary"),
    "Secondary Outcome Measures": _outcomes("secondary"),
    "Other Outcome Measures": _outcomes("other"),
    "Sponsor": _column("lead_sponsor"),
    "Collaborators": lambda tables, nct_id: "|".join(
        row["name"] for row in tables.of("sponsors", nct_id) if row["role"] == "collaborator"
    ),
    "Sex": _column("sex"),
    "Age": _ages,
    "Phases": lambda tables, nct_id: "|".join(
        _na(phase) for phase in tables.studies[nct_id]["phases"] or ()
    ),
    "Enrollment": _column("enrollment"),
    "Funder Type": _column("lead_sponsor_class"),
    "Study Type": _column("study_type"),
    "Study Design": _design,
    "Other IDs": lambda tables, nct_id: "|".join(
        [
            tables.studies[nct_id]["org_study_id"],
            *(row["number_text"] for row in tables.of("secondary_ids", nct_id)),
        ]
    ),
    "Start Date": _date("start_date"),
    "Primary Completion Date": _date("primary_completion_date"),
    "Completion Date": _date("completion_date"),
    "First Posted": _date("first_post_date"),
    "Results First Posted": _date("results_first_post_date"),
    "Last Update Posted": _date("last_update_post_date"),
    "Locations": lambda tables, nct_id: "|".join(
        _site(row) for row in tables.of("locations", nct_id)
    ),
    "Study Documents": lambda tables, nct_id: "|".join(
        f"{row['label']}, {DOCUMENTS}{nct_id[-2:]}/{nct_id}/{row['filename']}"
        for row in tables.of("documents", nct_id)
    ),
}


@pytest.fixture(scope="module")
def exported() -> dict[str, dict[str, str]]:
    """The website's rows by number, from both files; one has no brief summary."""
    found = {}
    for path in sorted(real_file(FOLDER).glob("*.csv")):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                assert row["NCT Number"] not in found
                found[row["NCT Number"]] = row
    return found


@pytest.fixture(scope="module")
def tables(exported: dict[str, dict[str, str]]) -> Tables:
    return Tables(record for record in real_records() if nct_id_of(record) in exported)


@pytest.fixture(scope="module")
def differences(
    exported: dict[str, dict[str, str]], tables: Tables
) -> dict[str, list[tuple[str, str, str]]]:
    """By field: number of the study, what the website says, what the tables say."""
    found: dict[str, list[tuple[str, str, str]]] = {}
    for field, ours in FIELDS.items():
        found[field] = [
            (nct_id, row[field], ours(tables, nct_id))
            for nct_id, row in exported.items()
            if field in row and row[field] != ours(tables, nct_id)
        ]
    return found


def test_every_exported_study_is_compared_in_every_field_of_the_export(
    exported: dict[str, dict[str, str]], tables: Tables
) -> None:
    assert len(exported) == len(tables.studies) == 755
    assert {field for row in exported.values() for field in row} == set(FIELDS)
    filled = Counter(field for row in exported.values() for field, value in row.items() if value)
    assert sum(len(row) for row in exported.values()) == 22_015
    assert filled.total() == 18_216
    assert min(filled.values()) == 41, "no field is compared by its empty values alone"


@pytest.mark.parametrize("field", [field for field in FIELDS if field != "Study Design"])
def test_a_field_of_the_website_is_what_the_tables_hold(
    field: str, differences: dict[str, list[tuple[str, str, str]]]
) -> None:
    assert differences[field] == []


def test_the_design_is_the_same_but_where_the_website_writes_no_observational_design(
    tables: Tables,
    differences: dict[str, list[tuple[str, str, str]]],
) -> None:
    wrong = {nct_id: theirs for nct_id, theirs, _ in differences["Study Design"]}
    assert set(wrong.values()) == {NOT_INTERVENTIONAL}
    assert len(wrong) == 139
    assert set(wrong) == {
        nct_id
        for nct_id, study in tables.studies.items()
        if study["study_type"] != "INTERVENTIONAL"
    }


def test_dates_to_the_day_and_to_the_month_are_among_those_compared(
    exported: dict[str, dict[str, str]],
) -> None:
    names = ("Start Date", "Primary Completion Date", "Completion Date")
    lengths = Counter(len(row[name]) for row in exported.values() for name in names if row[name])
    assert lengths == {10: 945, 7: 1215}
