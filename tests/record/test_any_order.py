"""Adding, deciding, undoing, linking and analysing again in any order, against a simple model in memory: no decision
is ever lost, each counts exactly where its words are, and no evidence points outside its article."""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule

from onrecord.errors import RecordError
from onrecord.linking import link
from onrecord.record import PersonGroup, open_record
from onrecord.record.grouping import GROUPINGS, Kind
from onrecord.types import Analysis, Statement
from record.made import FIRST, SECOND, told

TEXTS = {
    "t0": "Ada said the dam is late. Bo said the money is gone. Ada said it rains.",
    "t1": "Bo said the dam is early. Ada said nobody knows.",
    "t2": "Cy said the dam is late. Cy said the dam is late. Di said so.",
}
ACTS = st.sampled_from(["demand", "warn", "deny"])
REVIEWERS = st.sampled_from(["Ann", "Bob"])
#: SQL for the statement (of a story: the article) by which a reviewer names a member of a group.
PART = {
    "person": "SELECT s.id FROM party AS p JOIN statement AS s ON s.key = p.statement WHERE p.actor",
    "occasion": "SELECT id FROM statement WHERE event",
    "remark": "SELECT s.id FROM remark_span AS m JOIN statement AS s ON s.key = m.statement WHERE m.key",
    "story": "SELECT id FROM article WHERE key",
}


@dataclass
class Made:
    """A decision as the model remembers it: `cue` is where its words are."""

    text: str
    cue: tuple[int, int]
    field: str
    new: str | None
    undone: bool = False


@dataclass
class Tied:
    """A merge or a split of two groups of a kind, by their ids."""

    kind: Kind
    field: str
    subject: str
    into: str
    undone: bool = False


@dataclass
class Undo:
    target: int
    undone: bool = False


@dataclass
class Model:
    analyses: dict[str, Analysis] = field(default_factory=dict)
    decisions: dict[int, Made | Tied | Undo] = field(default_factory=dict)

    def statement(self, made: Made) -> Statement | None:
        """The statement that a decision is about, in the analysis that counts."""
        analysis = self.analyses[made.text]
        fits = [s for s in analysis.statements if s.cue[0].start < made.cue[1] and made.cue[0] < s.cue[0].end]
        return fits[0] if fits else None

    def expected(self) -> dict[str, tuple[str | None, str | None]]:
        """The act and the verdict of each statement."""
        values = {s.id: {"act": s.act, "verdict": None} for a in self.analyses.values() for s in a.statements}
        for made in self.decisions.values():
            if isinstance(made, Made) and not made.undone and (statement := self.statement(made)):
                values[statement.id][made.field] = made.new
        return {id: (value["act"], value["verdict"]) for id, value in values.items()}


