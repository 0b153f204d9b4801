"""Descriptions: "the Russian leader", "his campaign", "two officials". What noun they turn on, where they begin."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from onrecord.resolution.lexicon import is_plural, singular, words
from onrecord.resolution.tokens import Token
from onrecord.types import PersonKind

#: Words that may stand between a determiner and its noun; longer ones are rare and mostly something else.
_MODIFIERS = 6
_BARE = 3


@dataclass(frozen=True, slots=True)
class Described:
    """The words [first, end) are a description that turns on the word `head`; `owner` is where the words that
    own it end, counted from `first` (0 for none)."""

    first: int
    head: int
    end: int
    owner: int


def find_descriptions(tokens: Sequence[Token], first: int, last: int) -> list[Described]:
    """The descriptions among the words [first, last) of one sentence whose noun is in the lists and that are
    marked as such: by an article, a possessive, or being plural."""
    out = []
    for at in range(first, last):
        if kind_of_noun(tokens[at].lower) is None or not _ends_phrase(tokens, at, last):
            continue
        begin, owner = _begin(tokens, at, first)
        marked = begin < at and (tokens[begin].lower in _DETERMINERS or owner)
        if marked or (is_plural(tokens[at].lower) and kind_of_noun(tokens[at].lower) != "document"):
            out.append(Described(begin, at, at + 1, owner))
    return out


_DETERMINERS = words("article") | words("possessive") | words("quantifier")


def kind_of_noun(noun: str) -> PersonKind | None:
    """What a thing described by that noun is; None for a noun that is in none of the lists."""
    base = singular(noun)
    if noun in words("group") or noun in words("group_proper"):
        return "group"
    if base in words("title") or base in words("role"):
        return "person"
    if base in words("organization"):
        return "organization"
    if base in words("document") or noun in words("document"):
        return "document"
    return "place" if base in words("place") else None


def kind_of_unnamed(noun: str) -> PersonKind:
    """The kind of somebody whom the article does not name, by the noun that describes them."""
    kind = kind_of_noun(noun)
    if noun in words("quantifier") or noun[:1].isdigit():
        return "group"
    if kind == "person":
        return "group" if is_plural(noun) and singular(noun) not in words("unnamed") else "unnamed"
    if kind:
        return kind
    if is_somebody(noun):
        return "group" if noun.endswith("s") else "unnamed"
    return "document"


def is_somebody(noun: str) -> bool:
    """Whether a noun is for people: by the lists, or for one that they lack by its ending ("neurologists")."""
    kind = kind_of_noun(noun)
    if kind is not None:
        return kind in ("person", "group")
    return noun.removesuffix("s").endswith(
        ("ist", "ian", "eon", "crat", "-old", "eer", "woman", "man")
    ) or noun.endswith(("ers", "ors", "ees", "men", "ants", "folk", "ones"))


def _ends_phrase(tokens: Sequence[Token], at: int, last: int) -> bool:
    """Whether the noun at `at` is the last of its phrase: no other noun and no name follows at once."""
    if at + 1 >= last or tokens[at + 1].gap != " ":
        return True
    if tokens[at].possessive:
        return True
    after = tokens[at + 1]
    if after.capital:
        return False
    if tokens[at].lower in words("party") | words("adjective_too"):
        return after.lower in words("common") or after.lower in words("preposition")
    return kind_of_noun(after.lower) is None or after.lower in (
        "leads",
        "states",
        "plans",
        "lists",
        "rules",
        "police",
        "others",
        "many",
        "some",
        "most",
    )


def _begin(tokens: Sequence[Token], at: int, first: int) -> tuple[int, int]:
    """Where the description that turns on the word at `at` begins, and how many of its words own it."""
    begin = at
    while begin > first and at - begin < _MODIFIERS and tokens[begin].gap == " ":
        before = tokens[begin - 1]
        if before.lower in words("article") or before.lower in words("possessive"):
            return begin - 1, int(before.lower in words("possessive"))
        if before.possessive:
            owner = _owner(tokens, begin - 1, first)
            return owner, begin - owner
        if before.lower in words("quantifier"):
            return begin - 1, 0
        if before.lower in words("common") or before.lower in words("preposition"):
            break
        begin -= 1
    bare = at
    while bare > begin and at - bare < _BARE and _modifies(tokens[bare - 1]):
        bare -= 1
    return bare, 0


def _modifies(token: Token) -> bool:
    """Whether a word with no determiner before it is likely to belong to the noun after it, rather than be a verb."""
    if token.capital or token.lower in words("party") or kind_of_noun(token.lower):
        return True
    return token.lower.endswith(("al", "ic", "ive", "ese", "ish", "ous", "ary", "-based", "top", "senior", "state"))


def _owner(tokens: Sequence[Token], at: int, first: int) -> int:
    """Where the words that end in the possessive at `at` begin."""
    begin = at
    if not tokens[at].capital:
        while begin > first and tokens[begin].gap == " " and at - begin < _BARE:
            if tokens[begin - 1].lower in words("article") | words("possessive"):
                return begin - 1
            if tokens[begin - 1].lower in words("common"):
                break
            begin -= 1
        return at
    while (
        begin > first
        and tokens[begin].gap == " "
        and tokens[begin - 1].capital
        and tokens[begin - 1].lower not in words("common")
    ):
        begin -= 1
    return begin - (begin > first and tokens[begin].gap == " " and tokens[begin - 1].lower in words("article"))
