"""No text of arms, interventions and summaries breaks what is derived from them."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harvest.derive import Case
from harvest.explain import text_at
from harvest.record.decode import decode
from tests.derive.cases import arm, document, drug
from tests.records import compact

WORDS = """
    naltrexone LDN placebo Vivitrol duloxetine 4.5 mg 1.5 3 50 mg/kg daily twice weekly then for
    8 weeks week 1 2 to , . ; ( ) and or followed by washout 14-day crossover first second period
    open-label run-in follow-up tablet by mouth up increasing thereafter tolerated as needed
    matching each low-dose baseline extension 12 months days 0-21
"""
TEXT = st.one_of(
    st.text(max_size=60), st.lists(st.sampled_from(WORDS.split()), max_size=25).map(" ".join)
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(TEXT, TEXT, TEXT, TEXT, TEXT, st.sampled_from(["CROSSOVER", "PARALLEL", None]))
def test_no_text_breaks_a_case_and_every_span_is_of_its_text(
    label: str, description: str, name: str, told: str, summary: str, model: str | None
) -> None:
    arms = [arm(label, description, name, "Placebo"), arm("Other", told, "Placebo")]
    given = document(arms, [drug(name, told), drug("Placebo")], summary=summary, model=model)
    found = Case(decode(compact(given)).study)
    for trace in found.traces:
        if trace.span_start is not None and trace.path is not None:
            text = text_at(given, trace.path)
            assert text is not None
            assert text[trace.span_start : trace.span_end][:300] == trace.words
    for row in found.arm_period_doses:
        if row.cumulative_mg is not None:
            assert row.daily_mg_mean is not None
            assert row.cumulative_mg >= 0
            assert 0 < (row.days_at_target or 0) <= (row.course.days or 0)
    assert found.membership.has_ldn_arm in ("yes", "no", "uncertain")
