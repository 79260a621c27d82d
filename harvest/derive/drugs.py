"""Which drugs the interventions of a study are."""

from __future__ import annotations

from typing import Final, NamedTuple

from harvest.parse.doses import DoseStatement, read_doses
from harvest.record.protocol import Intervention

DRUG_TYPES: Final = frozenset({"DRUG", "BIOLOGICAL", "COMBINATION_PRODUCT", "DIETARY_SUPPLEMENT"})
# Interventions of other types are drugs only where the name says so.
_TELLING_GROUPS: Final = frozenset(
    {"naltrexone", "depot", "implant", "combination", "antagonist", "placebo"}
)
_NALTREXONE: Final = frozenset({"naltrexone", "depot", "implant"})


class Drug(NamedTuple):
    """One drug of one intervention.

    Attributes:
        intervention_position: The intervention.
        name: Published name; of an unlisted drug the intervention's own name in lower case.
        group: As in `DoseStatement`; `unlisted` where the reader does not know it.
    """

    intervention_position: int
    name: str
    group: str

    @property
    def is_placebo(self) -> bool:
        """Whether it holds no drug."""
        return self.group == "placebo"

    def is_meant_by(self, statement: DoseStatement) -> bool:
        """Whether a statement speaks of this drug; naltrexone of any form is one.

        A product of unknown name that holds naltrexone may turn out a fixed combination.
        """
        if self.group == "naltrexone" and statement.group == "combination":
            return True
        if {self.group, statement.group} <= _NALTREXONE:
            return self.group == statement.group or "naltrexone" in (self.group, statement.group)
        return self.name == statement.drug


def drugs_of(position: int, intervention: Intervention) -> tuple[Drug, ...]:
    """The drugs of an intervention, by its name, else by its description; () if it is no drug."""
    is_drug = intervention.type in DRUG_TYPES
    named = read_doses(intervention.name or "")
    if not is_drug:
        named = tuple(each for each in named if each.group in _TELLING_GROUPS)
    if named:
        found = [each for each in named if each.group != "placebo"] or list(named)
    elif is_drug:
        found = [
            each
            for each in read_doses(intervention.description or "", intervention.name)
            if each.group in _TELLING_GROUPS
        ][:1]
    else:
        return ()
    if not found and intervention.name:
        return (Drug(position, intervention.name.casefold(), "unlisted"),)
    return tuple(Drug(position, each.drug, each.group) for each in found)
