"""What is given, how much and for how long, as read from the registry's texts."""

from __future__ import annotations

import pyarrow as pa

from harvest.derive.doses import Role
from harvest.derive.labels import AuthorLabel
from harvest.derive.texts import Source
from harvest.parse.doses.codes import Basis, DoseClass, Group, YesNo
from harvest.parse.periods import Kind
from harvest.tables.declare import (
    RUNNING,
    Column,
    ForeignKey,
    Table,
    code,
    count,
    derived,
    flag,
    index,
    nct_id,
    number,
    position,
    text,
)
from harvest.tables.design import ARMS, INTERVENTIONS
from harvest.tables.people import STUDY

ARM = ForeignKey(("nct_id", "arm_position"), "arms", ("nct_id", "position"))
INTERVENTION = ForeignKey(
    ("nct_id", "intervention_position"), "interventions", ("nct_id", "position")
)
DOSE = ForeignKey(("nct_id", "dose_position"), "doses", ("nct_id", "position"))
TEXTS = (
    ARMS + ".label",
    ARMS + ".description",
    INTERVENTIONS + ".name",
    INTERVENTIONS + ".description",
    "protocolSection.identificationModule.briefTitle",
    "protocolSection.identificationModule.officialTitle",
    "protocolSection.designModule.designInfo.interventionModelDescription",
    "protocolSection.descriptionModule.briefSummary",
    "protocolSection.descriptionModule.detailedDescription",
)


class Doses(Table, name="doses"):
    """One row for each dose statement: what one text says of one drug, arm by arm.

    Every drug intervention of every arm has a row at least, with or without an amount. A statement
    in an intervention's text stands once for each arm that has the intervention. Texts on the
    study as a whole have a row only where they give an amount of one of its drugs.

    Known limits: the reader serves any drug and is held to its accuracy on naltrexone and its
    look-alikes. Amounts without a stated frequency count as per day and are marked as assumed in
    `evidence`. For what an arm gets in the end, use `arm_period_doses`.
    """

    items = "doses"
    also_reads = TEXTS
    key = ("nct_id", "position")
    references = (*STUDY, ARM, INTERVENTION)

    nct_id = nct_id()
    position = position(RUNNING)
    arm_position = count((), "The arm's position in `arms`; null for a text on the whole study.")
    intervention_position = count(
        (), "The position in `interventions` of the drug's intervention; null where it is of none."
    )
    role = code(
        Role,
        (),
        "What the statement is to the arm: assigned to it, quoted from its comparator (a placebo "
        "arm that names the drug's dose), taken beside, unclear where an arm has several drugs and "
        "the text names none, or said of the study as a whole.",
        required=True,
    )
    source = code(Source, (), "Kind of text.", required=True)
    is_inherited = flag((), "An arm's dose that stands in the text of its intervention.")
    dose_text = derived(text((), "The words that the fields were read from."), "words")
    drug = derived(text((), "Drug, by its published name.", required=True), "statement.drug")
    drug_group = derived(
        code(Group, (), "What decides how its doses are read.", required=True), "statement.group"
    )
    per_dose_mg_min = derived(
        number((), "Least amount at one time.", unit="mg"), "statement.per_dose_mg_min"
    )
    per_dose_mg_max = derived(
        number((), "Largest amount at one time.", unit="mg"), "statement.per_dose_mg_max"
    )
    daily_mg_min = derived(number((), "Least daily amount.", unit="mg"), "statement.daily_mg_min")
    daily_mg_max = derived(
        number((), "Largest daily amount; a cap is the largest.", unit="mg"),
        "statement.daily_mg_max",
    )
    daily_mg_final = derived(
        number((), "Daily amount of the last step; null for alternatives.", unit="mg"),
        "statement.daily_mg_final",
    )
    basis = derived(code(Basis, (), "What the amount refers to."), "statement.basis")
    schedule = text((), 'Steps as "start day:mg a day", such as 0:1.5;7:3;14:4.5;21:6.')
    is_titrated = derived(flag((), "The dose changes over time by plan."), "statement.is_titrated")
    frequency = derived(
        text((), "How often; several joined by a semicolon."), "statement.frequency"
    )
    timing = derived(text((), "Time of day or meal."), "statement.timing")
    route = derived(text((), "Way into the body."), "statement.route")
    form = derived(text((), "Dosage form."), "statement.form")
    duration_days = derived(
        count((), "How long this drug is given, by this text.", unit="days"),
        "statement.duration_days",
    )
    partners = text((), "Other drugs of the same fixed combination, joined by a semicolon.")
    dose_class = code(DoseClass, (), "Class by the largest daily amount.", required=True)
    is_ldn = derived(
        code(
            YesNo,
            (),
            "Low-dose naltrexone, by this text: by mouth, on its own, 1 to 6 mg a day at most.",
            required=True,
        ),
        "answer.code",
    )
    ldn_reason = derived(text((), "Why it is, or is not.", required=True), "answer.reason")
    path = text((), "JSON path of the text, with list indices from 0.", required=True)
    span_start = count((), "First code point of `dose_text` in that text, from 0.")
    span_end = count((), "End of `dose_text`, exclusive.")


class DoseSteps(Table, name="dose_steps"):
    """One row for each step of each dose statement that fixes its steps."""

    items = "dose_steps"
    key = ("nct_id", "dose_position", "step_position")
    references = (*STUDY, DOSE)

    nct_id = nct_id()
    dose_position = index("The statement's position in `doses`.")
    step_position = index("Number of the step in its statement, from 0.")
    start_day = count((), "First day, from 0 at the start of the drug.", unit="days")
    end_day = count(
        (), "Day on which the next step starts or the drug ends; null where unsaid.", unit="days"
    )
    daily_mg = number((), "Daily amount.", unit="mg", least=0)
    condition = text((), "Conditions that the text sets for its steps, joined by a semicolon.")


