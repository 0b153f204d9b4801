"""A made-up record with links, for the tests of what is asked of one: six articles on a dam, and who said what."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path

from onrecord.record import (
    Duplicate,
    Maker,
    OccasionGroup,
    PersonGroup,
    Record,
    RemarkGroup,
    StoryGroup,
    Tie,
    open_record,
)
from onrecord.types import (
    Analysis,
    Article,
    Clause,
    Condition,
    Dated,
    Occasion,
    Party,
    Passage,
    Person,
    Span,
    Statement,
)

FIRST, SECOND = Maker("model-1", "0.1"), Maker("model-2", "0.2")

#: A statement in a text: {speaker|content|field=value ...}, the speaker as an actor of the article, the content as is.
_TOLD = re.compile(r"\{([^|{}]+)\|([^|{}]+)\|?([^{}]*)\}")


def told(marked: str, id: str, *, speech: str | None = None, **known: str) -> Analysis:
    """An analysis of a text in which statements are marked as {speaker|content|act=demand said=2024-06 about=Bo}.
    `speech` is the date of a speech at which all of it was said."""
    text, places = _unmarked(marked)
    article = Article(id, text, (Passage("body", 0, len(text)),), language="en", origin=f"{id}.txt", **known)
    names = dict.fromkeys(
        name for who, _, fields in places for name in (who, fields.get("about"), fields.get("target")) if name
    )
    people = {name: Person(name, name, "person", (name,), (), (_find(text, name),)) for name in names}
    held = Occasion("o", "speech", "speech at the dam", None, None, speech, (_find(text, "the"),)) if speech else None
    statements = [_statement(id, n, text, people, held, *place) for n, place in enumerate(places)]
    return Analysis(article, tuple(statements), tuple(people.values()), (), (), (held,) if held else ())


def _unmarked(marked: str) -> tuple[str, list[tuple[str, tuple[int, int], dict[str, str]]]]:
    text, places, at = "", [], 0
    for match in _TOLD.finditer(marked):
        text += marked[at : match.start()]
        fields = dict(field.split("=", 1) for field in match[3].split())
        places.append((match[1], (len(text), len(text) + len(match[2])), fields))
        text, at = text + match[2], match.end()
    return text + marked[at:], places


def _find(text: str, words: str) -> Span:
    start = max(text.find(words), 0)
    return Span(start, start + len(words), text[start : start + len(words)])


def _statement(
    article: str,
    n: int,
    text: str,
    people: dict[str, Person],
    held: Occasion | None,
    who: str,
    at: tuple[int, int],
    f: dict[str, str],
) -> Statement:
    content = Span(*at, text[slice(*at)])
    quote = "direct" if content.text.startswith("“") else "mixed" if "“" in content.text else "indirect"

    def parties(name: str | None) -> tuple[Party, ...]:
        return (Party(name, "person", f.get("role"), name, people[name].mentions),) if name else ()

    conditions = ()
    if f.get("if"):
        condition, then = _find(text, f["if"].replace("_", " ")), _find(text, f["then"].replace("_", " "))
        conditions = (Condition("if", Clause((condition,), condition.text), Clause((then,), then.text)),)
    said = f.get("said")
    return Statement(
        id=f"{article}-{n}",
        article=article,
        parent=None,
        passage="body",
        source=people[who].mentions,
        cue=(_find(text, "said"),),
        content=(content,),
        quote=quote,
        confidence=0.9,
        speaker=parties(who),
        said=Dated(said, people[who].mentions) if said else None,
        said_bounds=Dated(f["bounds"], ()) if "bounds" in f else None,
        occasion=held,
        about=parties(f.get("about")),
        target=parties(f.get("target")),
        act=f.get("act"),
        status=f.get("status", "asserted"),
        conditions=conditions,
    )


ARTICLES = (
    told(
        "Ada said on Friday: {Ada|“The dam will be late. Nobody is to blame.”|act=predict said=2024-06-14}"
        " Later she said {Ada|that Bo had lied|act=accuse said=2024-06 about=Bo}.",
        "vale",
        speech="2024-06-14",
        outlet="The Vale",
        published="2024-06-15",
        title="Dam late",
    ),
    told(
        "Ada said {Ada|the dam “will be late”|act=predict said=2024-06-14}. Bo said {Bo|“No.”|act=refuse target=Ada}",
        "post",
        speech="2024-06-14",
        outlet="Harbour Post",
        published="2024-06-14",
        title="Dam to be late",
    ),
    told(
        "Ada said {Ada|“The dam will be late. Nobody is to blame.”|said=2024-06-14}",
        "copy",
        outlet="Quay News",
        published="2024-06-16",
        title="Dam late, says Ada",
    ),
    told(
        "Ada said {Ada|the dam will be late again|said=2024-09-02}.", "again", outlet="The Vale", published="2024-09-03"
    ),
    told("Ada said {Ada|that she had warned of it|bounds=../2024-06}.", "undated"),
    told(
        "Ada said {Ada|she would pay Bo if the gates were opened|act=promise target=Bo"
        " if=the_gates_were_opened then=she_would_pay_Bo}. Bo said {Bo|no|act=refuse target=Ada}.",
        "terms",
        outlet="The Vale",
        published="2024-07-01",
    ),
)


def record(path: Path, articles: Sequence[Analysis] = ARTICLES) -> Record:
    made = open_record(path / "talks.db")
    made.add(articles, maker=FIRST)
    return made


def linked(path: Path) -> Record:
    """Ada is P1 and Bo P2; what was said of the dam on 14 June is R1, and R2 in September repeats it."""
    made = record(path)
    actors: dict[str, list[int]] = {}
    for view in made.views.actors():
        actors.setdefault(view.name, []).append(view.key)
    roles = ({"role": "warden", "first": "2024-06-14", "last": None},)
    ada = PersonGroup(
        members=tuple(actors["Ada"]), name="Ada Löw", kind="person", names=("Ada Löw", "Ada"), roles=roles
    )
    bo = PersonGroup(members=tuple(actors["Bo"]), name="Bo Adam", kind="person")
    made.write_links("person", [ada, bo], [Tie(actors["Ada"][0], actors["Ada"][1], 0.9, {"name": "same"})])
    spans = {view.id: (view.key, view.content[0].start, view.content[0].end) for view in made.views.statements()}
    late = [spans[id] for id in ("vale-0", "post-0", "copy-0")]
    groups = [RemarkGroup(members=tuple(late)), RemarkGroup(members=(spans["again-0"],))]
    made.write_links("remark", groups, [Tie(late[0], late[1], 0.8, {"words in order": 0.8, "day": "same"})])
    made.write_repeats([Tie(late[0], spans["again-0"], 0.7, {"words in order": 0.7})])
    events = tuple(view.key for view in made.views.events())
    made.write_links(
        "occasion", [OccasionGroup(members=events, name="speech at the dam", kind="speech", edtf="2024-06-14")]
    )
    keys = {view.id: view.key for view in made.views.articles()}
    story = StoryGroup(members=(keys["vale"], keys["post"], keys["copy"], keys["terms"]), name="The dam")
    made.write_links("story", [story], [Tie(keys["vale"], keys["post"], 0.6, {"words": 0.6})])
    made.write_duplicates([Duplicate(keys["copy"], keys["vale"], 0.9, {"shingles": 0.9})])
    made.mark_linked()
    return made
