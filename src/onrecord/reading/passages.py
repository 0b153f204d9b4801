"""A text into passages: what is the article, and what is the page's furniture around it.

A text is taken line by line (paragraph by paragraph where its lines are wrapped). Shape decides first, then
place: headlines and bylines stand at the top, biographies at the end. What nothing speaks against is body.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.reading.bylines import biography_of, is_credit, is_name, is_role, is_section, masthead, read_byline
from onrecord.reading.shapes import ends_sentence, is_account, shape
from onrecord.types import Passage, PassageKind

#: Characters of the longest headline; the longest of PolNeAR's 922 has 180.
_TITLE_AT_MOST = 250
#: Lines at the top among which headline and byline are looked for, and lines at the end for biographies.
_TOP, _END = 15, 10
#: Kinds that merge with a neighbour of the same kind; each line of the others is a passage of its own.
_MERGING = ("body", "furniture")


@dataclass(frozen=True, slots=True)
class Line:
    """A line, or a wrapped paragraph, from its first character to the next one's: `words` is what it says."""

    start: int
    words: str


def label_passages(text: str, title: str | None = None, captions: Iterable[str] = ()) -> tuple[Passage, ...]:
    """The passages of `text`, in order, leaving no character out; none for an empty text.

    `title` and `captions` are those known from elsewhere: lines that say the same are labelled so.
    """
    lines = split_lines(text)
    kinds = _kinds(lines, title, frozenset(map(_squeeze, captions)))
    starts = [0, *(line.start for line in lines[1:]), len(text)]
    if not lines:
        return (Passage("body", 0, len(text)),) if text else ()
    return tuple(_merge(Passage(kind, *ends) for kind, ends in zip(kinds, pairwise(starts), strict=True)))


def split_lines(text: str) -> list[Line]:
    """The lines of `text` that say something; paragraphs in their place where the lines are wrapped."""
    lines, blocks, start, gap = [], [], 0, True
    for raw in text.splitlines(keepends=True):
        words = raw.strip()
        if words:
            lines.append(Line(start, words))
            blocks.append(gap)
        gap = not words
        start += len(raw)
    return list(_paragraphs(lines, blocks)) if _is_wrapped(lines, blocks) else lines


def _is_wrapped(lines: Sequence[Line], blocks: Sequence[bool]) -> bool:
    """Whether sentences run on over line ends: most lines inside paragraphs end in the middle of one."""
    inside = [(a.words, b.words) for (a, b), new in zip(pairwise(lines), blocks[1:], strict=True) if not new]
    broken = sum(40 <= len(a) <= 140 and not ends_sentence(a) for a, _ in inside)
    return sum(b[0].islower() for _, b in inside) >= 3 and broken > 0.5 * len(inside)


def _paragraphs(lines: Sequence[Line], blocks: Sequence[bool]) -> Iterator[Line]:
    firsts = [i for i, new in enumerate(blocks) if new]
    for first, last in pairwise([*firsts, len(lines)]):
        yield Line(lines[first].start, " ".join(line.words for line in lines[first:last]))


def _merge(passages: Iterable[Passage]) -> Iterator[Passage]:
    held: Passage | None = None
    for passage in passages:
        if held and held.kind == passage.kind and held.kind in _MERGING:
            held = Passage(held.kind, held.start, passage.end)
            continue
        if held:
            yield held
        held = passage
    if held:
        yield held


def _kinds(lines: Sequence[Line], title: str | None, captions: frozenset[str]) -> list[PassageKind]:
    """The kind of each line."""
    kinds: list[PassageKind | None] = [
        "caption" if _squeeze(line.words) in captions else "byline" if read_byline(line.words) else shape(line.words)
        for line in lines
    ]
    _label_titles(lines, kinds, title)
    _label_end(lines, kinds)
    _label_top(lines, kinds)
    return [kind or "body" for kind in kinds]


def _squeeze(words: str) -> str:
    """`words` without case, punctuation and space, to tell whether two lines say the same."""
    return re.sub(r"\W+", "", words).casefold() if len(words) <= 1_000 else words


def _label_titles(lines: Sequence[Line], kinds: list[PassageKind | None], title: str | None) -> None:
    """Mark the headline wherever it stands: the one given, else the first line that reads like one."""
    wanted = _squeeze(title) if title else ""
    count = _title_lines(lines, wanted) if wanted else 0
    if not count and not wanted:
        free = [i for i in range(min(len(lines), _TOP)) if kinds[i] is None]
        first = next((i for i in free if not is_section(lines[i].words)), None)
        if first is None or not _is_headline(lines, first):
            return
        wanted = _squeeze(lines[first].words)
        for i in free[: free.index(first)]:
            kinds[i] = "furniture"
    for i in range(count):
        kinds[i] = "title"
    for i, line in enumerate(lines):
        if wanted and len(wanted) <= len(line.words) <= 2 * len(wanted) + 20 and _squeeze(line.words) == wanted:
            kinds[i] = "title"


