"""Spans that name somebody: names, pronouns, descriptions."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from onrecord.attribution.reader import Words
from onrecord.resolution import gazetteer
from onrecord.resolution.capitals import Run, find_runs, first_look, is_heading, is_headline
from onrecord.resolution.descriptions import Described, find_descriptions, is_somebody, kind_of_noun
from onrecord.resolution.heads import Tagged, tag_mentions
from onrecord.resolution.lexicon import Gender, gender_of_noun, is_plural, singular, words
from onrecord.resolution.names import is_first_name
from onrecord.resolution.sentences import Sentences, find_sentences
from onrecord.resolution.sources import Names, Part, parts_of
from onrecord.resolution.tokens import Token, between, tokenize
from onrecord.types import TELLING, Article, Passage, PassageKind, PersonKind, Span, Statement

Form = Literal["name", "pronoun", "description"]


@dataclass(frozen=True, slots=True)
class Mention:
    """A span that names somebody.

    `head` is the word that says what it is, in small letters: a description's noun, the pronoun itself, a name's last
    word. `title` is what stands before a name ("Sen.", "the president"). `owner` is the span of whom a description
    belongs to ("his" in "his campaign"). `certain` tells that the words themselves show the kind; `headline` that it
    stands where all is capitalised, `likely` the kind that a learned head makes it, `hint` the gender of the
    pronoun that follows a name in its sentence, `within` that things are in it.
    """

    span: Span
    kind: PersonKind
    form: Form
    head: str
    gender: Gender | None = None
    plural: bool = False
    title: Span | None = None
    owner: Span | None = None
    definite: bool = False
    certain: bool = True
    headline: bool = False
    likely: PersonKind | None = None
    hint: Gender | None = None
    within: bool = False


@dataclass(frozen=True, slots=True)
class Text:
    """An article's text with its words and sentences."""

    text: str
    tokens: tuple[Token, ...]
    sentences: Sentences
    passages: tuple[Passage, ...]

    def passage(self, place: int) -> PassageKind:
        """The kind of passage that a character stands in."""
        number = bisect_right(self.passages, place, key=lambda p: p.start) - 1
        return self.passages[number].kind if number >= 0 else "body"

    def lines(self) -> Iterator[tuple[int, int]]:
        """The words [first, end) of each sentence that tells something."""
        for number, start in enumerate(self.sentences.starts):
            if self.passage(start) in TELLING:
                yield between(self.tokens, *self.sentences.bounds(number))

    def is_headline(self, first: int, end: int) -> bool:
        """Whether capitals tell nothing in a line: one in the title, that no full stop ends, or like a heading."""
        if end <= first:
            return False
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        open_ended = self.text[stop : stop + 1] not in (".", "!", "…")
        if open_ended or self.passage(start) == "title":
            return is_headline(self.tokens, first, end)
        return self.sentences.is_paragraph(start) and is_heading(self.tokens, first, end)

    def span(self, first: int, end: int) -> Span:
        """The span of the words [first, end)."""
        start, stop = self.tokens[first].start, self.tokens[end - 1].end
        return Span(start, stop, self.text[start:stop])


def read_text(article: Article) -> Text:
    """Words and sentences of an article."""
    return Text(article.text, tokenize(article.text), find_sentences(article.text), article.passages)


def find_mentions(
    article: Article, statements: Sequence[Statement], vectors: Words | None = None
) -> tuple[Mention, ...]:
    """All mentions of an article in text order, the sources of its statements among them. A mention may lie inside
    another: "his" in "his campaign"."""
    text = read_text(article)
    names = _as_tagged(
        _of_states(text, _names(text)), tag_mentions(article.text, vectors) if vectors is not None else ()
    )
    pronouns = [
        m for at, t in enumerate(text.tokens) if text.passage(t.start) in TELLING and (m := _pronoun(text, at, t))
    ]
    found = _with_sources(text, statements, _apart([*names, *pronouns], _descriptions(text)))
    unique = {(m.span.start, m.span.end): m for m in found}
    return tuple(sorted(unique.values(), key=lambda m: (m.span.start, -m.span.end)))


#: The least probability with which a learned kind is heeded; below it the head is wrong as often as right.
_HEEDED = 0.6


