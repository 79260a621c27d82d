"""The replica's answers against the registry's own API description."""

from pathlib import Path

import pytest
import yaml

from harvest.replica.app import create_app
from harvest.replica.server import running

pytestmark = pytest.mark.real

SPEC = Path(__file__).parents[3] / "shared" / "registry-api" / "openapi-2.0.5.yaml"
PATHS = ("/studies", "/studies/{nctId}", "/version")


@pytest.fixture(scope="module")
def spec():
    if not SPEC.exists():
        pytest.skip(f"the registry's API description is not at {SPEC}")
    return yaml.safe_load(SPEC.read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def check(spec):
    from jsonschema import Draft4Validator
    from referencing import Registry
    from referencing.jsonschema import DRAFT4

    registry = Registry().with_resource("urn:spec", DRAFT4.create_resource(spec))

    def against(name, value):
        schema = {"$ref": f"urn:spec#/components/schemas/{name}"}
        Draft4Validator(schema, registry=registry).validate(value)

    return against


def test_the_made_records_fit_the_description(check, archive, client):
    check(
        "PagedStudies",
        client.get("/studies", params={"pageSize": 100, "countTotal": "true"}).json(),
    )
    check("PagedStudies", client.get("/studies", params={"pageSize": 3}).json())
    check("PagedStudies", client.get("/studies", params={"query.cond": "gout"}).json())
    for nct_id in archive.records:
        check("Study", client.get(f"/studies/{nct_id}").json())
    check("Version", client.get("/version").json())


def test_the_description_is_really_applied(check):
    from jsonschema import ValidationError

    with pytest.raises(ValidationError):
        check("PagedStudies", {"totalCount": 1})
    with pytest.raises(ValidationError):
        check("PagedStudies", {"studies": [{"hasResults": "no"}]})


def test_the_descriptions_own_examples_are_served(spec, client):
    not_served = {"filter.geo", "postFilter.geo", "filter.synonyms", "postFilter.synonyms"}
    not_served |= {"aggFilters", "geoDecay"}
    for parameter in spec["paths"]["/studies"]["get"]["parameters"]:
        for example in parameter.get("examples", {}).values():
            value = example["value"]
            text = "|".join(value) if isinstance(value, list) else str(value)
            answer = client.get("/studies", params={parameter["name"]: text})
            # NumArmGroups is in the description but not in the registry's field tree.
            refused = parameter["name"] in not_served or "NumArmGroups" in text
            assert answer.status_code == (400 if refused else 200), (parameter["name"], text)


@pytest.mark.parametrize("path", PATHS)
def test_generated_requests_get_documented_answers(spec, archive, path):
    import schemathesis
    from hypothesis import HealthCheck, Phase, given, settings
    from schemathesis.checks import not_a_server_error
    from schemathesis.specs.openapi.checks import (
        content_type_conformance,
        response_schema_conformance,
        status_code_conformance,
    )

    schema = schemathesis.openapi.from_dict(spec)
    checks = [
        not_a_server_error,
        status_code_conformance,
        content_type_conformance,
        response_schema_conformance,
    ]

    with running(create_app(archive)) as url:

        @settings(
            max_examples=60,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.explicit, Phase.generate],
        )
        @given(schema[path]["GET"].as_strategy())
        def ask(case):
            response = case.call(base_url=url)
            case.validate_response(response, checks=checks)

        ask()
