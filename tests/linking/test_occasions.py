from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linking.articles import At, occasions, record, told
from onrecord.linking import occasions as linking
from onrecord.linking import people
from onrecord.record import Maker, Record, RemarkGroup
from onrecord.types import Dated

SPEAKER = "Ann Marrow"
THURSDAY = "2031-07-03"  # and so is 2031-11-27


def article(id: str, *events: At, day: str | None = None, outlet: str | None = None):
    return told(SPEAKER, "Carl Tarn", id=id, day=day, outlet=outlet, events=events)


def link(made: Record) -> list[set[str]]:
    people.link(made)
    linking.link(made)
    assert made.check() == []
    return occasions(made)


def one(folder: Path, some: At, other: At, *, days=("2031-07-04", "2031-07-05"), remark: bool = False) -> bool:
    """Whether the events of two articles are one occasion; with `remark` one remark is reported at both."""
    with record(folder, article("a", some, day=days[0]), article("b", other, day=days[1])) as made:
        if remark:
            share(made)
        return link(made) == [{"a0", "b0"}]


def share(made: Record) -> None:
    """Ties the first statements of all articles as one remark."""
    spans = [(s.key, s.content[0].start, s.content[0].end) for s in made.views.statements() if s.id.endswith("-0")]
    made.write_links("remark", [RemarkGroup(members=tuple(spans))])


def at(kind="press_conference", speaker=SPEAKER, **known) -> At:
    return At(kind, speaker, **known)


@pytest.mark.parametrize(
    ("some", "other"),
    [
        (at(edtf=THURSDAY), at(edtf=THURSDAY)),
        (at(edtf=THURSDAY, place="Astana, Kazakhstan"), at(edtf=THURSDAY, place="Kazakhstan")),
        (at(edtf=THURSDAY, place="Columbus, Ohio"), at(edtf=THURSDAY, place="Ohio")),
        (at("speech", edtf=THURSDAY, place="Vell"), at("speech", edtf=THURSDAY, place="Vell")),
        (at("interview", host="Vell News"), at("interview", host="the Vell News")),
        (at("interview", host="Vell News", edtf=THURSDAY), at("interview", host="Vell News", edtf="2031-07")),
        (
            at("debate", None, edtf=THURSDAY, name="Green debate in Oslo", place="Oslo"),
            at("debate", None, edtf=THURSDAY, name="second Green debate", place="Oslo"),
        ),
        (at("social_media", edtf=THURSDAY), at("social_media", edtf=THURSDAY)),
        (
            at("speech", edtf=THURSDAY, name="harbour bridge speech"),
            at("speech", edtf="2031-06-30/2031-07-06", name="speech on the harbour bridge"),
        ),
        (at("debate", edtf="2031-07-04", name="debate"), at("debate", name="debate")),
        (at("debate", edtf=THURSDAY, name="final debate"), at("debate", edtf=THURSDAY, name="seventh debate")),
        (at("debate", edtf=THURSDAY, name="GOP debate"), at("debate", edtf="2031-07", name="Republican debate")),
        (at("debate", edtf="2031-06-29", name="debate"), at("debate", edtf="2031-06-30/2031-07-06", name="debate")),
        (at("press_conference", edtf=THURSDAY, place="Vell Harbour"), at(edtf=THURSDAY, place="Vell")),
        (
            at("interview", name="Good Morning Vell", host="Vell News", edtf=THURSDAY),
            at("interview", name="Good Morning Vell", host="Oslo Radio", edtf=THURSDAY),
        ),
        (
            at("interview", name="Vell News town hall", host="Oslo Radio", edtf=THURSDAY, place="Oslo"),
            at("interview", name="town hall", host="Vell News", edtf=THURSDAY, place="Oslo"),
        ),
    ],
)
def test_one_occasion(tmp_path: Path, some: At, other: At) -> None:
    assert one(tmp_path, some, other)