class ArmPeriods(Table, name="arm_periods"):
    """One row for each period of each arm, in their order.

    Days count from the start of the arm's first treatment period; a run-in before it has a
    negative start. Lengths are as planned: week 7, month 365/12, year 365 days.

    Known limits: where the record tells of no periods, the arm has one treatment period, with its
    length if a text gives one. Studies without arms have a row without an arm.
    """

    items = "arm_periods"
    also_reads = TEXTS
    key = ("nct_id", "position")
    references = (*STUDY, ARM)

    nct_id = nct_id()
    position = position(RUNNING)
    arm_position = count((), "The arm's position in `arms`; null for a study without arms.")
    period_number = index("Order within the arm, from 0.")
    kind = code(Kind, (), "What the period is for.", required=True)
    treatment = text((), "What is taken in it, where the record names it.")
    start_day = derived(
        Column(
            type=pa.int32(),
            pandas="Int32",
            description="First day; null where a length before it is unknown.",
            unit="days",
        )
    )
    days = count((), "Length.", unit="days")
    washout_days_before = count(
        (),
        "Length of the washout right before; 0 where the record says there is none.",
        unit="days",
    )
    is_open_label = flag((), "The record calls the period open.")
    how = text((), "Where order and length come from.", required=True)


class ArmPeriodDoses(Table, name="arm_period_doses"):
    """One row for each drug of each period of each arm: what the arm gets, resolved.

    Of all statements on the drug one stands for the arm (`dose_position`, `why_it_won`); those
    that disagree are in `conflicts`. Mean and cumulative amounts are those of the plan, over the
    days of the period, or of the drug where the period's length is not told; why there are none
    is in `course_reason`.

    Known limits: the plan, not what was taken. A drug that no period of its arm names has one row
    without a period. Placebos have rows without amounts.
    """

    items = "arm_period_doses"
    key = ("nct_id", "position")
    references = (*STUDY, ARM, INTERVENTION, DOSE)

    nct_id = nct_id()
    position = position(RUNNING)
    arm_position = count((), "The arm's position in `arms`; null for a study without arms.")
    period_number = count((), "Number of the period in the arm; null where it is not told.")
    intervention_position = index("The position in `interventions` of the drug's intervention.")
    dose_position = derived(
        index("The position in `doses` of the statement that stands for it."), "won.dose_position"
    )
    drug = derived(text((), "Drug, by its published name.", required=True), "drug.name")
    drug_group = derived(
        code(Group, (), "What decides how its doses are read.", required=True), "drug.group"
    )
    daily_mg_min = derived(number((), "Least daily amount.", unit="mg"), "statement.daily_mg_min")
    daily_mg_max = derived(
        number((), "Largest daily amount; a cap is the largest.", unit="mg"),
        "statement.daily_mg_max",
    )
    daily_mg_target = number((), "Daily amount that the plan leads to.", unit="mg")
    daily_mg_final = derived(
        number((), "Daily amount of the last step.", unit="mg"), "statement.daily_mg_final"
    )
    daily_mg_mean = number((), "Mean daily amount of the plan.", unit="mg")
    cumulative_mg = number((), "Sum of the plan's daily amounts.", unit="mg")
    days = derived(count((), "Days that mean and sum are over.", unit="days"), "course.days")
    days_to_target = count((), "Days before the target is first reached.", unit="days")
    days_at_target = count((), "Days on the target amount.", unit="days")
    course_reason = derived(text((), "Why there is no mean and no sum."), "course.reason")
    schedule = derived(
        text((), 'Steps as "start day:mg a day", such as 0:1.5;7:3;14:4.5;21:6.'),
        "won.dose.schedule",
    )
    basis = derived(code(Basis, (), "What the amount refers to."), "statement.basis")
    frequency = derived(
        text((), "How often; several joined by a semicolon."), "statement.frequency"
    )
    timing = derived(text((), "Time of day or meal."), "statement.timing")
    route = derived(text((), "Way into the body."), "statement.route")
    form = derived(text((), "Dosage form."), "statement.form")
    conditions = text((), "What the dose depends on, several joined by a semicolon.")
    conflicts = text((), "Statements that disagree with the one that stands.")
    why_it_won = derived(text((), "Why that statement stands.", required=True), "won.why")
    dose_class = code(DoseClass, (), "Class by the largest daily amount.", required=True)
    is_ldn = derived(
        code(
            YesNo,
            (),
            "Low-dose naltrexone: by mouth, on its own, 1 to 6 mg a day at most.",
            required=True,
        ),
        "answer.code",
    )
    ldn_reason = derived(text((), "Why it is, or is not.", required=True), "answer.reason")
    is_ldn_toljan = code(
        YesNo, (), "The same, with the band of Toljan and Vrooman 2018: 1 to 5 mg.", required=True
    )
    is_ldn_innova = code(
        YesNo, (), "The same, with the band of the INNOVA protocol: below 5 mg.", required=True
    )
    is_ldn_hatfield = code(
        YesNo, (), "The same, with the band of Hatfield 2020: 0.1 to 4.5 mg.", required=True
    )
    author_label = code(
        AuthorLabel, (), "What the record's own words call the dose, at its most extreme."
    )
