"""What a citation tells of a statement."""

from __future__ import annotations

from onrecord.queries.statements import ArticleLine, StatementLine
from onrecord.types import Statement
from onrecord.web.citation import Cited
from onrecord.web.templating import safe_url


def cited_of(statement: Statement, line: StatementLine | None, article: ArticleLine, byline: str | None) -> Cited:
    """The values that count: of `line` where the statement counts, else its own."""
    names = [one.name for one in (line.speaker if line else statement.speaker)] or [s.text for s in statement.source]
    occasion = line.occasion if line else statement.occasion
    return Cited(
        speaker=", ".join(names) or None,
        words=" … ".join(span.text for span in statement.content),
        direct=statement.quote == "direct",
        said=statement.said.edtf if statement.said else None,
        occasion=occasion.name if occasion else None,
        title=article.title,
        outlet=article.outlet,
        byline=byline,
        published=article.published,
        url=safe_url(article.url),
        id=statement.id,
    )


def cited_line(line: StatementLine, byline: str | None) -> Cited:
    """The same of a statement in a line."""
    return Cited(
        speaker=", ".join(one.name for one in line.speaker) or " ".join(span.text for span in line.source) or None,
        words=" … ".join(span.text for span in line.content),
        direct=line.quote == "direct",
        said=line.said,
        occasion=line.occasion.name if line.occasion else None,
        title=line.article.title,
        outlet=line.article.outlet,
        byline=byline,
        published=line.article.published,
        url=safe_url(line.article.url),
        id=line.statement,
    )
