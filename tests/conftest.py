"""What all tests share."""

import os

from hypothesis import settings

settings.register_profile("small", max_examples=60, deadline=None, database=None)
settings.load_profile("small")

# Drawing takes seconds; the tests of the report ask for it.
os.environ.setdefault("HARVEST_REPORT", "never")
