"""`studies`: what the registry says of a study once."""

from __future__ import annotations

from collections.abc import Callable
from typing import get_args

from harvest.parse import dates, durations
from harvest.parse.counts import enrollment
from harvest.parse.identifiers import IdentifierKind, identifier_kind, identifier_number
from harvest.parse.phases import PhaseCode, read_phase
from harvest.record import codes
from harvest.tables.declare import (
    Table,
    code,
    count,
    date_type,
    day,
    flag,
    nct_id,
    number,
    precision,
    text,
    texts,
)

ID = "protocolSection.identificationModule."
STATUS = "protocolSection.statusModule."
SPONSOR = "protocolSection.sponsorCollaboratorsModule."
OVERSIGHT = "protocolSection.oversightModule."
DESIGN = "protocolSection.designModule."
INFO = DESIGN + "designInfo."
ELIGIBILITY = "protocolSection.eligibilityModule."
IPD = "protocolSection.ipdSharingStatementModule."
MISC = "derivedSection.miscInfoModule."
TRACKING = MISC + "submissionTracking."
ANNOTATION = "annotationSection.annotationModule."


def _has(value: str) -> Callable[[tuple[str, ...]], bool | None]:
    """Whether a list of codes holds `value`; null for an empty list, which says nothing."""
    return lambda values: value in values if values else None


def _masked(role: str) -> Callable[[str | None, tuple[str, ...]], bool | None]:
    """Whether a role is masked: known from the list of roles, or from masking NONE."""

    def read(masking: str | None, roles: tuple[str, ...]) -> bool | None:
        if roles:
            return role in roles
        return False if masking == "NONE" else None

    return read


def _masked_roles(masking: str | None) -> int | None:
    return None if masking is None else get_args(codes.DesignMasking).index(masking)


