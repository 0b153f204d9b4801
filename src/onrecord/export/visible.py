"""Article text made safe to look at: what would act on the screen is shown as a sign instead."""

from __future__ import annotations

from onrecord.types import Relation

#: How a condition reads: "the port reopens, only if the levy is dropped".
RELATIONS: dict[Relation, str] = {
    "if": "if",
    "only_if": "only if",
    "unless": "unless",
    "until": "until",
    "in_exchange": "in exchange for",
}

# Tab, line feed and carriage return stay: they are layout, and each format deals with them. The other
# C0 controls and DEL have signs of their own (U+2400 ff.). C1 controls (U+009B opens an escape sequence
# in many terminals), the characters that turn the reading order around (U+202A-202E, U+2066-2069: the
# "Trojan source" set) and lone surrogates, which no encoding can write, become U+FFFD.
_LAYOUT = (0x09, 0x0A, 0x0D)
_NO_SIGN = (*range(0x80, 0xA0), *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0xD800, 0xE000))
_SIGNS = (
    {code: 0x2400 + code for code in range(0x20) if code not in _LAYOUT}
    | {0x7F: 0x2421}
    | dict.fromkeys(_NO_SIGN, 0xFFFD)
)


def visible(text: str) -> str:
    """`text` with as many characters, but none that acts on a terminal or a page."""
    return text.translate(_SIGNS)


def one_line(text: str) -> str:
    """`text` made visible, with every run of white space one space."""
    return visible(" ".join(text.split()))


def percent(confidence: float) -> str:
    """A probability in whole per cent, rounded down, so that nothing short of certain reads 100%."""
    return f"{int(round(confidence * 100, 2))}%"
