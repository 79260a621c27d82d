"""Dose statements: what each text of a record says of each drug of each arm."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import cached_property
from typing import Literal, NamedTuple

from harvest.derive.drugs import Drug, drugs_of
from harvest.derive.links import Link
from harvest.derive.texts import Source, Text, of_arm, of_intervention, of_study
from harvest.derive.trace import Trace, missing, shown
from harvest.parse.doses import DoseStatement, read_doses
from harvest.parse.doses.classes import CAMPS, LDN_BAND, Answer, dose_class, is_ldn
from harvest.parse.doses.model import FieldEvidence, Reason, schedule_text
from harvest.parse.evidence import Certainty, Evidence, Span
from harvest.parse.phrases import Phrase, Phrases
from harvest.record.protocol import ArmGroup
from harvest.record.study import Study

Role = Literal["assigned", "quoted", "beside", "unclear", "study"]
CONDITIONS = Phrases("dose_conditions.tsv")
# Long texts on the study are read only if there may be an amount in them: reading takes its time.
_AMOUNT = re.compile(r"\d\s?(?:mg|m[cg]g|[\u00b5\u03bcu]g|g\b|milli|micro|m[lL])", re.IGNORECASE)
_NAMES = frozenset({"arm_label", "intervention_name"})
_WITHOUT_DRUG = frozenset({"PLACEBO_COMPARATOR", "SHAM_COMPARATOR", "NO_INTERVENTION"})


class Dose:
    """What one text says of one drug, and for which arm.

    Attributes:
        arm_position: The arm; None for a study without arms, or a text on the study as a whole.
        intervention_position: The intervention that the drug is of; None if it is of none.
        role: `assigned` to the arm; `quoted` in an arm that does not get the drug, as a placebo's
            description names its comparator; taken `beside`, without being an intervention of the
            arm; `unclear` where an arm has several drugs and the text names none; or said of the
            `study` as a whole.
        source: Kind of text.
        is_inherited: An arm's dose that stands in the text of its intervention.
        path: JSON path of the text.
        text: The whole text.
        statement: What the reader made of it.
        is_only_drug: The arm gets no other drug, so that an unknown word beside an amount names
            none.
    """

    def __init__(
        self,
        arm_position: int | None,
        intervention_position: int | None,
        role: Role,
        found_in: Text,
        statement: DoseStatement,
        *,
        is_only_drug: bool = False,
    ) -> None:
        self.arm_position = arm_position
        self.intervention_position = intervention_position
        self.role = role
        self.source: Source = found_in.source
        self.path = found_in.path
        self.text = found_in.text
        self.statement = statement
        self.is_only_drug = is_only_drug

    @property
    def is_inherited(self) -> bool:
        """Whether an arm's dose stands in the text of its intervention."""
        return self.arm_position is not None and self.source.startswith("intervention")

    @cached_property
    def span(self) -> Span | None:
        """From the first to the last word that a field was read from."""
        spans = [each.evidence.span for each in self.statement.evidence]
        if not spans:
            return None
        return Span(min(span.start for span in spans), max(span.end for span in spans))

    @property
    def span_start(self) -> int | None:
        """Its first code point."""
        return None if self.span is None else self.span.start

    @property
    def span_end(self) -> int | None:
        """Its end, exclusive."""
        return None if self.span is None else self.span.end

    @property
    def words(self) -> str | None:
        """The words of the span."""
        return None if self.span is None else self.text[self.span.start : self.span.end]

    @property
    def schedule(self) -> str | None:
        """The steps as "0:1.5;7:3"."""
        return schedule_text(self.statement.schedule)

    @property
    def evidence(self) -> Iterator[FieldEvidence]:
        """What each field was read from; a schedule from all the words of the dose."""
        yield from self.statement.evidence
        if self.statement.schedule and self.span is not None:
            certainty: Certainty = "stated" if len(self.statement.schedule) > 1 else "inferred"
            yield FieldEvidence("schedule", Evidence(self.span, "steps", certainty))

    @property
    def partners(self) -> str | None:
        """Other drugs of the same fixed combination."""
        return ";".join(self.statement.partners) or None

    @cached_property
    def conditions(self) -> tuple[Phrase, ...]:
        """Conditions that the text sets for the dose."""
        return CONDITIONS.find(self.text)

    @cached_property
    def answer(self) -> Answer:
        """Whether it is low-dose naltrexone by this project's band, and why."""
        return is_ldn(self._undoubted, LDN_BAND)

    @property
    def dose_class(self) -> str:
        """The class by the largest daily amount."""
        return dose_class(self.statement)

    def is_ldn_of(self, camp: str) -> str:
        """Whether it is low-dose naltrexone by the band of a camp."""
        return is_ldn(self._undoubted, CAMPS[camp]).code

    @property
    def _undoubted(self) -> DoseStatement:
        """The statement, without the doubt whether its amount is of some other drug."""
        if not self.is_only_drug:
            return self.statement
        reasons = tuple(each for each in self.statement.reasons if each.field != "is_ldn")
        return replace(self.statement, reasons=reasons)

    @property
    def has_amount(self) -> bool:
        """Whether the text says how much."""
        one = self.statement
        return one.daily_mg_max is not None or one.per_dose_mg_max is not None


