"""The derived section: what the registry works out itself, each night, without moving any date."""

from harvest.record.codes import (
    BrowseLeafRelevance,
)
from harvest.record.node import Count, Node
from harvest.record.protocol import (
    DateStruct,
)


class FirstMcpInfo(Node, frozen=True):
    postDateStruct: DateStruct = DateStruct()


class SubmissionInfo(Node, frozen=True):
    releaseDate: str | None = None
    unreleaseDate: str | None = None
    unreleaseDateUnknown: bool | None = None
    resetDate: str | None = None
    mcpReleaseN: Count | None = None


class SubmissionTracking(Node, frozen=True):
    estimatedResultsFirstSubmitDate: str | None = None
    firstMcpInfo: FirstMcpInfo = FirstMcpInfo()
    submissionInfos: tuple[SubmissionInfo, ...] = ()


class BmiLimits(Node, frozen=True):
    minBmi: float | None = None
    maxBmi: float | None = None


class ModelPredictions(Node, frozen=True):
    """Served from 2023-11 to 2024-01 only; in neither of the registry's specifications."""

    bmiLimits: BmiLimits = BmiLimits()


class MiscInfoModule(Node, frozen=True):
    versionHolder: str | None = None
    removedCountries: tuple[str, ...] = ()
    submissionTracking: SubmissionTracking = SubmissionTracking()
    modelPredictions: ModelPredictions = ModelPredictions()


class Mesh(Node, frozen=True):
    id: str | None = None
    term: str | None = None


class BrowseLeaf(Node, frozen=True):
    id: str | None = None
    name: str | None = None
    asFound: str | None = None
    relevance: BrowseLeafRelevance | None = None


class BrowseBranch(Node, frozen=True):
    abbrev: str | None = None
    name: str | None = None


class BrowseModule(Node, frozen=True):
    meshes: tuple[Mesh, ...] = ()
    ancestors: tuple[Mesh, ...] = ()
    browseLeaves: tuple[BrowseLeaf, ...] = ()
    browseBranches: tuple[BrowseBranch, ...] = ()


class DerivedSection(Node, frozen=True):
    miscInfoModule: MiscInfoModule = MiscInfoModule()
    conditionBrowseModule: BrowseModule = BrowseModule()
    interventionBrowseModule: BrowseModule = BrowseModule()
