"""The protocol section: what the sponsor registered about a study."""

from msgspec import field

from harvest.record.codes import (
    AgencyClass,
    ArmGroupType,
    BioSpecRetention,
    ContactRole,
    DateType,
    DesignAllocation,
    DesignMasking,
    DesignTimePerspective,
    EnrollmentType,
    ExpandedAccessStatus,
    InterventionalAssignment,
    InterventionType,
    IpdSharing,
    IpdSharingInfoType,
    ObservationalModel,
    OfficialRole,
    OrgStudyIdType,
    Phase,
    PrimaryPurpose,
    RecruitmentStatus,
    ReferenceType,
    ResponsiblePartyType,
    SamplingMethod,
    SecondaryIdType,
    Sex,
    StandardAge,
    Status,
    StudyType,
    WhoMasked,
)
from harvest.record.node import Count, Latitude, Longitude, Node


class OrgStudyIdInfo(Node, frozen=True):
    id: str | None = None
    type: OrgStudyIdType | None = None
    link: str | None = None


class SecondaryIdInfo(Node, frozen=True):
    id: str | None = None
    type: SecondaryIdType | None = None
    domain: str | None = None
    link: str | None = None


class Organization(Node, frozen=True):
    fullName: str | None = None
    class_: AgencyClass | None = field(default=None, name="class")


class IdentificationModule(Node, frozen=True):
    nctId: str | None = None
    nctIdAliases: tuple[str, ...] = ()
    orgStudyIdInfo: OrgStudyIdInfo = OrgStudyIdInfo()
    secondaryIdInfos: tuple[SecondaryIdInfo, ...] = ()
    briefTitle: str | None = None
    officialTitle: str | None = None
    acronym: str | None = None
    organization: Organization = Organization()


class ExpandedAccessInfo(Node, frozen=True):
    hasExpandedAccess: bool | None = None
    nctId: str | None = None
    statusForNctId: ExpandedAccessStatus | None = None


class PartialDateStruct(Node, frozen=True):
    date: str | None = None
    type: DateType | None = None


class DateStruct(Node, frozen=True):
    date: str | None = None
    type: DateType | None = None


class StatusModule(Node, frozen=True):
    statusVerifiedDate: str | None = None
    overallStatus: Status | None = None
    lastKnownStatus: Status | None = None
    delayedPosting: bool | None = None
    whyStopped: str | None = None
    expandedAccessInfo: ExpandedAccessInfo = ExpandedAccessInfo()
    startDateStruct: PartialDateStruct = PartialDateStruct()
    primaryCompletionDateStruct: PartialDateStruct = PartialDateStruct()
    completionDateStruct: PartialDateStruct = PartialDateStruct()
    studyFirstSubmitDate: str | None = None
    studyFirstSubmitQcDate: str | None = None
    studyFirstPostDateStruct: DateStruct = DateStruct()
    resultsWaived: bool | None = None
    resultsFirstSubmitDate: str | None = None
    resultsFirstSubmitQcDate: str | None = None
    resultsFirstPostDateStruct: DateStruct = DateStruct()
    dispFirstSubmitDate: str | None = None
    dispFirstSubmitQcDate: str | None = None
    dispFirstPostDateStruct: DateStruct = DateStruct()
    lastUpdateSubmitDate: str | None = None
    lastUpdatePostDateStruct: DateStruct = DateStruct()


class ResponsibleParty(Node, frozen=True):
    type: ResponsiblePartyType | None = None
    investigatorFullName: str | None = None
    investigatorTitle: str | None = None
    investigatorAffiliation: str | None = None
    oldNameTitle: str | None = None
    oldOrganization: str | None = None


class Sponsor(Node, frozen=True):
    name: str | None = None
    class_: AgencyClass | None = field(default=None, name="class")


class SponsorCollaboratorsModule(Node, frozen=True):
    responsibleParty: ResponsibleParty = ResponsibleParty()
    leadSponsor: Sponsor = Sponsor()
    collaborators: tuple[Sponsor, ...] = ()


class OversightModule(Node, frozen=True):
    oversightHasDmc: bool | None = None
    isFdaRegulatedDrug: bool | None = None
    isFdaRegulatedDevice: bool | None = None
    isUnapprovedDevice: bool | None = None
    isPpsd: bool | None = None
    isUsExport: bool | None = None
    fdaaa801Violation: bool | None = None


class DescriptionModule(Node, frozen=True):
    briefSummary: str | None = None
    detailedDescription: str | None = None


class ConditionsModule(Node, frozen=True):
    conditions: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()


class ExpandedAccessTypes(Node, frozen=True):
    individual: bool | None = None
    intermediate: bool | None = None
    treatment: bool | None = None


class MaskingBlock(Node, frozen=True):
    masking: DesignMasking | None = None
    maskingDescription: str | None = None
    whoMasked: tuple[WhoMasked, ...] = ()


class DesignInfo(Node, frozen=True):
    allocation: DesignAllocation | None = None
    interventionModel: InterventionalAssignment | None = None
    interventionModelDescription: str | None = None
    primaryPurpose: PrimaryPurpose | None = None
    observationalModel: ObservationalModel | None = None
    timePerspective: DesignTimePerspective | None = None
    maskingInfo: MaskingBlock = MaskingBlock()


