"""`studies`: one row for each study."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest

from harvest.tables import TABLES
from tests.records import compact
from tests.tables.rich import rich_record
from tests.tables.rows import Row, of_records, of_study, only


def rich_row() -> Row:
    return only(of_records([rich_record()])["studies"])


def row(**protocol: Any) -> Row:
    return only(of_study(**protocol)["studies"])


def part(found: Row, *names: str) -> dict[str, Any]:
    return {name: found[name] for name in names}


def test_identity_is_as_registered() -> None:
    found = rich_row()
    assert next(iter(found)) == "nct_id"
    assert part(found, "nct_id", "brief_title", "acronym", "organization", "org_study_id") == {
        "nct_id": "NCT00001234",
        "brief_title": "Naltrexone for pain",
        "acronym": "LOWDOSE",
        "organization": "A university",
        "org_study_id": "R01-77",
    }
    assert found["detailed_description"] == "Long\\* text.", "the registry's markup stays"


@pytest.mark.parametrize(
    ("given", "kind", "number"),
    [
        ({"id": "2006-001228-37"}, "eudract", "2006-001228-37"),
        ({"id": "R01-77", "type": "NIH"}, "grant", None),
        ({"id": "ABC-1"}, "other", None),
        ({}, None, None),
    ],
)
def test_the_organisation_s_own_number_has_a_kind_too(
    given: dict[str, str], kind: str | None, number: str | None
) -> None:
    found = row(identificationModule={"nctId": "NCT00000001", "orgStudyIdInfo": given})
    assert (found["org_study_id_kind"], found["org_study_id_number"]) == (kind, number)


@pytest.mark.parametrize(
    ("date", "first_day", "precision"),
    [
        ("2019-06-30", datetime(2019, 6, 30), "day"),
        ("2019-06", datetime(2019, 6, 1), "month"),
        ("2019", datetime(2019, 1, 1), "year"),
    ],
)
def test_a_date_is_the_first_day_of_its_period_with_precision_and_type(
    date: str, first_day: datetime, precision: str
) -> None:
    structure = {"date": date, "type": "ESTIMATED"}
    found = row(
        statusModule={
            "startDateStruct": structure,
            "primaryCompletionDateStruct": structure,
            "completionDateStruct": structure,
        }
    )
    for name in ("start_date", "primary_completion_date", "completion_date"):
        assert found[name] == first_day
        assert found[f"{name}_precision"] == precision
        assert found[f"{name}_type"] == "ESTIMATED"


def test_each_date_of_the_posting_goes_to_its_own_column() -> None:
    found = rich_row()
    assert {
        name: f"{value:%Y-%m-%d}" for name, value in found.items() if isinstance(value, datetime)
    } == {
        "status_verified_date": "2021-03-01",
        "start_date": "2019-06-01",
        "primary_completion_date": "2020-02-29",
        "completion_date": "2022-01-01",
        "first_submit_date": "2019-01-02",
        "first_submit_qc_date": "2019-01-03",
        "first_post_date": "2019-01-04",
        "results_first_submit_date": "2021-01-02",
        "results_first_submit_qc_date": "2021-02-03",
        "results_first_post_date": "2021-02-04",
        "delay_request_first_submit_date": "2020-11-02",
        "delay_request_first_submit_qc_date": "2020-11-03",
        "delay_request_first_post_date": "2020-11-04",
        "last_update_submit_date": "2021-03-05",
        "last_update_post_date": "2021-03-06",
        "estimated_results_first_submit_date": "2020-12-01",
        "results_with_comments_post_date": "2021-01-15",
        "results_first_public_date": "2021-01-15",
        "registry_data_date": "2025-06-01",
        "results_due_date": "2021-02-28",
    }


def test_results_were_first_public_on_the_earlier_of_the_two_post_dates() -> None:
    with_qc = row(statusModule={"resultsFirstPostDateStruct": {"date": "2021-02-04"}})
    assert with_qc["results_first_public_date"] == datetime(2021, 2, 4)
    assert row()["results_first_public_date"] is None


def test_status_and_flags_are_as_served_and_false_is_not_null() -> None:
    found = rich_row()
    assert part(found, "overall_status", "last_known_status", "expanded_access_status") == {
        "overall_status": "UNKNOWN",
        "last_known_status": "RECRUITING",
        "expanded_access_status": "AVAILABLE",
    }
    assert found["is_fda_regulated_drug"] is True
    assert found["is_fda_regulated_device"] is False
    assert row()["is_fda_regulated_device"] is None
    assert row()["has_results"] is False


@pytest.mark.parametrize(
    ("phases", "phase", "listed"),
    [
        (["NA"], "NOT_APPLICABLE", ["NOT_APPLICABLE"]),
        (["PHASE1", "PHASE2"], "PHASE1_PHASE2", ["PHASE1", "PHASE2"]),
        (["PHASE2", "PHASE3"], "PHASE2_PHASE3", ["PHASE2", "PHASE3"]),
        (["PHASE4"], "PHASE4", ["PHASE4"]),
        ([], None, None),
    ],
)
def test_phase_is_one_code_with_the_list_beside_it(
    phases: list[str], phase: str | None, listed: list[str] | None
) -> None:
    found = row(designModule={"phases": phases})
    assert (found["phase"], found["phases"]) == (phase, listed)


def test_a_combination_of_phases_without_a_code_is_null_and_an_issue_but_the_list_stays() -> None:
    rows = of_study(designModule={"phases": ["PHASE1", "PHASE3"]})
    found = only(rows["studies"])
    assert (found["phase"], found["phases"]) == (None, ["PHASE1", "PHASE3"])
    (issue,) = rows["issues"]
    assert (issue["kind"], issue["path"]) == ("unread_value", "protocolSection.designModule.phases")


def test_a_list_with_an_unknown_code_is_not_read_as_if_it_were_whole() -> None:
    info = {"maskingInfo": {"masking": "DOUBLE", "whoMasked": ["PARTICIPANT", "NOBODY_KNOWS"]}}
    found = row(designModule={"phases": ["PHASE2", "PHASE9"], "designInfo": info})
    assert found["phase"] is None
    assert found["is_participant_masked"] is None
    assert found["is_investigator_masked"] is None


def test_the_registry_s_code_na_is_spelled_out_since_csv_readers_take_na_for_missing() -> None:
    assert row(designModule={"designInfo": {"allocation": "NA"}})["allocation"] == "NOT_APPLICABLE"
    assert row(designModule={"designInfo": {}})["allocation"] is None


ROLES = ("participant", "care_provider", "investigator", "outcomes_assessor")


@pytest.mark.parametrize(
    ("masking", "roles", "masked", "count"),
    [
        ("NONE", [], (False, False, False, False), 0),
        (None, [], (None, None, None, None), None),
        ("DOUBLE", [], (None, None, None, None), 2),
        ("SINGLE", ["OUTCOMES_ASSESSOR"], (False, False, False, True), 1),
        ("DOUBLE", ["PARTICIPANT", "INVESTIGATOR"], (True, False, True, False), 2),
        (
            "QUADRUPLE",
            ["PARTICIPANT", "CARE_PROVIDER", "INVESTIGATOR", "OUTCOMES_ASSESSOR"],
            (True, True, True, True),
            4,
        ),
        (None, ["CARE_PROVIDER"], (False, True, False, False), None),
    ],
)
def test_each_role_is_masked_or_not_or_not_known_to_be(
    masking: str | None, roles: list[str], masked: tuple[bool | None, ...], count: int | None
) -> None:
    info = {"maskingInfo": {"masking": masking, "whoMasked": roles}}
    found = row(designModule={"designInfo": info})
    assert tuple(found[f"is_{role}_masked"] for role in ROLES) == masked
    assert (found["masking"], found["masked_role_count"]) == (masking, count)


@pytest.mark.parametrize(
    ("given", "count"), [({"count": 0}, 0), ({"count": 40}, 40), ({}, None), (None, None)]
)
def test_no_participants_are_zero_and_an_unknown_number_is_null(
    given: dict[str, int] | None, count: int | None
) -> None:
    module = {} if given is None else {"enrollmentInfo": given}
    assert row(designModule=module)["enrollment"] == count


def test_ages_are_in_years_beside_their_text() -> None:
    found = rich_row()
    assert part(found, "minimum_age_text", "minimum_age_years", "maximum_age_years") == {
        "minimum_age_text": "18 Months",
        "minimum_age_years": 1.5,
        "maximum_age_years": 65.0,
    }
    assert row(eligibilityModule={})["minimum_age_years"] is None


@pytest.mark.parametrize(
    ("ages", "flags"),
    [
        (["CHILD", "ADULT"], (True, True, False)),
        (["OLDER_ADULT"], (False, False, True)),
        ([], (None, None, None)),
    ],
)
def test_a_group_of_ages_is_open_closed_or_not_known(
    ages: list[str], flags: tuple[bool | None, ...]
) -> None:
    found = row(eligibilityModule={"stdAges": ages})
    groups = ("children", "adults", "older_adults")
    assert tuple(found[f"is_open_to_{group}"] for group in groups) == flags


def test_plans_to_share_are_flags_which_are_null_where_nothing_is_said() -> None:
    planned = {
        name: value for name, value in rich_row().items() if name.endswith("_sharing_planned")
    }
    assert planned == {
        "is_protocol_sharing_planned": False,
        "is_analysis_plan_sharing_planned": True,
        "is_consent_form_sharing_planned": False,
        "is_study_report_sharing_planned": True,
        "is_analytic_code_sharing_planned": False,
    }
    assert all(row()[name] is None for name in planned)


def test_a_planned_follow_up_is_in_days_beside_its_text() -> None:
    found = rich_row()
    assert (found["target_duration_text"], found["target_duration_days"]) == ("6 Months", 183)


def test_a_record_with_nothing_but_a_number_is_a_row_of_nulls() -> None:
    record = compact({"protocolSection": {"identificationModule": {"nctId": "NCT00000001"}}})
    found = only(of_records([record])["studies"])
    derived = {name for name, c in TABLES["studies"].columns.items() if c.origin == "derived"}
    known = {name for name, value in found.items() if value is not None} - derived
    assert known == {"nct_id"}
    assert found["has_ldn_arm"] == "no"
    assert list(found) == list(TABLES["studies"].columns)
