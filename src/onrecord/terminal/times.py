"""Times in words, with what is known where there are none."""

from __future__ import annotations

from onrecord.export.dates import readable
from onrecord.queries.statements import ArticleLine, StatementLine


def published(article: ArticleLine) -> str | None:
    """`11 May 2023`, `12 October 2023 or later`; None where nothing is known."""
    date = article.published or article.published_bounds
    return readable(date) if date else None


def outlet(article: ArticleLine) -> str:
    """The outlet and the date, for want of an outlet the title, for want of that the id."""
    name = article.outlet or article.title or article.id
    date = published(article)
    return f"{name}, {date}" if date else name


def said(line: StatementLine) -> str | None:
    """When it was said, as far as the article tells."""
    time = line.said or line.said_bounds
    return readable(time) if time else None
