"""JSON Lines: one statement a line (`jsonl`), or one analysis a line (`json`)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from typing import TextIO

from onrecord.export.dicts import analysis_to_dict, statement_to_dict
from onrecord.types import Analysis

# Readable letters stay as they are. Written as \uXXXX are: lone surrogates, which no encoding can write;
# the line ends that only some programs know (U+0085, U+2028, U+2029), so that a line is a line everywhere;
# and what acts on a terminal (C1 controls, turned reading order), since these lines are looked at too.
_ODD = re.compile("[\x7f-\x9f\u2028-\u202e\u2066-\u2069\ud800-\udfff]")


def write_jsonl(analyses: Iterable[Analysis], out: TextIO) -> None:
    """Write one statement a line, as `docs/statement.schema.json` describes it."""
    for analysis in analyses:
        for statement in analysis.statements:
            out.write(json_line(statement_to_dict(statement)))
        out.flush()


def write_json(analyses: Iterable[Analysis], out: TextIO) -> None:
    """Write one analysis a line, as `docs/analysis.schema.json` describes it."""
    for analysis in analyses:
        out.write(json_line(analysis_to_dict(analysis)))
        out.flush()


def json_line(data: Mapping[str, object]) -> str:
    """`data` as one line of JSON, with its end, in which no text acts on a terminal."""
    text = json.dumps(data, ensure_ascii=False, allow_nan=False)
    return _ODD.sub(lambda odd: f"\\u{ord(odd[0]):04x}", text) + "\n"
