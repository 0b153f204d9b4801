import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from onrecord.export.visible import one_line, percent, visible


def test_controls_are_shown_as_signs():
    assert visible("\x1b[2J\x00\x7f\x9b\u202e\ud800") == "␛[2J␀␡���"


def test_layout_and_letters_stay():
    assert visible("Voß\t“東京”\r\n\u200f") == "Voß\t“東京”\r\n\u200f"


@given(st.text(st.characters(categories=["L", "N", "P", "S", "Z", "C"])))
def test_length_is_kept_and_no_control_is_left(text):
    shown = visible(text)
    assert len(shown) == len(text)
    assert all(unicodedata.category(c) not in ("Cc", "Cs") or c in "\t\r\n" for c in shown)


def test_one_line():
    assert one_line(" a\n\n b\u2028c\x1b ") == "a b c␛"


def test_percent_is_rounded_down():
    assert [percent(p) for p in (0, 0.29, 0.57, 0.9999, 1)] == ["0%", "29%", "57%", "99%", "100%"]
