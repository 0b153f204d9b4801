"""Runs of capitalised words: which are names, what title stands before them, and what kind of thing they name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from onrecord.resolution import gazetteer
from onrecord.resolution.lexicon import first_names, is_plural, singular, surnames, words
from onrecord.resolution.tokens import Token
from onrecord.types import PersonKind

#: Words of a run's longest stretch of small words: "Department of the Interior".
_JOINED = 2
#: Share of a line's longer words, the commonest apart, that are capitalised from which it is a headline; headlines
#: leave only short words small, and a sentence full of names has its verbs.
_HEADLINE = 0.85
_LONG = 4
#: A paragraph of fewer words may be nothing but names, capitalised for that alone. Set by judgement.
_WORDS_OF_HEADING = 6


@dataclass(frozen=True, slots=True)
class Run:
    """The words [title, name) are a title or description before the name, [name, end) are the name.
    `kind` is None where the words alone do not tell."""

    title: int
    name: int
    end: int
    kind: PersonKind | None


@dataclass(frozen=True, slots=True)
class Known:
    """What a first look at a text shows: `surnames` are the last words of its longer names, `family` those of people
    with a known first name, `full` the names of such people, `small` the words that it writes small,
    `middle` those that it capitalises inside sentences, `count` how
    often each longer name occurs. All in small letters."""

    surnames: frozenset[str] = frozenset()
    family: frozenset[str] = frozenset()
    full: frozenset[tuple[str, ...]] = frozenset()
    small: frozenset[str] = frozenset()
    middle: frozenset[str] = frozenset()
    count: Mapping[tuple[str, ...], int] = field(default_factory=dict)


def first_look(tokens: Sequence[Token], lines: Sequence[tuple[int, int]]) -> Known:
    """Go through the lines once for what a second time needs to know."""
    runs = [run for line in lines for run in find_runs(tokens, *line) if run.end - run.name > 1]
    texts = Counter(tuple(t.lower for t in tokens[r.name : r.end]) for r in runs)
    people = {
        tuple(t.lower for t in tokens[r.name : r.end]) for r in runs if r.kind == "person" and _is_first(tokens[r.name])
    }
    return Known(
        frozenset(tokens[r.end - 1].lower for r in runs if r.kind in (None, "person")),
        frozenset(name[-1] for name in people),
        frozenset(people),
        frozenset(t.lower for t in tokens if not t.capital),
        frozenset(t.lower for a, b in lines for t in tokens[a + 1 : b] if t.capital and t.gap == " "),
        texts,
    )


def find_runs(tokens: Sequence[Token], first: int, last: int, known: Known | None = None) -> list[Run]:
    """The names among the words [first, last), which are one sentence. `known` is what
    a first look at the whole text has shown."""
    known = known or Known()
    out, at = [], first
    while at < last:
        opens = at == first or tokens[at].gap[-1:] in _OPENING
        end = _run_end(tokens, at, last, opens)
        if end > at:
            out += _names(tokens, at, end, opens, known)
        at = max(end, at + 1)
    return out


_OPENING = frozenset("“\"‘'`:«([—–-[")


def is_headline(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether the words of a line are capitalised throughout, so that capitals tell nothing."""
    long = [
        t for t in tokens[first:last] if len(t.text) >= _LONG and t.text[0].isalpha() and t.lower not in words("common")
    ]
    return len(long) >= 3 and sum(t.capital for t in long) >= _HEADLINE * len(long) and last - first < 40


def is_heading(tokens: Sequence[Token], first: int, last: int) -> bool:
    """Whether a line is a headline though a full stop may end it: nothing is small but what headlines leave small."""
    small = [t.lower for t in tokens[first:last] if not t.capital and t.text[0].isalpha()]
    left_small = words("article") | words("preposition") | words("joiner") | words("possessive")
    long = last - first >= _WORDS_OF_HEADING
    return long and left_small.issuperset(small) and is_headline(tokens, first, last)


def _run_end(tokens: Sequence[Token], at: int, last: int, opens: bool) -> int:
    """Where the run of capitalised words that begins at `at` ends; `at` where none begins."""
    if not _starts(tokens, at, last, opens):
        return at
    end = at + 1
    while end < last and tokens[end].gap in (" ", ". ") and not tokens[end - 1].possessive:
        if tokens[end].gap == ". " and len(tokens[end - 1].text) > 1:
            break
        if tokens[end].capital or (tokens[end].text.isdigit() and len(tokens[end].text) < 4 and _org(tokens[end - 1])):
            end += 1
            continue
        joined = _joined(tokens, at, end, last)
        if joined == end:
            break
        end = joined
    if end < last and tokens[end].gap == ", " and tokens[end].lower in ("jr", "sr") and tokens[end].capital:
        end += 1
    return end


