"""Columns of `studies`: how a study is designed, and who may take part."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from harvest.parse import durations
from harvest.parse.counts import enrollment
from harvest.parse.phases import PhaseCode, read_phase
from harvest.record import codes
from harvest.tables.declare import code, count, flag, number, text, texts

DESIGN = "protocolSection.designModule."
INFO = DESIGN + "designInfo."
ELIGIBILITY = "protocolSection.eligibilityModule."


def _masked(role: str) -> Callable[[str | None, tuple[str, ...]], bool | None]:
    """Whether a role is masked: known from the list of roles, or from masking NONE."""

    def read(masking: str | None, roles: tuple[str, ...]) -> bool | None:
        if roles:
            return role in roles
        return False if masking == "NONE" else None

    return read


def _masked_roles(masking: str | None) -> int | None:
    return None if masking is None else get_args(codes.DesignMasking).index(masking)


class Design:
    """Type, phase, allocation, model, masking, enrolment."""

    study_type = code(codes.StudyType, DESIGN + "studyType", "Kind of study.")
    phase = code(
        PhaseCode,
        DESIGN + "phases",
        "Phase of drug development as one ordered code; NOT_APPLICABLE for trials without "
        "phases, null for other kinds of study.",
        read=read_phase,
        ordered=True,
    )
    phases = texts(DESIGN + "phases", "The registry's list of phases.")
    allocation = code(codes.DesignAllocation, INFO + "allocation", "How people came to arms.")
    intervention_model = code(
        codes.InterventionalAssignment, INFO + "interventionModel", "How arms run in time."
    )
    intervention_model_description = text(
        INFO + "interventionModelDescription", "More on the model."
    )
    primary_purpose = code(codes.PrimaryPurpose, INFO + "primaryPurpose", "What the trial is for.")
    observational_model = code(
        codes.ObservationalModel, INFO + "observationalModel", "How an observational study selects."
    )
    time_perspective = code(
        codes.DesignTimePerspective, INFO + "timePerspective", "Direction of observation in time."
    )
    masking = code(
        codes.DesignMasking,
        INFO + "maskingInfo.masking",
        "Masked roles, counted: DOUBLE means any two, not participant and investigator. Only "
        "pandas keeps the order; see masked_role_count.",
        ordered=True,
    )
    masked_role_count = count(
        INFO + "maskingInfo.masking",
        "How many of the four roles are masked, 0 to 4.",
        unit="roles",
        read=_masked_roles,
    )
    masking_description = text(INFO + "maskingInfo.maskingDescription", "More on masking.")
    is_participant_masked = flag(
        (INFO + "maskingInfo.masking", INFO + "maskingInfo.whoMasked"),
        "Participants do not know the arm; null where roles are not given.",
        read=_masked("PARTICIPANT"),
    )
    is_care_provider_masked = flag(
        (INFO + "maskingInfo.masking", INFO + "maskingInfo.whoMasked"),
        "Care providers do not know the arm.",
        read=_masked("CARE_PROVIDER"),
    )
    is_investigator_masked = flag(
        (INFO + "maskingInfo.masking", INFO + "maskingInfo.whoMasked"),
        "Investigators do not know the arm.",
        read=_masked("INVESTIGATOR"),
    )
    is_outcomes_assessor_masked = flag(
        (INFO + "maskingInfo.masking", INFO + "maskingInfo.whoMasked"),
        "Outcomes assessors do not know the arm.",
        read=_masked("OUTCOMES_ASSESSOR"),
    )
    enrollment = count(
        DESIGN + "enrollmentInfo.count",
        "Participants enrolled, or planned to be; 0 in withdrawn studies.",
        unit="participants",
        read=enrollment,
    )
    enrollment_type = code(
        codes.EnrollmentType,
        DESIGN + "enrollmentInfo.type",
        "ACTUAL or ESTIMATED; null in older records.",
    )
    is_patient_registry = flag(DESIGN + "patientRegistry", "An observational patient registry.")
    target_duration_text = text(
        DESIGN + "targetDuration", "Planned follow-up in a registry, as served."
    )
    target_duration_days = count(
        DESIGN + "targetDuration",
        "The same; month 365/12 days, year 365.",
        unit="days",
        read=durations.duration_days,
    )
    has_individual_expanded_access = flag(
        DESIGN + "expandedAccessTypes.individual", "Expanded access for single patients."
    )
    has_intermediate_expanded_access = flag(
        DESIGN + "expandedAccessTypes.intermediate", "Expanded access for groups."
    )
    has_treatment_expanded_access = flag(
        DESIGN + "expandedAccessTypes.treatment", "Expanded access under a treatment protocol."
    )
    expanded_access_pointing_studies = count(
        DESIGN + "nPtrsToThisExpAccNctId",
        "How many studies point to this expanded access record.",
        unit="studies",
    )
    biospecimen_retention = code(
        codes.BioSpecRetention, DESIGN + "bioSpec.retention", "Whether samples are kept."
    )
    biospecimen_description = text(DESIGN + "bioSpec.description", "Which samples.")


def has_code(value: str) -> Callable[[tuple[str, ...]], bool | None]:
    """Whether a list of codes holds `value`; null for an empty list, which says nothing."""
    return lambda values: value in values if values else None


class Eligibility:
    """Criteria, sex, ages."""

    eligibility_criteria = text(
        ELIGIBILITY + "eligibilityCriteria", "Inclusion and exclusion criteria."
    )
    is_open_to_healthy_volunteers = flag(
        ELIGIBILITY + "healthyVolunteers", "People without the condition may take part."
    )
    sex = code(codes.Sex, ELIGIBILITY + "sex", "Sex of eligible people.")
    is_gender_based = flag(ELIGIBILITY + "genderBased", "Eligibility depends on gender identity.")
    gender_description = text(ELIGIBILITY + "genderDescription", "How it does.")
    minimum_age_text = text(ELIGIBILITY + "minimumAge", "Youngest age, as served.")
    minimum_age_years = number(
        ELIGIBILITY + "minimumAge",
        "Youngest age; months / 12, weeks / 52.1775, days / 365.25.",
        unit="years",
        read=durations.age_years,
        least=0,
        most=150,
    )
    maximum_age_text = text(ELIGIBILITY + "maximumAge", "Oldest age, as served.")
    maximum_age_years = number(
        ELIGIBILITY + "maximumAge",
        "Oldest age, converted as minimum_age_years.",
        unit="years",
        read=durations.age_years,
        least=0,
    )
    is_open_to_children = flag(
        ELIGIBILITY + "stdAges",
        "The registry counts ages under 18 as eligible.",
        read=has_code("CHILD"),
    )
    is_open_to_adults = flag(
        ELIGIBILITY + "stdAges",
        "The registry counts ages 18 to 64 as eligible.",
        read=has_code("ADULT"),
    )
    is_open_to_older_adults = flag(
        ELIGIBILITY + "stdAges",
        "The registry counts ages from 65 as eligible.",
        read=has_code("OLDER_ADULT"),
    )
    study_population = text(ELIGIBILITY + "studyPopulation", "Population observed.")
    sampling_method = code(
        codes.SamplingMethod, ELIGIBILITY + "samplingMethod", "How that population is sampled."
    )