class AnyOrder(RuleBasedStateMachine):
    def __init__(self) -> None:
        super().__init__()
        self.folder = tempfile.TemporaryDirectory()
        self.talks = open_record(Path(self.folder.name) / "talks.db")
        self.model = Model()

    def teardown(self) -> None:
        self.talks.close()
        self.folder.cleanup()

    # --- what may happen ---

    @rule(id=st.sampled_from(sorted(TEXTS)), left=st.sets(st.integers(0, 2), max_size=2), cut=st.integers(0, 4))
    def add_or_analyse_again(self, id: str, left: set[int], cut: int) -> None:
        known = {"act": "state", "said": "2024-06-20", "speech": id != "t2"}
        analysis = told(TEXTS[id], id, leave_out=sorted(left), shorter=cut, **known)
        if id not in self.model.analyses:
            self.talks.add([analysis], maker=FIRST)
        else:
            (key,) = self.talks.db.execute("SELECT key FROM article WHERE id = ?", (id,)).fetchone()
            self.talks.replace(key, analysis, SECOND)
        self.model.analyses[id] = analysis

    @precondition(lambda self: any(a.statements for a in self.model.analyses.values()))
    @rule(data=st.data(), act=ACTS, by=REVIEWERS, verdict=st.booleans())
    def decide(self, data: st.DataObject, act: str, by: str, verdict: bool) -> None:
        some = [(id, s) for id, a in self.model.analyses.items() for s in a.statements]
        id, statement = data.draw(st.sampled_from(some))
        name, value = ("verdict", "wrong") if verdict else ("act", act)
        (made,) = self.talks.decide(statement.id, {name: value}, by=by, why="so")
        cue = statement.cue[0]
        self.model.decisions[made.key] = Made(id, (cue.start, cue.end), name, value)

    @precondition(lambda self: any(not one.undone for one in self.model.decisions.values()))
    @rule(data=st.data(), by=REVIEWERS)
    def undo(self, data: st.DataObject, by: str) -> None:
        key = data.draw(st.sampled_from([key for key, one in self.model.decisions.items() if not one.undone]))
        made = self.talks.undo(f"D{key}", by=by)
        self.model.decisions[made.key] = Undo(key)
        self._recount()

    @rule(new_only=st.booleans())
    def link(self, new_only: bool) -> None:
        linked = link(self.talks, new_only=new_only)
        assert len(linked.passes) or not self.model.analyses or new_only
        assert self.talks.unlinked() == []

    @rule(data=st.data())
    def link_persons_at_random(self, data: st.DataObject) -> None:
        """Whatever a pass finds, the record keeps its own."""
        groups: dict[int, list[int]] = {}
        for actor in self.talks.views.actors():
            groups.setdefault(data.draw(st.integers(0, 3)), []).append(actor.key)
        people = [PersonGroup(members=tuple(some), name=f"N{n}", kind="person") for n, some in groups.items()]
        self.talks.write_links("person", people)

    @precondition(lambda self: self.kinds(lambda groups: len(groups) > 1))
    @rule(data=st.data(), by=REVIEWERS)
    def merge(self, data: st.DataObject, by: str) -> None:
        kind = data.draw(st.sampled_from(self.kinds(lambda groups: len(groups) > 1)))
        before = set(self.groups(kind))
        one, other = data.draw(st.permutations(sorted(before)))[:2]
        ids = GROUPINGS[kind].id(one), GROUPINGS[kind].id(other)
        made = self.talks.merge(*ids, by=by)
        self.model.decisions[made.key] = Tied(kind, "merge", *ids)
        assert set(self.groups(kind)) == before - {other}

    @precondition(lambda self: self.kinds(lambda groups: max(map(len, groups.values()), default=0) > 1))
    @rule(data=st.data(), by=REVIEWERS)
    def split(self, data: st.DataObject, by: str) -> None:
        kind = data.draw(st.sampled_from(self.kinds(lambda groups: max(map(len, groups.values()), default=0) > 1)))
        group = data.draw(st.sampled_from(sorted(key for key, some in self.groups(kind).items() if len(some) > 1)))
        member = data.draw(st.sampled_from(self.groups(kind)[group]))
        (part,) = self.talks.db.execute(f"{PART[kind]} = ? LIMIT 1", (member,)).fetchone()
        try:
            made = self.talks.split(GROUPINGS[kind].id(group), [part], by=by)
        except RecordError as error:
            assert "all of it would go" in str(error)
            return
        self.model.decisions[made.key] = Tied(kind, "split", made.subject, made.new["into"])
        assert member in self.groups(kind)[int(made.new["into"][1:])]

    def kinds(self, fit: Callable[[dict[int, list[int]]], bool]) -> list[Kind]:
        """The kinds of groups of which these are fit for something."""
        return [kind for kind in GROUPINGS if fit(self.groups(kind))]

    def groups(self, kind: Kind) -> dict[int, list[int]]:
        """The members of each group that has any."""
        g, found = GROUPINGS[kind], dict[int, list[int]]()
        for member, group in self.talks.db.execute(f"SELECT {g.member}, {g.kind} FROM {g.members} ORDER BY 1"):
            found.setdefault(group, []).append(member)
        return found

    def _recount(self) -> None:
        """What is undone by something that is not undone itself."""
        for one in self.model.decisions.values():
            one.undone = False
        for _, one in sorted(self.model.decisions.items(), reverse=True):
            if isinstance(one, Undo) and not one.undone:
                self.model.decisions[one.target].undone = True

    # --- what always holds ---

    @invariant()
    def no_decision_is_lost(self) -> None:
        kept = self.talks.decisions()
        assert [(made.key, made.undone) for made in kept] == [
            (key, one.undone) for key, one in sorted(self.model.decisions.items())
        ]
        for made in kept:
            one = self.model.decisions[made.key]
            if isinstance(one, Made):
                assert (made.field, made.new) == (one.field, one.new)
                assert made.attached == (self.model.statement(one) is not None)
            elif isinstance(one, Tied):
                new = made.new["with" if one.field == "merge" else "into"]
                assert (made.field, made.subject, new) == (one.field, one.subject, one.into)

    @invariant()
    def decisions_count_where_their_words_are(self) -> None:
        query = "SELECT s.id, c.act, c.verdict FROM current AS c JOIN statement AS s ON s.key = c.statement"
        found = {id: (act, verdict) for id, act, verdict in self.talks.db.execute(query)}
        assert found == self.model.expected()

    @invariant()
    def the_last_merge_or_split_of_a_kind_holds(self) -> None:
        for kind, g in GROUPINGS.items():
            made = [
                (key, one) for key, one in self.model.decisions.items() if isinstance(one, Tied) and one.kind == kind
            ]
            last = [(key, one) for key, one in made if not one.undone][-1:]
            for key, one in last:
                self.holds(kind, key, one)
            if not last:
                moved = f"SELECT count(*) FROM {g.members} WHERE {g.kind} <> linked"
                assert self.talks.db.execute(moved).fetchone() == (0,)

    def holds(self, kind: Kind, key: int, one: Tied) -> None:
        g = GROUPINGS[kind]
        query = f"SELECT a.side, w.{kind} FROM anchor AS a JOIN {g.members} AS w ON w.{g.member} = a.member"
        sides: dict[int, set[int]] = {0: set(), 1: set()}
        for side, group in self.talks.db.execute(f"{query} WHERE a.decision = ?", (key,)):
            sides[side].add(group)
        if one.field == "split":
            assert sides[1] <= {int(one.into[1:])} and not sides[0] & sides[1]
        else:
            subject = int(one.subject[1:])
            assert all(subject in some for some in sides.values() if some)

    @invariant()
    def nothing_points_outside(self) -> None:
        assert self.talks.check() == []
        for analysis in self.talks.analyses():
            for statement in analysis.statements:
                for span in (*statement.source, *statement.cue, *statement.content):
                    assert span.text and TEXTS[statement.article][span.start : span.end] == span.text

    @invariant()
    def who_speaks_is_in_step(self) -> None:
        query = (
            "SELECT count(*) FROM current AS c JOIN party AS p ON p.statement = c.statement AND p.part = 'speaker' "
            "JOIN person_actor AS w ON w.actor = p.actor LEFT JOIN current_person AS x ON x.statement = c.statement "
            "AND x.person = w.person AND x.part = 'speaker' WHERE x.person IS NULL"
        )
        assert self.talks.db.execute(query).fetchone() == (0,)


AnyOrder.TestCase.settings = settings(max_examples=30, stateful_step_count=30, deadline=None)
TestAnyOrder = AnyOrder.TestCase
