"""Pages for the tests, and a reader of them that knows nothing of how they were made."""

from __future__ import annotations

import io
from collections.abc import Iterable
from html.parser import HTMLParser

from onrecord.export import write_html
from onrecord.types import Analysis

VOID = {"meta", "link", "br", "hr", "img", "input"}


def page(*analyses: Analysis) -> str:
    out = io.StringIO(newline="")
    write_html(analyses, out)
    text = out.getvalue()
    text.encode("utf-8")
    return text


class Page(HTMLParser):
    """The page's elements, links and ids, and the text of each article; unbalanced tags are an error."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.tags: list[str] = []
        self.ids: list[str] = []
        self.links: list[str] = []
        self.attributes: list[tuple[str, str, str | None]] = []
        self.texts: list[str] = []
        self._open: list[tuple[str, list[str]]] = []
        self.feed(html)
        self.close()
        assert self._open == []

    def handle_starttag(self, tag: str, attrs: Iterable[tuple[str, str | None]]) -> None:
        known = dict(attrs)
        classes = (known.get("class") or "").split()
        self.tags.append(tag)
        self.attributes += [(tag, name, value) for name, value in known.items()]
        self.ids += [known["id"] or ""] if "id" in known else []
        self.links += [known["href"] or ""] if "href" in known else []
        if tag == "div" and "whole" in classes:
            self.texts.append("")
        if tag not in VOID:
            self._open.append((tag, classes))

    def handle_endtag(self, tag: str) -> None:
        assert self._open.pop()[0] == tag

    def handle_data(self, data: str) -> None:
        classes = {name for _, names in self._open for name in names}
        if any(tag == "div" and "whole" in names for tag, names in self._open) and "vh" not in classes:
            self.texts[-1] += data
