"""From what a command line names to articles, one at a time, each once."""

from __future__ import annotations

import gzip
import io
import os
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import IO

from onrecord.errors import InputError
from onrecord.reading.dates import parse_date
from onrecord.reading.decoding import decode, encoding_of
from onrecord.reading.draft import EMPTY, Draft, Metadata, content_id, finish, no_date
from onrecord.reading.html import read_html
from onrecord.reading.jsonl import read_record
from onrecord.reading.sources import (
    LARGEST,
    TOO_LARGE,
    Input,
    InputFormat,
    find_sources,
    format_of,
    guess_format,
    name_of,
    open_source,
    read_lines,
    read_whole,
)
from onrecord.types import Article, Notice

#: Bytes looked at to tell a format and an encoding; gzip and pipes give at least as much at once.
_HEAD = 4096


@dataclass(frozen=True, slots=True)
class ReadOptions:
    """How inputs are to be read.

    `input_format` holds for every input; without it a file's ending decides, else the file's first bytes.
    `published` is the date of every article, whatever the articles say themselves.
    """

    input_format: InputFormat | None = None
    published: str | None = None


_AS_THEY_ARE = ReadOptions()


def read_inputs(
    inputs: Sequence[Input], options: ReadOptions = _AS_THEY_ARE, *, on_bytes: Callable[[int], None] | None = None
) -> Iterator[Article | Notice]:
    """The articles in `inputs` (files, folders, `-` for standard input), and notices for the user, as they come.

    Holds one article at a time. What cannot be read is a failed notice, and the next input goes on; nothing is
    raised. An article with the text of an earlier one is skipped, with a notice. `on_bytes` is told of bytes on disk
    as they are consumed; they sum up to `total_bytes(inputs)`.
    """
    if options.published and not parse_date(options.published):
        yield Notice("--published", no_date(options.published))
        options = replace(options, published=None)
    overriding = Metadata(published=options.published)
    shelf = _Shelf()
    for source in find_sources(inputs):
        for item in [source] if isinstance(source, Notice) else _read_source(source, options.input_format, on_bytes):
            if isinstance(item, Notice):
                yield item
            else:
                yield from shelf.admit(replace(item, given=overriding.or_else(item.given)))


def read_article(
    source: Input,
    *,
    id: str | None = None,
    title: str | None = None,
    published: str | None = None,
    outlet: str | None = None,
    byline: str | None = None,
    url: str | None = None,
    input_format: InputFormat | None = None,
) -> Article:
    """One article: a `str` is its text (or its HTML, or a line of JSON) itself, a path is read from disk.

    What is given here wins over what the article says of itself. `published` is an ISO 8601 date, which may be
    partial. Raises InputError for anything that is not exactly one article, and for a date that is none.
    """
    draft = _only(
        _read_string(source, input_format) if isinstance(source, str) else _read_source(os.fspath(source), input_format)
    )
    given = Metadata(id=id, title=title, published=published, outlet=outlet, byline=byline, url=url)
    article, notices = finish(replace(draft, given=given.or_else(draft.given)))
    for notice in notices:
        if notice.failed:
            raise InputError(notice.message)
    return article


def _only(items: Iterable[Draft | Notice]) -> Draft:
    """The one draft among `items`. Raises InputError for a failure, for none and for a second one."""
    only: Draft | None = None
    for item in items:
        if isinstance(item, Notice):
            if item.failed:
                raise InputError(item.message)
        elif only:
            raise InputError("holds more than one article; read_inputs reads them all")
        else:
            only = item
    if not only:
        raise InputError(EMPTY)
    return only


@dataclass(slots=True)
class _Shelf:
    """What was read so far: the id of each text by the text's own id, and all ids. It grows by that, and by no text."""

    texts: dict[str, str] = field(default_factory=dict)
    ids: set[str] = field(default_factory=set)

    def admit(self, draft: Draft) -> Iterator[Article | Notice]:
        """The article of `draft` under an id of its own, unless its text was read before."""
        own = content_id(draft.text)
        if own in self.texts:
            message = f"a copy of {self.texts[own]}, read before; skipped"
            yield Notice(draft.origin, message, draft.line, failed=False)
            return
        try:
            article, notices = finish(draft)
        except InputError as error:
            yield Notice(draft.origin, str(error), draft.line)
            return
        yield from notices
        if article.id in self.ids:
            message = f"the id {article.id} is given twice; this article goes on as {own}"
            yield Notice(draft.origin, message, draft.line)
            article = replace(article, id=own)
        self.texts[own] = article.id
        self.ids.add(article.id)
        yield article


def _read_source(
    source: str, input_format: InputFormat | None, on_bytes: Callable[[int], None] | None = None
) -> Iterator[Draft | Notice]:
    """What one file or standard input holds; whatever is wrong with it is a notice."""
    origin = name_of(source)
    try:
        with open_source(source, on_bytes) as stream:
            head = stream.peek(_HEAD)[:_HEAD]  # type: ignore[attr-defined]
            known = input_format or format_of(source) or guess_format(head)
            yield from _read_lines(stream, head, origin) if known == "jsonl" else _read_whole(stream, known, origin)
    except InputError as error:
        yield Notice(origin, str(error))
    except (EOFError, zlib.error, gzip.BadGzipFile):
        yield Notice(origin, "broken gzip: it is damaged or ends too soon")
    except (OSError, ValueError) as error:  # ValueError: a name with a zero byte in it
        yield Notice(origin, f"cannot be read: {getattr(error, 'strerror', None) or error}")


def _read_string(words: str, input_format: InputFormat | None) -> Iterator[Draft | Notice]:
    known = input_format or guess_format(words[:_HEAD].encode("utf-8", "replace"))
    if input_format == "jsonl":  # never guessed: a text may begin with a brace
        for number, line in enumerate(words.split("\n"), start=1):
            yield from read_record(line, "", number) if line.strip() else ()
    elif known == "html":
        yield read_html(words)
    else:
        yield Draft(words)


def _read_whole(stream: IO[bytes], known: InputFormat, origin: str) -> Iterator[Draft | Notice]:
    text, remark = decode(read_whole(stream), html=known == "html")
    draft = read_html(text, origin) if known == "html" and text.strip() else Draft(text, origin)
    if remark:
        yield Notice(origin, remark, failed=False)
    yield draft


def _read_lines(stream: IO[bytes], head: bytes, origin: str) -> Iterator[Draft | Notice]:
    """JSON Lines, each line by itself. A remark on the encoding is made once."""
    decode(head)  # so that a file of another kind is one notice, and not one a line
    remarked, empty = False, True
    for number, line in enumerate(_unicode_lines(stream, head), start=1):
        try:
            if len(line) >= LARGEST:
                raise InputError(TOO_LARGE)
            text, remark = decode(line)
        except InputError as error:
            empty = False
            yield Notice(origin, str(error), number)
            continue
        if remark and not remarked:
            remarked = True
            yield Notice(origin, remark, number, failed=False)
        if text.strip():
            empty = False
            yield from read_record(text, origin, number)
    if empty:
        raise InputError("empty: it holds no article")


def _unicode_lines(stream: IO[bytes], head: bytes) -> Iterable[bytes]:
    """The lines of `stream` as bytes that end at a newline: UTF-16 and UTF-32, which cannot be split so, made UTF-8."""
    marked = encoding_of(head)
    if not marked or marked[0] == "utf-8":
        return read_lines(stream)
    stream.read(marked[1])
    text = io.TextIOWrapper(stream, marked[0], errors="replace", newline="\n")
    return (line.encode("utf-8", "replace") for line in iter(lambda: text.readline(LARGEST), ""))
