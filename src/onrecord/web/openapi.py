"""What programs can ask the reading room, as OpenAPI 3.1."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import fields, is_dataclass
from types import NoneType, UnionType
from typing import Any, Literal, Union, get_args, get_origin, get_type_hints

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from onrecord import __version__
from onrecord.web.asking import LONGEST, OFTENEST, Param
from onrecord.web.changing import ChangeRoute
from onrecord.web.page import TABLE, PageRoute
from onrecord.web.tables import as_json

Schema = dict[str, Any]

_ERROR = {
    "type": "object",
    "required": ["error"],
    "properties": {
        "error": {
            "type": "object",
            "required": ["status", "title", "detail"],
            "properties": {
                "status": {"type": "integer"},
                "title": {"type": "string"},
                "detail": {"type": "string"},
            },
        }
    },
}
_REFUSALS: Schema = {
    "default": {
        "description": "What is wrong.",
        "content": {"application/json": {"schema": {"$ref": "#/components/schemas/Error"}}},
    }
}
_SCALARS: dict[object, Schema] = {
    str: {"type": "string"},
    int: {"type": "integer"},
    float: {"type": "number"},
    bool: {"type": "boolean"},
    NoneType: {"type": "null"},
    Any: {},
    object: {},
}


def described(registered: Iterable[PageRoute | ChangeRoute]) -> bytes:
    """The description of all pages' `.json` and `.csv`, and of all changes."""
    parts: dict[str, Schema] = {"Error": _ERROR}
    paths: dict[str, Schema] = {}
    for one in registered:
        paths |= _of_page(one, parts) if isinstance(one, PageRoute) else {one.path: {"post": _of_change(one, parts)}}
    return as_json(
        {
            "openapi": "3.1.0",
            "info": {
                "title": "onrecord",
                "version": __version__,
                "description": "A record of who said what. Every page is also JSON; changes are reviewers' decisions.",
            },
            "paths": paths,
            "components": {
                "schemas": parts,
                "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            },
        }
    )


def _of_page(page: PageRoute, parts: dict[str, Schema]) -> dict[str, Schema]:
    made = {}
    for form in page.forms[1:] or page.forms:
        kind = "text/csv" if form == ".csv" else "application/json"
        schema = {"type": "string"} if form == ".csv" else schema_of(page.context, parts)
        given = [_parameter(name, Param(name), "path") for name in re.findall(r"{(\w+)}", page.path)]
        extra = (Param("table", choices=page.tables, help=TABLE.help),) if form == ".csv" else ()
        given += [_parameter(one.name, one, "query") for one in (*page.parameters, *extra)]
        answers = {"200": {"description": page.summary, "content": {kind: {"schema": schema}}}}
        operation = {"summary": page.summary, "parameters": given, "responses": answers | _REFUSALS}
        made[page.address(form)] = {"get": operation}
    return made


def _of_change(change: ChangeRoute, parts: dict[str, Schema]) -> Schema:
    asked = {
        "type": "object",
        "required": list(change.needed),
        "properties": {one.name: _values(one) | _told(one) for one in change.fields},
    }
    done = {"application/json": {"schema": schema_of(change.answer, parts)}}
    return {
        "summary": change.summary,
        "security": [{"token": []}, {}],
        "requestBody": {"required": True, "content": {"application/json": {"schema": asked}}},
        "responses": {"200": {"description": change.summary, "content": done}} | _REFUSALS,
    }


def _parameter(name: str, param: Param, where: str) -> Schema:
    made = {"name": name, "in": where, "required": where == "path", "schema": _values(param)}
    if param.many:
        made |= {"explode": True, "style": "form"}
    return made | _told(param)


def _told(param: Param) -> Schema:
    return {"description": param.help} if param.help else {}


def _values(param: Param) -> Schema:
    one: Schema = {"type": "string", "maxLength": LONGEST}
    if param.choices:
        one = {"type": "string", "enum": list(param.choices)}
    elif param.kind == "number":
        one = {"type": "integer", "minimum": param.least, "maximum": param.most}
    elif param.kind == "flag":
        one = {"type": "string", "enum": ["0", "1"]}
    return {"type": "array", "items": one, "maxItems": OFTENEST} if param.many else one


def schema_of(kind: Any, parts: dict[str, Schema]) -> Schema:  # noqa: ANN401
    """The JSON Schema of a type as `plain` writes it; dataclasses go to `parts` by their name."""
    origin, inner = get_origin(kind), get_args(kind)
    if kind in _SCALARS:
        return _SCALARS[kind]
    if origin is Literal:
        return {"enum": list(inner)}
    if origin in (Union, UnionType):
        return {"anyOf": [schema_of(one, parts) for one in inner]}
    if origin is tuple and len(inner) == 2 and inner[1] is Ellipsis:
        return {"type": "array", "items": schema_of(inner[0], parts)}
    if origin is tuple:
        some = [schema_of(one, parts) for one in inner]
        return {"type": "array", "prefixItems": some, "minItems": len(some), "maxItems": len(some)}
    if isinstance(origin, type) and issubclass(origin, Mapping):
        return {"type": "object", "additionalProperties": schema_of(inner[1], parts)}
    if origin in (list, frozenset, set):
        return {"type": "array", "items": schema_of(inner[0], parts)}
    if is_dataclass(kind):
        return _of_dataclass(kind, parts)
    return {}


def _of_dataclass(kind: Any, parts: dict[str, Schema]) -> Schema:  # noqa: ANN401
    name = kind.__name__
    if name not in parts:
        parts[name] = {}
        hints = get_type_hints(kind)
        shown = [one for one in fields(kind) if one.metadata.get("json", True)]
        parts[name] = {
            "type": "object",
            "required": [one.name for one in shown],
            "properties": {one.name: schema_of(hints[one.name], parts) for one in shown},
        }
    return {"$ref": f"#/components/schemas/{name}"}


async def _serve(request: Request) -> Response:
    return Response(request.app.state.openapi, media_type="application/json")


ROUTES = [Route("/openapi.json", _serve, methods=["GET"])]
