"""What all tests share."""

from hypothesis import settings

settings.register_profile("small", max_examples=60, deadline=None, database=None)
settings.load_profile("small")
