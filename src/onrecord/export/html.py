"""One self-contained HTML page: each article with its statements marked, and the statements beside it.

The page needs no script and asks no network for anything; its content security policy forbids both.
"""

from __future__ import annotations

import base64
import hashlib
import re
import tempfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import IO, TYPE_CHECKING, TextIO
from urllib.parse import urlsplit

from onrecord.export.cards import Card, Shown, shown
from onrecord.export.dates import readable
from onrecord.export.marks import Paragraph, paragraphs
from onrecord.export.visible import visible
from onrecord.types import TELLING, Analysis, Article

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

SPOOL = 1 << 23  # characters of page kept in memory before a temporary file takes over: some hundred articles
CHUNK = 1 << 16
# Each number needs rules of its own in the style sheet, since nothing but a script could compare the
# numbers of two elements, and a browser tries every rule on every element: with 400 and an article of
# 6,600 statements a click took 20 seconds, with 150 in one of 150 it takes one. Few articles have a hundred
# statements; in one that has more than this, a link leads to the right place and that place lights up, but not
# the statement's other spans, nor what its values stand on.
MAX_LIT = 150
LIT = "background-color: var(--lit); box-shadow: var(--lit-line)"
PROOF = "outline: var(--proof-line); border-top: var(--proof-top); background-color: var(--proof)"


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
    shown: Shown
    lit: bool

    @property
    def cards(self) -> tuple[Card, ...]:
        return self.shown.cards


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
    what = shown(analysis)
    return ArticleView(
        number=number,
        article=article,
        title=_title(article),
        published=readable(article.published) if article.published else None,
        link=_web_link(article.url),
        language=article.language if re.fullmatch("[a-z]{2,3}", article.language or "") else None,
        paragraphs=paragraphs(article, what.marks),
        shown=what,
        lit=len(what.cards) <= MAX_LIT,
    )


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
    """The style sheet, with the rules that light up all spans of a statement and what its values stand on."""
    sheet = files("onrecord.export").joinpath("templates", "page.css").read_text("utf-8")
    numbers = range(1, min(statements, MAX_LIT) + 1)
    pointed = "is(:hover,:focus-within)"
    lit = ",".join(f".lit:has(.k{n}:target) .k{n},.lit:has(.card.k{n}:{pointed}) .mark.k{n}" for n in numbers)
    proof = ",".join(f".lit:has(.card.k{n}:{pointed}) .e{n}" for n in numbers)
    return f"{sheet}@media screen {{ {lit} {{ {LIT} }} {proof} {{ {PROOF} }} }}\n" if lit else sheet


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