def _as_tagged(names: Sequence[Mention], tags: Sequence[Tagged]) -> list[Mention]:
    """The names with the kinds that a learned head gives them."""
    tags = [t for t in tags if t.form == "name" and t.probability >= _HEEDED]
    starts, out = [t.start for t in tags], []
    for mention in names:
        at = bisect_right(starts, mention.span.end - 1) - 1
        over = 0 if at < 0 else min(tags[at].end, mention.span.end) - max(tags[at].start, mention.span.start)
        same = at >= 0 and 2 * over >= max(len(mention.span.text), tags[at].end - tags[at].start)
        mention = replace(mention, likely=tags[at].kind) if same else mention
        out.append(replace(mention, likely="place") if mention.within else mention)
    return out


def _of_states(text: Text, names: Sequence[Mention]) -> list[Mention]:
    """The names, those of states as places, which the gazetteer need not know: one with a government, a foreign
    minister, a capital, a chancellor."""
    states: set[str] = set()
    for mention in names:
        first, end = between(text.tokens, mention.span.start, mention.span.end)
        after = text.tokens[end].lower if end < len(text.tokens) else ""
        before = [t.lower for t in text.tokens[max(0, first - 2) : first]]
        owns = text.tokens[end - 1].possessive and after in words("state_thing")
        if not mention.certain and (owns or (before[1:] == ["of"] and before[0] in words("state_office"))):
            states.add(mention.span.text)
        title = mention.title.text.split() if mention.title else []
        if len(title) == 2 and title[0][:1].isupper() and title[1].lower() in words("state_office"):
            states.add(title[0])
    return [replace(m, kind="place", certain=True) if m.span.text in states and m.title is None else m for m in names]


def _hint(tokens: Sequence[Token], end: int) -> Gender | None:
    """The gender of the pronoun that follows a name with no other name between."""
    for token in tokens[end : end + 12]:
        if token.capital or token.gap.rstrip().endswith((".", "“", '"')):
            return None
        if token.lower in words("pronoun_f"):
            return "f"
        if token.lower in words("pronoun_m"):
            return "m"
    return None


def _names(text: Text) -> list[Mention]:
    lines = list(text.lines())
    capitals = [line for line in lines if text.is_headline(*line)]
    plain = [line for line in lines if line not in set(capitals)] or lines
    known_words = first_look(text.tokens, plain)
    runs = [run for line in plain for run in find_runs(text.tokens, *line, known_words)]
    found = [_name(text, run) for run in runs]
    known = _known(found)
    return found + [m for line in capitals if plain is not lines for m in _of_headline(text, *line, known)]


def _name(text: Text, run: Run) -> Mention:
    tokens = text.tokens
    span, last = text.span(run.name, run.end), tokens[run.end - 1]
    before = run.name - 1
    the = before >= 0 and tokens[run.name].gap == " " and tokens[before].lower == "the" and not _modifies(tokens, run)
    kind, certain = run.kind, run.kind is not None
    title = _title(text, run)
    if kind is None or (kind == "organization" and run.end - run.name == 1):
        where = _place(span.text)
        kind, certain = ("place", where == "certain") if where else (kind, certain)
    if kind is None and title is not None and not the:
        kind, certain = "person", True
    if kind is None and _modifies(tokens, run) and kind_of_noun(tokens[run.end].lower) == "place":
        kind, certain = "place", True
    if kind is None:
        kind = "organization" if the or run.end - run.name > 4 or last.shout else "person"
    noun = gender_of_noun(singular(tokens[run.name - 1].lower)) if title else None
    hint = _hint(tokens, run.end) if run.end - run.name == 1 else None
    within = title is None and before >= 0 and tokens[run.name].gap == " " and tokens[before].lower in ("in", "across")
    return Mention(
        span, kind, "name", last.lower, noun, kind == "group", title, None, the, certain, hint=hint, within=within
    )


def _modifies(tokens: Sequence[Token], run: Run) -> bool:
    """Whether a name stands before a noun that "the" belongs to: "the Ames campaign"."""
    return run.end < len(tokens) and tokens[run.end].gap == " " and kind_of_noun(tokens[run.end].lower) is not None


