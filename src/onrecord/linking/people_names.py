"""Names of people compared across articles: spelling, order, initials, nicknames, suffixes."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from onrecord.resolution import gazetteer
from onrecord.resolution.lexicon import same_first_name, words
from onrecord.resolution.names import is_first_name

#: How one and the same sound is written in Latin letters, read from left to right. Only what the spellings of one
#: name in news differ in: Zelensky and Zelenskyy, Gaddafi and Qadhafi, Yusuf and Youssef, Mohammed and Muhammad.
_SOUNDS = (
    (re.compile(r"[^a-z]"), ""),
    (re.compile(r"sch|sh|shch"), "s"),
    (re.compile(r"(?<!^)(?:iy|yy|ij|ey|ei|ie|y)$"), "i"),
    (re.compile(r"ph"), "f"),
    (re.compile(r"dh|th"), "t"),
    (re.compile(r"kh|gh|q|ck|c(?=[aoukl])"), "k"),
    (re.compile(r"zh|j"), "z"),
    (re.compile(r"w"), "v"),
    (re.compile(r"ou|oo|o"), "u"),
    (re.compile(r"y|e"), "i"),
    (re.compile(r"(.)\1+"), r"\1"),
)
_HYPHEN = re.compile("[\u2010-\u2015-]")
_TITLES = ("title", "honorific_f", "honorific_m", "honorific_u", "kept_title")


@dataclass(frozen=True, slots=True)
class Form:
    """A person's name in small letters, without accents and titles: the last of `parts` is the family name, and the
    whole where there is but one."""

    parts: tuple[str, ...]
    suffix: str | None = None

    @property
    def full(self) -> bool:
        return len(self.parts) > 1

    @property
    def first(self) -> str:
        return self.parts[0]

    @property
    def family(self) -> str:
        return self.parts[-1]

    @property
    def middle(self) -> tuple[str, ...]:
        return self.parts[1:-1]

    @property
    def joined(self) -> str:
        """The letters in their order, by which "Jong-un" and "Jong Un" are one."""
        return "".join(self.parts) + (f" {self.suffix}" if self.suffix else "")


@lru_cache(maxsize=1 << 16)  # an article's names are met again in others
def form_of(text: str) -> Form:
    """A name taken apart. What has no letter gives a form of no parts."""
    text = re.sub(r"(?<=\b[^\W\d_])\.(?=[^\W\d_])", ". ", text.replace("\u00a0", " "))  # "J.D. Hale"
    last, comma, rest = text.partition(",")
    if comma and rest.strip().strip(".").lower() not in words("suffix") and len(last.split()) == 1:
        text = f"{rest} {last}"  # "Marrow, Ann"
    parts = [part for word in text.split() if (part := plain(word))]
    suffix = None
    while len(parts) > 1 and parts[-1] in words("suffix"):
        suffix = parts.pop()
    while len(parts) > 1 and _is_title(parts[0]):
        parts.pop(0)
    return Form(tuple(parts), _SUFFIXES.get(suffix or ""))


#: Letters of learning tell nobody from another.
_SUFFIXES = {"jr": "jr", "sr": "sr", "ii": "jr", "iii": "iii", "iv": "iv"}


def _is_title(word: str) -> bool:
    return any(word in words(name) for name in _TITLES) and not is_first_name(word)


@lru_cache(maxsize=1 << 16)
def plain(word: str) -> str:
    """A word in small letters without accents, marks and hyphens."""
    folded = gazetteer.key(_HYPHEN.sub("", word).strip(".,;:'\"()[]“”‘’").lower())
    return "".join(c for c in folded if c.isalnum())


@lru_cache(maxsize=1 << 16)
def sound(name: str) -> str:
    """What all spellings of a name have in common; different names may have it in common, too."""
    for pattern, instead in _SOUNDS:
        name = pattern.sub(instead, name) or name
    return name


def compatible(one: Form, other: Form) -> bool:
    """Whether two full names of one spelling of the family name may be one person's: nothing in the one contradicts
    the other. A suffix that one of them lacks does not; those who call have to know that fathers have none."""
    if one.suffix and other.suffix and one.suffix != other.suffix:
        return False
    if same_first_name(one.first, other.first):
        return _middles(one.middle, other.middle)
    # "J. Edgar Hale" and "Edgar Hale": the name in use is not always the first one.
    return (len(one.first) == 1 and other.first in one.middle) or (len(other.first) == 1 and one.first in other.middle)


def _middles(some: tuple[str, ...], others: tuple[str, ...]) -> bool:
    """Middle names in order; who gives fewer leaves some out. A family name of two words has its first among them,
    and "Ana Ruiz" is not "Ana Vela Ruiz" by that alone, but may be."""
    short, long = sorted((some, others), key=len)
    at = 0
    for name in short:
        while at < len(long) and not same_first_name(name, long[at]):
            at += 1
        if at == len(long):
            return False
        at += 1
    return True


def how(one: Form, other: Form) -> str:
    """In what two compatible names differ, for `why`."""
    if one == other:
        return "same"
    if extends(one, other) or extends(other, one):
        return "longer"
    if mistyped(one, other):
        return "spelling"
    if one.family != other.family:
        return "spelling" if sound(one.family) == sound(other.family) else "order"
    if one.suffix != other.suffix:
        return "suffix"
    if one.first == other.first:
        return "middle"
    return "initial" if 1 in (len(one.first), len(other.first)) else "nickname"


def extends(long: Form, short: Form) -> bool:
    """Whether a name is another full one with a word before it: "Recep Tayyip Erdem", "Kentuckian Ann Marrow"."""
    return len(short.parts) > 1 and long.parts[1:] == short.parts and long.suffix == short.suffix


def mistyped(one: Form, other: Form) -> bool:
    """Whether one letter in a first name is all that differs, and is not the first one."""
    if len(one.parts) != len(other.parts) or one.parts[1:] != other.parts[1:] or one.suffix != other.suffix:
        return False
    a, b = sorted((one.first, other.first), key=len)
    if len(a) < 4 or a[0] != b[0] or len(b) - len(a) > 1:
        return False
    at = next((n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), len(a))
    return a[at + (len(a) == len(b)) :] == b[at + 1 :]


def spelled_alike(one: Form, other: Form) -> bool:
    """Whether two full names may be two spellings of one: each part sounds the same, and the first letters agree or
    are ones that sound alike."""
    if len(one.parts) != len(other.parts) or one.suffix != other.suffix or one.parts == other.parts:
        return False
    return all(sound(a) == sound(b) for a, b in zip(one.parts, other.parts, strict=True))


def swapped(one: Form, other: Form) -> bool:
    """Whether two names are the same two words in both orders, and not both first names: family names come first in
    some languages."""
    both = len(one.parts) == 2 and one.parts == other.parts[::-1]
    return both and not all(is_first_name(part) for part in one.parts)
