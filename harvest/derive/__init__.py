"""What follows from a record as a whole: doses of arms, periods, outcomes, membership, design.

`parse` reads one text; here the texts of one study are held together: which arm a dose belongs to,
which statement wins, what the study is. A `Case` is one study on its way to the tables; it derives
each thing once, when the first table asks for it. Everything is a pure function of the record.
"""

from harvest.derive.case import Case

__all__ = ["Case"]
