from __future__ import annotations

import gzip
import io
import json
import random
import struct
import subprocess
import zipfile
from pathlib import Path

import pyarrow as pa
import pytest

from harvest.errors import BadInput, UsageError
from harvest.raw import files
from harvest.raw.files import read_file, read_files
from tests.records import pretty, record, study

ONE, TWO, THREE = (record(n, title=f"Ä ≥ {n}") for n in (1, 2, 3))
LINES = ONE + b"\n" + TWO + b"\n" + THREE + b"\n"
MANY = b"".join(
    record(n, title=f"{random.Random(n).getrandbits(400):x}") + b"\n" for n in range(300)
)
BOM = b"\xef\xbb\xbf"


def zstd(plain: bytes) -> bytes:
    out = pa.BufferOutputStream()
    with pa.CompressedOutputStream(out, "zstd") as stream:
        stream.write(plain)
    return out.getvalue().to_pybytes()


def zipped(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, text in members.items():
            archive.writestr(name.replace("_", "."), text)
    return out.getvalue()


def read(folder: Path, content: bytes, name: str = "file") -> list[bytes]:
    path = folder / name
    path.write_bytes(content)
    return list(read_file(path))


LAYOUTS = {
    "ndjson": LINES,
    "ndjson without a last line end": LINES[:-1],
    "ndjson with CRLF": LINES.replace(b"\n", b"\r\n"),
    "ndjson with BOM": BOM + LINES,
    "ndjson with blank lines": b"\n\n" + LINES.replace(b"\n", b"\n\n \n"),
    "ndjson gz": gzip.compress(LINES),
    "ndjson gz in two members": gzip.compress(ONE + b"\n") + gzip.compress(TWO + b"\n" + THREE),
    "list": b"[" + b",".join((ONE, TWO, THREE)) + b"]",
    "list with BOM": BOM + b"[" + b",".join((ONE, TWO, THREE)) + b"]",
    "list on lines": b"[\n" + b",\n".join((ONE, TWO, THREE)) + b"\n]\n",
    "page": b'{"totalCount":3,"studies":['
    + b",".join((ONE, TWO, THREE))
    + b'],"nextPageToken":"x"}',
    "page gz": gzip.compress(b'{"studies":[' + b",".join((ONE, TWO, THREE)) + b"]}"),
    "zip": zipped(a_json=ONE, b_json=TWO, c_json=THREE),
    "zip with lists, pages and other files": zipped(
        a_json=b"[" + ONE + b"]", b_json=b'{"studies":[' + TWO + b"," + THREE + b"]}", note_txt=b"x"
    ),
}


@pytest.mark.parametrize("content", LAYOUTS.values(), ids=LAYOUTS)
def test_every_layout_gives_the_records_exactly_as_given(tmp_path: Path, content: bytes) -> None:
    assert read(tmp_path, content) == [ONE, TWO, THREE]


def test_zstd_is_read_from_the_tool_and_from_arrow(tmp_path: Path) -> None:
    assert read(tmp_path, zstd(LINES)) == [ONE, TWO, THREE]
    try:
        packed = [
            subprocess.run(["zstd", "-c"], input=part, capture_output=True, check=True).stdout
            for part in (ONE + b"\n", TWO + b"\n" + THREE)
        ]
    except FileNotFoundError:
        pytest.skip("zstd is not installed, so its own files have NOT been tried")
    assert read(tmp_path, b"".join(packed)) == [ONE, TWO, THREE]


@pytest.mark.parametrize("text", [ONE, pretty(study(1)), BOM + ONE, ONE + b"\n", b"\r\n" + ONE])
def test_a_single_study_is_one_record_in_its_own_layout(tmp_path: Path, text: bytes) -> None:
    assert read(tmp_path, text) == [text.removeprefix(BOM).strip()]


def test_a_pretty_page_gives_every_study_with_its_layout(tmp_path: Path) -> None:
    page = pretty({"studies": [study(1), study(2)]})
    found = read(tmp_path, page)
    assert [json.loads(text) for text in found] == [study(1), study(2)]
    assert all(text in page for text in found)


def test_a_file_is_told_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    assert read(tmp_path, gzip.compress(LINES), "x.json") == [ONE, TWO, THREE]
    assert read(tmp_path, zipped(a_json=ONE), "x.gz") == [ONE]
    assert read(tmp_path, ONE, "x.zip") == [ONE]


def test_a_folder_gives_all_its_json_files_in_order(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "b.json").write_bytes(TWO)
    (tmp_path / "a.jsonl.gz").write_bytes(gzip.compress(ONE))
    (tmp_path / "sub" / "c.json").write_bytes(THREE)
    (tmp_path / "README.txt").write_bytes(b"not a study")
    assert list(read_files([tmp_path])) == [ONE, TWO, THREE]


@pytest.mark.parametrize("name", ["b.ndjson", "b.ndjson.gz", "studies.zip"])
def test_a_folder_passes_over_no_study(tmp_path: Path, name: str) -> None:
    contents = {
        "b.ndjson": TWO,
        "b.ndjson.gz": gzip.compress(TWO),
        "studies.zip": zipped(b_json=TWO),
    }
    (tmp_path / "a.json").write_bytes(ONE)
    (tmp_path / name).write_bytes(contents[name])
    assert list(read_files([tmp_path])) == [ONE, TWO]


def test_a_folder_reads_no_file_twice(tmp_path: Path) -> None:
    (tmp_path / "studies.json").mkdir()
    (tmp_path / "studies.json" / "a.json").write_bytes(ONE)
    assert list(read_files([tmp_path])) == [ONE]


def test_an_empty_list_or_page_holds_no_record(tmp_path: Path) -> None:
    assert read(tmp_path, b"[]") == read(tmp_path, b'{"studies":[]}') == []


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b" \n\n",
        b"<!DOCTYPE html><html><body>Sign in</body></html>",
        b"NCT Number,Title\nNCT00000001,A trial\n",
        b"NCT00000001 is a trial",
        b"{}",
        b'{"error": "not found"}',
        b'{"studies": {}}',
        b'{"studies": [{}]}',
        b"[1, 2]",
        b"5",
        b"null",
        b'"protocolSection"',
        ONE[:-10],
        pretty(study(1))[:-10],
        ONE + TWO,
        ONE.decode().encode("utf-16"),
        b"PK\x05\x06" + bytes(18),
        b"PK\x03\x04 no zip",
        b"\x1f\x8b no gzip",
        b"\x28\xb5\x2f\xfd no zstd",
        b'{"protocolSection":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    ],
)
def test_what_is_no_study_json_is_bad_input_that_names_the_file(
    tmp_path: Path, content: bytes
) -> None:
    with pytest.raises(BadInput, match=r"the-file\.json") as caught:
        read(tmp_path, content, "the-file.json")
    assert caught.value.exit_code == 65


