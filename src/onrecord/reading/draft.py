"""An article as a format module read it, and the step that makes an `Article` of it: passages, facts, language, id."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field

from onrecord.errors import InputError
from onrecord.reading.dates import parse_date
from onrecord.reading.facts import find_facts
from onrecord.reading.language import SAMPLE, detect_language
from onrecord.reading.passages import label_passages
from onrecord.types import Article, Notice, Passage

#: Characters from which an article, or one line of it, is worth a word: the longest PolNeAR text has 60,000.
LONG_ARTICLE, LONG_LINE = 2_000_000, 500_000
EMPTY = "an empty article: it holds no words"
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Metadata:
    """What was given along with a text; None where nothing was."""

    id: str | None = None
    title: str | None = None
    published: str | None = None
    outlet: str | None = None
    byline: str | None = None
    url: str | None = None

    def or_else(self, other: Metadata) -> Metadata:
        """This metadata, and where it says nothing, what `other` says."""
        mine, theirs = asdict(self), asdict(other)
        return Metadata(**{name: mine[name] or theirs[name] for name in mine})


@dataclass(frozen=True, slots=True)
class Draft:
    """One article's text and what came with it; `captions` are lines of `text` known to be captions."""

    text: str
    origin: str = ""
    line: int | None = None
    given: Metadata = field(default_factory=Metadata)
    extractor: str | None = None
    captions: tuple[str, ...] = ()

    @property
    def place(self) -> str:
        """Where the article was read from: the file, and the line in a file of many."""
        return self.origin if self.line is None else f"{self.origin}:{self.line}"


def finish(draft: Draft) -> tuple[Article, list[Notice]]:
    """The article that `draft` becomes, and what is worth saying about it.

    What `draft` gives wins over what the text's furniture says. A lone surrogate, which is half a character
    and fits into no file, is replaced by U+FFFD; offsets do not move. Raises InputError for an empty article.
    """
    text = _whole_characters(draft.text)
    if not re.search(r"\w", text):
        raise InputError(EMPTY)
    given = Metadata(**{name: _clean(value) for name, value in asdict(draft.given).items()})
    published = parse_date(given.published) if given.published else None
    passages = label_passages(text, given.title, map(_whole_characters, draft.captions))
    facts = find_facts(text, passages)
    article = Article(
        id=given.id or content_id(text),
        text=text,
        passages=passages,
        title=given.title or _headline(text, passages),
        outlet=given.outlet or facts.outlet,
        byline=given.byline or facts.byline,
        published=published if given.published else facts.published,
        url=given.url,
        language=detect_language(_sample(text, passages)),
        extractor=draft.extractor,
        origin=draft.place,
    )
    notices = _long(draft)
    if text != draft.text:
        message = "lone surrogates in the text, each replaced by U+FFFD"
        notices.append(Notice(draft.origin, message, draft.line, failed=False))
    if given.published and not published:
        notices.append(Notice(draft.origin, no_date(given.published), draft.line))
    return article, notices


def content_id(text: str) -> str:
    """The id of an article that was given none: 16 hexadecimal digits of the SHA-256 of its text in UTF-8."""
    return hashlib.sha256(_whole_characters(text).encode()).hexdigest()[:16]


def no_date(value: str) -> str:
    """What is said of a `value` that should be a date and is none."""
    return f"{value[:80]!r} is no date (wanted: 2024-06-05, 2024-06 or 2024)"


def _whole_characters(words: str) -> str:
    return _SURROGATE.sub("\ufffd", words)


def _clean(value: str | None) -> str | None:
    """`value` on one line, without outer space; None where that leaves nothing."""
    return " ".join(_whole_characters(value or "").split()) or None


def _headline(text: str, passages: Iterable[Passage]) -> str | None:
    return next((" ".join(text[p.start : p.end].split()) for p in passages if p.kind == "title"), None)


def _sample(text: str, passages: Iterable[Passage]) -> str:
    """The beginning of the article's own words, without its furniture."""
    sample = ""
    for passage in passages:
        if passage.kind in ("title", "body") and len(sample) < SAMPLE:
            sample += text[passage.start : min(passage.end, passage.start + SAMPLE)] + "\n"
    return sample


def _long(draft: Draft) -> list[Notice]:
    """A word on a text that will take long, or that may be no article at all."""
    size = len(draft.text)
    if size < LONG_LINE:
        return []
    lines = enumerate(draft.text.splitlines(), start=1)
    number, longest = max(lines, key=lambda pair: len(pair[1]), default=(1, ""))
    if len(longest) >= LONG_LINE:
        message = f"a line of {len(longest):,} characters; it is read, and may take a while"
        return [Notice(draft.origin, message, draft.line or number, failed=False)]
    message = f"an article of {size:,} characters; it is read, and may take a while"
    return [Notice(draft.origin, message, draft.line, failed=False)] if size >= LONG_ARTICLE else []
