"""Search areas: which pieces of a record a search looks into.

Source: the registry's page on its 19 search areas. Its pieces carry weights for ranking; here they
stand in the order of those weights, heaviest first.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from harvest.replica.pieces import PIECES, Piece

_AREAS = {
    "BasicSearch": """
        NCTId Acronym BriefTitle OfficialTitle Condition InterventionName InterventionOtherName
        Phase StdAge PrimaryOutcomeMeasure Keyword BriefSummary ArmGroupLabel
        SecondaryOutcomeMeasure InterventionDescription ArmGroupDescription
        PrimaryOutcomeDescription LeadSponsorName OrgStudyId SecondaryId NCTIdAlias
        InterventionType ArmGroupType SecondaryOutcomeDescription LocationFacility LocationStatus
        LocationState LocationCountry LocationCity BioSpecDescription
        ResponsiblePartyInvestigatorFullName ResponsiblePartyInvestigatorTitle
        ResponsiblePartyInvestigatorAffiliation ResponsiblePartyOldNameTitle
        ResponsiblePartyOldOrganization OverallOfficialAffiliation OverallOfficialRole
        OverallOfficialName CentralContactName ConditionMeshTerm InterventionMeshTerm
        DesignAllocation DesignInterventionModel DesignMasking DesignWhoMasked
        DesignObservationalModel DesignPrimaryPurpose DesignTimePerspective StudyType
        ConditionAncestorTerm InterventionAncestorTerm CollaboratorName OtherOutcomeMeasure
        OutcomeMeasureTitle OtherOutcomeDescription OutcomeMeasureDescription
        LocationContactName""",
    "ConditionSearch": """
        Condition BriefTitle OfficialTitle ConditionMeshTerm ConditionAncestorTerm Keyword
        NCTId""",
    "InterventionSearch": """
        InterventionName InterventionType ArmGroupType InterventionOtherName BriefTitle
        OfficialTitle ArmGroupLabel InterventionMeshTerm Keyword InterventionAncestorTerm
        InterventionDescription ArmGroupDescription""",
    "InterventionNameSearch": "InterventionName InterventionOtherName",
    "ObsoleteConditionSearch": "Condition ConditionMeshTerm ConditionAncestorTerm Keyword",
    "ExternalIdsSearch": "OrgStudyId SecondaryId",
    "ExternalIdTypesSearch": "OrgStudyIdType SecondaryIdType",
    "EligibilitySearch": "EligibilityCriteria StudyPopulation",
    "OutcomeSearch": """
        PrimaryOutcomeMeasure SecondaryOutcomeMeasure PrimaryOutcomeDescription
        SecondaryOutcomeDescription OtherOutcomeMeasure OutcomeMeasureTitle
        OtherOutcomeDescription OutcomeMeasureDescription OutcomeMeasurePopulationDescription""",
    "OutcomeNameSearch": """
        PrimaryOutcomeMeasure SecondaryOutcomeMeasure OtherOutcomeMeasure OutcomeMeasureTitle""",
    "TitleSearch": "Acronym BriefTitle OfficialTitle",
    "LocationSearch": "LocationCity LocationState LocationCountry LocationFacility LocationZip",
    "ContactSearch": """
        OverallOfficialName CentralContactName OverallOfficialAffiliation LocationContactName""",
    "NCTIdSearch": "NCTId NCTIdAlias",
    "IdSearch": "NCTId NCTIdAlias Acronym OrgStudyId SecondaryId",
    "SponsorSearch": "LeadSponsorName CollaboratorName OrgFullName",
    "FunderTypeSearch": "LeadSponsorClass CollaboratorClass",
    "ResponsiblePartySearch": """
        ResponsiblePartyInvestigatorFullName ResponsiblePartyOldNameTitle
        ResponsiblePartyInvestigatorAffiliation ResponsiblePartyOldOrganization
        ResponsiblePartyInvestigatorTitle""",
    "PatientSearch": """
        Acronym Condition BriefTitle OfficialTitle ConditionMeshTerm ConditionAncestorTerm
        BriefSummary Keyword InterventionName InterventionOtherName PrimaryOutcomeMeasure StdAge
        ArmGroupLabel SecondaryOutcomeMeasure InterventionDescription ArmGroupDescription
        PrimaryOutcomeDescription LeadSponsorName OrgStudyId SecondaryId NCTIdAlias
        SecondaryOutcomeDescription LocationFacility LocationState LocationCountry LocationCity
        BioSpecDescription ResponsiblePartyInvestigatorFullName ResponsiblePartyInvestigatorTitle
        ResponsiblePartyInvestigatorAffiliation ResponsiblePartyOldNameTitle
        ResponsiblePartyOldOrganization OverallOfficialAffiliation OverallOfficialName
        CentralContactName DesignInterventionModel DesignMasking DesignWhoMasked
        DesignObservationalModel DesignPrimaryPurpose DesignTimePerspective InterventionMeshTerm
        InterventionAncestorTerm CollaboratorName OtherOutcomeMeasure OtherOutcomeDescription
        LocationContactName""",
}

AREAS: Mapping[str, tuple[Piece, ...]] = MappingProxyType(
    {area: tuple(PIECES[name] for name in names.split()) for area, names in _AREAS.items()}
)


def area_pieces(name: str) -> tuple[Piece, ...] | None:
    """What `AREA[name]` searches: an area's pieces, or the one piece of that name if it has values.

    Names are case-sensitive [reported]; None for a name that is neither.
    """
    if name in AREAS:
        return AREAS[name]
    piece = PIECES.get(name)
    return (piece,) if piece is not None and piece.kind != "branch" else None
