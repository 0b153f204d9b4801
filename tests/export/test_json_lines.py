import io
import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from jsonschema import Draft202012Validator
from referencing import Registry, Resource

from export.builder import HOSTILE, bare, harbour, hostile, understood
from export.strategies import analyses
from onrecord.export import analysis_from_dict, statement_from_dict, write_json, write_jsonl

DOCS = Path(__file__).parents[2] / "docs"
SCHEMAS = {name: json.loads((DOCS / f"{name}.schema.json").read_text("utf-8")) for name in ("statement", "analysis")}
REGISTRY = Registry().with_resources((s["$id"], Resource.from_contents(s)) for s in SCHEMAS.values())


def validator(name: str) -> Draft202012Validator:
    return Draft202012Validator(SCHEMAS[name], registry=REGISTRY)


def lines(write, *items) -> list[str]:
    out = io.StringIO(newline="")
    write(items, out)
    text = out.getvalue()
    text.encode("utf-8")
    assert text.splitlines() == text.split("\n")[:-1]
    return text.splitlines()


@pytest.mark.parametrize("name", SCHEMAS)
def test_schemas_are_schemas(name):
    Draft202012Validator.check_schema(SCHEMAS[name])


@given(analyses())
def test_what_is_printed_validates_and_comes_back(analysis):
    (line,) = lines(write_json, analysis)
    data = json.loads(line)
    if analysis.article.id:
        validator("analysis").validate(data)
    assert analysis_from_dict(data) == analysis
    printed = [json.loads(line) for line in lines(write_jsonl, analysis)]
    assert printed == data["statements"]
    assert tuple(statement_from_dict(item) for item in printed) == analysis.statements


@pytest.mark.parametrize("name", ["article", "statement"])
def test_schema_names_every_field_that_is_printed(name):
    data = json.loads(lines(write_json, harbour())[0])
    printed = data["article"] if name == "article" else data["statements"][0]
    schema = SCHEMAS["analysis"]["$defs"]["article"] if name == "article" else SCHEMAS["statement"]
    assert list(printed) == list(schema["properties"]) == schema["required"]


@pytest.mark.parametrize(
    "change",
    [
        {"quote": "free"},
        {"act": "sing"},
        {"status": ""},
        {"target": None},
        {"conditions": [{"relation": "if"}]},
        {"items": [{"spans": [], "text": ""}]},
        {"translated_by": "The Courier"},
        {"content": []},
        {"confidence": 2},
        {"in": None},
        {"source": [{"start": 0, "end": 1}]},
    ],
)
def test_schema_refuses_what_is_no_statement(change):
    data = json.loads(lines(write_jsonl, harbour())[0])
    assert validator("statement").is_valid(data)
    assert not validator("statement").is_valid(data | change)


def test_schema_names_every_field_of_a_condition():
    printed = json.loads(lines(write_jsonl, understood())[2])
    validator("statement").validate(printed)
    schema = SCHEMAS["statement"]["$defs"]
    (condition,) = printed["conditions"]
    assert list(condition) == list(schema["condition"]["properties"]) == schema["condition"]["required"]
    assert list(condition["if"]) == list(schema["clause"]["properties"]) == schema["clause"]["required"]


def test_example_in_the_documentation_is_a_statement():
    text = (DOCS / "formats.md").read_text("utf-8")
    example = json.loads(re.search(r'^    (\{"id".*?\n)\n', text, re.S | re.M)[1])
    validator("statement").validate(example)
    statement_from_dict(example)


def test_documentation_names_every_field():
    text = (DOCS / "formats.md").read_text("utf-8")
    data = json.loads(lines(write_json, harbour())[0])
    for field in (*data["article"], *data["statements"][0]):
        assert f"`{field}`" in text


def test_letters_stay_and_what_acts_is_escaped():
    text = "\n".join(lines(write_json, harbour(), hostile()))
    assert "“nearly done”" in text
    assert not re.search("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]", text)
    assert json.loads(text.splitlines()[1])["article"]["title"] == HOSTILE


@pytest.mark.parametrize("write", [write_json, write_jsonl])
def test_each_line_is_one_write_and_an_interruption_leaves_whole_lines(write):
    writes = []

    class Out(io.StringIO):
        def write(self, text):
            writes.append(text)
            return super().write(text)

        def flush(self):
            writes.append("flushed")

    def interrupted():
        yield harbour()
        assert writes[-1] == "flushed", "the first article waited for the second"
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(interrupted(), Out())
    assert len(writes) == (2 if write is write_json else 12)
    for line in writes[:-1]:
        assert line.index("\n") == len(line) - 1
        json.loads(line)


def test_no_statements_no_lines():
    assert lines(write_jsonl, bare()) == []
    assert json.loads(lines(write_json, bare())[0])["statements"] == []
