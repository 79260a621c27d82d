"""What a study set out to measure: registered outcomes, and what their texts say."""

from __future__ import annotations

from typing import Literal

from harvest.derive.core_sets import Coverage
from harvest.derive.outcomes import MODULE, Meaning
from harvest.parse.evidence import Certainty
from harvest.parse.outcomes.model import Form, Framework, Strength
from harvest.parse.timeframes.model import Bound, Kind, Reason, Unit
from harvest.tables.declare import (
    Each,
    ForeignKey,
    Table,
    code,
    count,
    derived,
    flag,
    index,
    nct_id,
    number,
    text,
)
from harvest.tables.people import STUDY

Rank = Literal["primary", "secondary", "other"]
Comparator = Literal[">=", ">", "<=", "<", "="]
ThresholdUnit = Literal["percent", "points", "category"]

LISTS = (
    Each(MODULE + "primaryOutcomes[]", ("primary",)),
    Each(MODULE + "secondaryOutcomes[]", ("secondary",)),
    Each(MODULE + "otherOutcomes[]", ("other",)),
)
TEXTS = tuple(f"{each.path}.{field}" for each in LISTS for field in ("measure", "description"))
TIME_FRAMES = tuple(f"{each.path}.timeFrame" for each in LISTS)
OUTCOME = ForeignKey(("nct_id", "outcome_position"), "outcomes", ("nct_id", "position"))


class Outcomes(Table, name="outcomes"):
    """One row for each registered outcome measure: primary first, then secondary, then other.

    Beside the registry's words stands what they say: with which instrument, in which form, on
    which scale, when. Directions are three: of the instrument (`instrument_direction`), of the
    reported number (`higher_is`: more responders is better on a scale where more is worse) and of
    the number as a signed change (`change_is`). Week 7, month 365/12, year 365 days.

    Known limits: `assumed_scale_min` and `assumed_scale_max` come from the literature, not from
    the record. A form without a word for it is a `level`, marked as assumed in `evidence`.
    """

    items = "outcomes"
    each = LISTS
    key = ("nct_id", "position")
    references = STUDY
    rows_per_group = 20_000

    nct_id = nct_id()
    position = index("Place among all outcomes of the study, from 0.")
    kind = code(Rank, (), "Rank that the sponsor gave.", required=True)
    kind_position = index("Place among the outcomes of this kind, as in the JSON path, from 0.")
    measure = derived(text("measure", "What is measured."), "outcome.measure")
    description = derived(text("description", "How it is measured."), "outcome.description")
    time_frame_text = derived(
        text("timeFrame", "When it is measured, in the sponsor's words."), "outcome.timeFrame"
    )
    instrument = text((), "Instruments by their usual short names, joined by a semicolon.")
    subscale = text((), "Subscales or items of them, joined by a semicolon.")
    variable_form = derived(
        code(
            Form,
            (),
            "What kind of number is reported: a level, a change from baseline, a share of "
            "responders. Null for times to an event.",
        ),
        "reading.variable_form",
    )
    scale_min = derived(
        number((), "Lower end of the scale, where the record states it.", unit="points"),
        "reading.scale_min",
    )
    scale_max = derived(
        number((), "Upper end of the scale, where the record states it.", unit="points"),
        "reading.scale_max",
    )
    assumed_scale_min = derived(
        number(
            (),
            "Usual lower end in the literature, where the record names an instrument and no range.",
            unit="points",
        ),
        "reading.assumed_min",
    )
    assumed_scale_max = derived(
        number((), "Usual upper end in the literature, likewise.", unit="points"),
        "reading.assumed_max",
    )
    instrument_direction = code(Meaning, (), "What a higher score of the instrument means.")
    higher_is = code(Meaning, (), "What a higher number means, as it is reported.")
    change_is = code(
        Meaning, (), "What a higher number means once the change is signed as the text says."
    )
    hoped_change = derived(
        code(
            Literal["decrease", "increase"],
            (),
            "Direction that the title hopes for, such as a reduction in pain; no form by itself.",
        ),
        "reading.hoped_change",
    )
    responder_threshold = text(
        (), "From when on a participant counts as a responder; several joined by a semicolon."
    )
    responder_comparator = code(Comparator, (), "Its relation, where there is one threshold.")
    responder_value = number((), "Its number, in `responder_unit`.", unit="points or percent")
    responder_unit = code(ThresholdUnit, (), "Percent of change, points, or a category of a scale.")
    is_outside_omeract = derived(
        flag(
            (),
            "The OMERACT core set for fibromyalgia is known to have no place for it; null where "
            "this is contested or unknown.",
        ),
        "reading.omeract_outside",
    )
    is_outside_immpact = derived(
        flag((), "The same of IMMPACT's domains for chronic pain."), "reading.immpact_outside"
    )
    time_frame_kind = derived(
        code(Kind, (), "What kind of time frame it is; null where the record has none."),
        "time_frame.kind",
    )
    time_frame_days = derived(
        number((), "Last point as numbered: Day 29 is 29.", unit="days"), "time_frame.last_day"
    )
    time_frame_elapsed_days = derived(
        number((), "Days from the start to the last point: Day 29 is 28.", unit="days"),
        "elapsed_days",
    )
    time_frame_points = text((), "Every point in days, ascending, such as 0;28;84.")
    has_baseline = derived(
        flag((), "A baseline or a start is named as a moment of its own."),
        "time_frame.has_baseline",
    )
    is_change = derived(flag((), "The time frame speaks of a change."), "time_frame.is_change")
    is_estimated = derived(
        flag((), "The days are approximate or an average."), "time_frame.is_estimated"
    )
    is_partial = derived(
        flag((), "A moment without a number, such as discharge, stands beside those with one."),
        "time_frame.is_partial",
    )
    time_frame_unit = derived(code(Unit, (), "Unit of the numbers."), "time_frame.unit")
    time_frame_anchor = derived(
        text((), "Moment that the days are counted from, where it is stated."), "anchor"
    )
    time_frame_reason = derived(code(Reason, (), "Why there are no days."), "time_frame.reason")