class BioSpec(Node, frozen=True):
    retention: BioSpecRetention | None = None
    description: str | None = None


class EnrollmentInfo(Node, frozen=True):
    count: Count | None = None
    type: EnrollmentType | None = None


class DesignModule(Node, frozen=True):
    studyType: StudyType | None = None
    nPtrsToThisExpAccNctId: Count | None = None
    expandedAccessTypes: ExpandedAccessTypes = ExpandedAccessTypes()
    patientRegistry: bool | None = None
    targetDuration: str | None = None
    phases: tuple[Phase, ...] = ()
    designInfo: DesignInfo = DesignInfo()
    bioSpec: BioSpec = BioSpec()
    enrollmentInfo: EnrollmentInfo = EnrollmentInfo()


class ArmGroup(Node, frozen=True):
    label: str | None = None
    type: ArmGroupType | None = None
    description: str | None = None
    interventionNames: tuple[str, ...] = ()


class Intervention(Node, frozen=True):
    type: InterventionType | None = None
    name: str | None = None
    description: str | None = None
    armGroupLabels: tuple[str, ...] = ()
    otherNames: tuple[str, ...] = ()


class ArmsInterventionsModule(Node, frozen=True):
    armGroups: tuple[ArmGroup, ...] = ()
    interventions: tuple[Intervention, ...] = ()


class Outcome(Node, frozen=True):
    measure: str | None = None
    description: str | None = None
    timeFrame: str | None = None


class OutcomesModule(Node, frozen=True):
    primaryOutcomes: tuple[Outcome, ...] = ()
    secondaryOutcomes: tuple[Outcome, ...] = ()
    otherOutcomes: tuple[Outcome, ...] = ()


class EligibilityModule(Node, frozen=True):
    eligibilityCriteria: str | None = None
    healthyVolunteers: bool | None = None
    sex: Sex | None = None
    genderBased: bool | None = None
    genderDescription: str | None = None
    minimumAge: str | None = None
    maximumAge: str | None = None
    stdAges: tuple[StandardAge, ...] = ()
    studyPopulation: str | None = None
    samplingMethod: SamplingMethod | None = None


class Contact(Node, frozen=True):
    name: str | None = None
    role: ContactRole | None = None
    phone: str | None = None
    phoneExt: str | None = None
    email: str | None = None


class Official(Node, frozen=True):
    name: str | None = None
    affiliation: str | None = None
    role: OfficialRole | None = None


class GeoPoint(Node, frozen=True):
    """Degrees, WGS 84. The registry serves these two, though its field tree lists neither."""

    lat: Latitude | None = None
    lon: Longitude | None = None


class Location(Node, frozen=True):
    facility: str | None = None
    status: RecruitmentStatus | None = None
    city: str | None = None
    state: str | None = None
    zip: str | None = None
    country: str | None = None
    contacts: tuple[Contact, ...] = ()
    geoPoint: GeoPoint = GeoPoint()


class ContactsLocationsModule(Node, frozen=True):
    centralContacts: tuple[Contact, ...] = ()
    overallOfficials: tuple[Official, ...] = ()
    locations: tuple[Location, ...] = ()


class Retraction(Node, frozen=True):
    pmid: str | None = None
    source: str | None = None


class Reference(Node, frozen=True):
    pmid: str | None = None
    type: ReferenceType | None = None
    citation: str | None = None
    retractions: tuple[Retraction, ...] = ()


class SeeAlsoLink(Node, frozen=True):
    label: str | None = None
    url: str | None = None


class AvailIpd(Node, frozen=True):
    id: str | None = None
    type: str | None = None
    url: str | None = None
    comment: str | None = None


class ReferencesModule(Node, frozen=True):
    references: tuple[Reference, ...] = ()
    seeAlsoLinks: tuple[SeeAlsoLink, ...] = ()
    availIpds: tuple[AvailIpd, ...] = ()


class IpdSharingStatementModule(Node, frozen=True):
    ipdSharing: IpdSharing | None = None
    description: str | None = None
    infoTypes: tuple[IpdSharingInfoType, ...] = ()
    timeFrame: str | None = None
    accessCriteria: str | None = None
    url: str | None = None


class ProtocolSection(Node, frozen=True):
    identificationModule: IdentificationModule = IdentificationModule()
    statusModule: StatusModule = StatusModule()
    sponsorCollaboratorsModule: SponsorCollaboratorsModule = SponsorCollaboratorsModule()
    oversightModule: OversightModule = OversightModule()
    descriptionModule: DescriptionModule = DescriptionModule()
    conditionsModule: ConditionsModule = ConditionsModule()
    designModule: DesignModule = DesignModule()
    armsInterventionsModule: ArmsInterventionsModule = ArmsInterventionsModule()
    outcomesModule: OutcomesModule = OutcomesModule()
    eligibilityModule: EligibilityModule = EligibilityModule()
    contactsLocationsModule: ContactsLocationsModule = ContactsLocationsModule()
    referencesModule: ReferencesModule = ReferencesModule()
    ipdSharingStatementModule: IpdSharingStatementModule = IpdSharingStatementModule()
