"""All passes, one after the other, over a real record."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from onrecord import analyse, link
from onrecord.errors import RecordError
from onrecord.record import Record, open_record
from onrecord.record.grouping import GROUPINGS
from onrecord.types import Analysis
from record.made import SECOND, article, record

DAM = (
    "Mayor Ada Verran said on Thursday that the northern dam was late and that the money for its gates was gone. "
    "“Nobody told us that the fishermen would be leaving,” Verran said at a press conference in Orlow. Bo Tamsin, an "
    "engineer, said the dam would hold through the winter."
)
TEXTS = {
    "dam": DAM,
    "again": f"{DAM} Cy Marl, a fisherman, said he did not believe a word of it.",
    "rain": "Mayor Ada Verran said on Thursday that it would rain on the vale of Orlow all week.",
    "late": "Mayor Ada Verran said on Thursday that the northern dam was late and its money gone.",
}


@cache
def analysed(id: str) -> Analysis:
    return analyse(article(TEXTS[id], id, outlet=f"The {id}", published="2024-06-20"))


@pytest.fixture
def talks(tmp_path: Path) -> Iterator[Record]:
    with record(tmp_path, *(analysed(id) for id in ("dam", "again", "rain"))) as opened:
        yield opened
        assert opened.check() == []


def persons(talks: Record, name: str) -> list[tuple[str, int]]:
    """Each article with the person who has that name in it."""
    query = (
        "SELECT r.id, w.person FROM actor AS a JOIN analysis AS n ON n.key = a.analysis AND n.current = 1 JOIN article "
        "AS r ON r.key = n.article LEFT JOIN person_actor AS w ON w.actor = a.key WHERE a.name = ? ORDER BY r.key"
    )
    return talks.db.execute(query, (name,)).fetchall()


def groups(talks: Record) -> dict[str, set[frozenset[int]]]:
    """What is one by now, of every kind."""
    found = {}
    for kind, g in GROUPINGS.items():
        of: dict[int, set[int]] = {}
        member = "statement" if kind == "remark" else g.member
        for one, group in talks.db.execute(f"SELECT {member}, {kind} FROM {g.members}"):
            of.setdefault(group, set()).add(one)
        found[kind] = {frozenset(some) for some in of.values()}
    return found


def test_each_pass_is_run_and_told(talks: Record) -> None:
    told_of: list[tuple[str, int, int]] = []
    linked = link(talks, progress=lambda *step: told_of.append(step))
    names = [one.name for one in linked.passes]
    assert told_of == [(name, n, len(names)) for n, name in enumerate(names)]
    assert {"duplicates", "stories", "people", "occasions", "remarks"} <= set(names)
    assert linked.articles == 3 and talks.unlinked() == []
    assert linked.seconds == pytest.approx(sum(one.seconds for one in linked.passes)) and linked.seconds > 0


def test_what_belongs_together_is_tied(talks: Record) -> None:
    link(talks)
    (ada,) = {person for _, person in persons(talks, "Ada Verran")}
    (bo,) = {person for _, person in persons(talks, "Bo Tamsin")}
    assert ada != bo and len(persons(talks, "Ada Verran")) == 3 and len(persons(talks, "Bo Tamsin")) == 2
    assert talks.db.execute("SELECT article, original FROM duplicate").fetchall() == [(2, 1)]
    query = "SELECT s.id, m.remark FROM remark_span AS m JOIN statement AS s ON s.key = m.statement"
    remarks = dict(talks.db.execute(query).fetchall())
    dam, again, rain = ([remarks[s.id] for s in analysed(id).statements] for id in ("dam", "again", "rain"))
    assert dam == again[: len(dam)] and not set(dam) & {*again[len(dam) :], *rain}
    assert talks.db.execute("SELECT count(*) FROM occasion_event GROUP BY occasion").fetchall() == [(2,)]


def test_where_nothing_is_new_nothing_is_done(talks: Record) -> None:
    link(talks)
    before = talks.db.total_changes
    assert link(talks, new_only=True).passes == ()
    assert talks.db.total_changes == before


def test_linking_again_changes_nothing(talks: Record) -> None:
    link(talks)
    before = groups(talks)
    keys = [key for (key,) in talks.db.execute("SELECT key FROM person ORDER BY key")]
    assert link(talks).articles == 0
    assert groups(talks) == before
    assert [key for (key,) in talks.db.execute("SELECT key FROM person ORDER BY key")] == keys


def test_what_is_new_joins_what_is_there(talks: Record) -> None:
    link(talks)
    before = {kind: len(some) for kind, some in groups(talks).items()}
    talks.add([analysed("late")])
    assert link(talks, new_only=True).articles == 1
    (ada,) = {person for _, person in persons(talks, "Ada Verran")}
    assert ada is not None and len(persons(talks, "Ada Verran")) == 4
    after = {kind: len(some) for kind, some in groups(talks).items()}
    assert (after["remark"], after["occasion"]) == (before["remark"], before["occasion"])
    assert talks.unlinked() == []


def test_a_new_analysis_is_linked_again(talks: Record) -> None:
    link(talks)
    before = persons(talks, "Ada Verran")
    talks.replace(3, analysed("rain"), SECOND)
    assert talks.unlinked() == [3]
    assert link(talks, new_only=True).articles == 1
    assert persons(talks, "Ada Verran") == before and talks.unlinked() == []


@pytest.mark.parametrize("stop", range(6))
def test_stopped_between_two_passes_the_next_run_goes_on(talks: Record, tmp_path: Path, stop: int) -> None:
    def stopping(_: str, done: int, __: int) -> None:
        if done == stop:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        link(talks, progress=stopping)
    assert talks.check() == [] and talks.unlinked() == [1, 2, 3]
    link(talks, new_only=True)
    stopped = groups(talks)
    link(talks)
    assert groups(talks) == stopped and talks.unlinked() == []


def test_reviewers_win(talks: Record) -> None:
    link(talks)
    ((_, ada), *_), ((_, bo), *_) = persons(talks, "Ada Verran"), persons(talks, "Bo Tamsin")
    talks.split(f"P{ada}", [analysed("rain").statements[0].id], by="Bob")
    talks.merge(f"P{ada}", f"P{bo}", by="Ann")
    decided = groups(talks)["person"]
    link(talks)
    assert groups(talks)["person"] == decided
    assert persons(talks, "Ada Verran")[:2] == [("dam", ada), ("again", ada)] != persons(talks, "Ada Verran")[1:]


def test_vectors_of_meaning_are_kept_up(talks: Record) -> None:
    assert not talks.embedded()
    assert link(talks, embed=True).passes[-1].name == "meanings"
    assert link(talks, new_only=True, embed=True).passes[0].found == 0
    talks.add([analysed("late")])
    assert link(talks, new_only=True).passes[-1].found == 1 and talks.embedded()


def test_a_list_of_persons_brings_their_ids(talks: Record, tmp_path: Path) -> None:
    who = tmp_path / "who.csv"
    who.write_text("name,role,wikidata\nAda Verran,Mayor of Orlow,Q4242\n")
    link(talks, who=who)
    assert talks.db.execute("SELECT name, ids FROM person WHERE ids <> '{}'").fetchall() == [
        ("Ada Verran", '{"wikidata":"Q4242"}')
    ]


def test_a_list_that_cannot_be_read_stops_it_before_anything_is_done(talks: Record, tmp_path: Path) -> None:
    with pytest.raises(RecordError, match=r"none\.csv"):
        link(talks, who=tmp_path / "none.csv")
    assert talks.unlinked() == [1, 2, 3] and groups(talks)["person"] == set()


def test_an_empty_record(tmp_path: Path) -> None:
    with open_record(tmp_path / "empty.db") as empty:
        assert link(empty, new_only=True).passes == ()
        assert link(empty).articles == 0
        assert empty.check() == []


def test_a_record_that_may_only_be_read(talks: Record) -> None:
    with open_record(talks.path, read_only=True) as opened, pytest.raises(RecordError):
        link(opened)
