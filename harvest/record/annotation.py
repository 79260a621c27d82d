"""What the registry says about a study beside its record: results held back, violations."""

from harvest.record.codes import (
    UnpostedEventType,
    ViolationEventType,
)
from harvest.record.node import Node


class UnpostedEvent(Node, frozen=True):
    type: UnpostedEventType | None = None
    date: str | None = None
    dateUnknown: bool | None = None


class UnpostedAnnotation(Node, frozen=True):
    unpostedResponsibleParty: str | None = None
    unpostedEvents: tuple[UnpostedEvent, ...] = ()


class ViolationEvent(Node, frozen=True):
    type: ViolationEventType | None = None
    description: str | None = None
    creationDate: str | None = None
    issuedDate: str | None = None
    releaseDate: str | None = None
    postedDate: str | None = None


class ViolationAnnotation(Node, frozen=True):
    violationEvents: tuple[ViolationEvent, ...] = ()


class AnnotationModule(Node, frozen=True):
    unpostedAnnotation: UnpostedAnnotation = UnpostedAnnotation()
    violationAnnotation: ViolationAnnotation = ViolationAnnotation()


class AnnotationSection(Node, frozen=True):
    annotationModule: AnnotationModule = AnnotationModule()
