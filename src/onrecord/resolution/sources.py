"""A statement's source taken apart: one or several speakers, and for each the words that name or describe them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from onrecord.resolution.descriptions import kind_of_noun
from onrecord.resolution.lexicon import is_plural, words
from onrecord.resolution.tokens import Token

_LISTING = ("including", "like", "such")
_PRONOUNS = frozenset().union(*(words(f"pronoun_{p}") for p in ("f", "m", "p", "n", "1", "we", "you")))


@dataclass(frozen=True, slots=True)
class Names:
    """Where names stand: `begins[i]` and `ends[i]` are where the name that the word `i` belongs to begins and ends,
    `whole[i]` where one ends whose title, or itself, begins at `i` (people and organizations alone). `groups` are
    words of names for many ("Democrats")."""

    begins: dict[int, int]
    ends: dict[int, int]
    whole: dict[int, int]
    groups: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True)
class Part:
    """One speaker of a source. `name` tells that the words [first, end) are a name; else they are a pronoun or a
    description, which turns on the word `head`; `end` is then past all that belongs to the description."""

    first: int
    head: int
    end: int
    name: bool


def parts_of(tokens: Sequence[Token], first: int, end: int, names: Names) -> list[Part]:
    """The speakers of the source that is the words [first, end), in order; none where it has no word."""
    chunks = _chunks(tokens, first, end)
    if not chunks:
        return []
    out, named = _joint(tokens, *chunks[0], names), False
    for number, (start, stop) in enumerate(chunks[1:], 1):
        lead = tokens[start].lower
        before = tokens[start].gap
        if lead in ("and", "&", "nor") and stop - start > 1:
            more = _joint(tokens, start + 1, stop, names)
            if more and (more[0].name or _pronoun(tokens, more[0]) or _listed(tokens, chunks, number, names)):
                out += more
        elif lead in words("relative"):
            continue
        elif lead in _LISTING and stop - start > 1 and not before.startswith("("):
            skip = 2 if lead == "such" else 1
            out += [p for p in _joint(tokens, start + skip, stop, names) if p.name]
        elif _plural_item(tokens, start, stop) and any(_has_and(tokens, c) for c in chunks[number:]):
            out += _joint(tokens, start, stop, names)
        elif _is_name(start, stop, tokens, names):
            name = _joint(tokens, start, stop, names)
            if out and not any(p.name for p in out) and (len(out) == 1 or not named) and not _pronoun(tokens, out[0]):
                out, named = name, True
            elif out and out[-1].name and _list_goes_on(tokens, chunks, number, names):
                out += name
    return out


def _chunks(tokens: Sequence[Token], first: int, end: int) -> list[tuple[int, int]]:
    """The words between commas, brackets, dashes."""
    cuts = [
        at
        for at in range(first + 1, end)
        if tokens[at].gap not in (" ", "", "-", ". ", "/", "“", " “", "’ ", "' ", "” ")
    ]
    edges = [first, *cuts, end]
    return [(a, b) for a, b in pairwise(edges) if a < b]


def _plural_item(tokens: Sequence[Token], start: int, stop: int) -> bool:
    """Whether a chunk is an item of a list of groups: "Ames fans, farmers, and others"."""
    head = start
    while head + 1 < stop and tokens[head + 1].lower not in words("preposition") and tokens[head + 1].lower != "and":
        head += 1
    return head - start < 4 and is_plural(tokens[head].lower) and tokens[start].lower not in words("article")


def _has_and(tokens: Sequence[Token], chunk: tuple[int, int]) -> bool:
    return any(tokens[at].lower == "and" for at in range(*chunk))


def _is_name(start: int, stop: int, tokens: Sequence[Token], names: Names) -> bool:
    """Whether a chunk is a name with at most a title before it."""
    begin = start + (tokens[start].lower in words("article") and start + 1 < stop)
    end = names.whole.get(begin, -1)
    whole = end == stop or (begin < end < stop and tokens[end].lower in words("preposition"))
    return whole and tokens[start].gap.strip()[:1] in (",", "-", "–", "—", "―")


def _one(tokens: Sequence[Token], part: Part) -> bool:
    return not is_plural(tokens[part.head].lower) or tokens[part.first].lower in ("one", "another")


def _list_goes_on(tokens: Sequence[Token], chunks: Sequence[tuple[int, int]], number: int, names: Names) -> bool:
    """Whether names follow each other as a list: the last with "and", or nothing but two names ("Ames, Bly")."""
    rest = chunks[number + 1 :]
    if not rest:
        return number == 1 and all(_only_name(chunk, names) for chunk in chunks)
    return any(_has_and(tokens, chunk) for chunk in rest)


def _only_name(chunk: tuple[int, int], names: Names) -> bool:
    return names.ends.get(chunk[0]) == chunk[1] and names.begins.get(chunk[0]) == chunk[0]


def _listed(tokens: Sequence[Token], chunks: Sequence[tuple[int, int]], number: int, names: Names) -> bool:
    """Whether "and" after a comma adds a speaker that is no name: only where all before is a plain list."""
    return number == len(chunks) - 1 and all(stop - start <= 3 for start, stop in chunks[:number]) and number >= 2


def _pronoun(tokens: Sequence[Token], part: Part) -> bool:
    return tokens[part.head].lower in _PRONOUNS


def _joint(tokens: Sequence[Token], first: int, end: int, names: Names) -> list[Part]:
    """The speakers of one chunk: those joined by "and" where each side is whole."""
    if first >= end:
        return []
    for at in range(first + 1, end - 1):
        if tokens[at].lower not in ("and", "&"):
            continue
        left, right = _part(tokens, first, at, names), _part(tokens, at + 1, end, names)
        if left is None or right is None:
            continue
        if at not in names.ends and _separates(tokens, first, at, left, right, names):
            return [*_joint(tokens, first, at, names), *_joint(tokens, at + 1, end, names)]
        if tokens[at].lower == "and" and _are_two_roles(tokens, at, left, right, names):
            return [right]
    part = _part(tokens, first, end, names)
    return [part] if part else []


def _are_two_roles(tokens: Sequence[Token], at: int, left: Part, right: Part, names: Names) -> bool:
    """Whether "and" joins two roles of one: "former minister of justice and party leader Bo Ames"."""
    if left.name or not right.name or names.begins[right.first] <= at + 1:
        return False
    role = tokens[left.head].lower in words("title") | words("role")
    return role and tokens[left.first].lower not in words("article")


def _separates(tokens: Sequence[Token], first: int, at: int, left: Part, right: Part, names: Names) -> bool:
    """Whether "and" joins two speakers."""
    if left.end < at and not left.name:
        return False
    open_left = any(tokens[i].lower in words("preposition") and i not in names.ends for i in range(first, at))
    plural = is_plural(tokens[left.head].lower) and tokens[left.head].lower.endswith(("s", "men", "people"))
    whole_left = left.name or _pronoun(tokens, left) or plural or (at - first > 1 and _noun(tokens, left))
    if open_left or not whole_left:
        return False
    if right.name:
        return left.name or not _one(tokens, left) or names.begins[right.first] <= at + 2
    if _pronoun(tokens, right):
        return True
    owned = any(tokens[i].possessive for i in range(at + 1, right.head))
    return kind_of_noun(tokens[right.head].lower) is not None and not (left.name and owned)


def _noun(tokens: Sequence[Token], part: Part) -> bool:
    """Whether a description is of its own: it has an article and does not go on with the same noun."""
    return tokens[part.first].lower in words("article") and kind_of_noun(tokens[part.head].lower) == "organization"


def _part(tokens: Sequence[Token], first: int, end: int, names: Names) -> Part | None:
    """The speaker that the words [first, end) name or describe."""
    while (
        first < end
        and tokens[first].lower
        in (
            "both",
            "even",
            "but",
            "only",
            "and",
            "from",
            "to",
            "by",
            "with",
            "as",
            "among",
            "like",
            "not",
            "just",
            "now",
            "still",
            "perhaps",
            "while",
            "according",
            "that",
        )
        and end - first > 1
    ):
        first += 1
    if tokens[first].lower in words("relative") and first not in names.ends:
        return Part(first, first, first + 1, False)
    counted = first + (tokens[first].lower in words("article"))
    if counted + 2 < end and tokens[counted].lower in words("counted") and tokens[counted + 1].lower == "of":
        first = counted + 2
    stop = max(first, min(end, names.whole.get(counted, first)))  # a title may have prepositions: Secretary of State
    while stop < end and (stop in names.ends or stop == first or tokens[stop].lower not in words("preposition")):
        stop += 1
    while stop - 1 > first and tokens[stop - 1].lower in words("stranded"):
        stop -= 1
    if stop <= first or (stop - first == 1 and tokens[first].lower in words("article")):
        return None
    head = stop - 1
    if tokens[stop - 1 + (stop < end)].lower in words("relative") or tokens[min(stop, end - 1)].lower in words(
        "stranded"
    ):
        end = stop  # what is told of somebody in a clause is no part of the description
    counted = head in names.groups and names.begins[head] > first and tokens[first].lower not in words("article")
    if head in names.ends and names.ends[head] == stop and not counted:
        return Part(names.begins[head], head, stop, True)
    if tokens[head].lower == "own" and head - 1 in names.ends:
        return Part(names.begins[head - 1], head - 1, head, True)
    told = (at for at in range(head + 1, end - 1) if tokens[at].lower in words("done") and tokens[at + 1].lower != "by")
    end = next(told, end)
    while end - 1 > head and tokens[end - 1].lower in words("preposition"):
        end -= 1
    return Part(first, head, end, False)


def described(tokens: Sequence[Token], text: str, first: int, end: int) -> str:
    """A description as it is given for somebody unnamed: no article, small letters but in names."""
    while first < end - 1 and (tokens[first].lower in words("article") or tokens[first].lower in words("dropped")):
        if tokens[first + 1].lower in words("preposition") or (
            tokens[first].text == "New" and tokens[first + 1].capital
        ):
            break
        first += 1
    shown = " ".join(text[tokens[first].start : tokens[end - 1].end].split())
    token = tokens[first]
    proper = (
        f"{token.lower}s" in words("group_proper")
        or token.lower in words("group_proper")
        or token.lower == "democratic"
    )
    common = kind_of_noun(token.lower) is not None and not proper
    plain = token.lower in words("common") | words("opening") or token.lower.endswith(
        ("al", "ive", "ate", "ear", "ous")
    )
    opens = token.capital and not token.shout and not (first + 1 < end and tokens[first + 1].capital)
    return shown[0].lower() + shown[1:] if opens and (common or plain) else shown