class Studies(Table, name="studies"):
    """One row for each study.

    Identity, status, dates, design, enrolment, eligibility, sponsor and flags, as the registry
    served them in the snapshot. A date is the first day of the period that the registry names, up
    to 30 days early where only a month is given: its `_precision` says so, its `_type` whether the
    event has happened. Texts are as served, with the registry's markup (backslash escapes, now and
    then HTML entities). A flag is null where the record does not say; the registry leaves some
    flags out where they are false.

    Known limits: status says nothing about publication; `enrollment` is the plan until
    `enrollment_type` is ACTUAL; in pandas `phase < "PHASE2"` includes NOT_APPLICABLE, the lowest.
    """

    key = ("nct_id",)
    rows_per_group = 5_000

    nct_id = nct_id()
    org_study_id = text(ID + "orgStudyIdInfo.id", "The organisation's own number of the study.")
    org_study_id_type = code(
        codes.OrgStudyIdType, ID + "orgStudyIdInfo.type", "Agency, where the number is a grant's."
    )
    org_study_id_kind = code(
        IdentifierKind,
        (ID + "orgStudyIdInfo.id", ID + "orgStudyIdInfo.type"),
        "What the number is, by its form; some sponsors enter another registry's here.",
        read=identifier_kind,
    )
    org_study_id_number = text(
        (ID + "orgStudyIdInfo.id", ID + "orgStudyIdInfo.type"),
        "The number in its standard form; null where no form is known.",
        read=identifier_number,
    )
    org_study_id_link = text(ID + "orgStudyIdInfo.link", "Address given with that number.")
    brief_title = text(ID + "briefTitle", "Short title for the public.")
    official_title = text(ID + "officialTitle", "Scientific title.")
    acronym = text(ID + "acronym", "Acronym of the study.")
    organization = text(ID + "organization.fullName", "Organisation that keeps the record.")
    organization_class = code(
        codes.AgencyClass, ID + "organization.class", "Kind of that organisation."
    )

    overall_status = code(codes.Status, STATUS + "overallStatus", "Recruitment status.")
    last_known_status = code(
        codes.Status, STATUS + "lastKnownStatus", "Status before it became UNKNOWN by not updating."
    )
    why_stopped = text(STATUS + "whyStopped", "Why the study was stopped, in the sponsor's words.")
    status_verified_date = day(
        STATUS + "statusVerifiedDate", "When the sponsor last confirmed the record."
    )
    status_verified_date_precision = precision(STATUS + "statusVerifiedDate")
    start_date = day(
        STATUS + "startDateStruct.date",
        "First participant enrolled (ACTUAL) or expected (ESTIMATED).",
    )
    start_date_precision = precision(STATUS + "startDateStruct.date")
    start_date_type = date_type(
        STATUS + "startDateStruct.type", "ACTUAL or ESTIMATED; null in older records."
    )
    primary_completion_date = day(
        STATUS + "primaryCompletionDateStruct.date",
        "Last participant examined, or expected, for the primary outcome.",
    )
    primary_completion_date_precision = precision(STATUS + "primaryCompletionDateStruct.date")
    primary_completion_date_type = date_type(
        STATUS + "primaryCompletionDateStruct.type", "ACTUAL or ESTIMATED; null in older records."
    )
    completion_date = day(
        STATUS + "completionDateStruct.date", "Last participant examined, or expected, at all."
    )
    completion_date_precision = precision(STATUS + "completionDateStruct.date")
    completion_date_type = date_type(
        STATUS + "completionDateStruct.type", "ACTUAL or ESTIMATED; null in older records."
    )
    first_submit_date = day(
        STATUS + "studyFirstSubmitDate", "When the record first came to the registry."
    )
    first_submit_qc_date = day(
        STATUS + "studyFirstSubmitQcDate",
        "When the sponsor sent the first version that met the registry's quality criteria.",
    )
    first_post_date = day(STATUS + "studyFirstPostDateStruct.date", "When it was first public.")
    first_post_date_type = date_type(
        STATUS + "studyFirstPostDateStruct.type",
        "ESTIMATED for days before 2017, which the registry reconstructed.",
    )
    results_first_submit_date = day(
        STATUS + "resultsFirstSubmitDate", "When results first came to the registry."
    )
    results_first_submit_qc_date = day(
        STATUS + "resultsFirstSubmitQcDate",
        "When the sponsor sent the first results that met the quality criteria.",
    )
    results_first_post_date = day(
        STATUS + "resultsFirstPostDateStruct.date",
        "When results that met the quality criteria were first public; see also "
        "results_first_public_date.",
    )
    results_first_post_date_type = date_type(
        STATUS + "resultsFirstPostDateStruct.type", "As for first_post_date_type."
    )
    delay_request_first_submit_date = day(
        STATUS + "dispFirstSubmitDate",
        "When the sponsor first certified or asked for a delay of results; in a few records "
        "after that was posted.",
    )
    delay_request_first_submit_qc_date = day(
        STATUS + "dispFirstSubmitQcDate",
        "When the first such request that met the quality criteria was sent.",
    )
    delay_request_first_post_date = day(
        STATUS + "dispFirstPostDateStruct.date", "When that request was first public."
    )
    delay_request_first_post_date_type = date_type(
        STATUS + "dispFirstPostDateStruct.type", "As for first_post_date_type."
    )
    last_update_submit_date = day(
        STATUS + "lastUpdateSubmitDate", "When the sponsor last sent a change."
    )
    last_update_post_date = day(
        STATUS + "lastUpdatePostDateStruct.date", "When the last change was public."
    )
    last_update_post_date_type = date_type(
        STATUS + "lastUpdatePostDateStruct.type", "As for first_post_date_type."
    )
    estimated_results_first_submit_date = day(
        TRACKING + "estimatedResultsFirstSubmitDate",
        "When results, sent but not yet public, first came to the registry, as it estimates.",
    )
    results_with_comments_post_date = day(
        TRACKING + "firstMcpInfo.postDateStruct.date",
        "When results were first public with major comments of the quality review still open.",
    )
    results_with_comments_post_date_type = date_type(
        TRACKING + "firstMcpInfo.postDateStruct.type", "As for first_post_date_type."
    )
    results_first_public_date = day(
        (
            STATUS + "resultsFirstPostDateStruct.date",
            TRACKING + "firstMcpInfo.postDateStruct.date",
        ),
        "When results were first public at all: the earlier of the two post dates.",
        read=dates.earliest,
    )
    is_posting_delayed = flag(
        STATUS + "delayedPosting",
        "Posting is delayed because the device is not yet approved or cleared.",
    )
    is_results_waived = flag(STATUS + "resultsWaived", "The duty to post results is waived.")
    has_results = flag("hasResults", "Results are posted.")
    has_expanded_access = flag(
        STATUS + "expandedAccessInfo.hasExpandedAccess", "The drug is available outside the study."
    )
    expanded_access_nct_id = text(
        STATUS + "expandedAccessInfo.nctId", "Record of that expanded access."
    )
    expanded_access_status = code(
        codes.ExpandedAccessStatus, STATUS + "expandedAccessInfo.statusForNctId", "Its status."
    )

    lead_sponsor = text(SPONSOR + "leadSponsor.name", "Organisation or person responsible.")
    lead_sponsor_class = code(
        codes.AgencyClass, SPONSOR + "leadSponsor.class", "Kind of lead sponsor."
    )
    responsible_party_type = code(
        codes.ResponsiblePartyType, SPONSOR + "responsibleParty.type", "Who answers for the record."
    )
    responsible_party_name = text(
        SPONSOR + "responsibleParty.investigatorFullName", "Responsible investigator."
    )
    responsible_party_title = text(
        SPONSOR + "responsibleParty.investigatorTitle", "The investigator's title."
    )
    responsible_party_affiliation = text(
        SPONSOR + "responsibleParty.investigatorAffiliation", "The investigator's affiliation."
    )
    responsible_party_old_name_title = text(
        SPONSOR + "responsibleParty.oldNameTitle", "Name and title, in the form used until 2011."
    )
    responsible_party_old_organization = text(
        SPONSOR + "responsibleParty.oldOrganization", "Organisation, in the form used until 2011."
    )

    has_data_monitoring_committee = flag(
        OVERSIGHT + "oversightHasDmc", "An independent committee watches the data."
    )
    is_fda_regulated_drug = flag(OVERSIGHT + "isFdaRegulatedDrug", "Studies a drug under US rules.")
    is_fda_regulated_device = flag(
        OVERSIGHT + "isFdaRegulatedDevice", "Studies a device under US rules."
    )
    is_unapproved_device = flag(
        OVERSIGHT + "isUnapprovedDevice", "The device was not approved in the US before."
    )
    is_pediatric_postmarket_surveillance = flag(
        OVERSIGHT + "isPpsd", "A paediatric post-market surveillance of a device."
    )
    is_us_export = flag(
        OVERSIGHT + "isUsExport", "The product is made in and exported from the US."
    )
    has_fdaaa801_violation = flag(
        OVERSIGHT + "fdaaa801Violation", "A breach of the US duty to post is on record."
    )

    brief_summary = text(
        "protocolSection.descriptionModule.briefSummary", "Summary for the public."
    )
    detailed_description = text(
        "protocolSection.descriptionModule.detailedDescription", "Longer description."
    )

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
        read=_has("CHILD"),
    )
    is_open_to_adults = flag(
        ELIGIBILITY + "stdAges",
        "The registry counts ages 18 to 64 as eligible.",
        read=_has("ADULT"),
    )
    is_open_to_older_adults = flag(
        ELIGIBILITY + "stdAges",
        "The registry counts ages from 65 as eligible.",
        read=_has("OLDER_ADULT"),
    )
    study_population = text(ELIGIBILITY + "studyPopulation", "Population observed.")
    sampling_method = code(
        codes.SamplingMethod, ELIGIBILITY + "samplingMethod", "How that population is sampled."
    )

    ipd_sharing = code(codes.IpdSharing, IPD + "ipdSharing", "Plan to share participants' data.")
    ipd_sharing_description = text(IPD + "description", "The plan.")
    is_protocol_sharing_planned = flag(
        IPD + "infoTypes", "The protocol is to be shared.", read=_has("STUDY_PROTOCOL")
    )
    is_analysis_plan_sharing_planned = flag(
        IPD + "infoTypes", "The statistical analysis plan is to be shared.", read=_has("SAP")
    )
    is_consent_form_sharing_planned = flag(
        IPD + "infoTypes", "The consent form is to be shared.", read=_has("ICF")
    )
    is_study_report_sharing_planned = flag(
        IPD + "infoTypes", "The clinical study report is to be shared.", read=_has("CSR")
    )
    is_analytic_code_sharing_planned = flag(
        IPD + "infoTypes", "The analytic code is to be shared.", read=_has("ANALYTIC_CODE")
    )
    ipd_sharing_time_frame = text(IPD + "timeFrame", "When data will be available.")
    ipd_sharing_access_criteria = text(IPD + "accessCriteria", "Who may have them.")
    ipd_sharing_url = text(IPD + "url", "Address of the plan.")

    has_no_analysis_plan = flag(
        "documentSection.largeDocumentModule.noSap", "The sponsor says that no plan exists."
    )
    unposted_responsible_party = text(
        ANNOTATION + "unpostedAnnotation.unpostedResponsibleParty",
        "Who sent results that are not public yet.",
    )
    registry_data_date = day(
        MISC + "versionHolder", "Day of the registry's data that the record was served from."
    )