class DoseStep(NamedTuple):
    """One step of a statement's schedule; days count from 0, the end is exclusive."""

    dose_position: int
    step_position: int
    start_day: int
    end_day: int | None
    daily_mg: float
    condition: str | None


def steps_of(doses: Iterable[Dose]) -> Iterator[DoseStep]:
    """The steps of all statements."""
    for place, dose in enumerate(doses):
        steps = dose.statement.schedule
        ends = [step.start_day for step in steps[1:]]
        end = _end(dose.statement)
        condition = ";".join(dict.fromkeys(each.code for each in dose.conditions)) or None
        for number, (step, until) in enumerate(zip(steps, [*ends, end][: len(steps)], strict=True)):
            yield DoseStep(place, number, step.start_day, until, step.daily_mg, condition)


def _end(statement: DoseStatement) -> int | None:
    """The day on which the drug ends, where the text gives its length."""
    steps, days = statement.schedule, statement.duration_days
    if not steps or days is None:
        return None
    end = steps[0].start_day + days
    return end if end > steps[-1].start_day else None


class Arm(NamedTuple):
    """An arm with the drugs that it is given; without a record of arms, all drugs of the study."""

    position: int | None
    group: ArmGroup
    drugs: tuple[Drug, ...]

    @property
    def has_one_drug(self) -> bool:
        """Whether all drugs of the arm but placebos are one and the same."""
        return len({drug.name for drug in self.drugs if not drug.is_placebo}) == 1


def arms_of(study: Study, links: Iterable[Link]) -> tuple[Arm, ...]:
    """Every arm with its drugs, and, for interventions of no arm, one without a position."""
    module = study.protocolSection.armsInterventionsModule
    drugs = [drugs_of(place, each) for place, each in enumerate(module.interventions)]
    of_arms: dict[int, list[Drug]] = {}
    linked: set[int] = set()
    for link in links:
        of_arms.setdefault(link.arm_position, []).extend(drugs[link.intervention_position])
        linked.add(link.intervention_position)
    found = [
        Arm(place, group, tuple(of_arms.get(place, ())))
        for place, group in enumerate(module.armGroups)
        if group != ArmGroup()  # nothing in it, or nothing that fitted the model
    ]
    loose = tuple(drug for place, each in enumerate(drugs) if place not in linked for drug in each)
    if loose:
        found.append(Arm(None, ArmGroup(), loose))
    return tuple(found)


def doses_of(study: Study, arms: Iterable[Arm]) -> tuple[Dose, ...]:
    """All dose statements of a record; every drug of every arm has one at least.

    They come arm by arm, an arm's own words first, then those of its interventions; what is said
    of the study as a whole comes last.
    """
    arms = tuple(arms)
    found: list[Dose] = []
    for arm in arms:
        found += _of_arm(study, arm)
    named = [drug for arm in arms for drug in arm.drugs if not drug.is_placebo]
    for text in of_study(study) if named else ():
        for statement in read_doses(text.text) if _AMOUNT.search(text.text) else ():
            if any(drug.is_meant_by(statement) for drug in named):
                dose = Dose(None, None, "study", text, statement)
                if dose.has_amount:
                    found.append(dose)
    return tuple(found)


