"""Passages cover a text without gaps, and furniture is told from the article."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.reading.passages import label_passages
from onrecord.reading.shapes import is_caption, is_date, is_furniture

DUMP = """\
Skip to main content
Northern Ledger
Politics
Velden Says Larnport Harbour Talks ‘Will Resume’
By Mara Lindt and Ivo Brandt, Northern Ledger
Published 3:15 PM EST, Thu June 5, 2031
4 min read
Advertisement

The harbour master says that the pier can wait.
Velden Says Larnport Harbour Talks ‘Will Resume’
Osk Velden speaks in Larnport on June 4, 2031. Ivo Brandt/Coast Pictures/Getty Images
0:00

LARNPORT — Talks on the harbour will resume next week, Osk Velden said on Thursday.

“We are ready,” he said.

Read more: Larnport council rejects pier plan

“Nothing has changed,” said Councillor Ana Moreau.

Share on Facebook
Sign up for our newsletter
Mara Lindt
Reporter
Mara Lindt is a senior reporter for the Northern Ledger. She covers the coast.
@maralindt
© 2031 Northern Ledger Media. All rights reserved.
Scroll to Top"""


def labelled(text, title=None, captions=()):
    return [(p.kind, text[p.start : p.end].strip()) for p in label_passages(text, title, captions)]


def kinds(text, title=None):
    return [kind for kind, _ in labelled(text, title)]


def test_a_dump_is_labelled_line_by_line():
    assert labelled(DUMP) == [
        ("furniture", "Skip to main content\nNorthern Ledger\nPolitics"),
        ("title", "Velden Says Larnport Harbour Talks ‘Will Resume’"),
        ("byline", "By Mara Lindt and Ivo Brandt, Northern Ledger"),
        ("date", "Published 3:15 PM EST, Thu June 5, 2031"),
        ("furniture", "4 min read\nAdvertisement"),
        ("body", "The harbour master says that the pier can wait."),
        ("title", "Velden Says Larnport Harbour Talks ‘Will Resume’"),
        ("caption", "Osk Velden speaks in Larnport on June 4, 2031. Ivo Brandt/Coast Pictures/Getty Images"),
        ("furniture", "0:00"),
        (
            "body",
            "LARNPORT — Talks on the harbour will resume next week, Osk Velden said on Thursday.\n\n"
            "“We are ready,” he said.",
        ),
        ("furniture", "Read more: Larnport council rejects pier plan"),
        ("body", "“Nothing has changed,” said Councillor Ana Moreau."),
        ("furniture", "Share on Facebook\nSign up for our newsletter"),
        ("biography", "Mara Lindt"),
        ("biography", "Reporter"),
        ("biography", "Mara Lindt is a senior reporter for the Northern Ledger. She covers the coast."),
        ("biography", "@maralindt"),
        ("furniture", "© 2031 Northern Ledger Media. All rights reserved.\nScroll to Top"),
    ]


def test_a_name_alone_is_a_byline_under_the_headline_and_beside_a_date():
    text = "Talks to resume, mayor says\n\nA deck for the harbour.\nJane Roe\nUpdated:\n0:00\n\nShe said so.\nAll did."
    assert kinds(text) == ["title", "body", "byline", "date", "furniture", "body"]
    assert kinds("Harbour talks to resume\nJane Roe\n\nThe mayor said so.\nShe did.\n\nJane Roe") == [
        "title",
        "byline",
        "body",
        "byline",
    ]


@pytest.mark.parametrize(
    "line",
    [
        "No comment.",
        "Pause.",
        "VELDEN: No.",
        "“Follow me,” she said.",
        "9:05 p.m.",
        "Osk Velden",
        "— Ana Moreau",
        "@anamoreau",
        "”",
        "Ana Moreau is a reporter for the Northern Ledger, and Velden told her that the pier was safe.",
        "By all accounts the harbour is open.",
        "Share prices fell in Larnport on Thursday.",
        "More than 200 ships wait in the harbour, according to Velden.",
        "Comments by Osk Velden angered the council.",
        "On Twitter, Velden called the council a club of sleepers.",
        "Updated plans for the pier will be shown on June 5, 2031, Velden said.",
        "Copyright law does not cover harbours, she said.",
        "Half of those asked were for it (Larnport University/Coast Radio poll).",
        "Twitter did not answer.",
        "What the council wants",
    ],
)
def test_a_line_of_the_article_stays_body(line):
    text = f"Talks to resume, mayor says\n\nThe mayor said so.\n\nVelden agreed.\n\n{line}\n\nNobody answered.\n"
    assert kinds(text) == ["title", "body"]


@pytest.mark.parametrize(
    "line",
    [
        "0:00",
        "0:00 / 1:02:30",
        "Scroll to Top",
        "twitter",
        "Facebook Twitter Email",
        "Share this article",
        "Copy link",
        "Subscribe",
        "Sign up for our morning newsletter",
        "Get the day’s news in your inbox",
        "Story continues below advertisement",
        "ADVERTISEMENT",
        "Related stories",
        "Read more: Larnport council rejects pier plan",
        "Most read",
        "12 Comments",
        "Join the conversation",
        "Log in",
        "Follow us on Instagram",
        "Follow Mara Lindt on Twitter @maralindt.",
        "Copyright 2031 Northern Ledger. All rights reserved.",
        "https://ledger.example/a/1",
        "mara.lindt@ledger.example",
        "* * *",
        "5 min read",
        "Accept all cookies",
        ".byline {",
    ],
)
def test_furniture_is_known_by_its_shape(line):
    assert is_furniture(line)


@pytest.mark.parametrize(
    "line",
    [
        "Updated:",
        "Published",
        "Updated: Nov. 28, 2024",
        "Last updated on 5 June 2031 at 10:05 GMT",
        "June 5, 2031",
        "Thursday, June 5, 2031 3:15 p.m.",
        "2031-06-05",
        "Posted 2 hours ago",
    ],
)
def test_a_date_line(line):
    assert is_date(line)


@pytest.mark.parametrize("line", ["June was wet.", "Date", "10:05", "Velden, June 5, 2031", "On Thursday"])
def test_no_date_line(line):
    assert not is_date(line)


@pytest.mark.parametrize(
    "line",
    [
        "Velden in Larnport. Ivo Brandt/Coast Pictures",
        "Velden in Larnport, on Thursday. (Photo by Ivo Brandt)",
        "Velden in Larnport on Thursday. (AP Photo/Ivo Brandt)",
        "Velden in Larnport. Credit: Ivo Brandt",
        "Ivo Brandt via Getty Images",
        "Photo: Ivo Brandt",
        "Reuters.",
    ],
)
def test_a_caption_has_a_credit(line):
    assert is_caption(line)


@pytest.mark.parametrize(
    "line", ["He spoke (Reuters).", "Velden gave the photo to the council.", "The plan costs 5 million and/or a pier."]
)
def test_no_caption(line):
    assert not is_caption(line)


def test_the_title_that_is_known_is_found_over_two_lines_and_with_another_ending():
    text = "Harbour talks to resume;\nmayor names no day.\n\nThe mayor said so."
    assert kinds(text, "Harbour talks to resume; mayor names no day") == ["title", "title", "body"]
    assert kinds(text, "Another title") == ["body"]


def test_captions_that_are_known_need_no_credit():
    assert labelled("A title of four words\n\nThe pier.\nShe spoke.", captions=["The pier."])[1] == (
        "caption",
        "The pier.",
    )


def test_a_wrapped_text_is_taken_by_paragraphs():
    text = (
        "The harbour board of Larnport today announced that it would reopen the\n"
        "talks on the eastern pier, which had been broken off in the spring of\n"
        "2030 after a dispute over its cost, and that it was ready to\n"
        "talk to the council.\n\n"
        "The council of Larnport did not answer questions on Thursday, but its\n"
        "spokesman said that it would read the letter with\n"
        "interest.\n"
    )
    assert kinds(text) == ["body"]


def test_a_person_of_the_article_has_no_biography_at_its_end():
    text = "Harbour talks to resume\n\nAna Moreau said so.\n\nMoreau smiled.\n\nAna Moreau is a professor in Larnport."
    assert kinds(text) == ["title", "body"]


@pytest.mark.parametrize("text", ["", " ", "\n\n", "word", "\r\n\r\nword\r\n", "a\u2028b\x85c\x0cd"])
def test_small_texts_are_covered(text):
    covers(text)


def covers(text):
    passages = label_passages(text)
    assert "".join(text[p.start : p.end] for p in passages) == text
    assert all(p.start < p.end for p in passages)


LINES = st.lists(
    st.sampled_from([*DUMP.split("\n"), "By", "Jane Roe", "“", "it went on\nand so", "\r"]) | st.text(max_size=40)
)


@given(st.text() | LINES.map("\n".join), st.none() | st.text(max_size=30))
def test_any_text_is_covered_without_gaps(text, title):
    passages = label_passages(text, title)
    assert "".join(text[p.start : p.end] for p in passages) == text
    assert [p.start for p in passages[1:]] == [p.end for p in passages[:-1]]
    assert all(p.start < p.end for p in passages)
