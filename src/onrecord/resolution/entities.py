"""Names put together: which of an article's names are one person's, organization's or place's."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from onrecord.resolution import gazetteer
from onrecord.resolution.lexicon import Gender, first_names, gender_of_noun, singular, words
from onrecord.resolution.mentions import Mention
from onrecord.resolution.names import is_short_for, parse_name, same_person
from onrecord.types import PersonKind


@dataclass(slots=True)
class Entity:
    """Somebody while an article is gone through: what is known of them so far, and where they were mentioned.
    `members` are the numbers of those that a joint entity is made of."""

    number: int
    kind: PersonKind
    name: str
    named: bool
    gender: Gender | None = None
    plural: bool = False
    nouns: set[str] = field(default_factory=set)
    mentions: list[int] = field(default_factory=list)
    members: tuple[int, ...] = ()


def cluster_names(
    mentions: Sequence[Mention], shown: frozenset[str] = frozenset()
) -> tuple[list[Entity], dict[int, int]]:
    """The entities that an article's names make, and which of them each name is of, by the mention's number.
    `shown` are names that are people's whatever their words tell."""
    names = [
        (at, replace(m, certain=True) if m.kind == "person" and m.span.text in shown else m)
        for at, m in enumerate(mentions)
        if m.form == "name"
    ]
    people = _People([m for _, m in names])
    entities: list[Entity] = []
    by_key: dict[str, int] = {}
    whose: dict[int, int] = {}
    others = _Others([m for _, m in names if not people.takes(m)])
    for at, mention in names:
        key, name, kind = people.find(mention) or others.find(mention)
        if key not in by_key:
            by_key[key] = len(entities)
            entities.append(Entity(len(entities), kind, name, True, plural=kind == "group"))
        entity = entities[by_key[key]]
        whose[at] = entity.number
        entity.mentions.append(at)
        entity.gender = entity.gender or mention.gender
    for entity in entities:
        _describe(entity, mentions)
    return entities, whose


def _describe(entity: Entity, mentions: Sequence[Mention]) -> None:
    """Gender and nouns from the titles before the name, and from the first name."""
    titles = [t for at in entity.mentions if (t := mentions[at].title)]
    for title in titles:
        entity.nouns.update(word.strip(".,").lower() for word in title.text.split())
    if any(noun.endswith("-elect") for noun in entity.nouns):
        entity.nouns |= {"elected", "elect"}
    entity.nouns |= {singular(noun) for noun in entity.nouns}
    if entity.kind == "person" and entity.gender is None:
        told = next((g for noun in sorted(entity.nouns) if (g := gender_of_noun(noun))), None)
        entity.gender = told or parse_name(entity.name).gender


