"""Made-up news for the tests of duplicates and stories: articles as linking sees them, and records of them."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from onrecord.record import Record, open_record
from onrecord.record.views import ArticleView
from onrecord.types import Analysis, Article, Passage

FERRY = (
    "A ferry with 212 passengers on board ran aground off Port Ellery on Tuesday night, the coast guard said. "
    "Nobody was hurt. Captain Ines Marlow told reporters that the steering of the Northern Star had failed two "
    "miles from the harbour. Tugboats pulled the ship free at high water, and it sailed on to Ellery under its own "
    "power. The operator, Calder Lines, has taken the vessel out of service while divers look at its hull. A "
    "passenger, Tom Reyes, said that the lights went out for a moment and that children cried. The transport "
    "ministry in Vell has opened an inquiry, which is to report in the spring. It is the third accident of a Calder "
    "ferry this year."
)
MINE = (
    "Four miners were rescued alive on Friday from a copper pit near Great Tolland after 61 hours underground. They "
    "had been trapped when a gallery caved in on Tuesday. Rescue teams drilled a shaft of 140 metres to reach them, "
    "the company Asher Copper said. All four are in hospital in Tolland, and two have broken legs. Their union had "
    "warned of water in the pit since May. The minister of labour, Ruth Okafor, praised the rescuers and promised "
    "stricter inspections. Families had waited at the gate for three days and nights, singing hymns in the rain."
)
VOTE = (
    "The city council of Brenford voted on Monday to close the old tramway and to build a bus lane in its place. The "
    "vote was 19 to 14. Mayor Lena Dorn said that the tram had lost money for ten years. The opposition called the "
    "decision a mistake, and wants the people to be asked in a referendum before any rail is torn up."
)


def view(
    key: int,
    text: str,
    *,
    title: str | None = None,
    day: str | None = None,
    new: bool = True,
    story: int | None = None,
    passages: tuple[Passage, ...] = (),
) -> ArticleView:
    return ArticleView(key, f"a{key}", text, title, None, None, None, day, day, new, story, passages)


def article(id: str, text: str, **known: str) -> Article:
    return Article(id, text, (Passage("body", 0, len(text)),), language="en", origin=f"{id}.txt", **known)


def record(path: Path, articles: Iterable[Article]) -> Record:
    made = open_record(path / "talks.db")
    made.add(Analysis(one, ()) for one in articles)
    return made
