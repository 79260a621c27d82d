"""Columns of `studies` that are derived from the record: membership and design."""

from __future__ import annotations

from harvest.derive.controls import Control
from harvest.derive.membership import Role, YesNo
from harvest.tables.declare import code, count, derived, flag, text, texts


class Derived:
    """What the harvest concludes; the table `evidence` has the words behind each value."""

    is_fibromyalgia = derived(
        code(
            YesNo,
            (),
            "Whether people with fibromyalgia are studied. Yes by a registered condition, a title, "
            "a MeSH term or a required diagnosis; uncertain by a keyword alone, as one example "
            "among those let in, by an arm or a summary, or by an overlapping condition such as "
            "chronic widespread pain. Excluding people with fibromyalgia is no.",
            required=True,
        ),
        "fibromyalgia.is_fibromyalgia",
    )
    fibromyalgia_how = derived(
        text(
            (),
            "What says so, joined by semicolons in this order: condition, mesh, title, keyword, "
            "eligibility, arm, summary; null where the answer is no.",
        ),
        "fibromyalgia.how",
    )
    fibromyalgia_role = derived(
        code(
            Role,
            (),
            "What fibromyalgia is in the study: the only condition (its symptoms aside), one of "
            "several, a comparison, only related to what is studied, excluded, or mentioned; null "
            "where it is not named.",
        ),
        "fibromyalgia.role",
    )
    is_randomized = derived(
        flag(
            (),
            "Whether people come to arms by chance: the allocation field, or where it is empty the "
            "titles and descriptions. False for a single group and where nobody is assigned; null "
            "where nothing tells.",
        ),
        "design.is_randomized",
    )
    is_crossover = derived(
        flag(
            (),
            "Whether people get several treatments one after the other: the intervention model, or "
            "where it is empty the titles and descriptions.",
        ),
        "design.is_crossover",
    )
    arm_count = derived(
        count((), "Registered arms or groups; null where none is listed.", unit="arms"),
        "design.arm_count",
    )
    control_type = derived(
        code(
            Control,
            (),
            "What the treatment is compared with, the first of control_types. Usual care counts as "
            "active, or as no_treatment where the registry calls the arm so; add_on is a "
            "comparator whose treatments the tested arm gets too; none is an uncontrolled trial. "
            "Null for other kinds of study, and where the arms do not tell.",
        ),
        "design.control_type",
    )
    control_types = derived(
        texts(
            (),
            "Every kind of control, in this order: placebo, sham, add_on, active, "
            "dose_comparison, no_treatment, historical, none.",
        ),
        "design.control_types",
    )
