from __future__ import annotations

from pathlib import Path

import pytest

from harvest.accuracy import OWN_LABELS, READERS, measure
from harvest.errors import BadInput, UsageError
from tests.flow.commands import harvest
from tests.real import real_file

HEAD = "id\tstring\tcontext_drug\tdrug\tdaily_mg_max\tis_ldn\n"


def labels(folder: Path, *rows: str) -> Path:
    (folder / "dose.tsv").write_text(HEAD + "".join(f"{row}\n" for row in rows))
    return folder


def test_our_own_labels_are_read_right() -> None:
    scores = measure(OWN_LABELS)
    assert {score.name for score in scores} == set(READERS)
    for score in scores:
        assert score.rows_right == score.rows > 0


@pytest.mark.real
def test_labels_that_others_made_are_read_right() -> None:
    scores = {score.name: score for score in measure(real_file("gold"))}
    assert scores["dose"].rows_right >= 0.95 * scores["dose"].rows
    assert scores["outcome"].rows_right >= 0.90 * scores["outcome"].rows
    false = [m for m in scores["dose"].misses if m.field == "is_ldn" and m.read == "yes"]
    assert false == []


def test_a_wrong_value_and_a_missing_one_are_told_apart(tmp_path: Path) -> None:
    (score,) = measure(
        labels(
            tmp_path,
            "A\tnaltrexone 4.5 mg daily\t\tnaltrexone\t4.5\tyes",
            "B\tnaltrexone 4.5 mg daily\t\tnaltrexone\t3\tyes",
            "C\tnaltrexone\t\tnaltrexone\t5\tuncertain",
            "D\tnaltrexone\t\tnaltrexone\tNA\t",
        )
    )
    fields = {field.field: field for field in score.fields}
    amount = fields["daily_mg_max"]
    assert (amount.labelled, amount.right, amount.wrong, amount.missed) == (4, 2, 1, 1)
    assert (amount.precision, amount.recall) == (1 / 2, 1 / 3)
    assert fields["is_ldn"].labelled == 3
    assert (score.rows, score.rows_right) == (4, 2)
    assert [(miss.id, miss.expected, miss.read) for miss in score.misses] == [
        ("B", "3", "4.5"),
        ("C", "5", None),
    ]


def test_a_folder_without_labels_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"dose\.tsv"):
        measure(tmp_path)


@pytest.mark.parametrize("text", [b"\xff\xfe", b"name\nx\n", b"id\tname\nA\tx\n"])
def test_a_file_that_is_no_table_of_labels_is_bad_input(tmp_path: Path, text: bytes) -> None:
    (tmp_path / "dose.tsv").write_bytes(text)
    with pytest.raises(BadInput, match=r"dose\.tsv"):
        measure(tmp_path)


def test_the_command_prints_every_field_and_every_miss(tmp_path: Path) -> None:
    labels(tmp_path, "B\tnaltrexone 4.5 mg daily\t\tnaltrexone\t3\tyes")
    done = harvest("accuracy", "--gold", tmp_path)
    assert done.code == 0, done.err
    assert "dose: 0 of 1 rows right" in done.out
    assert "B daily_mg_max: expected 3, read 4.5: naltrexone 4.5 mg daily" in done.out
    result = harvest("accuracy", "--gold", tmp_path, "--json").result
    assert result["scores"][0]["misses"][0]["read"] == "4.5"
