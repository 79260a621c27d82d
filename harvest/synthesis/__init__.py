"""Puts the effects of several trials together, and hands them to other programs.

`pool` takes rows of `effects` (or of any table with the same columns) and refuses what must not be
pooled; `to_metafor` writes them as R's metafor reads them.
"""

from harvest.synthesis.export import to_metafor
from harvest.synthesis.pool import Synthesis, pool

__all__ = ["Synthesis", "pool", "to_metafor"]
