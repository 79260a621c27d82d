"""One study on its way to the tables, with what is derived from it."""

from __future__ import annotations

from functools import cached_property

from harvest.derive.contradictions import contradictions
from harvest.derive.design import Design, Said, design, said
from harvest.derive.membership import Fibromyalgia, fibromyalgia
from harvest.derive.remark import Remark
from harvest.derive.trace import Trace
from harvest.record.study import Study


class Case:
    """One study, and what is derived from it, each part once and only if it is asked for.

    Attributes:
        study: The record.
    """

    def __init__(self, study: Study) -> None:
        self.study = study

    @cached_property
    def fibromyalgia(self) -> Fibromyalgia:
        """Whether the study is about fibromyalgia."""
        return fibromyalgia(self.study)

    @cached_property
    def statements(self) -> tuple[Said, ...]:
        """What the texts say of the study's design."""
        return said(self.study)

    @cached_property
    def design(self) -> Design:
        """How the study is designed."""
        return design(self.study, self.statements)

    @cached_property
    def traces(self) -> tuple[Trace, ...]:
        """What every derived value was read from, or why it is null."""
        return (*self.fibromyalgia.traces, *self.design.traces)

    @cached_property
    def remarks(self) -> tuple[Remark, ...]:
        """What the issues table shall say of this record."""
        return tuple(contradictions(self.study, self.statements))