@pytest.mark.parametrize(
    ("some", "other"),
    [
        (at(edtf=THURSDAY, place="Oslo"), at(edtf="2031-11-27", place="Oslo")),
        (at(edtf=THURSDAY, place="Oslo"), at(edtf=THURSDAY, place="Bergen")),
        (at(edtf=THURSDAY, speaker="Carl Tarn"), at(edtf=THURSDAY)),
        (at("interview"), at("interview")),
        (at("interview", edtf=THURSDAY), at("interview", edtf=THURSDAY)),
        (at("interview", host="Vell News", edtf=THURSDAY), at("interview", host="Oslo Radio", edtf=THURSDAY)),
        (at("interview", host="Vell News", edtf="2031"), at("interview", host="Vell News", edtf="2030/2031")),
        (at("written", name="statement"), at("written", name="statement")),
        (at("written", name="statement", edtf=THURSDAY), at("written", name="statement", edtf=THURSDAY)),
        (at("speech", edtf=THURSDAY), at("speech", edtf=THURSDAY)),
        (at("speech", edtf=THURSDAY, place="Oslo"), at("interview", edtf=THURSDAY, place="Oslo")),
        (at("debate", edtf=THURSDAY, name="first debate"), at("debate", edtf=THURSDAY, name="second debate")),
        (at("debate", edtf=THURSDAY, name="Republican debate"), at("debate", edtf=THURSDAY, name="Democratic debate")),
        (
            at("report", name="polls", edtf=THURSDAY, host="Vell"),
            at("report", name="polls", edtf=THURSDAY, host="Vell"),
        ),
        (at("debate", edtf=THURSDAY, name="debate"), at("debate", name="earlier debate")),
        (at("debate", edtf=THURSDAY, name="debate"), at("debate", name="first debate")),
        (at("debate", edtf=THURSDAY, name="first debate"), at("debate", edtf=THURSDAY, name="last debate")),
        (at("debate", edtf="2031-06-10", name="debate"), at("debate", name="debate")),
        (
            at("interview", name="Good Morning Vell", host="Vell News", edtf=THURSDAY),
            at("interview", name="Vell Tonight", host="Vell News", edtf=THURSDAY),
        ),
    ],
)
def test_two_occasions(tmp_path: Path, some: At, other: At) -> None:
    days = ("2031-07-04", "2031-07-20") if some.edtf in ("2031",) else ("2031-07-04", "2031-07-05")
    assert not one(tmp_path, some, other, days=days)


def test_interviews_of_other_weeks_are_two(tmp_path: Path) -> None:
    some = at("interview", host="Vell News")
    assert not one(tmp_path, some, some, days=("2031-07-04", "2031-07-14"))


@pytest.mark.parametrize("dated", [at(edtf="2031-11-27", place="Astana, Kazakhstan"), at(place="Kazakhstan")])
def test_an_undated_article_joins_only_by_its_remarks(tmp_path: Path, dated: At) -> None:
    undated = at(place="Kazakhstan")
    (tmp_path / "with").mkdir()
    assert not one(tmp_path, dated, undated, days=("2031-11-27", None))
    assert one(tmp_path / "with", dated, undated, days=("2031-11-27", None), remark=True)


@pytest.mark.parametrize("proved", [f"{THURSDAY}/..", "2031-07"])
def test_what_an_undated_article_proves_of_its_date_ties_nothing(tmp_path: Path, proved: str) -> None:
    events = at(edtf=THURSDAY, place="Oslo"), at(place="Oslo"), at("debate", edtf=THURSDAY), at("debate")
    dated, undated = article("a", *events[::2], day="2031-07-04"), article("b", *events[1::2])
    bounds = Dated(proved, undated.statements[0].cue)
    undated = replace(undated, article=replace(undated.article, published_bounds=bounds))
    with record(tmp_path, dated, undated) as made:
        assert link(made) == [{"a0"}, {"a1"}, {"b0"}, {"b1"}]


def test_a_remark_does_not_tie_what_dates_keep_apart(tmp_path: Path) -> None:
    assert not one(tmp_path, at(edtf=THURSDAY), at(edtf="2031-11-27"), remark=True)


def test_a_remark_ties_what_is_called_otherwise(tmp_path: Path) -> None:
    assert one(tmp_path, at("speech", edtf=THURSDAY), at("press_conference", edtf=THURSDAY), remark=True)