class _People:
    """The people of an article by their full names, and whom a short name stands for as the text goes on."""

    def __init__(self, names: Sequence[Mention]) -> None:
        alone = {parse_name(m.span.text).last for m in names if len(m.span.text.split()) == 1}
        full = dict.fromkeys(m.span.text for m in names if m.kind == "person" and _is_full(m, alone))
        self._groups: list[list[str]] = []
        self._parsed = {text: parse_name(text) for text in full}
        by_last: dict[str, list[int]] = defaultdict(list)
        for text in sorted(full, key=lambda t: -len(self._parsed[t].parts)):  # "Anna Le Roy" before "Le Roy"
            parsed = self._parsed[text]
            keys = (parsed.last, parsed.parts[0])
            home = next((g for key in keys for g in by_last[key] if self._same(text, g)), None)
            if home is None:
                home = len(self._groups)
                self._groups.append([])
                for key in keys:
                    by_last[key].append(home)
            self._groups[home].append(text)
        self._home = {text: g for g, texts in enumerate(self._groups) for text in texts}
        self._short = self._by_short_name()
        self._counts = self._count(names)
        self._single = _single_people(names, self._short)
        self._seen: dict[int, int] = {}
        self._turn = 0

    def _same(self, text: str, group: int) -> bool:
        one = self._parsed[text]
        return all(same_person(one, o) or is_short_for(one, o) for o in (self._parsed[t] for t in self._groups[group]))

    def _count(self, names: Sequence[Mention]) -> list[int]:
        """How often each is named beyond doubt: in full, or by what nobody else is called or can be, by a gender."""
        counts = [0] * len(self._groups)
        for mention in names:
            home = self._home.get(mention.span.text)
            fitting = [home] if home is not None else [g for g in self._candidates(mention) if self._fits(mention, g)]
            if len(fitting) == 1:
                counts[fitting[0]] += 1
        return counts

    def _fits(self, mention: Mention, group: int) -> bool:
        """Whether somebody may be of the gender that the words around a name tell."""
        told = next((g for text in self._groups[group] if (g := self._parsed[text].gender)), None)
        gender = mention.gender or mention.hint
        return gender is None or told in (None, gender)

    def _by_short_name(self) -> dict[str, list[int]]:
        short: dict[str, list[int]] = defaultdict(list)
        for group, texts in enumerate(self._groups):
            for name in {p for text in texts for p in self._parsed[text].parts}:
                short[name].append(group)
        return short

    def takes(self, mention: Mention) -> bool:
        """Whether a name is a person's: its own words say so, or a person of the article is called so."""
        if mention.kind != "person":
            shouted = mention.span.text.isupper() and len(mention.span.text) > 3
            single = not mention.certain and len(mention.span.text.split()) == 1 and self._is_single(mention)
            return single or ((not mention.certain or shouted) and bool(self._candidates(mention)))
        return mention.span.text in self._home or bool(self._candidates(mention)) or self._is_single(mention)

    def _is_single(self, mention: Mention) -> bool:
        return mention.certain or parse_name(mention.span.text).last in self._single

    def find(self, mention: Mention) -> tuple[str, str, PersonKind] | None:
        """Key, fullest name and kind of whom a name stands for; None where it is no person's."""
        if not self.takes(mention):
            return None
        self._turn += 1
        group = self._home.get(mention.span.text)
        if group is None:
            group = self._choose(mention, self._candidates(mention))
        if group is not None:
            self._seen[group] = self._turn
        else:
            parsed = parse_name(mention.span.text)
            return (
                f"single {parsed.last}",
                mention.span.text.title() if mention.span.text.isupper() else mention.span.text,
                "person",
            )
        return f"person {group}", self._fullest(group), "person"

    def _candidates(self, mention: Mention) -> list[int]:
        short = parse_name(mention.span.text)
        groups = self._short.get(short.last, [])
        return [g for g in groups if any(is_short_for(short, self._parsed[t]) for t in self._groups[g])]

    def _choose(self, mention: Mention, groups: Sequence[int]) -> int | None:
        """Of several whom a short name fits: the right gender, by family name rather than by first name, then the
        one whom the article names most, then the one it named last."""
        if not groups:
            return None
        short = parse_name(mention.span.text)

        def rank(group: int) -> tuple[bool, bool, bool, int, int]:
            parsed = [self._parsed[t] for t in self._groups[group]]
            younger = all(p.suffix != "sr" for p in parsed)
            return (
                self._fits(mention, group),
                any(p.last == short.last for p in parsed),
                younger,
                self._counts[group],
                self._seen.get(group, 0),
            )

        return max(groups, key=rank)

    def _fullest(self, group: int) -> str:
        texts = self._groups[group]
        best = max(texts, key=lambda t: (len(t.split()), not t.isupper(), len(t)))
        return best.title() if best.isupper() else best


def _is_full(mention: Mention, alone: set[str]) -> bool:
    """Whether a name is a person's full one. One that nothing shows to be a person's is if the article goes on to
    call somebody by one of its words: it does so with people, not with companies."""
    parts = parse_name(mention.span.text).parts
    if len(parts) < 2 or (not mention.certain and mention.likely not in (None, "person")):
        return False
    return mention.certain or mention.likely == "person" or parts[-1] in alone or parts[0] in alone


