"""The places that an article names, found by their spelling in the gazetteer and told apart by what stands around.

A capitalised name is a place when the whole of it is one: `Washington` in `Washington Post` is not. A name that
could as well be something else (a small town's, or one that the article also gives somebody) has to be told to be a
place somewhere in the article: by a preposition, a dateline, or the region or country after a comma.
"""

from __future__ import annotations

import calendar
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from onrecord.resolution import gazetteer
from onrecord.resolution.gazetteer import Entry
from onrecord.types import TELLING, Article, Place, Span

#: People from which on a city is meant where its name stands bare. Below, towns are called Independence and Trump.
KNOWN = 400_000
#: How many times as populous as the next of its name a city is that goes without saying.
OUTSHINES = 5
#: Names before and after one that tell which of two it is, and how many farther ones each of them outweighs.
BESIDE, CLOSE = 2, 100
#: Letters up to which a word in capitals is rather an organization's.
LONGEST_ACRONYM = 4
#: Words of the longest name looked up inside a longer run: Democratic Republic of the Congo.
LONGEST = 6


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_UPPER = "".join(c for c in map(chr, (*range(0x250), *range(0x1E00, 0x1F00))) if c.isupper())
_TITLE = (
    "President|Prime|Minister|Premier|Chancellor|Governor|Gov|Senator|Sen|Sens|Representative|Rep|Reps|Congressman|Mayor"
    "|Congresswoman|Attorney|Secretary|Ambassador|Judge|Justice|Lieutenant|Lt|King|Queen|Prince|Princess|Foreign|Vice"
    "|Democrat|Democrats|Republican|Republicans|Democratic|Chief|General|Gen|Sheriff|Police|State|Supreme|Army|Defense"
)
_TITLES = frozenset(_TITLE.split("|"))
_CALLED = _words(
    "Mr Mrs Ms Miss Dr Sir Dame Lord Lady Prof Professor Judge Justice Sen Senator Rep Gov Governor President Premier "
    "Chancellor King Queen Prince Princess Capt Captain Sgt Col Lt Gen General Rev Pope Saint Secretary Minister"
)
_PARTS = _words(
    "North South East West Northern Southern Eastern Western Northeast Northwest Southeast Southwest Central Upper "
    "Lower Downtown Greater Inner Outer Mainland Rural Suburban Metropolitan Occupied Former Old Modern"
)
#: Words that begin a sentence and no name.
_OPENING = _words(
    "A After All Although Among An And As At Because Before Both But By Despite During Even For From Had Has He Her "
    "His How However If In Inside Instead Is Its Later Like Many Meanwhile Near Neither No Nor Not Now Of On Once One "
    "Only Or Our Outside Over She Since So Some Still Such Than That The Their Then There These They This Those "
    "Though Through To Today Under Unlike Until What When Where Whether Which While Who Why With Within Without Yet "
    "You Your"
)
#: What else stands in capitals before a dash where a text begins.
_NOTICES = _words("ANALYSIS BREAKING EXCLUSIVE LIVE NEWS OPINION REPORT REVIEW UPDATE UPDATED VIDEO WATCH")
_WORD = rf"(?:(?:[A-Z]\.){{2,}}|(?:St|Ft|Mt|{_TITLE}|Mr|Mrs|Ms|Dr)\.(?= )|[{_UPPER}]\w*(?:['’](?!s\b)\w+)*)"
_JOIN = "(?: |-|–| of the | of | and | de | es | du | del | da | do | am |-au-|-am-|-on-)"
_RUN = re.compile(rf"\b{_WORD}(?:{_JOIN}{_WORD})*")
_REGION = re.compile(rf",\s((?:[A-Z]\.\s?){{2,3}}|[A-Z][a-z]{{1,4}}\.|{_WORD}(?: (?:of the |and )?{_WORD}){{0,4}})")
_SHOUTED = re.compile(rf"^[{_UPPER} '.-]{{5,}}(?=,|$)")
_SPLIT = re.compile(r" and |[-–]")
_IN = re.compile(
    r"\b(?:in|near|outside|across|throughout|inside|(?:city|town|village|mayor|capital|suburbs?|port|streets|outskirts"
    r"|north|south|east|west|people|residents?|parts?|governor|university) of|capital,) (?:the )?$",
    re.IGNORECASE,
)
_AT = re.compile(r"\b(?:at|in|near|outside|inside) (?:the )?$", re.IGNORECASE)
#: Names of months, days and continents, under which there are towns too (March, Sunday, Asia).
_NO_TOWNS = frozenset(name.casefold() for name in (*calendar.month_name, *calendar.day_name)) | _words(
    "africa asia europe oceania"
)
#: `ASTANA, Kazakhstan (Outlet) —` where a text begins.
_DATELINE = re.compile(
    rf"\s*({_WORD}(?:[ -]{_WORD}){{0,3}})(?:, [^\n—–(]{{2,30}}?)?(?:\s*\([^()\n]{{1,40}}\))?\s*(?:—|–|--|-(?= ))"
)


