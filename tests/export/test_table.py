import io
import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from export.builder import article, bare, harbour, hostile, resolved, statement, understood
from export.strategies import analyses
from onrecord.export import write_table
from onrecord.export.table import screen_width, wrap
from onrecord.types import Analysis, Span

ACTING = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ud800-\udfff]")


def table(*items, **options) -> str:
    out = io.StringIO(newline="")
    write_table(items, out, **options)
    return out.getvalue()


def test_an_article_and_its_statements():
    assert table(harbour()).splitlines()[:6] == [
        "Ferry talks “nearly done”, says Voss",
        "The Calder Courier · 2024-06-27 · Ilse Marrow · id art-1",
        "─" * 100,
        "who                        cue           what",
        "Voss                       says          Ferry talks “nearly done”",
        "                                         title · mixed · 90%",
    ]


def test_who_when_and_where_stand_with_the_words():
    lines = table(resolved()).splitlines()
    first = lines.index(
        "Mira Voss                  told          “The terms are on the table,” … “We will sign when Orland"
    )
    assert lines[first + 1 : first + 4] == [
        "“Premier Mira Voss”                      signs, and not a day before.”",
        "                                         → 27 June 2024 · press conference in Port Calder",
        "                                         body · direct · 98%",
    ]
    assert any(line.strip() == "→ 27 June 2024 or earlier" for line in lines)


def test_what_a_statement_does_and_on_what_terms():
    text = " ".join(" ".join(line[41:].strip() for line in table(understood()).splitlines()).split())
    assert "We … sign ⇐ only if Orland signs promise · target Orland · translated by The Calder Courier · body" in text
    assert "the strait closes in May ⇐ unless the fees were paid threaten (reported) · body · mixed · 83%" in text
    assert "(1) the fees (2) the fleet demand · target Orland, Tomas Reck · body · direct" in text
    assert "predict · body · indirect · 20%" in text
    assert "asserted" not in text
    assert "  We … sign ⇐ only if Orland signs" in table(understood()), "set off from the content"


def test_a_role_is_told_once_and_a_long_source_is_cut():
    known = resolved()
    long = replace(known.statements[2], source=(Span(0, 37, "Ferry talks “nearly done”, says Voss\n"),))
    text = table(replace(known, statements=(known.statements[1], known.statements[2], long)))
    who = [line[:25].rstrip() for line in text.splitlines()[4:] if line[:25].strip()]
    assert who == [
        *("Mira Voss", "(Premier)", "“She”"),
        *("Mira Voss", "“Premier Mira Voss”"),
        *("Mira Voss", "“Ferry talks “nearly", "done”, says Voss”"),
    ]
    narrow = table(replace(known, statements=(long,)), width=40)
    assert [line[:10].rstrip() for line in narrow.splitlines() if line[:10].strip()][-3:] == [
        *("(Premier)", "“Ferry", "talks…”"),
    ]


def test_an_undated_article_shows_its_bounds():
    undated = replace(resolved().article, published=None)
    assert "The Calder Courier · published 27 June 2024 or later · Ilse Marrow" in table(Analysis(undated, ()))


def test_nested_statements_are_indented_under_their_parents():
    lines = table(harbour()).splitlines()
    starts = [line[:9].rstrip() for line in lines if line[:27].strip()]
    assert starts[starts.index("Two offic") :][:3] == ["Two offic", "└ Reck", "  └ he"]


def test_spans_of_one_role_are_joined():
    assert "“The terms are on the table,” … “We will sign when Orland" in table(harbour())


def test_missing_source_and_cue_are_said():
    assert re.search(r"\(no source\) +\(no cue\) +There will be no third round", table(harbour()))


def test_articles_are_apart_and_one_without_statements_says_so():
    text = table(bare(), bare())
    assert text == "\n".join([f"Untitled article\nid art-2\n{'─' * 100}\nno statements\n"] * 2)


@pytest.mark.parametrize("width", [40, 60, 80, 100, 200])
def test_no_line_is_wider_than_the_terminal(width):
    assert max(map(screen_width, table(understood(), hostile(), width=width).splitlines())) <= width


def test_hostile_text_cannot_act_on_the_terminal():
    text = table(hostile())
    assert not ACTING.search(text)
    assert "␛[2J" in text
    assert "�esrever�" in text
    text.encode("utf-8")


def test_colour_adds_only_its_own_sequences():
    plain, coloured = table(understood(), hostile()), table(understood(), hostile(), colour=True)
    assert "\x1b[1mMira Voss\x1b[0m" in coloured
    assert re.sub(r"\x1b\[\d+m", "", coloured) == plain
    assert not ACTING.search(plain)


@given(analyses(), st.integers(0, 120))
def test_any_text_any_width(analysis, width):
    text = table(analysis, width=width)
    assert not ACTING.search(text)
    assert all(screen_width(line) <= max(width, 40) for line in text.split("\n"))


@given(st.text(st.characters(exclude_categories=["Z", "C"]) | st.just(" ")), st.integers(2, 30))
def test_wrapping_loses_nothing(text, width):
    lines = wrap(text, width)
    assert all(screen_width(line) <= width for line in lines)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")


def test_wide_characters_are_counted_as_two():
    assert screen_width("東京e\u0301") == 5
    assert wrap("東京東京", 5) == ["東京", "東京"]


def test_a_megabyte_in_one_word_is_wrapped():
    of = article(("body", "Voss said " + "a" * 1_000_000))
    text = table(Analysis(of, (statement(of, "s", ["Voss"], ["said"], ["a" * 1_000_000]),)))
    assert text.count("a") > 1_000_000
    assert max(map(len, text.splitlines())) <= 100


def test_each_article_is_written_when_it_is_done():
    out = io.StringIO()

    def two():
        yield bare()
        assert out.getvalue().endswith("no statements\n")
        yield bare()

    write_table(two(), out)
    assert out.getvalue().count("no statements") == 2
