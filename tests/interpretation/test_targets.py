"""Whom an act is aimed at, and who translated."""

from __future__ import annotations

import pytest

from one_sentence import given, marked, people_of
from onrecord.interpretation.targets import find_targets
from onrecord.interpretation.translation import find_translators


def targets(act: str, sentence: str) -> list[str]:
    article, statements, words = given(*marked(sentence))
    people, statements = people_of(article, statements, words)
    return [party.name for party in find_targets(article, statements, people, [act])[0]]


@pytest.mark.parametrize(
    ("act", "sentence", "whom"),
    [
        ("demand", "Ella Gray rests. {Otto Lind} [urged] Ella Gray <to sell the mill>.", ["Ella Gray"]),
        ("demand", "{Otto Lind} [ordered] the company <to pay its drivers>.", ["company"]),
        ("accuse", "{Otto Lind} [accused] Ella Gray <of theft>.", ["Ella Gray"]),
        ("accuse", "{Otto Lind} [criticized] <Ella Gray for her silence>.", ["Ella Gray"]),
        ("support", "{Otto Lind} [praised] <the gardeners>.", ["gardeners"]),
        ("refuse", "{Otto Lind} [rejected] <the company’s offer>.", ["company"]),
        ("refuse", "{Otto Lind} [rejected] <the offer of a company>.", []),
        ("state", "“<It rains>,” {Otto Lind} [told] reporters on Monday.", ["reporters"]),
        ("threaten", "{Otto Lind} [threatened] <to take action against Ella Gray>.", ["Ella Gray"]),
        ("demand", "{Otto Lind} [said] <Ella Gray must resign>.", ["Ella Gray"]),
        ("state", "{Otto Lind} [said] <Ella Gray was in town>.", []),
        ("believe", "{Otto Lind} [blames] <Ella Gray>.", []),
        ("demand", "{Otto Lind} [demanded] <four chairs and a table>.", []),
    ],
)
def test_targets(act: str, sentence: str, whom: list[str]) -> None:
    assert targets(act, sentence) == whom


def test_nobody_aims_at_themselves() -> None:
    assert targets("accuse", "{Otto Lind} [blamed] <himself for the loss>.") == []


def test_evidence_is_where_the_target_is_named() -> None:
    article, statements, words = given(*marked("{Otto Lind} [urged] Ella Gray <to sell>."))
    people, statements = people_of(article, statements, words)
    [[party]] = find_targets(article, statements, people, ["demand"])
    assert [span.text for span in party.evidence] == ["Ella Gray"]  # type: ignore[union-attr]
    assert party.person == next(p.id for p in people.people if p.name == "Ella Gray")


def translators(sentence: str) -> list[str | None]:
    article, statements, words = given(*marked(sentence))
    people, statements = people_of(article, statements, words)
    return [party and party.name for party in find_translators(article, statements, people)]


@pytest.mark.parametrize(
    ("sentence", "who"),
    [
        ("“<Go home>,” {Otto Lind} [said], according to a translation by the Esk Courier.", "Esk Courier"),
        ("“<Go home>,” {Otto Lind} [said], in remarks translated from Danish by Ella Gray.", "Ella Gray"),
        ("“<Go home>,” {Otto Lind} [said] through an interpreter, Ella Gray.", "Ella Gray"),
        ("“<Go home>,” {Otto Lind} [said], in the Esk Courier’s translation.", "Esk Courier"),
        ("“<Go home>,” {Otto Lind} [said] through an interpreter.", None),
        ("“<Go home>,” {Otto Lind} [said]. A translation by Ella Gray is lost.", None),
    ],
)
def test_translators(sentence: str, who: str | None) -> None:
    assert translators(sentence) == [who]


def test_the_translators_words_are_the_evidence() -> None:
    article, statements, words = given(*marked("“<Go>,” {Otto Lind} [said], translated by Ella Gray."))
    people, statements = people_of(article, statements, words)
    [party] = find_translators(article, statements, people)
    assert party is not None
    assert [span.text for span in party.evidence] == ["translated by Ella Gray"]  # type: ignore[union-attr]
