"""The base of every typed structure of a registry record."""

from typing import Annotated

import msgspec

# The largest whole numbers that the tables hold. A count beyond them is no count.
Count = Annotated[int, msgspec.Meta(ge=0, le=2**31 - 1)]
Size = Annotated[int, msgspec.Meta(ge=0, le=2**63 - 1)]
# A place beyond them is on no map, and would keep a whole release from passing its checks.
Latitude = Annotated[float, msgspec.Meta(ge=-90, le=90)]
Longitude = Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Node(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True, gc=False):
    """One JSON object of a record, under the registry's own field names.

    An absent scalar is None, an absent list is empty, an absent object is an empty one, so a
    chain of attributes never breaks, and a JSON path, a documented source and an attribute path
    are the same text (but for `class`, a word that Python keeps: its attribute is `class_`).
    """
