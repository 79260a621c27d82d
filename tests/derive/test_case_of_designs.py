"""A case derives each thing once."""

from __future__ import annotations

from tests.derive.small import case


def test_parts_are_derived_once_and_their_evidence_is_kept_together() -> None:
    one = case(title="A Randomized Study in Fibromyalgia")
    assert one.design is one.design
    assert one.fibromyalgia is one.fibromyalgia
    columns = {trace.column for trace in one.traces}
    assert {"is_fibromyalgia", "is_randomized", "control_type"} <= columns
