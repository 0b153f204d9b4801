"""The loop that everything goes through: an article in, its analysis out. No state, no I/O."""

from __future__ import annotations

import hashlib
import json
import re
from bisect import bisect_right
from collections.abc import Sequence

from onrecord.attribution import attribute
from onrecord.attribution.quotation import Quotation, quotations
from onrecord.interpretation import interpret
from onrecord.resolution import resolve
from onrecord.types import TELLING, Analysis, Article, Attribution, Passage, PassageKind, Quote, Span, Statement

LANGUAGE = "en"
WORD = re.compile(r"[^\W_]+")


def analyse(article: Article, *, any_language: bool = False) -> Analysis:
    """Every attributed statement of an article, in text order, parents before what is quoted inside them.

    An article that is not in English has none unless `any_language`. Raises ModelError when the reader's
    weights cannot be loaded.
    """
    if foreign(article) and not any_language:
        return Analysis(article, ())
    reading = attribute(article.text, telling(article))
    resolved, people = resolve(article, statements(article, reading.attributions), reading.words)
    return interpret(resolved, people, reading.words)


def analyse_batch(articles: Sequence[Article], *, any_language: bool = False) -> list[Analysis]:
    """The same for several articles, in their order."""
    return [analyse(article, any_language=any_language) for article in articles]


def foreign(article: Article) -> bool:
    """Whether the article is known to be in a language that the reader does not know."""
    return article.language not in (None, LANGUAGE)


def telling(article: Article) -> list[tuple[int, int, int]]:
    """Where statements are taken from, as `attribute` takes it: title, body and captions, a repeated headline
    once. All of the body is one part, since quotation goes on around a caption; each title and caption is its own.
    """
    seen: set[str] = set()
    stretches: list[tuple[int, int, int]] = []
    for number, passage in enumerate(article.passages):
        if passage.kind not in TELLING:
            continue
        if passage.kind == "title":
            words = " ".join(WORD.findall(article.text[passage.start : passage.end].lower()))
            if words in seen:
                continue
            seen.add(words)
        part = 1 if passage.kind == "body" else number + 2
        if stretches and stretches[-1][1:] == (passage.start, part):
            stretches[-1] = (stretches[-1][0], passage.end, part)
        else:
            stretches.append((passage.start, passage.end, part))
    return stretches


def statements(article: Article, attributions: Sequence[Attribution]) -> tuple[Statement, ...]:
    """Attributions in their article: with an id, a passage, and how they are quoted."""
    # Quotations in no other one, so that they follow each other and a word's can be looked up.
    quoted = [q for q in quotations(article.text) if q.depth == 1]
    out: list[Statement] = []
    for attribution in attributions:
        out.append(
            Statement(
                id=_id(article, attribution),
                article=article.id,
                parent=None if attribution.parent is None else out[attribution.parent].id,
                passage=_passage(article.passages, attribution.content[0]),
                source=attribution.source,
                cue=attribution.cue,
                content=attribution.content,
                quote=_quote(attribution.content, quoted),
                confidence=attribution.confidence,
            )
        )
    return tuple(out)


def _id(article: Article, attribution: Attribution) -> str:
    """An id that the same article gives on every run and machine."""
    spans = [[[s.start, s.end] for s in role] for role in (attribution.source, attribution.cue, attribution.content)]
    text = json.dumps([article.id, spans])
    return hashlib.sha256(text.encode()).hexdigest()[:16]


def _passage(passages: Sequence[Passage], span: Span) -> PassageKind:
    place = bisect_right(passages, span.start, key=lambda p: p.start) - 1
    return passages[place].kind if place >= 0 else "body"


def _quote(content: Sequence[Span], quoted: Sequence[Quotation]) -> Quote:
    """Whether every word of the content stands inside quotation marks, or none, or some."""
    words = [s.start + w.start() for s in content for w in WORD.finditer(s.text)]
    before = [bisect_right(quoted, word, key=lambda q: q.start) - 1 for word in words]
    inside = [place >= 0 and word < quoted[place].end for word, place in zip(words, before, strict=True)]
    if not any(inside):
        return "indirect"
    return "direct" if all(inside) else "mixed"
