"""Bytes into text: byte order marks, UTF-8, the charset a page declares, Windows-1252 as the last resort."""

from __future__ import annotations

import codecs
import re

from onrecord.errors import InputError

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark it begins with
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_CHARSET = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?\s*([\w:.-]{2,40})""", re.IGNORECASE
)
#: Python's names of the encodings that pages use; UTF-16 is none, since the declaration could be read as ASCII.
_PAGE_CODECS = re.compile(r"utf-8|ascii|iso8859|iso2022|cp125|cp874|cp949|koi8|mac|gb|big5|euc|shift_jis")
_CONTROL = re.compile("[\x00-\x07\x0e-\x19\x1c-\x1f\x7f\ufffd]")

#: A page declares its charset at its top; the HTML standard looks at 1024 bytes, long scripts push it down.
_HEAD = 4096
#: Control characters a text may hold, a share of its characters: broken texts have a few, other files a tenth.
_CONTROLS = 0.02
#: Broken bytes that text in UTF-8 may hold for each character beyond ASCII that is well formed.
_BROKEN = 0.1


def decode(data: bytes, *, html: bool = False) -> tuple[str, str | None]:
    """The text that `data` holds, without its byte order mark, and a remark where that took a guess.

    `html` lets the page's own declaration decide. Raises InputError for data that is no text.
    """
    text, remark = _decode(data, html)
    if "\0" in text or len(_CONTROL.findall(text)) > _CONTROLS * len(text):
        raise InputError("is no text (it holds binary data)")
    return text, remark


def encoding_of(head: bytes) -> tuple[str, int] | None:
    """The Unicode encoding of data that begins with `head`, and the length of its mark; None where it has no mark.

    UTF-16 without a mark is known by its zero bytes: in Western text every second one is.
    """
    for mark, name in _MARKS:
        if head.startswith(mark):
            return name, len(mark)
    even, odd = head[0:_HEAD:2], head[1:_HEAD:2]
    if odd and odd.count(0) > 0.5 * len(odd) and not even.count(0):
        return "utf-16-le", 0
    if odd and even.count(0) > 0.5 * len(even) and not odd.count(0):
        return "utf-16-be", 0
    return None


def _decode(data: bytes, html: bool) -> tuple[str, str | None]:
    if marked := encoding_of(data):
        name, length = marked
        return _strictly(data[length:], name) or (data[length:].decode(name, "replace"), _broken(name))
    declared = _declared(data) if html else None
    found = (_strictly(data, declared) if declared else None) or _strictly(data, "utf-8")
    if found:
        return found
    lenient = data.decode("utf-8", "replace")
    broken = lenient.count("\ufffd")
    if broken <= _BROKEN * (len(re.findall(r"[^\x00-\x7f]", lenient)) - broken):
        return lenient, _broken("utf-8")
    return data.decode("cp1252", "replace"), "is not UTF-8; read as Windows-1252"


def _declared(data: bytes) -> str | None:
    """The codec for the charset that a page declares; None where it declares none that is known."""
    if not (match := _CHARSET.search(data[:_HEAD])):
        return None
    try:
        codec = codecs.lookup(match[1].decode("ascii"))
    except LookupError:
        return None
    if not _PAGE_CODECS.match(codec.name):
        return None
    return "cp1252" if codec.name in ("iso8859-1", "ascii") else codec.name  # as browsers do


def _strictly(data: bytes, name: str) -> tuple[str, None] | None:
    try:
        return data.decode(name), None
    except UnicodeError:
        return None


def _broken(name: str) -> str:
    return f"holds bytes that are not {name.upper()}; each is replaced by U+FFFD"
