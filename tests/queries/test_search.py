"""Searching a record: words and what statements are, in every order, page by page, as a plain loop over all says."""

from __future__ import annotations

import base64
import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from onrecord.errors import RecordError
from onrecord.queries import Hit, Page, Search, facets, finding, search
from onrecord.queries.facets import search_with_facets
from onrecord.record import OccasionGroup, PersonGroup, Record, StoryGroup, open_record
from onrecord.types import Analysis
from record.made import FIRST, SECOND, told

WORDS = ["dam", "river", "border", "port", "levy", "hill", "cease-fire", "talks", "Río", "grain"]
ACTS = ("demand", "warn", None)
DAYS = ("2024-06-13", "2024-06", "2024", "2024-06-27", "2023-12-31", None, "2024-05/2024-07", "../2024-01-05")
OUTLETS = ("Harbour Post", "Hill News", "Valley Times")
PEOPLE = {"Ada": "Ada Marr", "Bo": "Bo Lind", "Cy": "Cy Marr"}


#: Half of surrogate pairs, too: what a shell makes of bytes that are no text.
ANY = st.text(st.characters(), max_size=40)


def analyses(number: int) -> Iterator[Analysis]:
    chance = random.Random(1)
    for n in range(number):
        text = " ".join(
            f"{chance.choice(list(PEOPLE))} said {' '.join(chance.sample(WORDS, 3))} {n} {k}." for k in range(3)
        )
        published = chance.choice(("2024-06-14", "2024-01-02", "2024-06", ""))
        known = {"outlet": chance.choice(OUTLETS)} | ({"published": published} if published else {})
        said, act = chance.choice(DAYS), chance.choice(ACTS)
        yield told(text, f"a{n}", said=said, act=act, speech=chance.random() < 0.3, **known)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    path = tmp_path_factory.mktemp("search") / "talks.db"
    with open_record(path) as record:
        record.add(analyses(40), maker=FIRST)
        actors: dict[str, list[int]] = {}
        for key, name in record.db.execute("SELECT key, name FROM actor"):
            actors.setdefault(PEOPLE[str(name)], []).append(key)
        record.write_links(
            "person", [PersonGroup(members=tuple(some), name=name, kind="person") for name, some in actors.items()]
        )
        events = [key for (key,) in record.db.execute("SELECT key FROM event")]
        record.write_links(
            "occasion", [OccasionGroup(members=(key,), name="a speech at the port", kind="speech") for key in events]
        )
        record.write_links("story", [StoryGroup(members=(1, 2), name="levy")])
        record.mark_linked()
        yield record


def ids(page: Page) -> list[str]:
    return [hit.line.statement for hit in page.hits]


def every(record: Record, wanted: Search) -> list[Hit]:
    """All hits, by pages of 7."""
    found: list[Hit] = []
    wanted = replace(wanted, limit=7)
    while True:
        page = search(record, wanted)
        found += page.hits
        if page.next is None:
            return found
        wanted = replace(wanted, cursor=page.next)


