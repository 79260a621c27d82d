"""The results section: what the sponsor posted after the study.

Numbers are text here, as the registry serves them ("NA", "1,234", "<0.001" occur).
"""

from harvest.record.codes import (
    AgreementRestrictionType,
    AnalysisDispersionType,
    ConfidenceIntervalNumSides,
    EventAssessment,
    MeasureDispersionType,
    MeasureParam,
    NonInferiorityType,
    OutcomeMeasureType,
    ReportingStatus,
)
from harvest.record.node import Count, Node


class FlowGroup(Node, frozen=True):
    id: str | None = None
    title: str | None = None
    description: str | None = None


class FlowAchievement(Node, frozen=True):
    groupId: str | None = None
    comment: str | None = None
    numSubjects: str | None = None
    numUnits: str | None = None


class FlowMilestone(Node, frozen=True):
    type: str | None = None
    comment: str | None = None
    achievements: tuple[FlowAchievement, ...] = ()


class FlowReason(Node, frozen=True):
    groupId: str | None = None
    comment: str | None = None
    numSubjects: str | None = None


class DropWithdraw(Node, frozen=True):
    type: str | None = None
    comment: str | None = None
    reasons: tuple[FlowReason, ...] = ()


class FlowPeriod(Node, frozen=True):
    title: str | None = None
    milestones: tuple[FlowMilestone, ...] = ()
    dropWithdraws: tuple[DropWithdraw, ...] = ()


class ParticipantFlowModule(Node, frozen=True):
    preAssignmentDetails: str | None = None
    recruitmentDetails: str | None = None
    typeUnitsAnalyzed: str | None = None
    groups: tuple[FlowGroup, ...] = ()
    periods: tuple[FlowPeriod, ...] = ()


class MeasureGroup(Node, frozen=True):
    id: str | None = None
    title: str | None = None
    description: str | None = None


class DenomCount(Node, frozen=True):
    groupId: str | None = None
    value: str | None = None


class Denom(Node, frozen=True):
    units: str | None = None
    counts: tuple[DenomCount, ...] = ()


class Measurement(Node, frozen=True):
    groupId: str | None = None
    value: str | None = None
    spread: str | None = None
    lowerLimit: str | None = None
    upperLimit: str | None = None
    comment: str | None = None


class MeasureCategory(Node, frozen=True):
    title: str | None = None
    measurements: tuple[Measurement, ...] = ()


class MeasureClass(Node, frozen=True):
    title: str | None = None
    denoms: tuple[Denom, ...] = ()
    categories: tuple[MeasureCategory, ...] = ()


class BaselineMeasure(Node, frozen=True):
    title: str | None = None
    description: str | None = None
    populationDescription: str | None = None
    paramType: MeasureParam | None = None
    dispersionType: MeasureDispersionType | None = None
    unitOfMeasure: str | None = None
    calculatePct: bool | None = None
    denomUnitsSelected: str | None = None
    denoms: tuple[Denom, ...] = ()
    classes: tuple[MeasureClass, ...] = ()


class BaselineCharacteristicsModule(Node, frozen=True):
    populationDescription: str | None = None
    typeUnitsAnalyzed: str | None = None
    groups: tuple[MeasureGroup, ...] = ()
    denoms: tuple[Denom, ...] = ()
    measures: tuple[BaselineMeasure, ...] = ()


class MeasureAnalysis(Node, frozen=True):
    paramType: str | None = None
    paramValue: str | None = None
    dispersionType: AnalysisDispersionType | None = None
    dispersionValue: str | None = None
    statisticalMethod: str | None = None
    statisticalComment: str | None = None
    pValue: str | None = None
    pValueComment: str | None = None
    ciNumSides: ConfidenceIntervalNumSides | None = None
    ciPctValue: str | None = None
    ciLowerLimit: str | None = None
    ciUpperLimit: str | None = None
    ciLowerLimitComment: str | None = None
    ciUpperLimitComment: str | None = None
    estimateComment: str | None = None
    testedNonInferiority: bool | None = None
    nonInferiorityType: NonInferiorityType | None = None
    nonInferiorityComment: str | None = None
    otherAnalysisDescription: str | None = None
    groupDescription: str | None = None
    groupIds: tuple[str, ...] = ()


class OutcomeMeasure(Node, frozen=True):
    type: OutcomeMeasureType | None = None
    title: str | None = None
    description: str | None = None
    populationDescription: str | None = None
    reportingStatus: ReportingStatus | None = None
    anticipatedPostingDate: str | None = None
    paramType: MeasureParam | None = None
    dispersionType: str | None = None
    unitOfMeasure: str | None = None
    calculatePct: bool | None = None
    timeFrame: str | None = None
    typeUnitsAnalyzed: str | None = None
    denomUnitsSelected: str | None = None
    groups: tuple[MeasureGroup, ...] = ()
    denoms: tuple[Denom, ...] = ()
    classes: tuple[MeasureClass, ...] = ()
    analyses: tuple[MeasureAnalysis, ...] = ()


class OutcomeMeasuresModule(Node, frozen=True):
    outcomeMeasures: tuple[OutcomeMeasure, ...] = ()


class EventGroup(Node, frozen=True):
    id: str | None = None
    title: str | None = None
    description: str | None = None
    deathsNumAffected: Count | None = None
    deathsNumAtRisk: Count | None = None
    seriousNumAffected: Count | None = None
    seriousNumAtRisk: Count | None = None
    otherNumAffected: Count | None = None
    otherNumAtRisk: Count | None = None


class EventStats(Node, frozen=True):
    groupId: str | None = None
    numEvents: Count | None = None
    numAffected: Count | None = None
    numAtRisk: Count | None = None


class AdverseEvent(Node, frozen=True):
    term: str | None = None
    organSystem: str | None = None
    sourceVocabulary: str | None = None
    assessmentType: EventAssessment | None = None
    notes: str | None = None
    stats: tuple[EventStats, ...] = ()


class AdverseEventsModule(Node, frozen=True):
    frequencyThreshold: str | None = None
    timeFrame: str | None = None
    description: str | None = None
    allCauseMortalityComment: str | None = None
    eventGroups: tuple[EventGroup, ...] = ()
    seriousEvents: tuple[AdverseEvent, ...] = ()
    otherEvents: tuple[AdverseEvent, ...] = ()


class LimitationsAndCaveats(Node, frozen=True):
    description: str | None = None


class CertainAgreement(Node, frozen=True):
    piSponsorEmployee: bool | None = None
    restrictionType: AgreementRestrictionType | None = None
    restrictiveAgreement: bool | None = None
    otherDetails: str | None = None


class PointOfContact(Node, frozen=True):
    title: str | None = None
    organization: str | None = None
    email: str | None = None
    phone: str | None = None
    phoneExt: str | None = None


class MoreInfoModule(Node, frozen=True):
    limitationsAndCaveats: LimitationsAndCaveats = LimitationsAndCaveats()
    certainAgreement: CertainAgreement = CertainAgreement()
    pointOfContact: PointOfContact = PointOfContact()


class ResultsSection(Node, frozen=True):
    participantFlowModule: ParticipantFlowModule = ParticipantFlowModule()
    baselineCharacteristicsModule: BaselineCharacteristicsModule = BaselineCharacteristicsModule()
    outcomeMeasuresModule: OutcomeMeasuresModule = OutcomeMeasuresModule()
    adverseEventsModule: AdverseEventsModule = AdverseEventsModule()
    moreInfoModule: MoreInfoModule = MoreInfoModule()