def _of_arm(study: Study, arm: Arm) -> Iterator[Dose]:
    module = study.protocolSection.armsInterventionsModule
    told: set[Drug] = set()
    if arm.position is not None:
        for text in of_arm(arm.position, arm.group):
            for statement in read_doses(text.text, _context(arm)):
                if _says_something(statement, text.source):
                    dose = _placed(arm, text, statement)
                    told.update(drug for drug in arm.drugs if drug.is_meant_by(statement))
                    yield dose
    silent: dict[Drug, Dose] = {}
    for drug in arm.drugs:
        intervention = module.interventions[drug.intervention_position]
        for text in of_intervention(drug.intervention_position, intervention):
            context = intervention.name if text.source == "intervention_description" else None
            for statement in read_doses(text.text, context):
                if not (drug.is_meant_by(statement) or _is_unknown(drug, statement)):
                    continue
                dose = _assigned(arm, drug.intervention_position, text, statement)
                if _says_something(statement, text.source):
                    told.add(drug)
                    yield dose
                else:
                    silent.setdefault(drug, dose)
        if drug not in told:
            yield silent.get(drug) or _silent(arm, drug, study)


def _placed(arm: Arm, text: Text, statement: DoseStatement) -> Dose:
    """A statement in an arm's own words, with what it has to do with the arm."""
    meant = [
        drug for drug in arm.drugs if drug.is_meant_by(statement) or _is_unknown(drug, statement)
    ]
    if meant:
        # Several interventions of one drug: its arm does not say which of them it speaks of.
        place = meant[0].intervention_position if len(meant) == 1 else None
        return _assigned(arm, place, text, statement)
    is_without = arm.group.type in _WITHOUT_DRUG or (
        bool(arm.drugs) and all(drug.is_placebo for drug in arm.drugs)
    )
    if is_without and statement.group != "placebo":
        return Dose(arm.position, None, "quoted", text, statement)
    role: Role = "beside" if arm.drugs else "assigned"
    if statement.group == "unnamed":
        role = "unclear"
    return Dose(arm.position, None, role, text, statement)


def _assigned(arm: Arm, place: int | None, text: Text, statement: DoseStatement) -> Dose:
    return Dose(arm.position, place, "assigned", text, statement, is_only_drug=arm.has_one_drug)


def _is_unknown(drug: Drug, statement: DoseStatement) -> bool:
    """Whether a statement without a drug's name may be of a drug that the reader does not know."""
    return drug.group == "unlisted" and statement.group in ("unnamed", "context", "unlisted")


def _context(arm: Arm) -> str | None:
    """The arm's only drug, for numbers that stand without one."""
    names = [drug.name for drug in arm.drugs if not drug.is_placebo]
    if arm.has_one_drug:
        return names[0]
    return "placebo" if arm.drugs and not names else None


def _says_something(statement: DoseStatement, source: Source) -> bool:
    """Whether there is more in it than what the drug is; a name with a form ("tablet") has not."""
    if statement.daily_mg_max is not None or statement.per_dose_mg_max is not None:
        return True
    stated = {each.field for each in statement.evidence if each.evidence.certainty != "assumed"}
    known = {"drug", "basis", "route", "form"} if source in _NAMES else {"drug", "basis"}
    return bool(stated - known)


def _silent(arm: Arm, drug: Drug, study: Study) -> Dose:
    """A row for a drug of which no text says anything."""
    intervention = study.protocolSection.armsInterventionsModule.interventions[
        drug.intervention_position
    ]
    text = next(
        iter(of_intervention(drug.intervention_position, intervention)),
        Text("intervention_name", "", ""),
    )
    reason = Reason("daily_mg_max", "no text gives an amount of it")
    statement = DoseStatement(drug.name, drug.group, basis="none", reasons=(reason,))
    return _assigned(arm, drug.intervention_position, text, statement)


def dose_traces(doses: Iterable[Dose]) -> Iterator[Trace]:
    """Where every field of the statements was read, or why it is null."""
    for place, dose in enumerate(doses):
        for field, evidence in dose.evidence:
            yield shown("doses", place, field, dose.path, dose.text, evidence)
        for reason in dose.statement.reasons:
            yield missing("doses", place, reason.field, dose.path, reason.text)
