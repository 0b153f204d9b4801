"""Statements as PLOVER events, one a line, in the field names of NGEC's output (github.com/ahalterman/NGEC).

An act without a PLOVER type keeps its own name as `event_type`, in lower case, where PLOVER's are in capitals; so does
one that the article says was not done, so that nobody counts a threat that was never made. What the article does not
tell is null: unlike NGEC this never takes the publication date for the event's.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, TextIO

from onrecord import __version__
from onrecord.export.country_codes import longer_codes
from onrecord.export.json_lines import json_line
from onrecord.interpretation.codes import CODES, NO_CODE
from onrecord.types import Act, Analysis, Article, Evidence, Party, Span, Statement

#: NGEC calls a day by YYYY-MM-DD; a time that EDTF gives less exactly is no such day.
_DAY = re.compile(r"(\d{4}-\d\d-\d\d)(?:T.*)?", re.ASCII)


def write_plover(analyses: Iterable[Analysis], out: TextIO) -> None:
    """One event a line for each statement whose act is known."""
    for analysis in analyses:
        countries = {place.name: longer_codes().get(place.country) for place in analysis.places if place.country}
        for statement in analysis.statements:
            if statement.act is not None:
                out.write(json_line(_event(analysis.article, statement, statement.act, countries)))
        out.flush()


def _event(article: Article, statement: Statement, act: Act, countries: Mapping[str, str | None]) -> dict[str, Any]:
    """A statement as an event. Offsets count the article's characters, as everywhere here."""
    said, where, status = statement.said, statement.where, statement.status
    code = NO_CODE if status == "negated" else CODES[act]
    day = _DAY.fullmatch(said.edtf) if said else None
    when = _attributes(said.evidence if said else ())[:1]
    return {
        "id": f"{statement.id}_{code.plover or act}",
        "story_id": article.id,
        "version": f"onrecord {__version__}",
        "publisher": article.outlet,
        "headline": article.title,
        "pub_date": article.published,
        "date_resolved": day[1] if day else None,
        "date_edtf": said.edtf if said else None,
        "date_raw": when[0]["text"] if when else None,
        "event_text": " … ".join(span.text for span in statement.content),
        "event_type": code.plover or act,
        "event_mode": [],
        "cameo_root": code.cameo,
        "contexts": [] if status in (None, "asserted") else [status],
        "attributes": {
            "ACTOR": [_actor(party, countries) for party in statement.speaker],
            "RECIP": [_actor(party, countries) for party in statement.target],
            "DATE": when,
            "LOC": _attributes(where.evidence if where else ())[:1],
        },
    }


def _actor(party: Party, countries: Mapping[str, str | None]) -> dict[str, Any]:
    """A party where it is first named there; `resolved` is our name for it, as NGEC's `wiki` is Wikipedia's."""
    place = next(iter(_attributes(party.evidence)), {"text": party.name})
    country = countries.get(party.name) if party.kind == "place" else None
    return {**place, "resolved": party.name, "country": country}


def _attributes(evidence: Sequence[Evidence]) -> list[dict[str, Any]]:
    spans = (one for one in evidence if isinstance(one, Span))
    return [{"text": span.text, "qa_start_char": span.start, "qa_end_char": span.end} for span in spans]