def rows(record: Record) -> list[dict[str, object]]:
    query = (
        "SELECT s.id, x.content, c.act, o.name AS outlet, c.said_first, c.said_last, r.published_first, "
        "r.published_last, c.occasion, a.name AS speaker FROM current AS c JOIN statement AS s ON s.key = c.statement "
        "JOIN article AS r ON r.key = c.article JOIN outlet AS o ON o.key = r.outlet "
        "JOIN content AS x ON x.statement = c.statement JOIN party AS p ON p.statement = s.key AND p.part = 'speaker' "
        "JOIN actor AS a ON a.key = p.actor"
    )
    cursor = record.db.execute(query)
    names = [column[0] for column in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def overlaps(first: object, last: object, since: str, until: str) -> bool:
    return str(first or last or "") <= until and str(last or "9999") >= since


def dated(row: dict[str, object], since: str, until: str, or_published: bool) -> bool:
    if row["said_first"] or row["said_last"]:
        return overlaps(row["said_first"] or row["said_last"], row["said_last"], since, until)
    return (
        or_published
        and bool(row["published_first"])
        and overlaps(row["published_first"], row["published_last"], since, until)
    )


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    word=st.sampled_from(["", "dam", "river", "hill", "rio", "cease"]),
    act=st.sampled_from([(), ("demand",), ("demand", "warn")]),
    outlet=st.sampled_from([None, *OUTLETS]),
    speaker=st.sampled_from([None, "ada marr", "bo", "P1"]),
    dates=st.sampled_from(
        [None, ("2024-06", "2024-06"), ("2024-06-20", "2024-12-31"), ("2023", "2023-12"), ("2024-02", "2024-05-31")]
    ),
    or_published=st.booleans(),
    order=st.sampled_from(["best", "newest", "oldest"]),
    few=st.sampled_from([0, 20_000]),
    often=st.sampled_from([0, 60_000]),
    short=st.sampled_from([0, 100]),
)
def test_what_is_found_is_what_a_loop_over_all_finds(
    made: Record, word: str, act: tuple[str, ...], outlet: str | None, speaker: str | None,
    dates: tuple[str, str] | None, or_published: bool, order: str, few: int, often: int, short: int,
) -> None:  # fmt: skip
    name = {"ada marr": "Ada Marr", "bo": "Bo Lind"}.get(speaker or "")
    if speaker == "P1":
        ((name,),) = made.db.execute("SELECT name FROM person WHERE key = 1").fetchall()
    since, until = dates or (None, None)
    days = dates and (
        {"2023": "2023-01-01"}.get(dates[0], dates[0] + "-01"[: 3 * (len(dates[0]) == 7)]),
        f"{dates[1]}-31"[:10],
    )
    expected = {
        row["id"]
        for row in rows(made)
        if word in str(row["content"]).lower().replace("í", "i")
        and (not act or row["act"] in act)
        and outlet in (None, row["outlet"])
        and name in (None, PEOPLE[str(row["speaker"])])
        and (not days or dated(row, days[0], days[1], or_published))
    }
    with pytest.MonkeyPatch.context() as patched:
        for value, *constants in (
            (few, "FEW", "SORTED"),
            (often, "OFTEN", "FREQUENT"),
            (short, "PAGE"),
            (10, "RANKED"),
        ):
            for constant in constants:
                patched.setattr(finding, constant, value)
        wanted = Search(
            word,
            speaker=speaker,
            act=act,
            outlet=outlet,
            since=since,
            until=until,
            or_published=or_published,
            order=order,
        )  # type: ignore[arg-type]
        found = every(made, wanted)
        assert search(made, wanted).total == len(expected)
    assert sorted(hit.line.statement for hit in found) == sorted(map(str, expected))
    if order != "best" or not word:
        shown = [hit.line.said_first or hit.line.said_last or published(made, hit) for hit in found]
        assert shown == sorted(shown, reverse=order != "oldest")


def published(record: Record, hit: Hit) -> str:
    ((day,),) = record.db.execute(
        "SELECT coalesce(published, '') FROM current WHERE statement = ?", (hit.key,)
    ).fetchall()
    return str(day)


def test_hits_are_highlighted_in_their_words_and_stand_in_their_article(made: Record) -> None:
    page = search(made, Search("rio OR cease-fire"))
    assert page.hits and not page.notes
    for hit in page.hits:
        marked = {hit.words[start:end].casefold() for start, end in hit.highlights}
        assert marked and marked <= {"río", "cease-fire"}
        ((text,),) = made.db.execute(
            "SELECT text FROM text JOIN article ON key = article WHERE id = ?", (hit.line.article.id,)
        )
        assert hit.before + hit.words + hit.after in text and hit.before.endswith("said ")