def _single_people(names: Sequence[Mention], full: dict[str, list[int]]) -> frozenset[str]:
    """Single names that are people's though the article gives no full one: they stand with a title somewhere, or
    are first names."""
    single = {parse_name(m.span.text).last: m for m in names if not m.certain and len(m.span.text.split()) == 1}
    titled = {parse_name(m.span.text).last for m in names if m.title and m.kind == "person"}
    likely = Counter(
        parse_name(m.span.text).last for m in names for _ in range((m.likely == "person") + 2 * bool(m.hint))
    )
    # "in Vell" outweighs what the head makes of the name elsewhere.
    unlikely = Counter(
        parse_name(m.span.text).last for m in names for _ in range((m.likely not in (None, "person")) + 3 * m.within)
    )
    tagged = any(m.likely for m in names)
    return frozenset(
        name
        for name in single
        if name in titled
        or name in full
        or likely[name] > unlikely[name]
        or (name in first_names() and not unlikely[name] and not tagged and single[name].kind != "place")
    )


class _Others:
    """Organizations, places, documents and groups by name: shortened names and initials go with the full ones."""

    def __init__(self, names: Iterable[Mention]) -> None:
        self._full: dict[str, Mention] = {}
        kinds: dict[str, Counter[PersonKind]] = defaultdict(Counter)
        spelled: dict[str, Counter[str]] = defaultdict(Counter)
        for mention in names:
            key = _key(mention.span.text)
            self._full.setdefault(key, mention)
            spelled[key][mention.span.text] += 1
            told = mention.kind if mention.certain else mention.likely or mention.kind
            kinds[key][told] += 3 if mention.certain or mention.within else 1
        self._kinds: dict[str, PersonKind] = {key: _likely(count) for key, count in kinds.items()}
        self._named = {key: _spelling(key, counts) for key, counts in spelled.items()}
        self._home = {key: self._longer(key) for key in self._full}

    def find(self, mention: Mention) -> tuple[str, str, PersonKind]:
        key = self._home.get(_key(mention.span.text), _key(mention.span.text))
        return f"other {key}", self._named.get(key, mention.span.text), self._kinds.get(key, mention.kind)

    def _longer(self, key: str) -> str:
        """The longer name that a name is short for, or itself."""
        if self._kinds[key] in ("group", "place"):
            return key
        words_ = key.split()
        for other in self._full:
            longer = other.split()
            if len(longer) <= 1 or other == key or self._kinds[other] in ("group", "place"):
                continue
            if len(words_) == 1 and words_[0].replace(".", "") in _initials(longer):
                return other
            lead = " ".join(longer[: -len(words_)])
            if len(longer) > len(words_) and longer[-len(words_) :] == words_ and not gazetteer.is_country(lead):
                return other
        return key


def _spelling(key: str, counts: Counter[str]) -> str:
    """A name as the article writes it out: not by initials where it has more, a country's as it most often does."""
    if key in _WRITTEN_OUT.values() and not any(text.lower().endswith(key) for text in counts):
        return key.title()
    long = {text: n for text, n in counts.items() if "." not in text and not text.isupper()} or dict(counts)
    if key.startswith("country:"):
        if all("." in text or text.isupper() for text in long):
            return gazetteer.country_name(key.removeprefix("country:")) or next(iter(counts))
        return max(long, key=lambda text: (long[text], len(text)))
    best = max(long, key=lambda text: (len(text.split()), long[text]))
    return best.title() if best.isupper() and " " in best else best


def _likely(count: Counter[PersonKind]) -> PersonKind:
    """The kind that a name's mentions speak for. One that no mention makes a person is an organization: people are
    named in full or with a title somewhere in an article, newspapers and companies are not."""
    best = max(sorted(count), key=lambda kind: count[kind])
    return "organization" if best == "person" else best


def _key(text: str) -> str:
    """A name in small letters without article; a country by its code, so that its names are one."""
    code = gazetteer.country(text)
    if code:
        return f"country:{code}"
    lower = " ".join(text.lower().replace("’", "'").split()).removeprefix("the ")
    first, space, rest = lower.partition(" ")
    return _WRITTEN_OUT.get(first, first) + space + rest


_WRITTEN_OUT = {
    "u.n.": "united nations", "un": "united nations", "u.n": "united nations", "u.s.": "united states",
    "u.s": "united states", "u.k.": "united kingdom", "e.u.": "european union", "eu": "european union",
}  # fmt: skip


def _initials(longer: Sequence[str]) -> set[str]:
    big = [word for word in longer if word not in words("joiner")]
    return {"".join(w[0] for w in big), "".join(w[0] for w in longer)}