@dataclass(frozen=True, slots=True)
class _Naming:
    """A name that may be a place's: `form` as it is spelled, `span` with the region or country after it."""

    form: str
    span: Span
    within: Entry | None
    sure: bool
    person: bool = False


def find_places(article: Article, names: Sequence[Span] | None = None) -> tuple[Place, ...]:
    """The places named in an article's title, body and captions, in the order in which they first are.

    `names` are the spans known to be names; without them every run of capitalised words is taken for one. Country,
    coordinates and id are None where the gazetteer does not have the place, or several alike and nothing tells which.
    """
    namings = _believed(list(_namings(article, names)))
    around = _around(namings)
    told = {gazetteer.key(n.form): n.within for n in namings if n.within}
    found: dict[object, tuple[Entry, list[Span]]] = {}
    for place, naming in enumerate(namings):
        within = naming.within or told.get(gazetteer.key(naming.form))
        near = around + _around(namings[max(0, place - BESIDE) : place + BESIDE + 1], CLOSE)
        entry = _chosen(naming.form, within, near)
        identity = entry.geonames or (gazetteer.key(entry.name), entry.country, entry.region)
        found.setdefault(identity, (entry, []))[1].append(naming.span)
    return tuple(_place(entry, spans) for entry, spans in found.values())


def _place(entry: Entry, spans: Sequence[Span]) -> Place:
    name = max((_SHOUTED.sub(lambda m: m[0].title(), " ".join(span.text.split())) for span in spans), key=len)
    country = entry.country or None
    return Place(name, country, entry.latitude, entry.longitude, entry.geonames, tuple(spans))


def _namings(article: Article, names: Sequence[Span] | None) -> Iterator[_Naming]:
    """What may name a place, in text order; no two overlap."""
    text, end = article.text, 0
    lines = _datelines(article)
    for run in sorted(names, key=lambda s: s.start) if names is not None else _runs(article):
        dateline = lines.get(run.start)
        for start, stop, person in ((run.start, dateline, False),) if dateline else _parts_of(run):
            if start < end:
                continue
            naming = _naming(text, start, stop, person, bool(dateline))
            if naming:
                end = naming.span.end
                yield naming


def _runs(article: Article) -> Iterator[Span]:
    for passage in article.passages:
        if passage.kind in TELLING:
            for match in _RUN.finditer(article.text, passage.start, passage.end):
                yield Span(*match.span(), match[0])


def _datelines(article: Article) -> dict[int, int]:
    """Start and end of the places that the bodies' first words give as where the article was written."""
    bodies = (p for p in article.passages if p.kind == "body")
    matches = (_DATELINE.match(article.text, p.start, p.end) for p in bodies)
    return {match.start(1): match.end(1) for match in matches if match and _is_dateline(match)}


def _is_dateline(match: re.Match[str]) -> bool:
    """`Voss — who was late` is none, though it looks like one."""
    name, outlet = match[1], "(" in match[0]
    shouted = name.isupper() and len(name) > LONGEST_ACRONYM and not _NOTICES & set(name.split())
    return bool(gazetteer.lookup(name)) or outlet or shouted


