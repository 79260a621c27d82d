"""Low-dose naltrexone and fibromyalgia trials from ClinicalTrials.gov as typed datasets.

    import harvest

    studies = harvest.load("studies")

`load` gives one table, `join` several side by side; `tables()` lists what there is, and
`tables.studies` is one of them, complete with its columns; `describe("studies")` explains every
column, `releases()` lists the releases on this machine.
"""

from harvest.curated.catalogue import Tables
from harvest.curated.join import join
from harvest.curated.load import describe, load, releases
from harvest.version import __version__

tables = Tables()

__all__ = ["__version__", "describe", "join", "load", "releases", "tables"]
