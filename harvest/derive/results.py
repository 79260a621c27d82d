"""Posted measures as rows: every value with its group and the count that it is of.

A class or a category that has a title and no value is a row without a group, so that no title is
lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final, NamedTuple

from harvest.derive.denominators import Counts, Denominator, Level, denominator
from harvest.derive.result_groups import Module, ResultGroups
from harvest.parse.dispersions import Dispersion, attempt
from harvest.record.results import (
    BaselineMeasure,
    Denom,
    DenomCount,
    MeasureCategory,
    MeasureClass,
    Measurement,
    OutcomeMeasure,
    ResultsSection,
)

BASELINE: Final = "resultsSection.baselineCharacteristicsModule."
BASELINE_MEASURES: Final = BASELINE + "measures"
OUTCOMES: Final = "resultsSection.outcomeMeasuresModule.outcomeMeasures"
_NO_MEASUREMENT: Final = Measurement()
_NO_CATEGORY: Final = MeasureCategory()
_NO_DISPERSION: Final = (None, None)


class PostedValue(NamedTuple):
    """One value of one group, or a class or category that has a title and no value.

    Attributes:
        measure_position, class_position: Places in the registry's lists.
        category_position, value_position: Likewise; None where there is none.
        measure, class_, category, measurement: As registered.
        dispersion: Kind and level of the measure's dispersion, as far as it can be read.
        result_group_position: The group's place among all groups of the study.
        denominator: What the value is of.
        list_path: Path of the list of measures.
    """

    measure_position: int
    class_position: int
    category_position: int | None
    value_position: int | None
    measure: BaselineMeasure | OutcomeMeasure
    class_: MeasureClass
    category: MeasureCategory
    measurement: Measurement
    dispersion: Dispersion | tuple[None, None]
    result_group_position: int | None
    denominator: Denominator
    list_path: str

    @property
    def dispersion_kind(self) -> str | None:
        """Code of the dispersion."""
        return self.dispersion[0]

    @property
    def ci_percent(self) -> float | None:
        """Level of the interval."""
        return self.dispersion[1]

    @property
    def group_id(self) -> str | None:
        """The group's id in its own list."""
        return self.measurement.groupId

    @property
    def path(self) -> str:
        """Where it stands in the record."""
        return (
            f"{self.list_path}[{self.measure_position}].classes[{self.class_position}]"
            f".categories[{self.category_position}].measurements[{self.value_position}]"
        )


class PostedCount(NamedTuple):
    """A number of people or things analysed.

    Attributes:
        level: Whether it is of the module, a measure or a class.
        measure_position, class_position: Which; None above that level.
        units: What was counted.
        counted: Group and number, as registered.
        result_group_position: The group's place among all groups of the study.
        path: Where it stands in the record.
    """

    level: Level
    measure_position: int | None
    class_position: int | None
    units: str | None
    counted: DenomCount
    result_group_position: int | None
    path: str

    @property
    def group_id(self) -> str | None:
        """The group's id in its own list."""
        return self.counted.groupId


class ComparedGroup(NamedTuple):
    """A group that a posted analysis is about.

    Attributes:
        analysis_position: Place among all analyses of the study.
        outcome_measure_position: The outcome.
        place: Place in the analysis' own list.
        group_id: As registered.
        result_group_position: The group's place among all groups of the study.
        path: Where it stands in the record.
    """

    analysis_position: int
    outcome_measure_position: int
    place: int
    group_id: str
    result_group_position: int | None
    path: str


def outcome_values(section: ResultsSection, groups: ResultGroups) -> Iterator[PostedValue]:
    """Every value of every outcome."""
    for number, measure in enumerate(section.outcomeMeasuresModule.outcomeMeasures):
        yield from _values(measure, number, OUTCOMES, (), groups)


def baseline_values(section: ResultsSection, groups: ResultGroups) -> Iterator[PostedValue]:
    """Every value at baseline."""
    module = section.baselineCharacteristicsModule
    outer = (Counts("module", module.denoms),)
    for number, measure in enumerate(module.measures):
        yield from _values(measure, number, BASELINE_MEASURES, outer, groups)