def _parts_of(run: Span) -> Iterator[tuple[int, int, bool]]:
    """The stretches of a run that may be a place's name, and whether the run looks like a person's there."""
    start = run.start
    first = run.text.split(" ", 1)[0]
    if first in _OPENING and len(first) < len(run.text):
        start += len(first) + 1
    text = run.text[start - run.start :]
    if gazetteer.lookup(text) or gazetteer.government(text):
        yield start, run.end, False
        return
    cuts = [(m.start(), m.end()) for m in _SPLIT.finditer(text)]
    edges = [0, *(edge for cut in cuts for edge in cut), len(text)]
    for left, right in zip(edges[::2], edges[1::2], strict=True):
        yield from ((start + left + a, start + left + b, person) for a, b, person in _inside(text[left:right]))


def _inside(text: str) -> Iterator[tuple[int, int, bool]]:
    """The same for a run without `and` and hyphens: all of it, or a place before a title (`Ohio Gov.`), or after a
    part of it (`Eastern Ukraine`). The last word of another run is one that the article may call somebody by."""
    words = [(m.start(), m.end()) for m in re.finditer(r"\S+", text)]
    if not words:
        return
    if " of " in text and not gazetteer.lookup(text):  # President of the United States; Bank of England is no place
        office, of, country = text.rpartition(" of the " if " of the " in text else " of ")
        office_of = office.split(" ", 1)[0] in _TITLES and bool(gazetteer.lookup(country))
        yield len(office + of), len(text), not office_of
        return
    if len(words) == 1 or gazetteer.lookup(text):
        yield 0, len(text), False
        return
    for count in range(min(LONGEST, len(words) - 1), 0, -1):
        head, follows = text[: words[count - 1][1]], text[words[count][0] : words[count][1]].rstrip(".")
        if (follows in _TITLES or head in ("U.S.", "U.K.", "US", "UK")) and gazetteer.lookup(head):
            yield 0, len(head), False
            return
    for first in range(1, len(words)):
        before = text[words[first - 1][0] : words[first - 1][1]]
        if len(words) - first <= LONGEST and before in _PARTS and gazetteer.lookup(text[words[first][0] :]):
            yield words[first][0], len(text), False
            return
    yield words[-1][0], len(text), True


def _naming(text: str, start: int, end: int, person: bool, dateline: bool) -> _Naming | None:
    form, before = text[start:end], text[max(0, start - 30) : start]
    if form.casefold() in _NO_TOWNS:
        return None
    within, stop = _region_after(text, form, end)
    if not (gazetteer.lookup(form) or dateline or within):
        seat = gazetteer.government(form) and _AT.search(before)
        return _Naming(form, Span(start, end, form), None, True) if seat else None
    if form.isupper() and len(form) < LONGEST_ACRONYM and re.search(r"[A-Z]{2} $", before):
        return None  # TELL US MORE
    titled = before.rstrip(" .").rpartition(" ")[2] in _CALLED
    told = _IN.search(before) and not text.startswith(("'s", "’s"), end)  # in Voss's view
    sure = dateline or within is not None or bool(told)
    if within and any(_inside_of(e, within) for e in gazetteer.lookup(form)):  # Ana Voss of Springfield, Ohio
        person = titled = False
    elif person and before.endswith(("of ", "of the ")):  # Bank of England
        return None
    return _Naming(form, Span(start, stop, text[start:stop]), within, sure and not titled, person or titled)


def _region_after(text: str, form: str, end: int) -> tuple[Entry | None, int]:
    """The region or country that stands after a comma, and where it ends; not where both are parts of a list."""
    match = _REGION.match(text, end, end + 60)
    if not match:
        return None, end
    words = [m.end() for m in re.finditer(r"\S+", match[1])]
    for stop in reversed(words[:LONGEST]):
        name = match[1][:stop]
        if name.endswith(".") and gazetteer.lookup(name[:-1]):  # a sentence ends with it
            name, stop = name[:-1], stop - 1
        found = gazetteer.region(name) or next((e for e in gazetteer.lookup(name) if e.kind == "country"), None)
        if found and (name.endswith(".") or not _listed(gazetteer.lookup(form), found)):
            return found, match.start(1) + stop
    return None, end


