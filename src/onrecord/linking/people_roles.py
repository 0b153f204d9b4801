"""What articles call people, compared: offices with what they are held over, and callings that one person seldom has
together."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal

from onrecord.resolution import gazetteer
from onrecord.resolution.lexicon import singular, words

State = Literal["holds", "held", "will hold", "seeks"]


@dataclass(frozen=True, slots=True)
class Role:
    """What somebody is called: a noun, what it is over (countries by code, other words as they are), and whether it
    is held, was held, will be held or is sought. "Presidential candidate" is a president who seeks to be one."""

    noun: str
    over: frozenset[str]
    state: State

    @property
    def calling(self) -> str | None:
        return _callings().get(self.noun)


_WORD = re.compile(r"[^\W\d_](?:[\w.'’&-]*\w)?\.?")
_OWNED = re.compile(r"['’]s?$")
_LINK = re.compile(r"\s+(?:of|for|at|in|from|to|with|who|that|and)\s+|\s*[,(;]\s*", re.I)
_HELD = {"former", "ex", "then", "late", "retired", "outgoing", "onetime", "one-time", "past", "previous"}
_WILL = {"elect", "designate", "incoming", "president-elect"}
_SEEKS = {
    "candidate",
    "nominee",
    "contender",
    "hopeful",
    "frontrunner",
    "front-runner",
    "challenger",
    "standard-bearer",
}
_OFFICE_OF = {
    "presidential": "president", "gubernatorial": "governor", "mayoral": "mayor", "senate": "senator",
    "senatorial": "senator", "congressional": "representative", "vice-presidential": "vice president",
}  # fmt: skip
_SAME = {
    "mp": "representative", "lawmaker": "representative", "legislator": "representative", "chairwoman": "chairman",
    "chair": "chairman", "chairperson": "chairman", "spokeswoman": "spokesman", "spokesperson": "spokesman",
    "premier": "prime minister", "co-chairman": "chairman", "co-chair": "chairman", "veep": "vice president",
    "ceo": "executive",
}  # fmt: skip
_FILLER = {
    "the",
    "a",
    "an",
    "vice",
    "first",
    "his",
    "her",
    "their",
    "its",
    "our",
    "s",
    "senior",
    "current",
    "new",
    "longtime",
    "top",
}

#: Offices that one person holds over one thing alone at a time.
SINGLE = {"president", "vice president", "prime minister", "governor", "mayor", "king", "queen", "chancellor", "pope"}

#: Nouns by calling. Only callings that hardly ever go together are listed: an actor who governs is met, and his
#: company then ties him; a footballer and a minister of one name are two unless something else ties them.
_CALLINGS = {
    "sport": "footballer player striker goalkeeper midfielder defender quarterback linebacker pitcher golfer boxer "
    "swimmer sprinter jockey cyclist wrestler gymnast skater skier athlete batsman bowler winger forward coach "
    "goaltender receiver cornerback shortstop outfielder referee",
    "stage": "actor actress singer rapper musician comedian painter novelist poet dancer drummer guitarist composer "
    "filmmaker sculptor pianist violinist conductor songwriter playwright artist",
    "state": "president minister secretary governor senator representative mayor chancellor ambassador congressman "
    "congresswoman councilman councilwoman councillor alderman undersecretary envoy diplomat commissioner delegate "
    "king queen judge justice prosecutor sheriff general admiral colonel lieutenant major lawmaker mp politician",
    "church": "pope bishop archbishop rabbi imam pastor priest reverend cardinal",
    "science": "physicist chemist biologist astronomer mathematician surgeon engineer researcher scientist",
    "crime": "suspect defendant gunman robber burglar killer",
}


@cache
def _callings() -> dict[str, str]:
    return {noun: calling for calling, nouns in _CALLINGS.items() for noun in nouns.split()}


@lru_cache(maxsize=1 << 15)  # an office is named alike in many articles
def role_of(text: str) -> Role | None:
    """A role taken apart; None where it has no noun that names one."""
    head, *rest = _LINK.split(text.strip(), maxsplit=1)
    named = _WORD.findall(re.sub(r"['’]s?\b", "", head))
    tokens = [word.lower().strip(".") for word in named]
    at = next((n for n in range(len(tokens) - 1, -1, -1) if _is_role(tokens[n])), None)
    if at is None:
        return None
    noun, before = _noun(tokens, at)
    state = _state(tokens, text.lower())
    if tokens[at] in _SEEKS:
        office = next((_OFFICE_OF[t] for t in tokens[:at] if t in _OFFICE_OF), None)
        if office:
            vice = "vice" in tokens[:at] and office == "president"
            noun, before = ("vice president" if vice else office), [t for t in before if t not in _OFFICE_OF]
    over = _over([named[n] for n in range(len(named)) if n != at and tokens[n] in before], rest[0] if rest else "")
    return Role(noun, over, state)


def _is_role(token: str) -> bool:
    noun = singular(token)
    return noun in words("title") or noun in words("role") or noun in _callings()


def _noun(tokens: list[str], at: int) -> tuple[str, list[str]]:
    noun, before = singular(tokens[at]), tokens[:at]
    noun = _SAME.get(noun, noun)
    if tokens[at].startswith("vice-") or (before and before[-1] in ("vice", "prime", "deputy", "assistant")):
        rank = "vice" if tokens[at].startswith("vice-") else before.pop()
        noun = f"{rank} {noun.removeprefix('vice-')}"
    return noun, before


def _state(tokens: list[str], text: str) -> State:
    parts = {part for token in tokens for part in (token, *token.split("-"))}
    if parts & _HELD:
        return "held"
    if parts & _WILL or "-elect" in text:
        return "will hold"
    return "seeks" if parts & _SEEKS else "holds"


def _over(before: list[str], after: str) -> frozenset[str]:
    """What an office is over: "Russian", "of Russia"; capital words, and small ones before the noun ("defense")."""
    found: set[str] = set()
    for word in before:
        low = word.lower().strip(".")
        if low not in _FILLER | _HELD | _WILL | _SEEKS and low not in words("party"):
            found.add(gazetteer.demonym(word) or gazetteer.country(word) or low)
    whole = gazetteer.country(after.strip())
    capitals = [_OWNED.sub("", w.strip(".")) for w in _WORD.findall(after) if w[0].isupper()]
    found |= {whole} if whole else {gazetteer.demonym(w) or gazetteer.country(w) or w.lower() for w in capitals}
    if not whole and not capitals:
        found |= {w.lower() for w in _WORD.findall(after)[:2] if w.lower() not in words("link") | words("article")}
    return frozenset(found)


def same_role(one: Role, other: Role) -> bool:
    """One noun over things that do not differ: "Danish President" and "President", "mayor of Vell", "Vell mayor"."""
    return one.noun == other.noun and (one.over <= other.over or other.over <= one.over)


def telling(role: Role) -> bool:
    """Whether a role tells who somebody is: "Russian President" does, "president", "senior official" do not."""
    return bool(role.over)


def of_one(role: Role) -> bool:
    """Whether one person at a time has a role: "Russian president" is, "president", "a popular president" are not."""
    if role.noun not in SINGLE or role.state != "holds" or len(role.over) != 1:
        return False
    (place,) = role.over
    return gazetteer.country_name(place) is not None or gazetteer.region(place.title()) is not None


def exclude(one: Role, other: Role) -> bool:
    """Whether two roles are held by two at any one time: one office over two places, both held now."""
    both = one.noun == other.noun and one.noun in SINGLE and one.state == other.state == "holds"
    if not both or one.over & other.over:
        return False
    return any(map(is_place, one.over)) and any(map(is_place, other.over))


@lru_cache(maxsize=1 << 12)
def is_place(word: str) -> bool:
    """Whether what an office is over is a country by its code, a region or a city."""
    return gazetteer.country_name(word) is not None or bool(gazetteer.lookup(word.title()))


def part_callings(some: set[str], others: set[str]) -> bool:
    """Whether what two people are called puts them in callings that hardly ever go together."""
    return bool(some) and bool(others) and not some & others
