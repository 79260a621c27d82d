"""Columns of `studies`: what a study is called, who answers for it, under which oversight."""

from __future__ import annotations

from harvest.parse.identifiers import IdentifierKind, identifier_kind, identifier_number
from harvest.record import codes
from harvest.tables.declare import code, flag, text

ID = "protocolSection.identificationModule."
SPONSOR = "protocolSection.sponsorCollaboratorsModule."
OVERSIGHT = "protocolSection.oversightModule."


class Identity:
    """Numbers, titles, descriptions."""

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

    brief_summary = text(
        "protocolSection.descriptionModule.briefSummary", "Summary for the public."
    )
    detailed_description = text(
        "protocolSection.descriptionModule.detailedDescription", "Longer description."
    )


class Responsibility:
    """Sponsor, responsible party, oversight."""

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
