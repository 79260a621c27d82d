"""Columns of `studies`: status, and the dates of the study and of its posting."""

from __future__ import annotations

from harvest.parse import dates
from harvest.record import codes
from harvest.tables.declare import code, date_type, day, flag, precision, text

STATUS = "protocolSection.statusModule."
TRACKING = "derivedSection.miscInfoModule.submissionTracking."


class Status:
    """Status and dates."""

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
