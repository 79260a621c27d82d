"""What is given, how much and for how long, as read from the registry's texts."""

from __future__ import annotations

from harvest.derive.doses import Role
from harvest.derive.texts import Source
from harvest.parse.doses.codes import Basis, DoseClass, Group, YesNo
from harvest.tables.declare import (
    RUNNING,
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
        "arm that names the drug's dose), taken beside, or said of the study as a whole.",
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
