"""Whether an expression speaks of what was or of what is to come, by the verbs near it."""

from __future__ import annotations

from onrecord.resolution.times.lexicon import CODES, spelled
from onrecord.resolution.times.words import Words

_FUTURE = spelled(
    """
    will ll would shall wo may might must plan plans planned planning expects expected expect scheduled due
    slated intends intend intended hopes hope upcoming going promised promises vowed begins starts ends opens
    meets expires expire payable effective prepared poised likely pledged hoping expecting reconvenes returns
    faces
    """
)
_PAST = spelled(
    """
    was were had did been said told went came made took got gave saw found became began left held met won lost
    spoke wrote sent brought bought fell rose ran led kept thought felt grew knew drew chose broke drove sold
    stood paid shot struck cut hit beat fought sought caught taught says has have ago since showed shown done
    gone seen taken given quit spent laid sat heard built slid sank swung threw born
    """
)
#: Words in -ed that are no verbs of the past; those in -eed are all none.
_NO_VERB = spelled(
    """
    united hundred sacred naked wicked beloved alleged limited unprecedented aged biased
    """
)
#: After these a participle says nothing of when: "will be held", "to be paid".
_BARE = spelled("be being to")
#: How many words on either side are looked at; further words of a news sentence belong to other clauses.
REACH = 14
_BREAK, _CAPITAL = CODES["BREAK"], CODES["CAPITAL"]


def leans(words: Words, place: int) -> int:
    """-1 for a verb of the past, 1 for a word of the future, else 0."""
    word = words.lower[place]
    if word in _FUTURE:
        return 1 if words.classes[place] != CODES["MONTHISH"] else 0
    if word not in _PAST:
        past = word.endswith("ed") and len(word) > 3 and word not in _NO_VERB and not word.endswith("eed")
        if not past or words.classes[place] == _CAPITAL:
            return 0
    # "will be paid", "to be held", "I'd"
    return 0 if place and words.lower[place - 1] in _BARE else -1


def direction(words: Words, first: int, last: int) -> int:
    """1 where the nearest such verb before words `first` to `last`, else after them, points ahead; -1 where back;
    0 where the sentence has none."""
    for place in range(first - 1, max(first - REACH, 0) - 1, -1):
        if sentence_ends(words, place):
            break
        if lean := leans(words, place):
            return lean
    for place in range(last, min(last + REACH, len(words.lower))):
        if sentence_ends(words, place):
            break
        if lean := leans(words, place):
            return lean
    return 0


def sentence_ends(words: Words, place: int) -> bool:
    """Whether a sentence ends at this word: a blank line, or a mark before a capital after no short word."""
    if words.classes[place] == _BREAK or words.lower[place] in "?!;":
        return True
    return (
        words.lower[place] == "."
        and 0 < place < len(words.lower) - 1
        and words.ends[place] < words.starts[place + 1]
        and words.text[words.starts[place + 1]].isupper()
        and len(words.lower[place - 1]) > 3
    )