def test_highlights_hold_whatever_the_words_hold(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as record:
        record.add([told("Ada said dam \ue000\ue001 <b>dam</b> \x02 x.", outlet="o")], maker=FIRST)
        (hit,) = search(record, Search("dam")).hits
    assert [hit.words[start:end] for start, end in hit.highlights] == ["dam", "dam"]


def test_best_first(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as record:
        record.add([told("Ada said the dam and much else that one may say of it. Bo said dam, dam.")], maker=FIRST)
        assert ids(search(record, Search("dam"))) == ["a-1-0", "a-0-0"]


def test_undated_statements_are_found_by_publication_only_if_wanted_and_say_so(made: Record) -> None:
    without = search(made, Search(since="2024-06", until="2024-06", limit=1000))
    with_them = search(made, Search(since="2024-06", until="2024-06", or_published=True, limit=1000))
    added = set(ids(with_them)) - set(ids(without))
    assert added and not any(hit.by_publication for hit in without.hits)
    assert {hit.line.statement for hit in with_them.hits if hit.by_publication} == added
    assert all(hit.line.said is None and hit.line.article.published for hit in with_them.hits if hit.by_publication)


def test_a_family_name_that_fits_several_searches_all_and_says_so(made: Record) -> None:
    page = search(made, Search(speaker="MARR", limit=1000))
    assert {who.name for hit in page.hits for who in hit.line.speaker} == {"Ada Marr", "Cy Marr"}
    (note,) = page.notes
    assert "may be 2 persons" in note and "Ada Marr (P" in note and "Cy Marr (P" in note


def test_where_articles_are_not_linked_yet_a_search_for_somebody_says_so(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as record:
        record.add([told("Ada said the dam holds.")], maker=FIRST)
        with pytest.raises(RecordError, match="no such person in the record; 1 article is not linked yet"):
            search(record, Search(speaker="Ada"))
        record.write_links("person", [PersonGroup(members=(1,), name="Ada", kind="person")])
        assert "1 article is not linked yet" in search(record, Search(speaker="Ada", about="Ada")).notes[0]
        record.mark_linked()
        assert search(record, Search(speaker="Ada")).notes == ()


def test_occasion_story_article_quote_verdict(made: Record) -> None:
    spoken = {row["id"] for row in rows(made) if row["occasion"]}
    ((key,),) = made.db.execute("SELECT min(key) FROM occasion").fetchall()
    assert set(ids(search(made, Search(occasion="speech", limit=1000)))) == spoken
    assert set(ids(search(made, Search(occasion="the Port", limit=1000)))) == spoken
    assert 0 < search(made, Search(occasion=f"o{key}")).total < len(spoken)
    assert {hit.line.article.id for hit in search(made, Search(story="S1")).hits} == {"a0", "a1"}
    assert {hit.story for hit in search(made, Search(article="a0")).hits} == {"S1"}
    assert search(made, Search(quote="indirect")).total == len(rows(made))
    assert search(made, Search(quote="direct")).total == 0
    assert search(made, Search(verdict="wrong")).total == 0


def test_words_and_what_is_done_by_them_are_found_as_reviewers_decided(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as record:
        record.add([told("Ada said the dam holds. Bo said the dam breaks.", act="state")], maker=FIRST)

        def found(**wanted: object) -> list[str]:
            assert record.check() == []
            return sorted(ids(search(record, Search("dam", **wanted))))

        assert found(act=("state",)) == ["a-0-0", "a-1-0"] and found(act=("warn",)) == []
        (warned, _) = record.decide("a-0-0", {"act": "warn", "status": "negated"}, by="Eve")
        assert found(act=("warn",)) == found(status="negated") == ["a-0-0"]
        assert found(act=("warn", "state")) == ["a-0-0", "a-1-0"] and found(act=("state",)) == ["a-1-0"]
        record.replace(1, told("Ada said the dam holds. Bo said the dam breaks.", act="deny", shorter=1), SECOND)
        assert found(act=("warn",)) == ["a-0-1"] and found(act=("deny",), status="negated") == []
        record.undo(warned.id, by="Eve")
        assert found(act=("warn",)) == [] and found(act=("deny",), status="negated") == ["a-0-1"]
        record.decide("a-1-1", {"act": None}, by="Eve")
        assert found(act=("deny",)) == ["a-0-1"] and found() == ["a-0-1", "a-1-1"]


def test_marks_are_no_words(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as record:
        record.add([told("Ada said the dam \ue000demand holds. Bo said it breaks.", act="warn")], maker=FIRST)
        assert ids(search(record, Search("warn"))) == ids(search(record, Search("war*"))) == []
        with pytest.raises(RecordError, match="there is no word in"):
            search(record, Search("\ue000"))
        assert ids(search(record, Search("\ue000warn"))) == ids(search(record, Search('"\ue000warn"*'))) == []
        assert ids(search(record, Search("dam", act=("demand",)))) == []
        assert [hit.highlights for hit in search(record, Search("dam", act=("warn",))).hits] == [((4, 7),)]


def test_what_reviewers_decided_is_what_is_searched(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as record:
        record.add([told("Ada said the dam holds. Bo said the dam breaks.")], maker=FIRST)
        record.decide("a-0-0", {"quote": "direct", "act": "warn", "verdict": "right"}, by="Eve")
        assert ids(search(record, Search(quote="direct"))) == ["a-0-0"]
        assert ids(search(record, Search(quote="indirect"))) == ["a-1-0"]
        assert ids(search(record, Search(act=("warn",), verdict="right"))) == ["a-0-0"]


@pytest.mark.parametrize(
    ("wanted", "message"),
    [
        (Search(act=("demanding",)), "demanding: there is no such act; perhaps demand"),
        (Search(status="asserting"), "perhaps asserted"),
        (Search(quote="loud"), "it is one of direct, mixed, indirect"),
        (Search(outlet="Harbor Post"), "there is no such outlet in the record; perhaps Harbour Post"),
        (Search(speaker="Ada Mar Lo"), "there is no such person in the record; perhaps Ada Marr"),
        (Search(speaker="P999"), "there is no person with this id"),
        (Search(occasion="O999"), "there is no occasion with this id"),
        (Search(occasion="banquet"), "there is no such occasion"),
        (Search(story="S99"), "there is no story"),
        (Search(article="zz"), "there is no article"),
        (Search(since="soon"), "since 'soon' is no date"),
        (Search(since="2025", until="2024"), "is after until"),
        (Search(limit=0), "limit 0"),
        (Search(cursor="nonsense"), "the cursor is none that a search gave"),
        (Search("dam AND"), "AND has nothing after it"),
    ],
)
def test_what_is_not_there_is_told_in_a_line(made: Record, wanted: Search, message: str) -> None:
    with pytest.raises(RecordError, match=message) as caught:
        search(made, wanted)
    assert "\n" not in str(caught.value)


def test_pages_stay_in_step_while_others_add(tmp_path: Path) -> None:
    for order in ("best", "newest", "oldest"):
        path = tmp_path / f"{order}.db"
        with open_record(path) as record:
            record.add(analyses(12), maker=FIRST)
            wanted = Search("dam OR river OR port", order=order, limit=5)  # type: ignore[arg-type]
            before = {hit.line.statement for hit in every(record, wanted)}
            page = search(record, wanted)
            found = ids(page)
            with open_record(path) as writer:
                writer.add([told("Bo said the dam, the dam, the river.", "new", said="2024-06-20")], maker=FIRST)
            while page.next:
                page = search(record, replace(wanted, cursor=page.next))
                found += ids(page)
        assert len(found) == len(set(found)) and before <= set(found) <= before | {"new-0-0"}


def test_a_cursor_serves_for_its_own_search_alone(made: Record) -> None:
    cursor = search(made, Search("dam", limit=1)).next
    with pytest.raises(RecordError, match="belongs to another search"):
        search(made, Search("river", cursor=cursor))


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(text=ANY, cursor=ANY, name=ANY, day=ANY)
def test_no_text_crashes_it(made: Record, text: str, cursor: str, name: str, day: str) -> None:
    for wanted in (
        Search(text), Search(cursor=cursor or None), Search(speaker=name, about=name), Search(outlet=name),
        Search(occasion=name), Search(story=name), Search(article=name), Search(since=day, or_published=True),
        Search(act=(name,)), Search(status=name), Search(target=name, order="newest"),
    ):  # fmt: skip
        try:
            search(made, wanted)
        except RecordError as error:
            assert "\n" not in str(error)


def test_counts_stop_at_1000(tmp_path: Path) -> None:
    said = " ".join(f"Ada said dam {n}." for n in range(1100))
    with open_record(tmp_path / "talks.db") as record:
        record.add([told(said)], maker=FIRST)
        page = search(record, Search("dam"))
        assert (page.total, page.more_than) == (1000, True)
        assert search(record, Search("dam 7")).more_than is False


def test_a_record_is_searched_read_only(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    with open_record(path) as record:
        record.add(analyses(3), maker=FIRST)
    with open_record(path, create=False, read_only=True) as record:
        assert search(record, Search("dam OR river OR hill OR port")).total


def test_facets_tell_what_a_search_may_be_narrowed_to(made: Record) -> None:
    found = facets(made, Search("dam"))
    total = search(made, Search("dam")).total
    assert {label for _, label, _ in found["outlet"]} == set(OUTLETS)
    assert sum(count for _, _, count in found["outlet"]) == total
    assert {label for _, label, _ in found["speaker"]} == set(PEOPLE.values())
    for value, _, count in found["speaker"]:
        assert search(made, Search("dam", speaker=value)).total == count
    for value, _, count in found["act"]:
        assert search(made, Search("dam", act=(value,))).total == count
    assert facets(made, Search("nowhere")) == {field: [] for field in found}


@pytest.mark.parametrize(
    "wanted",
    [
        Search(),
        Search("dam", limit=7),
        Search("dam", order="newest", limit=7),
        Search("d*", order="oldest", limit=3),
        Search(act=("demand",), speaker="bo", limit=2),
        Search(since="2024-06", until="2024-06", or_published=True, limit=4),
        Search("dam NOT dam"),
    ],
)
@pytest.mark.parametrize("few", [0, 20_000])
def test_a_search_with_facets_is_the_search_and_the_facets(
    made: Record, wanted: Search, few: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    for constant in ("FEW", "SORTED", "FREQUENT", "PAGE"):
        monkeypatch.setattr(finding, constant, few)
    on_page_one = facets(made, wanted)
    while True:
        page, found = search_with_facets(made, wanted)
        assert page == search(made, wanted)
        assert found == on_page_one
        if page.next is None:
            break
        wanted = replace(wanted, cursor=page.next)


VALUES = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(allow_nan=False), st.text(max_size=10), st.lists(st.integers())
)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(parts=st.lists(VALUES, min_size=3, max_size=3), order=st.sampled_from(["best", "newest", "oldest"]))
def test_a_forged_cursor_crashes_nothing(made: Record, parts: list[object], order: str) -> None:
    wanted = Search("dam", order=order, limit=1)  # type: ignore[arg-type]
    cursor = search(made, wanted).next or ""
    mark, *_ = json.loads(base64.urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    forged = base64.urlsafe_b64encode(json.dumps([mark, *parts]).encode()).decode()
    try:
        search(made, replace(wanted, cursor=forged))
    except RecordError as error:
        assert "the cursor is none that a search gave" in str(error)