def _title(text: Text, run: Run) -> Span | None:
    """What stands before a name as its title: of the run itself, or small words that end in a noun for a person
    ("campaign spokesman Piers Ombersley")."""
    tokens, first = text.tokens, run.title
    if run.kind in ("organization", "place", "document", "group"):
        return text.span(run.title, run.name) if run.title < run.name else None
    if run.title == run.name and first and tokens[first].gap == " " and _is_role(tokens[first - 1]):
        first -= 1
    while 0 < first < run.name and tokens[first].gap == " " and _before_role(tokens[first - 1], run.title < run.name):
        first -= 1
    return text.span(first, run.name) if first < run.name else None


def _is_role(token: Token) -> bool:
    noun = singular(token.lower) in words("title") | words("role")
    return noun and not token.possessive and not token.capital and token.lower not in ("star", "whip", "host", "chair")


def _before_role(token: Token, capital: bool) -> bool:
    """Whether a word before a title belongs to it: "former" always, before a small title most words do."""
    if token.possessive or token.lower in _NO_TITLE or token.text[:1].isdigit():
        return False
    if token.lower in words("party") or gazetteer.demonym(token.lower):
        return True
    verb = (
        token.lower in words("verb")
        or token.lower.endswith(("ed", "ing"))
        or (token.lower.endswith("s") and not token.capital)
    )
    return not capital and not verb and token.lower not in words("common")


_NO_TITLE = words("article") | words("possessive") | words("quantifier") | words("joiner") | words("particle")


def _place(name: str) -> Literal["certain", "likely"] | None:
    """Whether a name is a place's: certainly a country's or a government's seat; likely one that some place has
    and that is no first name."""
    if gazetteer.is_country(name):
        return "certain"
    if gazetteer.government(name):
        return "certain" if gazetteer.lookup(name) else None  # a capital is a place, a palace stands for its office
    if gazetteer.region(name):
        return "likely"
    if " " not in name and is_first_name(name):
        return None
    return "likely" if gazetteer.lookup(name) else None


def _known(names: Iterable[Mention]) -> dict[tuple[str, ...], Mention]:
    """The names of the text itself, and each last word of a person's, by which a headline may call them."""
    known: dict[tuple[str, ...], Mention] = {}
    for mention in names:
        parts = tuple(mention.span.text.lower().replace("’", "'").split())
        known.setdefault(parts, mention)
        if mention.kind == "person" and parts[-1] not in words("suffix"):
            known.setdefault(parts[-1:], mention)
    return known


def _of_headline(text: Text, first: int, last: int, known: dict[tuple[str, ...], Mention]) -> list[Mention]:
    out, at = [], first
    longest = max(map(len, known), default=0)
    lowers = [t.text.lower().replace("’", "'") for t in text.tokens[first:last]]
    while at < last:
        for size in range(min(longest, last - at), 0, -1):
            model = known.get(tuple(lowers[at - first : at - first + size]))
            if model is not None and text.tokens[at].capital:
                start = at - (size == 1 and model.kind == "person" and _first_before(text.tokens, at, first))
                span = text.span(start, at + size)
                out.append(
                    replace(
                        model, span=span, head=lowers[at - first + size - 1], title=None, gender=None, headline=True
                    )
                )
                at += size - 1
                break
        at += 1
    return out


def _first_before(tokens: Sequence[Token], at: int, first: int) -> bool:
    """Whether a headline gives the first name that the text leaves out."""
    return at > first and tokens[at].gap == " " and not tokens[at - 1].possessive and is_first_name(tokens[at - 1].text)


_PRONOUNS = {word: name for name in ("f", "m", "p", "n", "1", "we", "you") for word in words(f"pronoun_{name}")}


def pronoun_class(word: str) -> str | None:
    """What a pronoun asks for: f, m, p (several), n (no person), 1, we, you, who."""
    return _PRONOUNS.get(word) or ("who" if word in words("relative") else None)


def _pronoun(text: Text, at: int, token: Token) -> Mention | None:
    kind = _PRONOUNS.get(token.lower)
    if kind is None or token.text in ("US", "IT", "ME"):
        return None
    gender: Gender | None = "f" if kind == "f" else "m" if kind == "m" else None
    of: PersonKind = "organization" if kind == "n" else "group" if kind in ("p", "we", "you") else "person"
    return Mention(text.span(at, at + 1), of, "pronoun", token.lower, gender, kind in ("p", "we"), certain=kind != "p")


def _descriptions(text: Text) -> list[Mention]:
    out = []
    for first, last in text.lines():
        out += [_description(text, d) for d in find_descriptions(text.tokens, first, last)]
    return out


