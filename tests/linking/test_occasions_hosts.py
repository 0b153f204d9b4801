"""Hosts of events that are not to be believed: of whom an article tells in other words."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.linking import occasions, people
from onrecord.linking.occasions_hosts import doubtful
from onrecord.record import Maker, Record, open_record
from onrecord.types import Analysis, Article, Occasion, Party, Passage, Person, Span, Statement

FILLER = "The harbour of Ostermere was closed for a week, and its bridge for longer than that. "


def reported(kind: str, name: str, host: str, text: str, *named: str, speakers: tuple[str, ...] = ()) -> Analysis:
    """An article with one event, called by the words that the text has first, at which some say something."""

    def span(words: str) -> Span:
        return Span(text.index(words), text.index(words) + len(words), words)

    persons = tuple(Person(one, one, "person", (one,), (), (span(one),)) for one in named)
    evidence = tuple(span(words) for words in dict.fromkeys((name, host)) if words in text)
    occasion = Occasion("o", kind, name, None, host, None, evidence)
    statements = tuple(
        Statement(
            f"s{n}",
            "a",
            None,
            "body",
            (span(who),),
            (),
            (Span(n, n + 3, text[n : n + 3]),),
            "indirect",
            0.9,
            (Party(who, "person", None, who, (span(who),)),),
            occasion=occasion,
        )
        for n, who in enumerate(speakers)
    )
    article = Article("a", text, (Passage("body", 0, len(text)),), published="2031-07-04", language="en")
    return Analysis(article, statements, persons, occasions=(occasion,))


def host(folder: Path, analysis: Analysis) -> str | None:
    """The host of the one occasion of a record that has one article."""
    with open_record(folder / "talks.db") as made:
        made.add([analysis], maker=Maker("model", "0"))
        people.link(made)
        occasions.link(made)
        found = made.db.execute("SELECT host FROM occasion").fetchall()
    assert len(found) == 1
    return found[0][0]


@pytest.mark.parametrize(
    "analysis",
    [
        reported(
            "interview", "interview", "Vell News", f"In an interview he agreed. {FILLER * 2}He told Vell News so."
        ),
        reported("interview", "Morning Vell", "Vell News", "He said so on Vell News's Morning Vell."),
        reported("interview", "interview with Vell News", "Vell News", "He told Vell News so."),
        reported("debate", "debate", "Vell News", f"The debate was long. {FILLER}It was held by Vell News."),
        reported(
            "interview", "interview", "Carl Tarn", "In an interview with Carl Tarn Ann Marrow agreed.", "Carl Tarn"
        ),
        reported(
            "interview",
            "interview",
            "Carl Tarn",
            "In an interview with Carl Tarn Ann Marrow agreed.",
            "Carl Tarn",
            "Ann Marrow",
            speakers=("Carl Tarn", "Ann Marrow", "Ann Marrow"),
        ),
        reported("speech", "event", "Carl Tarn", "At an event hosted by Carl Tarn she agreed.", "Carl Tarn"),
        reported("press_conference", "briefing", "Carl Tarn", "At a briefing by Carl Tarn she agreed.", "Carl Tarn"),
        reported("interview", "interview", "Vell News", "The text tells of none."),
    ],
)
def test_hosts(tmp_path: Path, analysis: Analysis) -> None:
    assert host(tmp_path, analysis) == analysis.occasions[0].host


@pytest.mark.parametrize(
    "analysis",
    [
        reported("interview", "town hall", "Vell News", f"At a town hall he agreed. {FILLER}He said so on Vell News."),
        reported("interview", "interview", "Vell News", "In an interview he agreed, according to Vell News."),
        reported("interview", "interview with TV", "TV", "He told TV so."),
        reported("speech", "event", "Carl Tarn", "At an event with Carl Tarn Ann Marrow agreed.", "Carl Tarn"),
        reported("written", "letter", "Carl Tarn", "She agreed in a letter by Carl Tarn.", "Carl Tarn"),
        reported(
            "interview",
            "interview",
            "Ann Marrow",
            "In an interview with Ann Marrow she agreed.",
            "Ann Marrow",
            speakers=("Ann Marrow", "Ann Marrow"),
        ),
    ],
)
def test_no_hosts(tmp_path: Path, analysis: Analysis) -> None:
    assert host(tmp_path, analysis) is None


@given(st.text(max_size=80), st.text(min_size=1, max_size=10), st.text(min_size=1, max_size=10))
@settings(max_examples=25, deadline=None)
def test_any_host(record: Record, text: str, name: str, told: str) -> None:
    body = f"{text}{name} {told}."
    if record.add([reported("interview", name, told, body)], maker=Maker("model", "0")):
        keys = [key for (key,) in record.db.execute("SELECT key FROM event")]
        assert doubtful(record, keys) <= set(keys)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory):
    with open_record(tmp_path_factory.mktemp("hosts") / "talks.db") as made:
        yield made
