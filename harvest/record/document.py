"""Documents that the sponsor posted: protocol, analysis plan, consent form."""

from harvest.record.node import Node, Size


class LargeDoc(Node, frozen=True):
    typeAbbrev: str | None = None
    hasProtocol: bool | None = None
    hasSap: bool | None = None
    hasIcf: bool | None = None
    label: str | None = None
    date: str | None = None
    uploadDate: str | None = None
    filename: str | None = None
    size: Size | None = None


class LargeDocumentModule(Node, frozen=True):
    noSap: bool | None = None
    largeDocs: tuple[LargeDoc, ...] = ()


class DocumentSection(Node, frozen=True):
    largeDocumentModule: LargeDocumentModule = LargeDocumentModule()