@pytest.mark.parametrize(("others", "together"), [((SPEAKER, "Carl Tarn"), True), ((SPEAKER, "Eve Holm"), False)])
def test_a_debate_is_known_by_who_speaks_of_it(tmp_path: Path, others: tuple[str, str], together: bool) -> None:
    """What others say at debates of one day, where at least two speak in both articles."""
    debates = [At("debate", "Finn Beck", edtf=THURSDAY), At("debate", "Gro Lund", edtf=THURSDAY)]
    words = [[At("written", name) for name in some] for some in ((SPEAKER, "Carl Tarn"), others)]
    analyses = [
        told(*{e.speaker: None for e in events}, id=id, day="2031-07-04", events=events)
        for id, events in zip("ab", ([debates[0], *words[0]], [debates[1], *words[1]]), strict=True)
    ]
    with record(tmp_path, *analyses) as made:
        assert ({"a0", "b0"} in link(made)) is together


def test_what_fits_two_occasions_joins_neither(tmp_path: Path) -> None:
    events = [at("debate", edtf="2031-07-01"), at("debate", edtf="2031-07-05"), at("debate", edtf="2031-07")]
    analyses = [article(id, event, day="2031-07-08") for id, event in zip("abc", events, strict=True)]
    with record(tmp_path, *analyses) as made:
        assert link(made) == [{"a0"}, {"b0"}, {"c0"}]


def test_what_fits_two_occasions_joins_the_one_it_fits_better(tmp_path: Path) -> None:
    named = at("debate", edtf="2031-07", name="Green debate")
    events = [at("debate", edtf="2031-07-01", name="Green debate"), at("debate", edtf="2031-07-05"), named]
    analyses = [article(id, event, day="2031-07-08") for id, event in zip("abc", events, strict=True)]
    with record(tmp_path, *analyses) as made:
        assert link(made) == [{"a0", "c0"}, {"b0"}]


def test_an_article_tells_of_one_debate_in_two_places(tmp_path: Path) -> None:
    """On one day or in the week around it, unless it calls one of them another."""
    same = at("debate", edtf=THURSDAY), at("debate", edtf="2031-06-30/2031-07-06"), at("debate", name="earlier debate")
    with record(tmp_path, article("a", *same, day="2031-07-04")) as made:
        assert link(made) == [{"a0", "a1"}, {"a2"}]


def test_the_host_that_most_tell(tmp_path: Path) -> None:
    events = [
        at("interview", name="town hall", host="Vell", edtf=THURSDAY, place="Oslo"),
        at("interview", name="Vell News town hall", host="Vell News", edtf=THURSDAY, place="Oslo"),
        at("interview", name="town hall", host="News", edtf=THURSDAY, place="Oslo"),
    ]
    analyses = [article(id, event, day="2031-07-04") for id, event in zip("abc", events, strict=True)]
    with record(tmp_path, *analyses) as made:
        link(made)
        assert "Vell News" in {host for (host,) in made.db.execute("SELECT host FROM occasion")}


def test_one_article_has_two_occasions(tmp_path: Path) -> None:
    with record(tmp_path, article("a", at(edtf=THURSDAY), at(edtf=THURSDAY), day="2031-07-04")) as made:
        assert link(made) == [{"a0"}, {"a1"}]


def test_no_tie_goes_round_what_keeps_apart(tmp_path: Path) -> None:
    """A city unknown between two that differ is of one of them."""
    events = [at(edtf=THURSDAY, place="Oslo"), at(edtf=THURSDAY), at(edtf=THURSDAY, place="Bergen")]
    with record(
        tmp_path, *(article(id, event, day="2031-07-04") for id, event in zip("abc", events, strict=True))
    ) as made:
        found = link(made)
    assert len(found) == 2 and not any({"a0", "c0"} <= group for group in found)


def test_facts_are_as_precise_as_the_members_allow(tmp_path: Path) -> None:
    events = [
        at(name="press conference", edtf="2031-07", place="Kazakhstan", host="Vell"),
        at(name="press conference on the harbour", edtf="2031-07-03", place="Astana, Kazakhstan"),
        at(name="briefing", edtf="2031-06-30/2031-07-06"),
    ]
    analyses = [article(id, event, day="2031-07-04") for id, event in zip("abc", events, strict=True)]
    with record(tmp_path, *analyses) as made:
        share(made)
        assert link(made) == [{"a0", "b0", "c0"}]
        facts = made.db.execute("SELECT name, kind, place, host, edtf, first, last FROM occasion").fetchone()
        why = json.loads(made.db.execute("SELECT why FROM link WHERE kind = 'occasion'").fetchone()[0])
    day = "2031-07-03"
    assert facts == ("press conference on the harbour", "press_conference", "Astana, Kazakhstan", "Vell", day, day, day)
    assert why["remarks"] == 1 and why["speaker"] is True


