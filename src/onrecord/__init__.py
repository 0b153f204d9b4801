"""News articles in, attributed statements out: who said what, and in which characters it stands.

    from pathlib import Path

    import onrecord

    article = onrecord.read_article(Path("talks.html"))
    for statement in onrecord.analyse(article).statements:
        print(statement.source, statement.cue, statement.content)

Names are imported when they are first used, so that a program pays only for what it uses:
the reader of pages and the model are each some tenths of a second.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

__version__ = "0.1.0"

if TYPE_CHECKING:
    from onrecord.analysis import analyse, analyse_batch, foreign
    from onrecord.asking import open_record as open
    from onrecord.errors import InputError, ModelError, OnrecordError, RecordError
    from onrecord.linking import Linked, link
    from onrecord.parallel import analyse_all
    from onrecord.reading import InputFormat, ReadOptions, read_article, read_inputs
    from onrecord.record import Record
    from onrecord.types import (
        Analysis,
        Article,
        Attribution,
        Clause,
        Condition,
        Dated,
        Field,
        Located,
        Notice,
        Occasion,
        Party,
        Passage,
        Person,
        Place,
        Span,
        Statement,
        Time,
    )

_HOME = {
    "analyse": "analysis",
    "analyse_all": "parallel",
    "analyse_batch": "analysis",
    "foreign": "analysis",
    "InputError": "errors",
    "Linked": "linking",
    "link": "linking",
    "ModelError": "errors",
    "OnrecordError": "errors",
    "RecordError": "errors",
    "Record": "record",
    "open": "asking",
    "InputFormat": "reading",
    "ReadOptions": "reading",
    "read_article": "reading",
    "read_inputs": "reading",
    "Analysis": "types",
    "Article": "types",
    "Attribution": "types",
    "Clause": "types",
    "Condition": "types",
    "Dated": "types",
    "Field": "types",
    "Located": "types",
    "Notice": "types",
    "Occasion": "types",
    "Party": "types",
    "Passage": "types",
    "Person": "types",
    "Place": "types",
    "Span": "types",
    "Statement": "types",
    "Time": "types",
}

__all__ = [
    "Analysis",
    "Article",
    "Attribution",
    "Clause",
    "Condition",
    "Dated",
    "Field",
    "InputError",
    "InputFormat",
    "Linked",
    "Located",
    "ModelError",
    "Notice",
    "Occasion",
    "OnrecordError",
    "Party",
    "Passage",
    "Person",
    "Place",
    "ReadOptions",
    "Record",
    "RecordError",
    "Span",
    "Statement",
    "Time",
    "__version__",
    "analyse",
    "analyse_all",
    "analyse_batch",
    "foreign",
    "link",
    "open",
    "read_article",
    "read_inputs",
]

#: Names that are shorter here than at home, where they would hide one of Python's own.
_NAMES = {"open": "open_record"}


def __getattr__(name: str) -> Any:  # noqa: ANN401  (whatever the name stands for)
    if name not in _HOME:
        raise AttributeError(f"module 'onrecord' has no attribute {name!r}")
    value = getattr(import_module(f"onrecord.{_HOME[name]}"), _NAMES.get(name, name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
