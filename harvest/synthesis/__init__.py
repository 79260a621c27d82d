"""Puts the effects of several trials together, and hands them to other programs.

`pool` takes rows of `effects` (or of any table with the same columns) and refuses what must not be
pooled; `paired` and `combined` make crossovers and trials with several arms ready for it;
`specifications` pools in every combination of choices; `questions` chooses the rows of one
question; `to_metafor` writes rows as R's metafor reads them; `recheck` holds claims against tables.
"""

from harvest.synthesis.claims import recheck
from harvest.synthesis.designs import combined, paired
from harvest.synthesis.export import to_metafor
from harvest.synthesis.pool import Synthesis, pool
from harvest.synthesis.specifications import specifications

__all__ = ["Synthesis", "combined", "paired", "pool", "recheck", "specifications", "to_metafor"]