def _joined(tokens: Sequence[Token], start: int, at: int, last: int) -> int:
    """Past the small words at `at` that join two parts of one name; `at` where they do not."""
    end = at
    while end < last and end - at < _JOINED and tokens[end].gap == " " and not tokens[end].capital:
        if tokens[end].lower not in words("joiner") and tokens[end].text not in words("particle"):
            return at
        end += 1
    if end >= last or not tokens[end].capital or tokens[end].gap != " ":
        return at
    small = [t.text for t in tokens[at:end]]
    if all(word in words("particle") for word in small):
        return end
    before = tokens[at - 1].lower
    if small[0] in ("of", "for", "on", "to") and small[1:] in ([], ["the"]):
        heading = before in (words("goes_of") if small[0] in ("of", "for") else words("goes_on")) or (
            before in words("office_of") and small[0] == "of"
        )
        return end if heading and tokens[end].lower not in words("calendar") else at
    if small in (["and"], ["&"]):  # "Department of Health and Human Services"; "Lowther and Baine" is two names
        inside = any(t.lower in ("of", "for", "on") for t in tokens[start:at]) and not _is_first(tokens[end])
        return end if inside or _of_office(tokens, at, end, last) else at
    return at


def _of_office(tokens: Sequence[Token], at: int, end: int, last: int) -> bool:
    """Whether "and" joins two fields of one office: "Securities and Exchange Commission"."""
    stop = end
    while stop + 1 < last and tokens[stop + 1].gap == " " and tokens[stop + 1].capital:
        stop += 1
    return stop > end and _org(tokens[stop]) and tokens[at - 1].lower.endswith(_FIELD)


#: How the first of two fields of an office ends: Citizenship and, Securities and, Health and, Education and.
_FIELD = (
    "ship",
    "ties",
    "ral",
    "tion",
    "ment",
    "ture",
    "tics",
    "ing",
    "nce",
    "alth",
    "abor",
    "abour",
    "ood",
    "arts",
    "ade",
    "aw",
)


def _starts(tokens: Sequence[Token], at: int, last: int, opens: bool) -> bool:
    """Whether a name may begin here. An ordinary word may, where it is capitalised for no other reason and a
    capital follows ("Right to Rise", "The New Ledger")."""
    token = tokens[at]
    if not token.capital or token.text.isdigit():
        return False
    if token.lower not in words("common") and not (opens and token.lower in words("opening")):
        return True
    after = at + 1 < last and tokens[at + 1].gap == " " and tokens[at + 1].capital
    return after and (token.lower == "new" or (not opens and token.lower in words("begins_name")))


def _is_first(token: Token) -> bool:
    return token.lower in first_names()


def _org(token: Token) -> bool:
    return singular(token.lower) in words("organization")


def _names(tokens: Sequence[Token], first: int, end: int, opens: bool, known: Known) -> list[Run]:
    """The names of one run: usually one; none where all its words are a title or an ordinary word."""
    while end > first and _common_at_end(tokens[end - 1], end - first):
        end -= 1
    name = _after_title(tokens, first, end)
    if name >= end:
        return []
    alone = end - name == 1 and tokens[name].lower not in known.surnames
    if (
        alone
        and tokens[name].shout
        and singular(tokens[name].lower) in words("title") | words("role") | words("organization")
    ):
        return []
    if alone and (_adjective(tokens[name].lower) or (name == first and opens and _ordinary(tokens[name], known))):
        return []
    if end - name > 1 and _adjective(tokens[end - 1].lower) and not _is_first(tokens[name]):
        return []  # "Iowa Democratic", "North Korean" before a small noun
    name = _without_stray(tokens, name, end, known)
    return [Run(first, name, end, kind_of(tokens, first, name, end))]


def _without_stray(tokens: Sequence[Token], name: int, end: int, known: Known) -> int:
    """Where a name begins without a stray capital before it: "Absent Ames" where "Bo Ames" is known, or
    "Imagine Bo Ames"."""
    lowers = tuple(t.lower for t in tokens[name:end])
    between_ = any(low in words("outlet") for low in lowers[1:-1])
    if end - name < 2 or (_is_first(tokens[name]) and not between_) or _org(tokens[end - 1]):
        return name
    rest = next((at for at in range(1, len(lowers) - 1) if lowers[at:] in known.full), 0)
    if rest:
        return name + rest
    if lowers not in known.full and lowers[-1] in known.family and known.count.get(lowers, 0) < 2:
        return end - 1
    return name


