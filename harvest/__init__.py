"""Low-dose naltrexone and fibromyalgia trials from ClinicalTrials.gov as typed datasets.

    import harvest

    studies = harvest.load("studies")

`tables()` lists what there is, `describe("studies")` explains every column, `releases()` lists
the releases on this machine.
"""

from harvest.curated.load import describe, load, releases, tables
from harvest.version import __version__

__all__ = ["__version__", "describe", "load", "releases", "tables"]
