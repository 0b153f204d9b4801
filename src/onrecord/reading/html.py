"""An HTML page into a draft: trafilatura finds the article and its metadata, htmldate its date.

Both are imported when the first page is read, since they take half a second.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

from onrecord.errors import InputError
from onrecord.reading.draft import Draft, Metadata

if TYPE_CHECKING:
    from lxml.html import HtmlElement

#: Only what a page says plainly is its date: no guess from numbers in its text. Dates to come are possible.
_DATES = {"extensive_search": False, "original_date": True, "outputformat": "%Y-%m-%d", "max_date": "2999-12-31"}
#: Characters beyond which trafilatura's second opinions (readability, justext) are left out; they double its time.
_LARGE = 1_000_000


def read_html(page: str, origin: str = "", line: int | None = None) -> Draft:
    """The article in `page`: its title, a blank line, body and captions. Raises InputError where there is none."""
    library = _library()
    try:
        tree = library.load_html(page)
        captions = _keep_captions(tree) if tree is not None else []
        found = tree is not None and library.bare_extraction(
            tree, with_metadata=True, include_comments=False, date_extraction_params=_DATES, fast=len(page) > _LARGE
        )
    except Exception as error:  # on a page that breaks it, the library may raise whatever its parsers raise
        raise InputError(f"HTML that cannot be read ({type(error).__name__})") from error
    if not found or not (found.text or "").strip():
        raise InputError("HTML without an article in it")
    return Draft(
        text=_compose(found.title, found.text),
        origin=origin,
        line=line,
        given=Metadata(
            title=found.title, published=found.date, outlet=found.sitename, byline=found.author, url=found.url
        ),
        extractor=f"trafilatura {version('trafilatura')}",
        captions=tuple(captions),
    )


@lru_cache(maxsize=1)
def _library() -> Any:  # noqa: ANN401 - a module that is loaded late
    import trafilatura

    for name in ("trafilatura", "htmldate", "courlan", "justext", "readability"):
        logging.getLogger(name).setLevel(logging.CRITICAL + 1)  # what concerns a user is said by our errors
    return trafilatura


def _keep_captions(tree: HtmlElement) -> list[str]:
    """Turn each figure's caption into a paragraph after the figure, since trafilatura drops figures whole."""
    captions = []
    for caption in list(tree.iter("figcaption")):
        figure = next(caption.iterancestors("figure"), None)
        words = " ".join(caption.text_content().split())
        if figure is None or figure.getparent() is None or not words:
            continue
        paragraph = figure.makeelement("p")
        paragraph.text, paragraph.tail, figure.tail = words, figure.tail, None
        figure.addnext(paragraph)
        captions.append(words)
    return captions


def _compose(title: str | None, body: str) -> str:
    """The title, a blank line and the body, which often begins with the title itself."""
    if not title:
        return body
    first, _, rest = body.partition("\n")
    same = re.sub(r"\W+", "", first).casefold() == re.sub(r"\W+", "", title).casefold()
    return f"{title}\n\n{rest.lstrip() if same else body}"
