"""Statements and analyses as plain dicts, ready for JSON, and back (see docs/formats.md)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar, get_args

from onrecord.errors import InputError
from onrecord.types import Analysis, Article, Passage, PassageKind, Quote, Span, Statement

T = TypeVar("T")

CONFIDENCE_DIGITS = 4  # one in ten thousand: finer than any calibration on a few thousand statements can be

_OPTIONAL = ("title", "outlet", "byline", "published", "url", "language", "extractor")


def statement_to_dict(statement: Statement) -> dict[str, Any]:
    """The statement as it is printed; `passage` is called `in`, `confidence` is rounded to 4 digits."""
    return {
        "id": statement.id,
        "article": statement.article,
        "parent": statement.parent,
        "in": statement.passage,
        "source": [_span_to_dict(span) for span in statement.source],
        "cue": [_span_to_dict(span) for span in statement.cue],
        "content": [_span_to_dict(span) for span in statement.content],
        "quote": statement.quote,
        "confidence": round(statement.confidence, CONFIDENCE_DIGITS),
    }


def analysis_to_dict(analysis: Analysis) -> dict[str, Any]:
    """The article with everything known about it (its `origin` apart), and its statements."""
    article = analysis.article
    return {
        "article": {
            "id": article.id,
            **{name: getattr(article, name) for name in _OPTIONAL},
            "text": article.text,
            "passages": [{"kind": p.kind, "start": p.start, "end": p.end} for p in article.passages],
        },
        "statements": [statement_to_dict(statement) for statement in analysis.statements],
    }


def statement_from_dict(data: object) -> Statement:
    """The statement that `statement_to_dict` printed; fields that are not known are ignored.

    Raises InputError, naming the field, when one is missing or is not what it should be.
    """
    fields = _mapping(data, "statement")
    content = _spans(fields, "content")
    if not content:
        raise InputError("content is empty")
    confidence = _field(fields, "confidence", (int, float))
    if not 0 <= confidence <= 1:
        raise InputError(f"confidence is {confidence}, not between 0 and 1")
    return Statement(
        id=_field(fields, "id", str),
        article=_field(fields, "article", str),
        parent=_text_or_none(fields, "parent"),
        passage=_choice(fields, "in", get_args(PassageKind)),
        source=_spans(fields, "source"),
        cue=_spans(fields, "cue"),
        content=content,
        quote=_choice(fields, "quote", get_args(Quote)),
        confidence=float(confidence),
    )


def analysis_from_dict(data: object) -> Analysis:
    """The analysis that `analysis_to_dict` printed; fields that are not known are ignored.

    Raises InputError when a field is missing or wrong, when the passages leave a gap, or when a
    span's text is not what the article has at that place.
    """
    fields = _mapping(data, "analysis")
    article = _article(_mapping(fields.get("article"), "article"))
    statements = tuple(statement_from_dict(item) for item in _field(fields, "statements", list))
    for statement in statements:
        if statement.article != article.id:
            raise InputError(f"statement {statement.id!r} is of article {statement.article!r}, not {article.id!r}")
        for span in (*statement.source, *statement.cue, *statement.content):
            if article.text[span.start : span.end] != span.text:
                raise InputError(f"statement {statement.id!r}: text at {span.start} to {span.end} is not the article's")
    return Analysis(article, statements)


def _article(fields: Mapping[str, Any]) -> Article:
    text = _field(fields, "text", str)
    passages = tuple(_passage(item) for item in _field(fields, "passages", list))
    offsets = [0, *(end for passage in passages for end in (passage.start, passage.end)), len(text)]
    if any(end != start for end, start in zip(offsets[::2], offsets[1::2], strict=True)):
        raise InputError("passages do not cover the text without gaps")
    known: dict[str, Any] = {name: _text_or_none(fields, name) for name in _OPTIONAL}
    return Article(id=_field(fields, "id", str), text=text, passages=passages, **known)


def _passage(data: object) -> Passage:
    fields = _mapping(data, "passage")
    return Passage(_choice(fields, "kind", get_args(PassageKind)), *_offsets(fields))


def _spans(fields: Mapping[str, Any], name: str) -> tuple[Span, ...]:
    return tuple(_span(_mapping(item, name)) for item in _field(fields, name, list))


def _span(fields: Mapping[str, Any]) -> Span:
    start, end = _offsets(fields)
    text = _field(fields, "text", str)
    if len(text) != end - start:
        raise InputError(f"span {start} to {end} has a text of {len(text)} characters")
    return Span(start, end, text)


def _span_to_dict(span: Span) -> dict[str, Any]:
    return {"start": span.start, "end": span.end, "text": span.text}


def _offsets(fields: Mapping[str, Any]) -> tuple[int, int]:
    start, end = _field(fields, "start", int), _field(fields, "end", int)
    if not 0 <= start <= end:
        raise InputError(f"start {start} and end {end} are no span")
    return start, end


def _mapping(data: object, name: str) -> Mapping[str, Any]:
    if not isinstance(data, Mapping):
        raise InputError(f"{name} is not an object")
    return data


def _field(fields: Mapping[str, Any], name: str, kind: type[T] | tuple[type[T], ...]) -> T:
    if name not in fields:
        raise InputError(f"{name} is missing")
    value = fields[name]
    if isinstance(value, bool) or not isinstance(value, kind):  # JSON's true is no number, though Python's is
        wanted = kind[-1] if isinstance(kind, tuple) else kind
        raise InputError(f"{name} is not {_KINDS[wanted.__name__]}")
    return value


_KINDS = {"str": "a text", "int": "a whole number", "float": "a number", "list": "a list"}


def _text_or_none(fields: Mapping[str, Any], name: str) -> str | None:
    return None if fields.get(name) is None else _field(fields, name, str)


def _choice(fields: Mapping[str, Any], name: str, choices: Sequence[T]) -> T:
    for choice in choices:
        if fields.get(name) == choice:
            return choice
    raise InputError(f"{name} is not one of {', '.join(map(str, choices))}")
