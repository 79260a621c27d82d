"""What a study points to: publications, links, data, documents."""

from __future__ import annotations

from harvest.parse import dates
from harvest.record import codes
from harvest.tables.declare import (
    RUNNING,
    Each,
    ForeignKey,
    Table,
    code,
    count,
    day,
    flag,
    index,
    moment,
    nct_id,
    position,
    text,
)
from harvest.tables.people import STUDY

MODULE = "protocolSection.referencesModule."


class References(Table, name="references"):
    """One row for each publication cited in the record.

    Known limits: DERIVED ones are linked by the registry because the publication names the
    number; a RESULT may report another study.
    """

    each = (Each(MODULE + "references[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    pmid = text("pmid", "PubMed number.")
    type = code(codes.ReferenceType, "type", "Background, result, or linked by the registry.")
    citation = text("citation", "Citation, as registered.")


class Retractions(Table, name="retractions"):
    """One row for each retraction notice of a cited publication."""

    each = (Each(MODULE + "references[].retractions[]"),)
    key = ("nct_id", "position")
    references = (
        *STUDY,
        ForeignKey(("nct_id", "reference_position"), "references", ("nct_id", "position")),
    )

    nct_id = nct_id()
    position = position(RUNNING)
    reference_position = index("The publication's position in `references`.")
    pmid = text("pmid", "PubMed number of the notice.")
    source = text("source", "Where the notice appeared.")


class Links(Table, name="links"):
    """One row for each web page that the record points to."""

    each = (Each(MODULE + "seeAlsoLinks[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    label = text("label", "What the page is.")
    url = text("url", "Its address.")


class AvailableData(Table, name="available_data"):
    """One row for each data set or supporting document that the sponsor says is available."""

    each = (Each(MODULE + "availIpds[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    data_id = text("id", "Its number in the place that keeps it.")
    type = text("type", "What it is, in the sponsor's words.")
    url = text("url", "Its address.")
    comment = text("comment", "More on it.")


class Documents(Table, name="documents"):
    """One row for each document posted with the study: protocol, analysis plan, consent form."""

    each = (Each("documentSection.largeDocumentModule.largeDocs[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    type_abbreviation = text("typeAbbrev", "The registry's abbreviation, such as Prot_SAP.")
    has_protocol = flag("hasProtocol", "Holds the protocol.")
    has_analysis_plan = flag("hasSap", "Holds the statistical analysis plan.")
    has_consent_form = flag("hasIcf", "Holds the informed consent form.")
    label = text("label", "Title.")
    document_date = day("date", "Date of the document.")
    upload_time = moment("uploadDate", "When it was uploaded; no zone is given.", read=dates.minute)
    filename = text("filename", "File name.")
    size_bytes = count("size", "Size of the file.", unit="bytes", size=True)