@pytest.mark.parametrize("cut", [5, 9, 100, 2000])
@pytest.mark.parametrize("pack", [gzip.compress, zstd])
def test_a_truncated_archive_is_bad_input(tmp_path: Path, pack: object, cut: int) -> None:
    with pytest.raises(BadInput, match=r"cut\.json.*get it again"):
        read(tmp_path, pack(MANY)[:-cut], "cut.json")  # type: ignore[operator]


def test_a_truncated_zip_is_bad_input(tmp_path: Path) -> None:
    whole = zipped(a_json=ONE, b_json=TWO)
    for size in range(4, len(whole) - 1, 7):
        with pytest.raises(BadInput, match=r"cut\.zip"):
            read(tmp_path, whole[:size], "cut.zip")


def test_a_damaged_member_of_a_zip_is_named(tmp_path: Path) -> None:
    whole = bytearray(zipped(a_json=ONE, b_json=MANY))
    place = whole.index(b"b.json") + 3000
    whole[place] ^= 0xFF
    with pytest.raises(BadInput, match=r"broken\.zip, member b\.json"):
        read(tmp_path, bytes(whole), "broken.zip")


def test_a_member_that_is_no_study_is_named(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"mixed\.zip, member b\.json"):
        read(tmp_path, zipped(a_json=ONE, b_json=b"<html>"), "mixed.zip")


