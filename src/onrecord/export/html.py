"""One self-contained HTML page: each article with its statements marked, and the statements beside it.

The page needs no script and asks no network for anything; its content security policy forbids both.
"""

from __future__ import annotations

import base64
import calendar
import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from onrecord.export.marks import Paragraph, marks_of, paragraphs
from onrecord.export.nesting import nested
from onrecord.export.visible import percent, visible
from onrecord.types import TELLING, Analysis, Article, Statement

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SPOOL = 1 << 23  # characters of page kept in memory before a temporary file takes over: some hundred articles
CHUNK = 1 << 16
MAX_INDENT = 3  # a list item nested deeper stands no further in: at 390 pixels there is no room for more
# Each number needs a rule of its own in the style sheet, since nothing but a script could compare the
# numbers of two elements, and a browser tries every rule on every element: with 400 rules and an article of
# 6,600 statements a click took 20 seconds. Few articles have a hundred statements; in one that has more than
# this, a link leads to the right place and that place lights up, but not the statement's other spans.
MAX_LIT = 200
LIT = "background-color: var(--lit); box-shadow: var(--lit-line)"


@dataclass(frozen=True, slots=True)
class Card:
    """A statement as the list beside the article shows it; numbers count from 1 within the article."""

    number: int
    parent: int | None
    indent: int
    statement: Statement
    confidence: str
    marked: bool


@dataclass(frozen=True, slots=True)
class ArticleView:
    """What the template of one article is given."""

    number: int
    article: Article
    title: str
    published: str | None
    link: str | None
    language: str | None
    paragraphs: Iterable[Paragraph]
    cards: tuple[Card, ...]
    lit: bool


@dataclass(frozen=True, slots=True)
class Entry:
    """One article's line in the index."""

    number: int
    title: str
    outlet: str | None
    published: str | None
    statements: int


def write_html(analyses: Iterable[Analysis], out: TextIO) -> None:
    """Write one page for all analyses, with an index when there is more than one article.

    The index comes first and needs every title, so finished articles wait in a temporary file;
    in memory there is one analysis and the index.
    """
    entries: list[Entry] = []
    with tempfile.SpooledTemporaryFile(SPOOL, mode="w+", encoding="utf-8", newline="") as spool:
        template = _templates().get_template("article.html.j2")
        for number, analysis in enumerate(analyses, start=1):
            view = article_view(number, analysis)
            article = view.article
            entries.append(Entry(number, view.title, article.outlet, view.published, len(view.cards)))
            for part in template.generate(view=view, telling=TELLING):
                spool.write(part)
        spool.seek(0)
        style = _style(max((entry.statements for entry in entries), default=0))
        page = _templates().get_template("page.html.j2")
        for part in page.generate(entries=entries, articles=_chunks(spool), style=style, style_hash=_hash(style)):
            out.write(part)
    out.flush()


def article_view(number: int, analysis: Analysis) -> ArticleView:
    """The article as its template needs it; statements are numbered in the order they are listed."""
    article = analysis.article
    ordered = nested(analysis.statements)
    statements = [statement for _, statement in ordered]
    marks = marks_of(article.text, statements)
    numbers = {statement.id: index for index, statement in enumerate(statements, start=1)}
    marked = {mark.number for mark in marks}
    cards = tuple(
        Card(
            number=index,
            parent=numbers.get(statement.parent) if statement.parent else None,
            indent=min(depth, MAX_INDENT),
            statement=statement,
            confidence=percent(statement.confidence),
            marked=index in marked,
        )
        for index, (depth, statement) in enumerate(ordered, start=1)
    )
    return ArticleView(
        number=number,
        article=article,
        title=_title(article),
        published=readable_date(article.published) if article.published else None,
        link=_web_link(article.url),
        language=article.language if re.fullmatch("[a-z]{2,3}", article.language or "") else None,
        paragraphs=paragraphs(article, marks),
        cards=cards,
        lit=len(cards) <= MAX_LIT,
    )


def readable_date(date: str) -> str:
    """`2024-06-27` as `27 June 2024`, `2024-06` as `June 2024`, anything else as it stands."""
    parts = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])(?:-(\d\d))?", date, re.ASCII)
    if not parts:
        return date
    year, month, day = parts[1], calendar.month_name[int(parts[2])], parts[3]
    return f"{int(day)} {month} {year}" if day else f"{month} {year}"


def _title(article: Article) -> str:
    inside = (article.text[p.start : p.end].strip() for p in article.passages if p.kind == "title")
    return article.title or next(filter(None, inside), None) or "Untitled article"


def _web_link(url: str | None) -> str | None:
    """The address if it is safe to follow: `javascript:` and its like are not."""
    try:
        return url if url and urlsplit(url).scheme in ("http", "https") else None
    except ValueError:
        return None


def _style(statements: int) -> str:
    """The style sheet, with the rules that light up all spans of the statement a link led to."""
    sheet = files("onrecord.export").joinpath("templates", "page.css").read_text("utf-8")
    numbers = range(1, min(statements, MAX_LIT) + 1)
    lit = ",".join(f".lit:has(.k{n}:target) .k{n},.lit:has(.card.k{n}:hover) .mark.k{n}" for n in numbers)
    return f"{sheet}@media screen {{ {lit} {{ {LIT} }} }}\n" if lit else sheet


def _hash(style: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()


def _chunks(spool: IO[str]) -> Iterator[Markup]:
    from markupsafe import Markup

    while chunk := spool.read(CHUNK):
        yield Markup(chunk)


@cache
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined  # a tenth of a second that only HTML needs

    return Environment(
        loader=PackageLoader("onrecord.export"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=_shown,
    )


def _shown(value: object) -> object:
    """What a template prints in place of `value`; every text of an article comes through here."""
    from markupsafe import Markup, escape

    if isinstance(value, Markup) or not isinstance(value, str):
        return value
    # A carriage return has to be written so: a browser reads the character itself as a line feed.
    return Markup(escape(visible(value)).replace("\r", Markup("&#13;")))
