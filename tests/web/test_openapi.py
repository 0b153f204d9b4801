"""What programs are promised, and whether it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator
from schemathesis import GenerationMode
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from starlette.testclient import TestClient

from onrecord.web import Settings, create_app
from web.conftest import ADA

#: Ids that the record has, so that not every question is about what is not there.
KNOWN = {"article": "quay~2F2~2Ejson", "statement": ADA, "person": "P1", "remark": "R1", "outlet": "The~20Vale"}
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]


def test_the_description_is_one(room: TestClient) -> None:
    made = room.get("/openapi.json").json()
    assert made["openapi"] == "3.1.0" and "/review/decide" in made["paths"] and "/home.json" in made["paths"]
    for schema in made["components"]["schemas"].values():
        Draft202012Validator.check_schema(schema)
    for path, operations in made["paths"].items():
        for operation in operations.values():
            assert operation["summary"].endswith("."), path
            assert "default" in operation["responses"]


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("mode", [GenerationMode.POSITIVE, GenerationMode.NEGATIVE])
def test_no_question_breaks_it(talks: Path, mode: GenerationMode) -> None:
    """schemathesis asks every address, with what the description allows and with what it does not; every answer is
    one that the description has."""
    app = create_app(talks, Settings())
    described = schemathesis.openapi.from_asgi("/openapi.json", app, headers={"host": "localhost"})
    asked = set()
    for found in described.get_all_operations():
        operation = found.ok()
        if mode is GenerationMode.NEGATIVE and not operation.body and not operation.query:
            continue

        @settings(
            max_examples=4 if mode is GenerationMode.POSITIVE else 2,
            deadline=None,
            database=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=operation.as_strategy(generation_mode=mode), there=st.booleans())
        def ask(case: schemathesis.Case, there: bool) -> None:
            known = KNOWN.get(case.path.split("/")[1])
            if there and known and "id" in case.path_parameters:
                case.path_parameters["id"] = known
            if there and mode is GenerationMode.POSITIVE and isinstance(case.body, dict) and "id" in case.body:
                case.body["id"] = ADA
            case.call_and_validate(checks=CHECKS, headers={"host": "localhost"})
            asked.add(case.path)

        ask()
    assert len(asked) >= 10
    app.state.onrecord.records.close()
