"""Which attributions stand in which, whose words are whose, and quotations made whole."""

from __future__ import annotations

from onrecord.attribution.nesting import outermost, whole_quotations
from onrecord.attribution.quotation import quotations
from onrecord.types import Attribution, Span


def span(text: str, part: str) -> Span:
    start = text.index(part)
    return Span(start, start + len(part), part)


def attribution(text: str, cue: str, *content: str, confidence: float = 0.5) -> Attribution:
    return Attribution((), (span(text, cue),), tuple(span(text, c) for c in content), confidence)


TEXT = "Ana said Bo knows why it rains, and Cy noted that it pours."
SAID = attribution(TEXT, "said", "Bo knows why it rains", confidence=0.9)
KNOWS = attribution(TEXT, "knows", "why it rains", confidence=0.6)
NOTED = attribution(TEXT, "noted", "that it pours", confidence=0.8)


def test_what_stands_inside_a_content_is_left_out() -> None:
    assert outermost([KNOWS, NOTED, SAID]) == [SAID, NOTED]


def test_the_likelier_of_two_that_deny_each_other_stays() -> None:
    unlikely = attribution(TEXT, "said", "Bo knows why it rains", confidence=0.3)
    assert outermost([unlikely, KNOWS]) == [KNOWS]


def test_what_is_certain_stays_whatever_its_confidence() -> None:
    certain = attribution(TEXT, "said", "Bo knows why it rains", confidence=0.1)
    assert outermost([KNOWS], [certain]) == [certain]


def test_words_in_two_contents_go_to_the_nearer_cue() -> None:
    text = "“A,” says Ana. “B,” agrees Bo."
    ana = attribution(text, "says", "“A,”", "“B,”", confidence=0.8)
    bo = attribution(text, "agrees", "“B,”", confidence=0.3)
    assert [[s.text for s in a.content] for a in outermost([ana, bo])] == [["“A,”"], ["“B,”"]]


def test_of_two_with_the_same_content_the_likelier_stays() -> None:
    text = "His advice includes leaving."
    one = attribution(text, "advice", "leaving", confidence=0.6)
    other = attribution(text, "includes", "leaving", confidence=0.8)
    assert outermost([one, other]) == [other]


def whole(text: str, *content: str) -> list[str]:
    outer = [q for q in quotations(text) if q.depth == 1]
    return [s.text for s in whole_quotations(text, [span(text, c) for c in content], outer)]


def test_a_quotation_is_made_whole_when_most_of_it_is_there() -> None:
    text = "“It rains and it pours,” she said. “Bring a coat.”"
    assert whole(text, "“It rains and it pou") == ["“It rains and it pours,”"]
    assert whole(text, "“It") == ["“It"]


def test_a_quotation_goes_on_in_the_next_paragraph_that_opens_it_again() -> None:
    text = "“It rains.\n\n“It pours.”\n\n“No,” said Bo."
    assert whole(text, "“It rains.") == ["“It rains.", "“It pours.”"]