def _listed(entries: Sequence[Entry], within: Entry) -> bool:
    """Whether a place stands beside another rather than in it: `Poland, Hungary`."""
    first = entries[:1]
    known = first and (first[0].kind != "city" or first[0].population >= KNOWN)
    return bool(known) and not any(_inside_of(e, within) for e in entries)


def _believed(namings: Sequence[_Naming]) -> list[_Naming]:
    """Those that name a place: sure ones, the bare ones of the same form, and those whose place everybody knows.

    Where the article also gives the name to somebody, a country, a region or a capital is still meant if the article
    says so once, a city if it says so more often.
    """
    people = Counter(gazetteer.key(n.form) for n in namings if n.person)
    told = Counter(gazetteer.key(n.form) for n in namings if n.sure and not n.person)

    def meant(naming: _Naming) -> bool:
        form = gazetteer.key(naming.form)
        entries = gazetteer.lookup(naming.form)
        plain = gazetteer.government(naming.form) is not None or any(e.kind != "city" for e in entries)
        if naming.within or told[form] > (0 if plain else people[form]):
            return True
        return not people[form] and (plain or any(e.population >= KNOWN for e in entries))

    return [naming for naming in namings if not naming.person and meant(naming)]


def _around(namings: Iterable[_Naming], weight: int = 1) -> Counter[str]:
    """How often each country (`US`) and region (`US-OH`) is named beyond doubt."""
    entries = [e for n in namings for e in (*_plain(n.form), *((n.within,) if n.within else ()))]
    codes = (code for e in entries for code in {e.country, _code(e)})
    return Counter({code: count * weight for code, count in Counter(codes).items()})


def _code(entry: Entry) -> str:
    return f"{entry.country}-{entry.region}" if entry.region else entry.country


def _plain(form: str) -> tuple[Entry, ...]:
    """The place of a name that no other place of note has."""
    entries = gazetteer.lookup(form)
    return entries[:1] if entries and _outshines(entries) else ()


def _outshines(entries: Sequence[Entry]) -> bool:
    first, others = entries[0], entries[1:]
    if first.kind != "city":
        return all(e.kind == "city" for e in others)
    return all(first.population >= OUTSHINES * e.population for e in others)


def _chosen(form: str, within: Entry | None, around: Counter[str]) -> Entry:
    """The one place meant, or what all that may be meant have in common."""
    entries = gazetteer.lookup(form)
    if within:
        inside = [e for e in entries if _inside_of(e, within)]
        return inside[0] if inside else _unknown(form, within.country, within.region)
    if not entries:
        return _unknown(form, gazetteer.government(form) or "", None)
    if gazetteer.government(form):
        return entries[0]
    if entries[0].kind != "city" and not _outshines(entries):
        return _country_or_region(form, entries, around)
    near = [e for e in entries if around[_code(e)]]
    if _outshines(entries):
        elsewhere = near and entries[0].kind == "city" and not around[entries[0].country]
        return near[0] if elsewhere else entries[0]
    if near and _outshines(near):
        return near[0]
    common = {e.country for e in entries}
    return _unknown(form, common.pop() if len(common) == 1 else "", None)


def _country_or_region(form: str, entries: Sequence[Entry], around: Counter[str]) -> Entry:
    """Georgia: beside other countries it is one; beside regions and cities of a country, a region of that."""
    regions = [e for e in entries if e.kind == "region"]
    if not regions:
        return _unknown(form, "", None)
    regional = sum(n for code, n in around.items() if code.startswith(f"{regions[0].country}-"))
    national = sum(n for code, n in around.items() if "-" not in code and code != regions[0].country)
    if entries[0].kind == "region" or regional == national:  # two regions, or nothing beside them
        return _unknown(form, "", None)
    return regions[0] if regional > national else entries[0]


def _inside_of(entry: Entry, within: Entry) -> bool:
    if entry.kind == "country" or entry.country != within.country:
        return False
    return within.kind == "country" or (entry.kind == "city" and entry.region == within.region)


def _unknown(form: str, country: str, region: str | None) -> Entry:
    return Entry(form, "city", country, region, None, None, None, 0)