def _title_lines(lines: Sequence[Line], wanted: str) -> int:
    """How many lines at the top the headline `wanted` is broken into; 0 where it does not stand there."""
    said = ""
    for count, line in enumerate(lines[:4], start=1):
        said += _squeeze(line.words)
        if said == wanted:
            return count
    return 0


def _is_headline(lines: Sequence[Line], i: int) -> bool:
    words = lines[i].words
    return len(words) <= _TITLE_AT_MOST and not ends_sentence(words) and len(lines) > 1


def _label_end(lines: Sequence[Line], kinds: list[PassageKind | None]) -> None:
    """Mark the biographies at the end, with the names, roles and accounts around them."""
    n = len(lines)
    for i in range(max(1, n - _END), n):
        if kinds[i] is None and all(kinds[j] or is_credit(lines[j].words) for j in range(i, n)):
            kinds[i] = "byline"
    told = [i for i in range(max(1, n - _END), n) if kinds[i] is None and _is_author(lines, kinds, i)]
    first = next((i for i in told if all(kinds[j] or j in told or _goes_on(lines[j].words) for j in range(i, n))), None)
    if first is None:
        return
    while first > 1 and (kinds[first - 1] is None and _introduces(lines[first - 1].words)):
        first -= 1
    for j in range(first, n):
        if kinds[j] is None or (kinds[j] == "furniture" and is_account(lines[j].words)):
            kinds[j] = "biography"


def _is_author(lines: Sequence[Line], kinds: Sequence[PassageKind | None], i: int) -> bool:
    """Whether line `i` tells who somebody is whom the article itself does not speak of."""
    name = biography_of(lines[i].words)
    if name is None:
        return False
    family = re.compile(rf"\b{re.escape(name.split()[-1])}\b")
    return not any(
        family.search(line.words) and not is_name(line.words) and biography_of(line.words) != name
        for line, kind in zip(lines[:i], kinds[:i], strict=True)
        if kind is None
    )


def _introduces(words: str) -> bool:
    return is_name(words) or is_role(words) or is_account(words)


def _goes_on(words: str) -> bool:
    """Whether a line after a biography belongs to it: `She lives in Larnport.`"""
    opening = r"(?:He|She|They|His|Her|Their|Follow|Contact|Reach|Email|Write to)\b"
    return _introduces(words) or (len(words) <= 300 and bool(re.match(opening, words)))


def _label_top(lines: Sequence[Line], kinds: list[PassageKind | None]) -> None:
    """Mark bylines without `By`: a name alone at the top, beside headline or furniture, or told of at the end."""
    known = {
        _squeeze(name)
        for line, kind in zip(lines, kinds, strict=True)
        if kind in ("biography", "byline")
        for name in (biography_of(line.words), line.words if is_name(line.words) else None)
        if name
    }
    for i in _top(lines, kinds):
        words = lines[i].words
        if kinds[i] is None and masthead(words):
            kinds[i] = "furniture"
        elif kinds[i] is None and (_squeeze(words) in known or (read_byline(words, bare=True) and _beside(kinds, i))):
            kinds[i] = "byline"
    names = {_squeeze(line.words) for line, kind in zip(lines, kinds, strict=True) if kind == "byline"} | known
    for i in range(len(lines) - 1, 0, -1):  # and the same name again at the end
        if kinds[i] is None and _squeeze(lines[i].words) in names and is_name(lines[i].words):
            kinds[i] = "byline"
        elif kinds[i] is None:
            break


def _top(lines: Sequence[Line], kinds: Sequence[PassageKind | None]) -> range:
    """The lines before the article begins: before the first two in a row that are sentences."""
    sentence = [kind is None and ends_sentence(line.words) for line, kind in zip(lines[:_TOP], kinds, strict=False)]
    end = next((i for i, pair in enumerate(pairwise(sentence)) if all(pair)), len(sentence))
    return range(end)


def _beside(kinds: Sequence[PassageKind | None], i: int) -> bool:
    """Whether the line stands directly under the headline, or beside a date line, a caption or a button."""
    before, after = kinds[i - 1] if i else None, kinds[i + 1] if i + 1 < len(kinds) else None
    return before in ("title", "date", "byline") or after in ("date", "furniture", "byline")
