"""Bytes become text as they were meant, and what is no text is refused."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.reading.decoding import decode

TEXT = "“Nothing has changed,” said Zoë.\r\nWe knew – he didn’t.\n"


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_is_read_silently_and_untouched(codec):
    assert decode(TEXT.encode(codec)) == (TEXT, None)


@pytest.mark.parametrize("mark", ["\ufeff"])
def test_only_the_first_mark_is_encoding(mark):
    assert decode((mark + mark + "a").encode()) == (mark + "a", None)


def test_windows_1252_is_the_last_resort_and_said_so():
    text, remark = decode(TEXT.encode("cp1252"))
    assert text == TEXT
    assert "Windows-1252" in remark


def test_a_broken_byte_costs_itself_and_no_more():
    text, remark = decode((TEXT * 10).encode() + b"\xff" + TEXT.encode()[:-1])
    assert text == TEXT * 10 + "\ufffd" + TEXT[:-1]
    assert "U+FFFD" in remark


def test_half_a_utf_16_character_costs_itself():
    text, remark = decode(TEXT.encode("utf-16") + b"a")
    assert text == TEXT + "\ufffd"
    assert "UTF-16" in remark


@pytest.mark.parametrize(
    ("declared", "codec"),
    [
        ('<meta charset="iso-8859-1">', "cp1252"),
        ("<meta http-equiv='Content-Type' content='text/html; charset=windows-1251'>", "cp1251"),
        ('<?xml version="1.0" encoding="shift_jis"?>', "shift_jis"),
    ],
)
def test_a_page_declares_its_charset(declared, codec):
    words = {"cp1252": "Zoë’s", "cp1251": "Мэр", "shift_jis": "市長"}[codec]
    page = f"{declared}<p>{words}</p>"
    assert decode(page.encode(codec), html=True) == (page, None)


@pytest.mark.parametrize("declared", ["utf-16", "rot13", "idna", "none-such", "unicode_escape"])
def test_a_declaration_that_cannot_be_is_ignored(declared):
    page = f'<meta charset="{declared}"><p>Zoë\\n</p>'
    assert decode(page.encode(), html=True) == (page, None)


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", b"text\0text", bytes(range(1, 32)) * 9, b"\x7fELF" + bytes(99)]
)
def test_what_is_no_text_is_refused(data):
    with pytest.raises(InputError, match="no text"):
        decode(data)


@given(st.binary())
def test_any_bytes_are_text_or_refused(data):
    try:
        text, _ = decode(data, html=True)
    except InputError:
        return
    text.encode()


@given(st.text(alphabet=st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufeff\ufffd")))
def test_any_text_in_utf_8_comes_back(text):
    assert decode(text.encode())[0] == text