def _ordinary(token: Token, known: Known) -> bool:
    """Whether a single word that opens a sentence is a noun or adjective rather than a name."""
    lower = token.lower
    if token.shout or lower in words("group_proper"):
        return False
    if lower in known.small:
        return True
    if known.count and lower not in known.middle | surnames() and not _is_first(token) and not token.possessive:
        return not gazetteer.lookup(token.text)
    return (
        lower in words("common")
        or lower in words("party")
        or singular(lower) in words("role") | words("document") | words("organization") | words("title")
        or lower in words("group")
        or (lower.endswith(("ly", "ing", "ed", "tion", "ment", "ness")) and not _is_first(token))
    )


def _common_at_end(token: Token, length: int) -> bool:
    return token.lower in words("common") and not _is_first(token) and (length == 1 or token.lower in words("calendar"))


@lru_cache(maxsize=1 << 12)
def _adjective(lower: str) -> bool:
    """Whether a single capitalised word tells a nation or party and names nobody: "Ruritanian" in "Ruritanian wine"."""
    if (lower in words("party") and lower != "gop") or lower in words("side") or f"{lower}s" in words("group_proper"):
        return True
    return gazetteer.demonym(lower) is not None and not gazetteer.is_country(lower) and not lower.endswith("s")


@lru_cache(maxsize=1 << 12)
def _nation(lower: str) -> bool:
    return gazetteer.demonym(lower) is not None and lower not in first_names()


def _after_title(tokens: Sequence[Token], first: int, end: int) -> int:
    """Where the name begins in a run: after the last title that something follows."""
    name = first
    for at in range(first, end - 1):
        lower = tokens[at].lower
        if _titles(tokens, at, end) or (
            at == name
            and (lower in words("party") or _nation(lower))
            and not (_org(tokens[end - 1]) and tokens[end - 1].capital)
        ):
            name = at + 1
    if name < end and tokens[name].lower in words("joiner"):  # "Secretary of State Ann Lee", "Director of the FBI"
        known = [at for at in range(name + 1, end - 1) if _is_first(tokens[at])]
        name = known[0] if known else end
    return name


def _titles(tokens: Sequence[Token], at: int, end: int) -> bool:
    lower = tokens[at].lower
    if lower in ("house", "star", "chair", "whip", "justice", "general", "major", "independent") and (
        _org(tokens[end - 1]) or tokens[end - 1].lower in words("outlet")
    ):
        return False
    if lower in words("kept_title") or (_org(tokens[end - 1]) and not _is_first(tokens[at + 1])):
        return False
    base = singular(lower)
    return (
        base in words("title")
        or (
            lower in words("honorific_f") | words("honorific_m") | words("honorific_u")
            and tokens[at].text[:1].isupper()
        )
        or base in words("role")
    ) and lower not in words("organization")


def kind_of(tokens: Sequence[Token], first: int, name: int, end: int) -> PersonKind | None:
    """What a name names, as far as its own words and its title tell."""
    last, lowers = tokens[end - 1].lower, [t.lower for t in tokens[name:end]]
    several = end - name > 1
    if last in words("group_proper"):
        return "group"
    if last in words("region") or gazetteer.is_country(" ".join(t.text for t in tokens[name:end])):
        return "place"
    if several and last in words("document_name"):
        return "document"
    if any(_titles(tokens, at, end) for at in range(first, name)):
        return "person"
    if several and (last in words("outlet") or any(low in words("goes_of") for low in lowers[:-1] if end - name > 2)):
        return "organization"
    surname = end - name == 2 and last in words("surname_too") and _is_first(tokens[name])
    if (singular(last) in words("organization") and not surname) or (
        not several and last in words("organization_name") | words("outlet")
    ):
        return "organization"
    if several and last.endswith("ies"):
        return "organization"
    if last in words("place_name") and several:
        return "place"
    if "of" in lowers or "for" in lowers:
        return "organization"
    called = _is_first(tokens[name]) or tokens[name].text[1:2] == "." or last in surnames()
    if several and called and not is_plural(last) and not any(low in words("outlet") for low in lowers[1:]):
        return "person"
    if not several and ((tokens[name].shout and len(tokens[name].text) <= 6) or "." in tokens[name].text[1:-1]):
        return "organization"
    return None
