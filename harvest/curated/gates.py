"""The gates between a release and its publication: what may differ from the last one, and why.

Every threshold stands here once; the docs are made from this list. `compare` measures.
"""

from __future__ import annotations

from dataclasses import dataclass

import msgspec


@dataclass(frozen=True)
class Gate:
    """One thing that is compared with the last release.

    Attributes:
        name: As reports have it.
        what: What is compared, and which side of the threshold stops a release.
        threshold: The number.
        floor: Below it nothing is said, so that a handful cannot trip a percentage.
        floor_of: What the floor counts.
        reason: Why this number.
    """

    name: str
    what: str
    threshold: float
    floor: float
    floor_of: str
    reason: str


class Finding(msgspec.Struct, frozen=True):
    """A gate that does not let a release through.

    Attributes:
        gate: Its name.
        where: The table, column, search, path or code.
        old, new: What the last release and this one have.
        threshold: Of the gate.
        message: One sentence.
    """

    gate: str
    where: str
    old: float
    new: float
    threshold: float
    message: str


STUDIES = Gate(
    "studies_lost",
    "Studies, as a share of the last release's; less stops.",
    0.95,
    2,
    "studies lost, or half of them where that is less",
    "The registry almost never removes studies: in thousands, a handful a year.",
)
GROWTH = Gate(
    "studies_grown",
    "Studies, as a multiple of the last release's; more stops.",
    1.5,
    200,
    "studies gained",
    "A cohort grows by a few percent a month. Half as many again at once are studies that another "
    "search found, as where the registry ignores a parameter.",
)
SEARCH = Gate(
    "search_shrunk",
    "Studies that one search found, as a share of the last release's; less stops.",
    0.90,
    5,
    "studies lost",
    "The loss of a whole small search hides in the sum of all.",
)
ROWS = Gate(
    "rows_lost",
    "Rows of a table, as a share of the last release's; less stops.",
    0.80,
    50,
    "rows in the last release",
    "Lists within records grow and shrink as sponsors edit, but not by a fifth at once.",
)
FILL = Gate(
    "fill_dropped",
    "Share of a table's rows in which a column is filled, in points below the last release's; more "
    "stops.",
    0.20,
    50,
    "rows in both releases",
    "A column that a fifth of the rows suddenly lack is a field renamed, or no longer read.",
)
HALF = Gate(
    "fill_halved",
    "The same share as a part of the last release's; less stops.",
    0.5,
    50,
    "filled rows in the last release",
    "A field that few records have is lost long before a fifth of all rows lack it.",
)
VANISHED = Gate(
    "path_vanished",
    "Filled rows of a column; as few as this, or fewer, stop.",
    0,
    20,
    "filled rows in the last release",
    "Twenty records do not lose the same field on one day, unless its path is another now.",
)
PATHS = Gate(
    "path_appeared",
    "Studies with a JSON path that the record model does not know and the last release did not "
    "have, as a share of all; more stops.",
    0.05,
    10,
    "studies with it",
    "A new version of the registry's data model. Fewer are told in the report, and each is an "
    "issue row.",
)
CODES = Gate(
    "code_appeared",
    "Studies with a code that is on no list and was not in the last release, as a share of all; "
    "more stops.",
    0.02,
    5,
    "studies with it",
    "An unknown code becomes a null. One is an issue row; many would thin out a column that people "
    "filter by.",
)
SHARE = Gate(
    "code_share_moved",
    "Share of one code among the filled rows of a column, in points away from the last release's; "
    "more stops.",
    0.25,
    200,
    "filled rows in both releases",
    "Studies move from code to code one by one. A quarter at once is another meaning of the field.",
)
ISSUES = Gate(
    "issues_risen",
    "Issues of one kind per study, as a multiple of the last release's; more stops.",
    2.0,
    20,
    "issues more",
    "Records do not get twice as odd overnight; the registry, or a reader, does. Where the code "
    "has changed, only the kinds that tell how records fit the model are compared.",
)
GATES = (
    *(STUDIES, GROWTH, SEARCH, ROWS, FILL, HALF),
    *(VANISHED, PATHS, CODES, SHARE, ISSUES),
)
