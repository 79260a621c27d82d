"""What a study is about: conditions, keywords, MeSH terms; and its other numbers."""

from __future__ import annotations

from typing import Literal

from harvest.parse.identifiers import IdentifierKind, identifier_kind, identifier_number
from harvest.parse.mesh import mesh_id
from harvest.record import codes
from harvest.tables.declare import RUNNING, Each, Table, code, label, nct_id, position, text
from harvest.tables.people import STUDY

CONDITION = "derivedSection.conditionBrowseModule."
INTERVENTION = "derivedSection.interventionBrowseModule."
ID = "protocolSection.identificationModule."
Subject = Literal["condition", "intervention"]


class Conditions(Table, name="conditions"):
    """One row for each condition that the sponsor named.

    Known limits: free text; some sponsors write anything here ("Randomized Controlled Trial").
    """

    each = (Each("protocolSection.conditionsModule.conditions[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    condition = text("", "Condition, as registered.", required=True)


class Keywords(Table, name="keywords"):
    """One row for each keyword that the sponsor gave."""

    each = (Each("protocolSection.conditionsModule.keywords[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    keyword = text("", "Word or phrase, as registered.", required=True)


class MeshTerms(Table, name="mesh_terms"):
    """One row for each MeSH term that the registry derived, and for each of its ancestors.

    Known limits: derived by the registry, again each night, without moving the update date; a
    term selects candidates and proves nothing (naltrexone's also marks fixed combinations and
    depot injections).
    """

    each = (
        Each(CONDITION + "meshes[]", ("condition", "term")),
        Each(CONDITION + "ancestors[]", ("condition", "ancestor")),
        Each(INTERVENTION + "meshes[]", ("intervention", "term")),
        Each(INTERVENTION + "ancestors[]", ("intervention", "ancestor")),
    )
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position(RUNNING)
    subject = label(Subject, "Derived from conditions or from interventions.")
    relation = label(Literal["term", "ancestor"], "The term itself or a broader one.")
    mesh_id = text(
        "id",
        "MeSH number in MeSH's own form: descriptor (D005356) or supplementary concept (C567107).",
        read=mesh_id,
    )
    mesh_id_text = text("id", "The number as served; until late 2024 filled up with zeros.")
    term = text("term", "Name of the term.")


class BrowseTerms(Table, name="browse_terms"):
    """One row for each node of the registry's browse trees in which it placed the study.

    Known limits: the registry has served none since September 2025; records from before have them.
    """

    each = (
        Each(CONDITION + "browseLeaves[]", ("condition",)),
        Each(INTERVENTION + "browseLeaves[]", ("intervention",)),
    )
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position(RUNNING)
    subject = label(Subject, "Derived from conditions or from interventions.")
    leaf_id = text("id", "The registry's number of the node, such as M10.")
    term = text("name", "Name of the node.")
    found_text = text("asFound", "Words that led to it, as served; unreliable for interventions.")
    relevance = code(codes.BrowseLeafRelevance, "relevance", "How close it is.", ordered=True)


class BrowseBranches(Table, name="browse_branches"):
    """One row for each branch of the browse trees in which the registry placed the study.

    Known limits: as for browse_terms.
    """

    each = (
        Each(CONDITION + "browseBranches[]", ("condition",)),
        Each(INTERVENTION + "browseBranches[]", ("intervention",)),
    )
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position(RUNNING)
    subject = label(Subject, "Derived from conditions or from interventions.")
    abbreviation = text("abbrev", "The registry's abbreviation of the branch, such as BC10.")
    branch = text("name", "Name of the branch.")


class SecondaryIds(Table, name="secondary_ids"):
    """One row for each further number of the study: other registries, grants, sponsors' own.

    `kind` goes by the form of the number where the form is known, because sponsors often choose
    another type; `type` is what they chose.
    """

    each = (Each(ID + "secondaryIdInfos[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    number_text = text("id", "The number, as registered.")
    type = code(codes.SecondaryIdType, "type", "Type that the sponsor chose.")
    domain = text("domain", "Who issued it, in the sponsor's words.")
    link = text("link", "Address given with it.")
    kind = code(
        IdentifierKind,
        ("id", "type", "domain"),
        "What the number is, by its form.",
        read=identifier_kind,
    )
    number = text(
        ("id", "type", "domain"),
        "The number in its standard form; null where no form is known.",
        read=identifier_number,
    )


class IdAliases(Table, name="id_aliases"):
    """One row for each obsolete NCT number that now leads to this study."""

    each = (Each(ID + "nctIdAliases[]"),)
    key = ("nct_id", "position")
    references = STUDY

    nct_id = nct_id()
    position = position()
    alias_nct_id = text("", "The obsolete number.", required=True)
