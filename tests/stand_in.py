"""A reader that stands in for the real one where a test needs work that is quick, slow or fatal on demand.

It finds "NAME said WORDS." and nothing else. Run as a program it is `onrecord` with this reader.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Sequence

from onrecord.errors import ModelError
from onrecord.types import Analysis, Article, Passage, Span, Statement

SAID = re.compile(r"(\w+) (said) ([^.]+)\.")


def article(number: int, text: str) -> Article:
    return Article(f"a{number}", text, (Passage("body", 0, len(text)),), language="en", origin=f"a.jsonl:{number}")


def analyse(chunk: Sequence[Article], *, any_language: bool = False) -> list[Analysis]:
    return [_analyse(article) for article in chunk]


def _analyse(article: Article) -> Analysis:
    if "Sleep." in article.text:
        time.sleep(0.05)
    if "Break." in article.text:
        raise RuntimeError("broken on demand")
    if "Die." in article.text:
        os._exit(9)
    if "No model." in article.text:
        raise ModelError("the weights are missing")
    found = enumerate(SAID.finditer(article.text))
    return Analysis(article, tuple(_statement(article, number, match) for number, match in found))


def _statement(article: Article, number: int, match: re.Match[str]) -> Statement:
    source, cue, content = ((Span(*match.span(group), match[group]),) for group in (1, 2, 3))
    return Statement(f"{article.id}-{number}", article.id, None, "body", source, cue, content, "indirect", 0.5)


if __name__ in ("__main__", "__mp_main__"):
    from onrecord import parallel

    parallel._analyse = analyse

    if __name__ == "__main__":
        from onrecord.__main__ import run

        run()
