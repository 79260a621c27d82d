"""What a study set out to measure: registered outcomes."""

from __future__ import annotations

from typing import Literal

from harvest.tables.declare import Each, Table, index, label, nct_id, position, text
from harvest.tables.people import STUDY

MODULE = "protocolSection.outcomesModule."


class Outcomes(Table, name="outcomes"):
    """One row for each registered outcome measure: primary first, then secondary, then other."""

    each = (
        Each(MODULE + "primaryOutcomes[]", ("primary",)),
        Each(MODULE + "secondaryOutcomes[]", ("secondary",)),
        Each(MODULE + "otherOutcomes[]", ("other",)),
    )
    key = ("nct_id", "position")
    references = STUDY
    rows_per_group = 20_000

    nct_id = nct_id()
    position = position("Place among all outcomes of the study, from 0.")
    kind = label(Literal["primary", "secondary", "other"], "Rank that the sponsor gave.")
    kind_position = index("Place among the outcomes of this kind, as in the JSON path, from 0.")
    measure = text("measure", "What is measured.")
    description = text("description", "How it is measured.")
    time_frame_text = text("timeFrame", "When it is measured, in the sponsor's words.")
