"""Stories: which there are, and the articles of one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from onrecord.queries import lists
from onrecord.queries.groups import show_story
from onrecord.queries.history import DecisionLine
from onrecord.queries.hits import Hit
from onrecord.queries.lists import StoryRow
from onrecord.queries.search import Search, search
from onrecord.queries.statements import ArticleLine, Named, StatementLine
from onrecord.queries.ties import Tied
from onrecord.web.asking import Ask, group_key
from onrecord.web.listing import PARAMETERS, part
from onrecord.web.page import Page, PageRoute
from onrecord.web.tables import Table, table_of

COLUMNS = ("id", "name", "articles", "outlets", "statements", "first", "last")
ARTICLE_COLUMNS = ("id", "title", "outlet", "published", "published_bounds", "url")
#: Statements that are shown of a story; a search has all.
STATEMENTS = 20


@dataclass(frozen=True, slots=True)
class StoriesPage(Page):
    """`total` is how many fit `words`, of which `stories` are a page."""

    title: str
    words: str
    total: int
    stories: tuple[StoryRow, ...]
    next: str | None
    first: str | None

    def tables(self) -> Mapping[str, Table]:
        return {"stories": table_of(self.stories, COLUMNS)}


@dataclass(frozen=True, slots=True)
class StoryPage(Page):
    """A story's articles in the order of publication; `count` is how many statements are in them, of which
    `statements` are the first, each remark once."""

    title: str
    id: str
    articles: tuple[ArticleLine, ...]
    speakers: tuple[Named, ...]
    count: int
    statements: tuple[StatementLine, ...]
    why: tuple[Tied, ...]
    decisions: tuple[DecisionLine, ...]

    def tables(self) -> Mapping[str, Table]:
        return {"articles": table_of(self.articles, ARTICLE_COLUMNS)}


def stories(ask: Ask) -> StoriesPage:
    found = part(ask, "stories", lists.stories, lambda one: (one.name,))
    return StoriesPage("Stories", found.words, found.total, found.rows, found.next, found.first)


def story(ask: Ask) -> StoryPage:
    shown = show_story(ask.record.db, group_key(ask, "story"))
    said = search(ask.record, Search(story=shown.id, order="oldest", limit=5 * STATEMENTS))
    return StoryPage(
        title=shown.name or f"Story {shown.id}",
        id=shown.id,
        articles=shown.articles,
        speakers=shown.speakers,
        count=shown.count,
        statements=_once(said.hits)[:STATEMENTS],
        why=shown.why,
        decisions=shown.decisions,
    )


def _once(hits: tuple[Hit, ...]) -> tuple[StatementLine, ...]:
    """The statements, but of each remark only the first."""
    seen: set[str] = set()
    kept = []
    for hit in hits:
        if not seen.intersection(hit.remarks):
            kept.append(hit.line)
        seen.update(hit.remarks)
    return tuple(kept)


ROUTES = [
    PageRoute("/stories", stories, "stories.html", StoriesPage, "All stories.", PARAMETERS, ("stories",)),
    PageRoute("/story/{id}", story, "story.html", StoryPage, "One story.", tables=("articles",)),
]