def test_a_zip_without_json_is_bad_input(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"texts\.zip holds no \.json file"):
        read(tmp_path, zipped(a_txt=ONE), "texts.zip")


def with_member_header(value: int, offset: int) -> bytes:
    """A zip whose central directory says something else of its member."""
    whole = bytearray(zipped(a_json=ONE))
    struct.pack_into("<H", whole, whole.index(b"PK\x01\x02") + offset, value)
    struct.pack_into("<H", whole, offset - 2, value)
    return bytes(whole)


@pytest.mark.parametrize(("value", "offset"), [(1, 8), (98, 10)], ids=["encrypted", "compression"])
def test_a_zip_that_cannot_be_unpacked_is_bad_input(
    tmp_path: Path, value: int, offset: int
) -> None:
    with pytest.raises(BadInput, match=r"locked\.zip"):
        read(tmp_path, with_member_header(value, offset), "locked.zip")


@pytest.mark.parametrize("number", [2, 3])
@pytest.mark.parametrize("broken", [b'{"protocolSection":', b"{}", b"text", b"[1]"])
def test_a_broken_line_is_named(tmp_path: Path, broken: bytes, number: int) -> None:
    lines = [ONE, TWO, THREE]
    lines[number - 1] = broken
    with pytest.raises(BadInput, match=rf"some\.ndjson, line {number}"):
        read(tmp_path, b"\n".join(lines), "some.ndjson")


def test_the_line_is_the_right_one_after_blank_lines(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"some\.ndjson, line 4"):
        read(tmp_path, b"\n\n" + ONE + b"\n{}\n", "some.ndjson")


def test_a_broken_first_line_is_named_too(tmp_path: Path) -> None:
    with pytest.raises(BadInput, match=r"some\.ndjson, line 1"):
        read(tmp_path, ONE[:-5] + b"\n" + TWO + b"\n", "some.ndjson")


def test_a_missing_file_is_a_usage_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="There is no file"):
        list(read_file(tmp_path / "nowhere.json"))


def packed(plain: bytes, how: str) -> bytes:
    return {"gz": gzip.compress, "zst": zstd, "zip": lambda text: zipped(a_json=text)}[how](plain)


@pytest.mark.parametrize("how", ["gz", "zst", "zip"])
def test_a_bomb_is_not_read_to_its_end(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(files, "FREE_BYTES", 1 << 20)
    monkeypatch.setattr(files, "MOST_RATIO", 2)
    bomb = packed(record() + b"\n" + b" " * (4 << 20), how)
    with pytest.raises(BadInput, match="unpacks to far more"):
        read(tmp_path, bomb)


def test_the_members_of_an_archive_count_together(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(files, "FREE_BYTES", 10_000)
    monkeypatch.setattr(files, "MOST_RATIO", 1)
    members = {f"m{number}_json": record(number) + b" " * 2_000 for number in range(9)}
    with pytest.raises(BadInput, match=r"member m[2-9]\.json unpacks"):
        read(tmp_path, zipped(**members))


@pytest.mark.parametrize("how", ["gz", "zst", "zip"])
def test_a_line_or_document_beyond_what_memory_should_hold_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, how: str
) -> None:
    monkeypatch.setattr(files, "MOST_DOCUMENT", 5_000)
    line = record() + b"\n" + b"x" * 6_000
    for text in (b"[" + b" " * 6_000 + b"]", b"[\n" + b" " * 6_000, line):
        with pytest.raises(BadInput, match="more than 5,000 bytes"):
            read(tmp_path, packed(text, how))
        with pytest.raises(BadInput, match="more than 5,000 bytes"):
            read(tmp_path, text)


def test_a_name_within_an_archive_leads_nowhere(tmp_path: Path) -> None:
    inside = tmp_path / "inside"
    inside.mkdir()
    names = ("../../evil.json", "/etc/evil.json", "..\\evil.json", "con.json")
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for number, name in enumerate(names, start=1):
            archive.writestr(name, record(number))
    assert len(read(inside, out.getvalue())) == len(names)
    assert [path.name for path in tmp_path.rglob("*")] == ["inside", "file"]
