"""What a search found, for reading and as a table of values."""

from __future__ import annotations

from collections.abc import Iterator

from onrecord.export.dates import readable
from onrecord.queries.hits import Hit
from onrecord.terminal.screen import BOLD, DIM, Marking, Screen

INDENT = "  "
#: What was searched for is in bold letters; without colour it has no sign, since the words would not read as printed.
SOUGHT = Marking(BOLD, ("", ""))

COLUMNS = (
    *("statement", "article", "title", "outlet", "published", "url", "speaker", "speaker_ids", "about", "target"),
    *("said", "said_first", "said_last", "by_publication", "act", "status", "quote", "occasion", "occasion_id"),
    *("content", "confidence", "remarks", "story", "verdict", "decided"),
)


def hit_lines(hit: Hit, screen: Screen) -> Iterator[str]:
    """Who and when, the words with what was sought marked, where from."""
    line, article = hit.line, hit.line.article
    who = ", ".join(one.name for one in line.speaker) or " … ".join(span.text for span in line.source)
    status = line.status if line.status != "asserted" else None
    yield from screen.lines(_joined(who or "(nobody named)", _when(hit), line.act, status, line.verdict), BOLD)
    inner = screen.narrower(len(INDENT))
    yield from (INDENT + text for text in inner.marked(_pieces(hit)))
    published = article.published and f"published {readable(article.published)}"
    source = _joined(line.statement, article.outlet, published, article.title)
    yield from (INDENT + text for text in inner.lines(source, DIM))
    yield ""


def hit_row(hit: Hit) -> tuple[object, ...]:
    """The hit's values in the order of COLUMNS."""
    line, article = hit.line, hit.line.article
    return (
        *(line.statement, article.id, article.title, article.outlet, article.published, article.url),
        *(tuple(who.name for who in line.speaker), tuple(who.id for who in line.speaker if who.id)),
        *(tuple(who.name for who in part) for part in (line.about, line.target)),
        *(line.said, line.said_first, line.said_last, int(hit.by_publication), line.act, line.status, line.quote),
        *((line.occasion.name, line.occasion.id) if line.occasion else (None, None)),
        *(hit.words, round(line.confidence, 4), hit.remarks, hit.story, line.verdict, line.decided),
    )


def _joined(*parts: str | None) -> str:
    return " · ".join(part for part in parts if part)


def _when(hit: Hit) -> str:
    line, article = hit.line, hit.line.article
    if line.said:
        return readable(line.said)
    if hit.by_publication:
        return f"undated, in an article of {readable(article.published or article.published_bounds or '')}"
    return "undated"


def _pieces(hit: Hit) -> Iterator[tuple[str, Marking | None]]:
    at = 0
    for start, end in hit.highlights:
        yield hit.words[at:start], None
        yield hit.words[start:end], SOUGHT
        at = end
    yield hit.words[at:], None
