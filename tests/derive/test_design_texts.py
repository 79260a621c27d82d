"""The texts that describe a study, with their paths."""

from __future__ import annotations

from harvest.derive.design_texts import descriptions, design_texts, titles
from tests.derive.small import case


def test_texts_come_with_their_paths_and_empty_ones_do_not() -> None:
    study = case(
        title="Tea", summary="About tea.", design={"interventionModelDescription": "Two groups"}
    ).study
    assert [text.text for text in titles(study)] == ["Tea"]
    assert [text.path.rsplit(".", 1)[-1] for text in descriptions(study)] == ["briefSummary"]
    assert [(text.text, setting) for text, setting in design_texts(study)] == [
        ("Tea", "title"),
        ("Two groups", "design"),
        ("About tea.", "prose"),
    ]
