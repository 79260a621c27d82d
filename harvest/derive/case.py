"""One study on its way to the tables, with what is derived from it."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property

from harvest.derive.arm_doses import ArmPeriodDose, arm_dose_traces, arm_period_doses
from harvest.derive.cells import Cell, cells
from harvest.derive.contradictions import contradictions
from harvest.derive.contrasts import Sides
from harvest.derive.core_sets import Covered, core_sets
from harvest.derive.design import Design, Said, design, said
from harvest.derive.doses import Arm, Dose, DoseStep, arms_of, dose_traces, doses_of, steps_of
from harvest.derive.effects import StudyEffect, disagreements, study_effects
from harvest.derive.forensics import doubts
from harvest.derive.group_arms import GroupArm, group_arms
from harvest.derive.ldn import Membership, membership, membership_traces
from harvest.derive.links import Link, links, loose_ends
from harvest.derive.membership import Fibromyalgia, fibromyalgia
from harvest.derive.outcomes import (
    Measured,
    OutcomeDomain,
    OutcomeInstrument,
    OutcomeTimepoint,
    domains,
    instruments,
    measured,
    outcome_traces,
    timepoints,
)
from harvest.derive.periods import (
    ArmPeriod,
    arm_periods,
    crossover_days,
    period_traces,
    planned_days,
)
from harvest.derive.posted import Posted
from harvest.derive.remark import Remark
from harvest.derive.reporting import Reporting
from harvest.derive.safety import SafetyRow, safety
from harvest.derive.study_plan import StudyPlan
from harvest.derive.trace import Trace
from harvest.record.study import Study


class Case:
    """One study, and what is derived from it, each part once and only if it is asked for.

    Attributes:
        study: The record.
        corrections: Traces of the corrections that were made to its rows so far.
    """

    def __init__(self, study: Study) -> None:
        self.study = study
        self.corrections: list[Trace] = []

    @cached_property
    def links(self) -> tuple[Link, ...]:
        """Which intervention belongs to which arm."""
        return links(self.study.protocolSection.armsInterventionsModule)

    @cached_property
    def arms(self) -> tuple[Arm, ...]:
        """The arms with the drugs that they are given."""
        return arms_of(self.study, self.links)

    @cached_property
    def doses(self) -> tuple[Dose, ...]:
        """What each text says of each drug of each arm."""
        return doses_of(self.study, self.arms)

    @property
    def dose_steps(self) -> Iterator[DoseStep]:
        """The steps of the dose statements."""
        return steps_of(self.doses)

    @cached_property
    def arm_periods(self) -> tuple[ArmPeriod, ...]:
        """What happens in each arm, in which order."""
        return arm_periods(self.arms, self.doses, self.plan)

    @cached_property
    def plan(self) -> StudyPlan:
        """What the texts on the study as a whole say of its periods."""
        return StudyPlan(self.study)

    @property
    def period_days(self) -> int | None:
        """Length of each treatment period of a crossover, where they are equal."""
        return crossover_days(self.arm_periods, self.plan)

    @cached_property
    def arm_period_doses(self) -> tuple[ArmPeriodDose, ...]:
        """What each arm gets of each drug in each period."""
        return arm_period_doses(self.study, self.arms, self.doses, self.arm_periods)

    @cached_property
    def membership(self) -> Membership:
        """Whether it is a study of low-dose naltrexone."""
        return membership(self.study, self.arms, self.arm_period_doses)

    @cached_property
    def fibromyalgia(self) -> Fibromyalgia:
        """Whether it is a study of fibromyalgia."""
        return fibromyalgia(self.study)

    @cached_property
    def outcomes(self) -> tuple[Measured, ...]:
        """What the study set out to measure."""
        return measured(self.study)

    @property
    def outcome_instruments(self) -> Iterator[OutcomeInstrument]:
        """With which instruments."""
        return instruments(self.outcomes)

    @property
    def outcome_domains(self) -> Iterator[OutcomeDomain]:
        """Where the core sets place it."""
        return domains(self.outcomes)

    @property
    def outcome_timepoints(self) -> Iterator[OutcomeTimepoint]:
        """At which points of time."""
        return timepoints(self.outcomes, self.period_days)

    @property
    def core_sets(self) -> Iterator[Covered]:
        """How far the outcomes cover the core sets."""
        section = self.study.resultsSection
        posted = None
        if section != type(section)():
            posted = {
                name
                for name, is_there in (
                    ("symptoms and adverse events", bool(section.adverseEventsModule.eventGroups)),
                    ("participant disposition", bool(section.participantFlowModule.periods)),
                )
                if is_there
            }
        return core_sets(self.outcomes, posted)

    @cached_property
    def reporting(self) -> Reporting:
        """Whether results were due, and whether they came."""
        return Reporting(self.study)

    @cached_property
    def statements(self) -> tuple[Said, ...]:
        """What the texts say of the study's design."""
        return said(self.study)

    @cached_property
    def design(self) -> Design:
        """How the study is designed."""
        return design(self.study, self.statements)

    @property
    def planned_treatment_days(self) -> int | None:
        """The longest arm's treatment; None where no arm's is known."""
        return planned_days(self.arm_periods, "treatment")

    @property
    def planned_follow_up_days(self) -> int | None:
        """The longest arm's follow-up."""
        return planned_days(self.arm_periods, "follow_up")

    @cached_property
    def posted(self) -> Posted:
        """What it posted of its results."""
        return Posted(self.study.resultsSection)

    @cached_property
    def outcome_cells(self) -> tuple[Cell, ...]:
        """What the posted values of its outcomes are."""
        return tuple(cells(self.posted.outcome_values, self.posted.groups))

    @cached_property
    def group_arms(self) -> tuple[GroupArm, ...]:
        """Which arms its groups are."""
        if not self.posted.groups:
            return ()
        module = self.study.protocolSection.armsInterventionsModule
        return tuple(
            group_arms(
                self.posted.groups,
                self.arms,
                module.interventions,
                is_crossover=self.plan.is_crossover,
            )
        )

    @cached_property
    def effects(self) -> tuple[StudyEffect, ...]:
        """What one group shows against another."""
        measures = self.study.resultsSection.outcomeMeasuresModule.outcomeMeasures
        if not measures:
            return ()
        return tuple(
            study_effects(
                measures,
                self.outcome_cells,
                Sides(self.posted.groups, self.group_arms, self.arms),
                is_randomized=self.design.is_randomized,
                is_crossover=self.plan.is_crossover,
            )
        )

    @property
    def safety(self) -> Iterator[SafetyRow]:
        """Which harms one group had against another."""
        sides = Sides(self.posted.groups, self.group_arms, self.arms)
        return safety(
            tuple(self.posted.event_groups),
            self.posted.events,
            sides,
            is_randomized=self.design.is_randomized,
        )

    @property
    def traces(self) -> Iterator[Trace]:
        """What every derived value was read from, or why it is null."""
        yield from dose_traces(self.doses)
        yield from period_traces(self.arm_periods)
        yield from arm_dose_traces(self.arm_period_doses)
        yield from membership_traces(self.membership)
        yield from self.fibromyalgia.traces
        yield from self.design.traces
        yield from outcome_traces(self.outcomes)
        yield from self.corrections

    @property
    def _doubts(self) -> Iterator[Remark]:
        info = self.study.protocolSection.designModule.enrollmentInfo
        enrolled = info.count if info.type == "ACTUAL" else None
        if self.posted.groups:
            yield from doubts(self.posted, self.outcome_cells, enrolled)

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What the issues table shall say of this record."""
        module = self.study.protocolSection.armsInterventionsModule
        return (
            *(
                Remark("unlinked_name", path, name, "names no arm or intervention of this record")
                for path, name in loose_ends(module)
            ),
            *contradictions(self.study, self.statements),
            *self.posted.remarks,
            *self._doubts,
            *disagreements(
                self.effects, self.study.resultsSection.outcomeMeasuresModule.outcomeMeasures
            ),
        )
