"""Whether a study is about fibromyalgia."""

from __future__ import annotations

from typing import Any

import pytest

from tests.derive.small import case

ASKS = "Inclusion Criteria:\n\n* Diagnosis of fibromyalgia by the ACR criteria\n"
EXCLUDES = "Inclusion Criteria:\n\n* Pain\n\nExclusion Criteria:\n\n* Fibromyalgia\n"


@pytest.mark.parametrize(
    ("fields", "answer", "how", "role"),
    [
        ({"conditions": ("Fibromyalgia",)}, "yes", "condition", "only"),
        ({"conditions": ("Fibromyalgia", "Chronic Pain")}, "yes", "condition", "only"),
        ({"conditions": ("Fybromyalgia", "Lupus")}, "yes", "condition", "one_of_several"),
        ({"conditions": ("Fibromyalgia and Lupus",)}, "yes", "condition", "one_of_several"),
        ({"conditions": ("FMS",), "title": "Tea in Fibromyalgia Syndrome (FMS)"}, "yes",
         "condition;title", "only"),
        # a conditions field that says something else; the title decides
        ({"conditions": ("Randomized Controlled Trial",), "title": "Tea in Fibromyalgia"}, "yes",
         "title", "only"),
        ({"conditions": ("Lupus",), "title": "Lupus and Fibromyalgia"}, "yes", "title",
         "one_of_several"),
        ({"conditions": ("Fibromyalgisyndrom",), "mesh": "D005356"}, "yes", "mesh",
         "one_of_several"),
        ({"conditions": ("Chronic Pain",), "criteria": ASKS}, "yes", "eligibility", "only"),
        # what only raises the question
        ({"conditions": ("Gulf War Illness",), "keywords": ("fibromyalgia",), "mesh": "D005356"},
         "uncertain", "mesh;keyword", "mentioned"),
        ({"conditions": ("Chronic Widespread Pain",)}, "uncertain", "condition", "related"),
        ({"title": "Arthritis With and Without Fibromyalgia"}, "uncertain", "title", "comparison"),
        ({"conditions": ("Migraine",), "arms": (("OTHER", "Fibromyalgia controls", ()),)},
         "uncertain", "arm", "comparison"),
        ({"criteria": "Inclusion Criteria:\n* Chronic pain (low back pain, fibromyalgia)"},
         "uncertain", "eligibility", "one_of_several"),
        ({"summary": "Women with fibromyalgia drink tea."}, "uncertain", "summary", "mentioned"),
        # no members
        ({"conditions": ("Migraine",), "criteria": EXCLUDES}, "no", None, "excluded"),
        ({"criteria": EXCLUDES, "summary": "Patients with fibromyalgia do not take part."}, "no",
         None, "excluded"),
        ({"summary": "Fibromyalgia is frequent."}, "no", None, "mentioned"),
        ({"title": "The Fibromyalgia Impact Questionnaire in Lupus"}, "no", None, None),
        ({"conditions": ("Myofascial Pain Syndrome",)}, "no", None, None),
        ({"title": "FM Radio and Health", "conditions": ("FM",)}, "no", None, None),
    ],
)  # fmt: skip
def test_the_answer_its_grounds_and_the_role(
    fields: dict[str, Any], answer: str, how: str | None, role: str | None
) -> None:
    found = case(**fields).fibromyalgia
    assert (found.is_fibromyalgia, found.how, found.role) == (answer, how, role)


def test_every_answer_has_its_evidence() -> None:
    traces = case(title="Tea in Fibromyalgia", keywords=("FM",)).fibromyalgia.traces
    assert {trace.column for trace in traces} == {
        "is_fibromyalgia",
        "fibromyalgia_how",
        "fibromyalgia_role",
    }
    assert {trace.words for trace in traces} == {"Fibromyalgia"}
    (silent,) = case().fibromyalgia.traces
    assert silent.reason
    assert silent.words is None
