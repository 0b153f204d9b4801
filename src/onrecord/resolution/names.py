"""Names of people taken apart and compared."""

from __future__ import annotations

from dataclasses import dataclass

from onrecord.resolution.lexicon import Gender, first_names, gender_of_name, same_first_name, words


@dataclass(frozen=True, slots=True)
class Name:
    """A person's name in small letters: the last word is the family name unless there is only one word."""

    parts: tuple[str, ...]
    suffix: str | None

    @property
    def first(self) -> str | None:
        return self.parts[0] if len(self.parts) > 1 else None

    @property
    def last(self) -> str:
        return self.parts[-1] if self.parts else ""

    @property
    def gender(self) -> Gender | None:
        given = self.parts[:-1] if len(self.parts) > 1 else self.parts
        return next((g for part in given if (g := gender_of_name(part))), None)


def parse_name(text: str) -> Name:
    """A name without titles, taken apart."""
    parts = [part.strip(".,").lower().replace("’", "'") for part in text.replace("\u00a0", " ").split()]
    suffix = parts.pop() if len(parts) > 1 and parts[-1] in words("suffix") else None
    return Name(tuple(part for part in parts if part), suffix)


def same_person(one: Name, other: Name) -> bool:
    """Whether two names, each with first and family name, may be one person's. A different suffix or middle
    name keeps people apart; a missing one does not."""
    if not one.first or not other.first or one.last != other.last:
        return family_first(one, other)
    if one.suffix != other.suffix and ((one.suffix and other.suffix) or "sr" in (one.suffix, other.suffix)):
        return False  # one is called "Sr." to tell him from the one who is not
    if same_first_name(one.first, other.first):
        return all(same_first_name(a, b) for a, b in zip(one.parts[1:-1], other.parts[1:-1], strict=False))
    # "J. Edgar Hale" and "Edgar Hale": the name in use is not always the first one.
    return any(len(n.first or "") == 1 and (m.first in n.parts[1:-1]) for n, m in ((one, other), (other, one)))


def family_first(one: Name, other: Name) -> bool:
    """The same two words in both orders are one person: family names come first in some languages."""
    return len(one.parts) == 2 and one.parts == tuple(reversed(other.parts))


def is_short_for(short: Name, full: Name) -> bool:
    """Whether a shorter name may stand for a full one: the family name, its last words ("de la Cruz"), the first
    name alone, or, where family names come first and no first name is known, the first word."""
    if not short.parts or len(short.parts) >= len(full.parts):
        return False
    if short.parts == full.parts[-len(short.parts) :]:
        return short.suffix is None or short.suffix == full.suffix
    return len(short.parts) == 1 and short.parts[0] == full.parts[0]


def is_first_name(word: str) -> bool:
    return word.lower() in first_names()
