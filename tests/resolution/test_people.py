"""Who an article speaks of, what it calls them, and whom its statements are about."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.analysis import statements
from onrecord.resolution.about import find_about
from onrecord.resolution.mentions import find_mentions
from onrecord.resolution.people import author_of, find_people
from onrecord.resolution.speakers import find_speakers
from onrecord.types import Attribution, Span
from told import article, resolved


def roles(text: str, name: str) -> list[str]:
    return [r.text for p in resolved(text)[1].people if p.name == name for r in p.roles]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Norwegian President Vera Hale left.", ["Norwegian President"]),
        ("He met then-President Vera Hale.", ["then-President"]),
        ("U.S. President-elect Vera Hale left.", ["U.S. President-elect"]),
        ("Vera Hale, a retired three-star general, left.", ["a retired three-star general"]),
        ("Vera Hale, who is the mayor of Lund, left.", ["the mayor of Lund"]),
        ("Vera Hale is a senior analyst at the Ferris Institute.", ["a senior analyst at the Ferris Institute"]),
        ("The board's chairman, Vera Hale, left.", ["The board's chairman"]),
        ("As a co-chairman of the Ferris Institute, Vera Hale wrote.", ["a co-chairman of the Ferris Institute"]),
        ("Ms. Vera Hale left.", []),
        ("In Lund, the mayor met Vera Hale.", []),
    ],
)
def test_roles(text: str, told: list[str]) -> None:
    assert [role.removeprefix("As ") for role in roles(text, "Vera Hale")] == told


def test_roles_are_spans_of_the_text() -> None:
    text = "Senator Vera Hale, a retired judge, spoke."
    for person in resolved(text)[1].people:
        for span in (*person.roles, *person.mentions):
            assert text[span.start : span.end] == span.text


def test_whom_a_content_is_about() -> None:
    text = (
        "President Otto Hale left. Vera Lund said that he and Norway had broken the treaty, and that Lund would wait."
    )
    content = "that he and Norway had broken the treaty, and that Lund would wait"
    found, people, speakers = resolved(text, ("Vera Lund", "said", content))
    told = find_about(found, people, speakers)[0]
    assert [(p.name, p.evidence[0].text) for p in told] == [
        ("Otto Hale", "he"),
        ("Norway", "Norway"),
        ("Vera Lund", "Lund"),
    ]


def test_a_speaker_is_not_whom_their_own_he_is_about() -> None:
    text = "Vera Hale said she would wait."
    found, people, speakers = resolved(text, ("Vera Hale", "said", "she would wait"))
    assert find_about(found, people, speakers) == ((),)


def test_the_author() -> None:
    assert author_of(article("Text.", byline="Petra Vanlow")) == "Petra Vanlow"
    assert author_of(article("Text.", byline="Petra Vanlow and Otto Hale")) is None
    assert author_of(article("It rained all day in the hills.\n\nPetra Vanlow is a writer in Lund.")) == "Petra Vanlow"
    assert author_of(article("It rained all day in the hills.")) is None


TEXTS = st.text(
    st.one_of(st.characters(), st.sampled_from("Vera Hale said “he” the mayor, Mr. J.R.’s and Ünal 李明 who\n")),
    max_size=80,
)
WORDS = st.lists(
    st.sampled_from(
        [
            "Mr.",
            "Vera",
            "Hale",
            "Jr.",
            "said",
            ",",
            "“",
            "”",
            "the",
            "president",
            "of",
            "Norway",
            "and",
            "her",
            "campaign",
            "who",
            "it",
            "\n",
            "U.S.",
            "'s",
            "5",
            "percent",
        ]
    ),
    max_size=40,
).map(" ".join)


@given(st.one_of(TEXTS, WORDS), st.data())
def test_any_text_and_any_spans(text: str, data: st.DataObject) -> None:
    def span() -> tuple[Span, ...]:
        ends = sorted(data.draw(st.tuples(st.integers(0, len(text)), st.integers(0, len(text)))))
        return (Span(*ends, text[ends[0] : ends[1]]),) if ends[0] < ends[1] else ()

    whole = article(text)
    found = statements(whole, [Attribution(span(), span(), content, 1.0) for _ in range(2) if (content := span())])
    people = find_people(whole, found, find_mentions(whole, found))
    parties = find_speakers(whole, found, people)
    assert len(parties) == len(find_about(found, people, parties)) == len(found)
    known = {p.id for p in people.people}
    for party in (p for some in parties for p in some):
        assert party.name and party.person in known
        assert all(text[s.start : s.end] == s.text for s in party.evidence if isinstance(s, Span))


def test_five_hundred_people() -> None:
    letters = "abcdefghijklmnopqrstuvwxyz"
    names = [f"Vera {a.upper()}{b}{a}son" for a in letters for b in letters][:500]
    text = " ".join(f"{name} said she would wait. " for name in names)
    began = time.perf_counter()
    _, people, _ = resolved(text)
    assert len(people.people) == 500
    assert time.perf_counter() - began < 20