def test_days_that_two_spans_have_in_common(tmp_path: Path) -> None:
    some, other = at(edtf="2031-07-01/2031-07-04"), at(edtf="2031-07-03/2031-07-09")
    with record(tmp_path, article("a", some, day="2031-07-09"), article("b", other, day="2031-07-09")) as made:
        share(made)
        link(made)
        assert made.db.execute("SELECT edtf FROM occasion").fetchall() == [("2031-07-03/2031-07-04",)]


def test_what_is_new_joins_what_is_there(tmp_path: Path) -> None:
    event = at(edtf=THURSDAY, place="Oslo")
    with record(tmp_path, article("a", event, day="2031-07-04"), article("b", at("speech"), day="2031-07-04")) as made:
        link(made)
        made.mark_linked()
        assert linking.link(made, new_only=True) == 0
        made.add([article("c", event, at(edtf="2031-11-27"), day="2031-11-28")], maker=Maker("model", "0"))
        people.link(made, new_only=True)
        assert linking.link(made, new_only=True) == 2
        assert occasions(made) == [{"a0", "c0"}, {"b0"}, {"c1"}] and made.check() == []


def test_what_is_new_joins_by_a_remark_however_far(tmp_path: Path) -> None:
    old, new = at(edtf="2031-01-02", place="Oslo"), at(place="Oslo")
    with record(tmp_path, article("a", old, day="2031-01-03"), article("b", old, day="2031-01-03")) as made:
        link(made)
        made.mark_linked()
        made.add([article("c", new)], maker=Maker("model", "0"))
        people.link(made, new_only=True)
        share(made)
        linking.link(made, new_only=True)
        assert occasions(made) == [{"a0", "b0", "c0"}] and made.check() == []


def test_reviewers_win(tmp_path: Path) -> None:
    event = at(edtf=THURSDAY, place="Oslo")
    analyses = [article(id, event, day="2031-07-04") for id in "ab"] + [article("c", at("speech"), day="2031-07-04")]
    with record(tmp_path, *analyses) as made:
        link(made)
        keys = dict(made.db.execute("SELECT kind, 'O' || key FROM occasion"))
        made.split(keys["press_conference"], ["b-0"], by="Rey")
        made.merge(keys["press_conference"], keys["speech"], by="Rey")
        for _ in range(2):
            assert link(made) == [{"a0", "c0"}, {"b0"}]


EVENTS = st.builds(
    At,
    st.sampled_from(["speech", "interview", "press_conference", "debate", "social_media", "written"]),
    st.sampled_from([None, SPEAKER, "Carl Tarn"]),
    st.sampled_from(["", "Green debate", "rallies in Oslo", "the", "\u0301?"]),
    st.sampled_from([None, "Oslo", "Astana, Kazakhstan", ", ", "Ohio", "?"]),
    st.sampled_from([None, "Vell News", "the", "..."]),
    st.sampled_from([None, THURSDAY, "2031-07", "../2031-07-04", "2031-07-03T10:00", "2031?", "soon", "2031-22"]),
)
NEWS = st.lists(
    st.tuples(st.lists(EVENTS, max_size=3), st.sampled_from([None, "2031-07-04", "2031"])), min_size=1, max_size=6
)


@given(NEWS, st.booleans(), st.randoms())
@settings(max_examples=15, deadline=None)
def test_any_events(news, shared: bool, shuffled: random.Random) -> None:
    """Each event is one occasion's; linking again changes nothing."""
    analyses = [article(f"a{n}", *events, day=day) for n, (events, day) in enumerate(news)]
    with TemporaryDirectory() as folder, record(Path(folder), *analyses) as made:
        if shared and any(events for events, _ in news):
            share(made)
        found = link(made)
        assert sum(map(len, found)) == made.db.execute("SELECT count(*) FROM event").fetchone()[0]
        keys = made.db.execute("SELECT event, occasion FROM occasion_event ORDER BY event").fetchall()
        assert link(made) == found
        assert keys == made.db.execute("SELECT event, occasion FROM occasion_event ORDER BY event").fetchall()
    shuffled.shuffle(analyses)
    with TemporaryDirectory() as folder, record(Path(folder), *analyses) as made:
        assert len(link(made)) >= 1 or not any(events for events, _ in news)
