"""How attributions lie in each other and in quotations."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from onrecord.attribution.quotation import Quotation
from onrecord.types import Attribution, Span


def outermost(attributions: Sequence[Attribution], certain: Sequence[Attribution] = ()) -> list[Attribution]:
    """Those whose cue stands in no other's content: what is inside a content is found by reading that again.

    Where two deny each other, each taking the other's cue for content, one of the `certain` stays, else the likelier.
    """
    kept: list[Attribution] = []
    sure = {id(a) for a in certain}
    for cluster in _clusters([*certain, *attributions]):
        chosen: list[Attribution] = []
        for one in sorted(cluster, key=lambda a: (id(a) not in sure, -a.confidence)):
            if not any(_deny(one, other) for other in chosen):
                chosen.append(one)
        kept += sorted(_shared_out(chosen), key=begin)
    return kept


def _shared_out(attributions: Sequence[Attribution]) -> list[Attribution]:
    """The same with no character in two contents, as it is with people: each is left to the cue nearest to it,
    or, where that would leave the other nothing, the likelier one stays alone. Likeliest first."""
    out: list[Attribution] = []
    for one in attributions:
        others = list(out)
        for place, other in enumerate(out):
            shared = _overlap(one.content, other.content)
            nearer = shared and _distance(one.cue, shared) < _distance(other.cue, shared)
            rest = _without(other.content if nearer else one.content, shared)
            if not rest:
                break
            if nearer:
                others[place] = replace(other, content=rest)
            else:
                one = replace(one, content=rest)
        else:
            out = [*others, one]
    return out


def _overlap(one: Sequence[Span], other: Sequence[Span]) -> list[tuple[int, int]]:
    cuts = [(max(a.start, b.start), min(a.end, b.end)) for a in one for b in other]
    return sorted((start, end) for start, end in cuts if start < end)


def _distance(cue: Sequence[Span], shared: Sequence[tuple[int, int]]) -> int:
    return min((max(s.start - end, start - s.end, 0) for s in cue for start, end in shared), default=0)


def _without(content: Sequence[Span], shared: Sequence[tuple[int, int]]) -> tuple[Span, ...]:
    """The spans less the shared characters and the white space next to them; nothing without letters is left."""
    left = []
    for span in content:
        at = span.start
        for start, end in [*((s, e) for s, e in shared if s < span.end and span.start < e), (span.end, span.end)]:
            text = span.text[at - span.start : start - span.start]
            if any(c.isalnum() for c in text):
                lead = len(text) - len(text.lstrip())
                left.append(Span(at + lead, at + lead + len(text.strip()), text.strip()))
            at = max(at, end)
    return tuple(left)


def _deny(one: Attribution, other: Attribution) -> bool:
    return any(covers(a, b) for a, b in ((one.content, other.cue), (other.content, one.cue), (one.cue, other.cue)))


def begin(attribution: Attribution) -> int:
    """Where its first character stands."""
    return min(s.start for s in (*attribution.source, *attribution.cue, *attribution.content))


def _clusters(attributions: Sequence[Attribution]) -> Iterator[list[Attribution]]:
    """Attributions that may touch, together; those of different clusters share no character."""
    cluster: list[Attribution] = []
    reach = 0
    for one in sorted(attributions, key=begin):
        if cluster and begin(one) >= reach:
            yield cluster
            cluster = []
        cluster.append(one)
        reach = max(reach, *(s.end for s in (*one.source, *one.cue, *one.content)))
    if cluster:
        yield cluster


def covers(spans: Sequence[Span], inner: Sequence[Span]) -> bool:
    """Whether some of `inner` lies in `spans`; never for no spans."""
    return any(s.start < i.end and i.start < s.end for s in spans for i in inner)


def whole_quotations(text: str, content: Sequence[Span], outer: Sequence[Quotation]) -> tuple[Span, ...]:
    """The content with every quotation that it holds more than half of made whole.

    `outer` are the text's quotations that stand in no other. One pair of marks holds one speaker's words. The
    role head sees only so far, and a long quotation goes on behind that; so does one whose paragraph leaves it
    open and whose next paragraph opens it again.
    """
    spans = [(s.start, s.end) for s in content]
    taken = False  # whether the quotation before is content, and still open
    first = bisect_right(outer, content[0].start, key=lambda q: q.end)
    for number in range(first, len(outer)):
        q = outer[number]
        if q.start >= content[-1].end and not taken:
            break
        held = sum(max(0, min(e, q.end) - max(s, q.start)) for s, e in spans)
        if 2 * held > q.end - q.start or (taken and _resumes(text, outer[number - 1], q)):
            spans.append((q.start, q.end))
            taken = not q.closed
        else:
            taken = False
    return tuple(Span(start, end, text[start:end]) for start, end in merged(spans))


def _resumes(text: str, before: Quotation, q: Quotation) -> bool:
    """Whether only white space parts a quotation left open from the next one."""
    return not text[before.end : q.start].strip()


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """In order, those that overlap or touch as one."""
    whole: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if whole and start <= whole[-1][1]:
            whole[-1] = (whole[-1][0], max(end, whole[-1][1]))
        else:
            whole.append((start, end))
    return whole
