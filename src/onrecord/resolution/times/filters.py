"""Words that look like times and are none, or that annotators of TimeBank leave alone.

Each rule was checked on one half of TimeBank and AQUAINT; what it shuts out was tagged there less than half the time.
"""

from __future__ import annotations

from collections.abc import Callable

from onrecord.resolution.times.lexicon import CODES, spelled
from onrecord.resolution.times.meaning import Piece

_BEFORE_MONTH = spelled("in of since until till during throughout this last next early late mid the by each every back")
#: These stand before a person's name as well.
_BEFORE_ANY = spelled("to from through for before after and between or a an around about")
_BEFORE_YEAR = spelled(
    """
    in since of by from to until till before after during for and between through spring fall
    """
)
_BEFORE_PROGRAM = ("“", "‘", '"', "'", "'s", "’s", "`")
_AT = spelled("at by until till before after around about from to past shortly")


def _previous(piece: Piece) -> str:
    return piece.words.lower[piece.first - 1] if piece.first else ""


def _next_class(piece: Piece) -> str:
    return piece.words.classes[piece.last] if piece.last < len(piece.words.classes) else ""


def _previous_class(piece: Piece) -> str:
    return piece.words.classes[piece.first - 1] if piece.first else ""


def _alone(piece: Piece) -> bool:
    return piece.last == piece.first + 1


def _codes(*names: str) -> str:
    return "".join(CODES[name] for name in names)


_CAPITAL, _NUMBERS = _codes("CAPITAL"), _codes("INT", "BIG", "CENT", "UNITS", "HOURS")


def _month(piece: Piece) -> bool:
    """A month's name alone may be a person's (April, June) or a verb (May, March)."""
    if not _alone(piece) or _previous(piece) in _BEFORE_MONTH:
        return True
    name = bool(_next_class(piece)) and _next_class(piece) in _CAPITAL
    return not name and (_previous(piece) in _BEFORE_ANY or not piece.all("MONTHISH", "ABBREVIATION"))


def _clock(piece: Piece) -> bool:
    """`noon` and bare figures need a word that makes them a time."""
    if _alone(piece):
        return _previous(piece) in _AT and not (piece.all("CLOCK") and _previous(piece) == "to")
    return True


def _year(piece: Piece) -> bool:
    if piece.all("SHORTYEAR"):
        return _previous(piece) in _BEFORE_YEAR
    if not _alone(piece):
        return True
    following = _next_class(piece)
    if following and following in _codes("CENT", "UNITS", "HOURS"):
        return False
    # "Agenda 2030", "Orion 1980" are names, "Sochi 2014," too; "In Cuba 1959" is rarer than they are.
    return not (_previous_class(piece) and _previous_class(piece) in _CAPITAL and _previous(piece) not in _BEFORE_YEAR)


def _length(piece: Piece) -> bool:
    """Prices ("$2 a year"), shares ("three-quarters"), mere plurals of a minute, "a second"."""
    if piece.all("SECOND") and not piece.all("INT", "BIG", "WORD"):
        return False
    if "quarter" in (word.removesuffix("s") for word in piece.all("QUARTER", "UNITS")):
        return piece.all("HYPHEN") == [] and bool(piece.all("INT", "WORD"))
    if piece.all("A") and _previous_class(piece) and _previous_class(piece) in _NUMBERS:
        return False
    counts = piece.all("INT", "BIG", "WORD", "TEEN", "TEN", "A", "FEW", "SCALE", "HALF", "YEAR")
    if not counts and piece.all("HOURS"):
        return False
    return bool(counts) or _previous(piece) not in ("of", "such", "the", "their", "his", "her", "its", "our", "my")


def _now(piece: Piece) -> bool:
    if piece.all("FUTURE"):
        return bool(piece.all("NEAR")) or _previous(piece) == "in"
    if piece.all("PASTISH"):
        return piece.words.lower[piece.last - 1] in ("recently", "lately")
    if piece.all("SOON"):
        return bool(piece.all("POSSIBLE"))
    return not piece.all("ONCE", "CURRENT", "RECENT", "TIME", "MOMENT")


def _often(piece: Piece) -> bool:
    """`annual` and `quarterly` are mostly of reports and dividends."""
    return piece.words.lower[piece.first] not in ("annual", "quarterly")


def _unit(piece: Piece) -> bool:
    return not piece.all("DAY")


def _which(piece: Piece) -> bool:
    """After a quotation mark or an outlet's name, "This Week" with capitals is a program."""
    words = piece.words.text[piece.words.starts[piece.first] : piece.words.ends[piece.last - 1]]
    return words != "This Week" or not _previous(piece).endswith(_BEFORE_PROGRAM)


_RULES: dict[str, Callable[[Piece], bool]] = {
    "month": _month, "clock": _clock, "year": _year, "length": _length, "now": _now, "often": _often, "unit": _unit,
    "which": _which,
}  # fmt: skip


def keeps(rule: str, piece: Piece) -> bool:
    """Whether a stretch of words with the shape of a time is one."""
    kept = _RULES.get(rule)
    return kept is None or kept(piece)