def outcome_counts(section: ResultsSection, groups: ResultGroups) -> Iterator[PostedCount]:
    """Every number of units analysed of every outcome and its classes."""
    for number, measure in enumerate(section.outcomeMeasuresModule.outcomeMeasures):
        yield from _measure_counts(measure, number, OUTCOMES, groups)


def baseline_counts(section: ResultsSection, groups: ResultGroups) -> Iterator[PostedCount]:
    """Every number of units analysed at baseline: of the module, its measures, their classes."""
    module = section.baselineCharacteristicsModule
    yield from _counts(module.denoms, "module", None, None, BASELINE[:-1], groups)
    for number, measure in enumerate(module.measures):
        yield from _measure_counts(measure, number, BASELINE_MEASURES, groups)


def compared_groups(section: ResultsSection, groups: ResultGroups) -> Iterator[ComparedGroup]:
    """Every group of every posted analysis."""
    running = 0
    for number, measure in enumerate(section.outcomeMeasuresModule.outcomeMeasures):
        for analysis_number, analysis in enumerate(measure.analyses):
            for place, group_id in enumerate(analysis.groupIds):
                yield ComparedGroup(
                    running,
                    number,
                    place,
                    group_id,
                    groups.place("outcome", number, group_id),
                    f"{OUTCOMES}[{number}].analyses[{analysis_number}].groupIds[{place}]",
                )
            running += 1


def _values(
    measure: BaselineMeasure | OutcomeMeasure,
    number: int,
    list_path: str,
    outer: tuple[Counts, ...],
    groups: ResultGroups,
) -> Iterator[PostedValue]:
    module, outcome = _owner(measure, number)
    dispersion = attempt(measure.dispersionType) or _NO_DISPERSION
    of_measure = Counts("measure", measure.denoms)
    for class_number, class_ in enumerate(measure.classes):
        levels = (Counts("class", class_.denoms), of_measure, *outer)
        for category_number, category, value_number, measurement in _cells(class_):
            yield PostedValue(
                number,
                class_number,
                category_number,
                value_number,
                measure,
                class_,
                category,
                measurement,
                dispersion,
                groups.place(module, outcome, measurement.groupId),
                (
                    Denominator()
                    if value_number is None
                    else denominator(levels, measure.denomUnitsSelected, measurement.groupId)
                ),
                list_path,
            )


def _cells(
    class_: MeasureClass,
) -> Iterator[tuple[int | None, MeasureCategory, int | None, Measurement]]:
    for number, category in enumerate(class_.categories):
        for value_number, measurement in enumerate(category.measurements):
            yield number, category, value_number, measurement
        if not category.measurements and (category.title or class_.title):
            yield number, category, None, _NO_MEASUREMENT
    if not class_.categories and class_.title:
        yield None, _NO_CATEGORY, None, _NO_MEASUREMENT


def _measure_counts(
    measure: BaselineMeasure | OutcomeMeasure, number: int, list_path: str, groups: ResultGroups
) -> Iterator[PostedCount]:
    owner = _owner(measure, number)
    path = f"{list_path}[{number}]"
    yield from _counts(measure.denoms, "measure", number, None, path, groups, owner)
    for class_number, class_ in enumerate(measure.classes):
        where = f"{path}.classes[{class_number}]"
        yield from _counts(class_.denoms, "class", number, class_number, where, groups, owner)


def _counts(
    denoms: Sequence[Denom],
    level: Level,
    measure: int | None,
    class_: int | None,
    path: str,
    groups: ResultGroups,
    owner: tuple[Module, int | None] = ("baseline", None),
) -> Iterator[PostedCount]:
    for denom_number, denom in enumerate(denoms):
        for count_number, count in enumerate(denom.counts):
            yield PostedCount(
                level,
                measure,
                class_,
                denom.units,
                count,
                groups.place(*owner, count.groupId),
                f"{path}.denoms[{denom_number}].counts[{count_number}]",
            )


def _owner(measure: BaselineMeasure | OutcomeMeasure, number: int) -> tuple[Module, int | None]:
    """Whose groups a measure's ids belong to."""
    return ("outcome", number) if isinstance(measure, OutcomeMeasure) else ("baseline", None)
