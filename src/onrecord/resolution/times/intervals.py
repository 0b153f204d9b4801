"""Two dates that the text joins: "between Monday and Wednesday", "from June to August"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise

from onrecord.types import Dated, Time

#: "and" joins two dates only after "between".
_BETWEEN = re.compile(r"\bbetween\W+(?:the\s+)?$", re.IGNORECASE)
_JOINTS = re.compile(r"\s*(?:,\s*)?(and|to|through|until|till|[-–])\s*", re.IGNORECASE)
_LONGEST_BEFORE = 16


def intervals(text: str, times: Sequence[Time]) -> Iterator[Dated]:
    """The intervals that neighbouring dates of `times` (in text order) make up, in EDTF, with both as evidence.

    Dates that are not known, are intervals themselves, or stand in the wrong order make none.
    """
    for first, second in pairwise(times):
        joint = _JOINTS.fullmatch(text, first.span.end, second.span.start)
        if joint is None or first.edtf is None or second.edtf is None or "/" in first.edtf + second.edtf:
            continue
        before = text[max(0, first.span.start - _LONGEST_BEFORE) : first.span.start]
        joined = joint[1].lower() != "and" or _BETWEEN.search(before)
        if joined and len(first.edtf) == len(second.edtf) and first.edtf < second.edtf:
            yield Dated(f"{first.edtf}/{second.edtf}", (first.span, second.span))