def _description(text: Text, found: Described) -> Mention:
    tokens, noun = text.tokens, text.tokens[found.head].lower
    lead = tokens[found.first].lower
    owner = text.span(found.first, found.first + found.owner) if found.owner else None
    definite = lead in ("the", "this", "that", "these", "those") or owner is not None
    kind = kind_of_noun(noun) or "person"
    plural = is_plural(noun)
    return Mention(
        text.span(found.first, found.end),
        "group" if kind == "person" and plural else kind,
        "description",
        noun,
        gender_of_noun(singular(noun)),
        plural,
        owner=owner,
        definite=definite,
    )


def _apart(found: Sequence[Mention], descriptions: Sequence[Mention]) -> list[Mention]:
    """The descriptions that are no part of a name's title, with what was found before."""
    spans = {m.span.start: m for m in found if m.form == "name"}
    titles = {m.title.end for m in spans.values() if m.title}
    inside = {i for m in spans.values() for i in range(m.span.start, m.span.end)}
    return [*found, *(d for d in descriptions if d.span.end not in titles and d.span.end - 1 not in inside)]


def names_among(text: Text, mentions: Sequence[Mention]) -> Names:
    """Where names begin and end, by words."""
    begins: dict[int, int] = {}
    ends: dict[int, int] = {}
    whole: dict[int, int] = {}
    groups: set[int] = set()
    for mention in mentions:
        if mention.form == "name":
            first, end = between(text.tokens, mention.span.start, mention.span.end)
            begins.update(dict.fromkeys(range(first, end), first))
            ends.update(dict.fromkeys(range(first, end), end))
            start = between(text.tokens, mention.title.start, end)[0] if mention.title else first
            if mention.kind in ("person", "organization"):
                whole[start] = end
            if mention.kind == "group":
                groups.update(range(first, end))
    return Names(begins, ends, whole, frozenset(groups))


def source_parts(text: Text, statement: Statement, names: Names) -> list[Part]:
    """The speakers that a statement's source names or describes."""
    out = []
    for span in statement.source:
        first, end = between(text.tokens, span.start, span.end)
        if end > first:  # a source that cuts through a name is of all the name
            first, end = names.begins.get(first, first), names.ends.get(end - 1, end)
        out += parts_of(text.tokens, first, end, names)
    return out


def _with_sources(text: Text, statements: Sequence[Statement], found: Sequence[Mention]) -> list[Mention]:
    """The mentions found, and what sources describe without being found, in place of parts of that."""
    names = names_among(text, found)
    described: dict[int, Mention] = {}
    for statement in statements:
        for part in source_parts(text, statement, names):
            word = text.tokens[part.head].lower
            if part.name or pronoun_class(word) not in (None, "who"):
                continue
            described[text.tokens[part.head].start] = _source(text, part)
            if text.tokens[part.first].lower == "whose":
                described[text.tokens[part.first].start] = _source(text, replace(part, head=part.first))
    heads = {m.span.end - len(m.head): m for m in found if m.form == "description"}
    gone = {id(m) for at, m in heads.items() if at in described}
    return [*(m for m in found if id(m) not in gone), *described.values()]


def _source(text: Text, part: Part) -> Mention:
    """A source's pronoun "who", or a description as long as it goes."""
    tokens, word = text.tokens, text.tokens[part.head].lower
    if pronoun_class(word) == "who":
        return Mention(text.span(part.head, part.head + 1), "person", "pronoun", word, certain=False)
    owned = next((at for at in range(part.head, part.first, -1) if tokens[at - 1].possessive), part.first)
    if tokens[part.first].lower in words("possessive") or tokens[part.first].lower == "whose":
        owned = max(owned, part.first + 1)
    mention = _description(text, Described(part.first, part.head, part.end, owned - part.first))
    if word in words("quantifier") or word[:1].isdigit():
        return replace(mention, kind="group", plural=True)
    if (
        text.tokens[part.head].capital
        and part.head == part.first
        and kind_of_noun(word) is None
        and not word.endswith("s")
    ):
        return replace(mention, kind="organization")  # a name that only ever opens a sentence
    unlisted: PersonKind = "document" if not is_somebody(word) else "group" if word.endswith("s") else "person"
    return replace(mention, kind=kind_of_noun(word) or unlisted)
