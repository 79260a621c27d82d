"""The declared model as paths, and against the registry's own field tree."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterator
from importlib.resources import files
from typing import Any, get_args

import msgspec
import pytest
from msgspec import inspect

from harvest.record import codes, paths
from tests.real import real_file

# What the registry serves, or served, and lists in no field tree.
UNLISTED = {
    "protocolSection.contactsLocationsModule.locations[].geoPoint.lat": "number",
    "protocolSection.contactsLocationsModule.locations[].geoPoint.lon": "number",
    "derivedSection.miscInfoModule.modelPredictions.bmiLimits.minBmi": "number",
    "derivedSection.miscInfoModule.modelPredictions.bmiLimits.maxBmi": "number",
}
GEO_POINT = "protocolSection.contactsLocationsModule.locations[].geoPoint"
TEXTS = {"text", "markup", "PartialDate", "NormalizedDate", "NormalizedTime", "DateTimeMinutes"}
WHOLE_NUMBERS = {"integer", "long", "number"}
# One structure of the registry for two lists, which the bundled file names after their pieces.
RENAMED = {"FlowAchievement": "FlowStats[]", "FlowReason": "FlowStats[]"}


def test_every_path_is_listed_once() -> None:
    leaves = paths.leaves()
    assert len(leaves) == len(set(leaves)) > 300


@pytest.mark.parametrize(
    "path",
    [
        "hasResults",
        "protocolSection.identificationModule.nctId",
        "protocolSection.identificationModule.nctIdAliases[]",
        "protocolSection.identificationModule.organization.class",
        "protocolSection.armsInterventionsModule.armGroups[].interventionNames[]",
        "protocolSection.designModule.designInfo.maskingInfo.whoMasked[]",
        "resultsSection.baselineCharacteristicsModule.measures[].classes[].denoms[].units",
    ],
)
def test_lists_on_the_way_are_marked_and_names_are_the_registry_s(path: str) -> None:
    assert path in paths.leaves()


def test_objects_and_lists_of_objects_are_no_leaves() -> None:
    leaves = set(paths.leaves())
    assert "protocolSection" not in leaves
    assert "protocolSection.armsInterventionsModule.armGroups[]" not in leaves
    assert not any(
        other.startswith((f"{leaf}.", f"{leaf}[]")) for leaf in leaves for other in leaves
    )


def test_the_first_path_is_the_number_and_the_last_the_flag() -> None:
    assert paths.leaves()[0] == "protocolSection.identificationModule.nctId"
    assert paths.leaves()[-1] == "hasResults"


def test_a_child_of_the_root_has_no_dot() -> None:
    assert paths.join("", "hasResults") == "hasResults"
    assert paths.join("a.b", "c") == "a.b.c"


def test_the_type_under_an_optional_one_is_found() -> None:
    optional = inspect.type_info(str | None)
    assert isinstance(paths.without_null(optional), inspect.StrType)
    assert isinstance(paths.without_null(inspect.type_info(bool)), inspect.BoolType)


def test_every_leaf_of_the_model_has_a_type_that_converts() -> None:
    kinds = dict(_kinds(paths.model(), ""))
    assert set(kinds) == set(paths.leaves())
    for path, kind in kinds.items():
        value: Any = {
            inspect.StrType: "x",
            inspect.BoolType: True,
            inspect.IntType: 3,
            inspect.FloatType: 1.5,
        }.get(type(kind), "")
        if isinstance(kind, inspect.LiteralType):
            value = kind.values[-1]
        assert msgspec.convert(value, paths.python_type(kind)) == value, path


@pytest.mark.parametrize("value", [-1, 2**31])
def test_a_count_s_bounds_are_part_of_its_type(value: int) -> None:
    kinds = dict(_kinds(paths.model(), ""))
    count = kinds["protocolSection.designModule.enrollmentInfo.count"]
    with pytest.raises(msgspec.ValidationError):
        msgspec.convert(value, paths.python_type(count))


@pytest.mark.real
def test_the_model_s_paths_equal_the_registry_s_field_tree() -> None:
    listed = {path for path, node in _tree(_field_tree(), "") if not node.get("children")}
    assert GEO_POINT in listed, "the tree lists the point, not its two numbers"
    assert set(paths.leaves()) - set(UNLISTED) == listed - {GEO_POINT}


@pytest.mark.real
def test_the_model_s_types_equal_the_registry_s_field_tree() -> None:
    kinds = dict(_kinds(paths.model(), ""))
    compared = 0
    for path, node in _tree(_field_tree(), ""):
        if node.get("children") or path == GEO_POINT:
            continue
        name, kind = node["type"].removesuffix("[]"), kinds[path]
        if node.get("isEnum"):
            assert isinstance(kind, inspect.LiteralType), path
            assert set(kind.values) == set(get_args(getattr(codes, name))), path
        elif name in TEXTS:
            assert isinstance(kind, inspect.StrType), path
        elif name == "boolean":
            assert isinstance(kind, inspect.BoolType), path
        else:
            assert name in WHOLE_NUMBERS, path
            assert isinstance(kind, inspect.IntType), path
        compared += 1
    assert compared == len(paths.leaves()) - len(UNLISTED)


@pytest.mark.real
def test_the_bundled_list_of_pieces_equals_the_registry_s_field_tree() -> None:
    text = (files("harvest.record") / "pieces.tsv").read_text(encoding="utf-8")
    bundled = [
        (row["path"], row["piece"], RENAMED.get(row["piece"], row["type"]))
        for row in csv.DictReader(text.splitlines(), delimiter="\t")
    ]
    listed = [
        (path.replace("[]", ""), node["piece"], node["type"])
        for path, node in _tree(_field_tree(), "")
    ]
    assert bundled == listed


def _field_tree() -> list[dict[str, Any]]:
    return json.loads(real_file("registry-api/studies-metadata.json").read_bytes())


def _tree(nodes: list[dict[str, Any]], path: str) -> Iterator[tuple[str, dict[str, Any]]]:
    for node in nodes:
        here = paths.join(path, node["name"]) + ("[]" if node["type"].endswith("[]") else "")
        yield here, node
        yield from _tree(node.get("children", []), here)


def _kinds(kind: inspect.Type, path: str) -> Iterator[tuple[str, inspect.Type]]:
    kind = paths.without_null(kind)
    if isinstance(kind, inspect.VarTupleType):
        yield from _kinds(kind.item_type, path + "[]")
    elif isinstance(kind, inspect.StructType):
        for field in kind.fields:
            yield from _kinds(field.type, paths.join(path, field.encode_name))
    else:
        yield path, kind
