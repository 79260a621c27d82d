"""The record of one study: five sections and a flag."""

from harvest.record.annotation import AnnotationSection
from harvest.record.derived import DerivedSection
from harvest.record.document import DocumentSection
from harvest.record.node import Node
from harvest.record.protocol import ProtocolSection
from harvest.record.results import ResultsSection


class Study(Node, frozen=True):
    """Source: the registry's field tree (`/studies/metadata`), API 2.0.5."""

    protocolSection: ProtocolSection = ProtocolSection()
    resultsSection: ResultsSection = ResultsSection()
    annotationSection: AnnotationSection = AnnotationSection()
    documentSection: DocumentSection = DocumentSection()
    derivedSection: DerivedSection = DerivedSection()
    hasResults: bool | None = None

    @property
    def nct_id(self) -> str:
        """The registry number; a decoded study always has one."""
        return self.protocolSection.identificationModule.nctId or ""