class OutcomeInstruments(Table, name="outcome_instruments"):
    """One row for each instrument of each registered outcome, with the words that name it."""

    items = "outcome_instruments"
    also_reads = TEXTS
    key = ("nct_id", "outcome_position", "instrument_position")
    references = (*STUDY, OUTCOME)

    nct_id = nct_id()
    outcome_position = index("The outcome's position in `outcomes`.")
    instrument_position = index("Order in the outcome's texts, from 0.")
    instrument = text((), "Instrument by its usual short name.", required=True)
    instrument_version = text((), "Version, where the text says so, such as short form.")
    subscale = text((), "Subscale or item; null for the whole.")
    instrument_direction = code(Meaning, (), "What a higher score of it, or of the part, means.")
    usual_scale_min = number((), "Lower end that the literature gives.", unit="points")
    usual_scale_max = number((), "Upper end that the literature gives.", unit="points")
    instrument_text = text((), "The words that name it.", required=True)
    path = text((), "JSON path of the text, with list indices from 0.", required=True)
    span_start = count((), "First code point of the words in that text, from 0.")
    span_end = count((), "End of the words, exclusive.")
    rule = text((), "Name of the rule that read them.", required=True)
    certainty = code(Certainty, (), "How sure.", required=True)


class OutcomeDomains(Table, name="outcome_domains"):
    """One row for each core-set domain that a registered outcome is placed in.

    OMERACT is the core set for fibromyalgia, IMMPACT that for chronic pain. A subscale decides
    before its instrument does.

    Known limits: an outcome that neither set has a place for has no row; see
    `is_outside_omeract` and `is_outside_immpact` in `outcomes`.
    """

    items = "outcome_domains"
    also_reads = TEXTS
    key = ("nct_id", "outcome_position", "framework", "domain")
    references = (*STUDY, OUTCOME)

    nct_id = nct_id()
    outcome_position = index("The outcome's position in `outcomes`.")
    framework = code(Framework, (), "Core set.", required=True)
    domain = text((), "Domain by the core set's own name.", required=True)
    tier = text(
        (),
        "Of OMERACT core, some_trials or research_agenda; of IMMPACT core or supplementary.",
        required=True,
    )
    strength = code(
        Strength,
        (),
        "Endorsed by the papers of the core set, a facet of such an instrument, or the nearest "
        "domain by content.",
        required=True,
    )
    instrument = text((), "Instrument that led there; null where the words of the title did.")
    source = text((), "Paper or table that says so.", required=True)


class OutcomeTimepoints(Table, name="outcome_timepoints"):
    """One row for each point of time in each registered time frame.

    Days count from the start that the text counts from. Points of two trials meet where their
    windows do: 84 days meets 91.

    Known limits: a time frame that could not be read for sure has no row here; `outcomes` has the
    reason.
    """

    items = "outcome_timepoints"
    also_reads = TIME_FRAMES
    key = ("nct_id", "outcome_position", "timepoint_position")
    references = (*STUDY, OUTCOME)

    nct_id = nct_id()
    outcome_position = index("The outcome's position in `outcomes`.")
    timepoint_position = index("Order in time, from 0.")
    days = number((), "Day as numbered: Day 29 is 29; a baseline is 0.", unit="days")
    elapsed_days = number((), "Days from the start: Day 29 is 28.", unit="days")
    is_baseline = flag((), "The point is the start.")
    is_study_day = flag((), "The text gives the number of a study day.")
    label = text((), "Point as the text names it.")
    unit = code(Unit, (), "Unit as written.", required=True)
    bound = code(Bound, (), "The point itself is meant, or the latest or earliest day.")
    anchor = text((), "Moment that it is counted from, where it is stated.")
    tolerance_days = number((), "Window on either side, where it is stated.", unit="days")
    window_start_days = number((), "Earliest day that counts as the same time.", unit="days")
    window_end_days = number((), "Latest day that counts as the same time.", unit="days")
    period_days = number(
        (),
        "Days from the start of the crossover period that the point lies in; null where there is "
        "no crossover, or its periods are unknown.",
        unit="days",
    )
    is_estimated = flag((), "The text calls it approximate or an average.")
    span_start = count((), "First code point of its words in the time frame, from 0.")
    span_end = count((), "End of its words, exclusive.")


class CoreSetCoverage(Table, name="core_set_coverage"):
    """One row for each domain of each core set in which the study has an outcome.

    Studies that have no outcome in any domain of a core set have no rows for it.

    Known limits: IMMPACT's adverse events and disposition are answered by posted results.
    """

    items = "core_sets"
    also_reads = TEXTS
    key = ("nct_id", "framework", "domain")
    references = STUDY

    nct_id = nct_id()
    framework = code(Framework, (), "Core set.", required=True)
    domain = text((), "Domain by the core set's own name.", required=True)
    tier = text(
        (),
        "Of OMERACT core, some_trials or research_agenda; of IMMPACT core or supplementary.",
        required=True,
    )
    coverage = code(Coverage, (), "Strongest way in which an outcome covers it.")
    outcome_count = count((), "Outcomes that are placed there.", unit="outcomes")
    endorsed_count = count((), "Of these, by an endorsed instrument.", unit="outcomes")
    best_rank = code(Rank, (), "Highest rank among them.")
    instruments = text((), "Their instruments, endorsed ones first, joined by a semicolon.")
    reason = text((), "Why the coverage is null.")
