"""`studies`: what the registry says of a study once."""

from __future__ import annotations

from harvest.record import codes
from harvest.tables.declare import Table, code, day, flag, nct_id, text
from harvest.tables.study_derived import Derived
from harvest.tables.study_design import Design, Eligibility, has_code
from harvest.tables.study_dosing import Dosing
from harvest.tables.study_identity import Identity, Responsibility
from harvest.tables.study_reporting import Reporting
from harvest.tables.study_status import Status

IPD = "protocolSection.ipdSharingStatementModule."
ANNOTATION = "annotationSection.annotationModule."
MISC = "derivedSection.miscInfoModule."


class Sharing:
    """Plans to share data, documents, what is held back."""

    ipd_sharing = code(codes.IpdSharing, IPD + "ipdSharing", "Plan to share participants' data.")
    ipd_sharing_description = text(IPD + "description", "The plan.")
    is_protocol_sharing_planned = flag(
        IPD + "infoTypes", "The protocol is to be shared.", read=has_code("STUDY_PROTOCOL")
    )
    is_analysis_plan_sharing_planned = flag(
        IPD + "infoTypes", "The statistical analysis plan is to be shared.", read=has_code("SAP")
    )
    is_consent_form_sharing_planned = flag(
        IPD + "infoTypes", "The consent form is to be shared.", read=has_code("ICF")
    )
    is_study_report_sharing_planned = flag(
        IPD + "infoTypes", "The clinical study report is to be shared.", read=has_code("CSR")
    )
    is_analytic_code_sharing_planned = flag(
        IPD + "infoTypes", "The analytic code is to be shared.", read=has_code("ANALYTIC_CODE")
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


class Studies(
    Identity,
    Status,
    Responsibility,
    Design,
    Dosing,
    Eligibility,
    Derived,
    Reporting,
    Sharing,
    Table,
    name="studies",
):
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
