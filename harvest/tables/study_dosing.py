"""Columns of `studies`: whether it is a study of low-dose naltrexone, and how long it treats."""

from __future__ import annotations

from harvest.parse.doses.codes import YesNo
from harvest.tables.declare import code, count, derived, number, text

_SAME = "The same, with the band of "


class Dosing:
    """Derived from `arm_period_doses` and `arm_periods`."""

    has_ldn_arm = derived(
        code(
            YesNo,
            (),
            "An arm is on low-dose naltrexone: by mouth, on its own, 1 to 6 mg a day at most.",
            required=True,
        ),
        "membership.has_ldn_arm",
    )
    ldn_reason = derived(text((), "Why it is, or is not."), "membership.ldn_reason")
    has_ldn_arm_toljan = derived(
        code(YesNo, (), _SAME + "Toljan and Vrooman 2018: 1 to 5 mg.", required=True),
        "membership.has_ldn_arm_toljan",
    )
    has_ldn_arm_innova = derived(
        code(YesNo, (), _SAME + "the INNOVA protocol: below 5 mg.", required=True),
        "membership.has_ldn_arm_innova",
    )
    has_ldn_arm_hatfield = derived(
        code(YesNo, (), _SAME + "Hatfield 2020: 0.1 to 4.5 mg.", required=True),
        "membership.has_ldn_arm_hatfield",
    )
    naltrexone_daily_mg_max = derived(
        number((), "Largest daily amount of oral naltrexone in any arm.", unit="mg", least=0),
        "membership.naltrexone_daily_mg_max",
    )
    planned_treatment_days = derived(
        count((), "Planned treatment per participant, in the arm where it is longest.", unit="days")
    )
    planned_follow_up_days = derived(
        count((), "Planned follow-up after treatment, where it is longest.", unit="days")
    )
