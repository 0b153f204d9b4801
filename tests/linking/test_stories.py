from __future__ import annotations

import random
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from linking.news import FERRY, MINE, VOTE, article, record, view
from onrecord.linking import stories
from onrecord.linking.agglomeration import agglomerate
from onrecord.record import Record
from onrecord.types import Analysis

FERRY_TOO = (
    "Ferry runs aground off Port Ellery\nThe Northern Star, a ferry of Calder Lines, was stranded with 212 people near "
    "Port Ellery late on Tuesday. The steering failed, according to Captain Ines Marlow. No one was injured, and tugs "
    "towed her free in the night."
)
FERRY_AGAIN = (
    "Inquiry into ferry grounding\nWhy did the steering of the Northern Star fail? Investigators in Vell want to know "
    "after the Calder Lines ferry got stuck off Port Ellery with 212 passengers. Divers have examined the hull, and "
    "Captain Marlow has been questioned."
)
OTHER_FERRY = (
    "A ferry with 90 passengers on board caught fire off Saint Orme on Sunday morning, the coast guard said. Nine "
    "people were hurt. The fire on the Queen Adela started in the engine room. Lifeboats took everybody off. The "
    "operator, Brandt Shipping, did not say how old the vessel is. Captain Jonas Feld was the last to leave."
)
OTHER_FERRY_TOO = (
    "Nine hurt in fire on Queen Adela\nNine people were injured when fire broke out in the engine room of the Queen "
    "Adela, a ferry of Brandt Shipping, near Saint Orme on Sunday. All 90 passengers were saved by lifeboats, Captain "
    "Jonas Feld said."
)
TEXTS = (FERRY, OTHER_FERRY, FERRY_TOO, MINE, OTHER_FERRY_TOO, VOTE, FERRY_AGAIN)


def grouped(found: list[stories.Story]) -> set[tuple[int, ...]]:
    return {one.articles for one in found}


def stored(record: Record) -> dict[str, int]:
    query = "SELECT r.id, s.story FROM story_article AS s JOIN article AS r ON r.key = s.article"
    return dict(record.db.execute(query).fetchall())


def test_reports_of_one_event_are_a_story_and_those_of_a_like_event_another() -> None:
    found = stories.find(view(n, text) for n, text in enumerate(TEXTS))
    assert grouped(found) == {(0, 2, 6), (1, 4)}


def test_the_order_of_the_articles_does_not_matter() -> None:
    expected = {frozenset(TEXTS[n] for n in one) for one in [(0, 2, 6), (1, 4)]}
    for seed in range(5):
        texts = random.Random(seed).sample(TEXTS, len(TEXTS))
        found = stories.find(view(n, text) for n, text in enumerate(texts))
        assert {frozenset(texts[n] for n in one.articles) for one in found} == expected


def test_reports_months_apart_are_two_stories() -> None:
    days = ["2031-05-07", "2031-05-07", "2031-05-08", "2031-05-07"]
    texts = [FERRY, OTHER_FERRY, FERRY_TOO, MINE]
    assert grouped(stories.find(view(n, t, day=d) for n, (t, d) in enumerate(zip(texts, days, strict=True)))) == {
        (0, 2)
    }
    days[2] = "2031-09-07"
    assert stories.find(view(n, t, day=d) for n, (t, d) in enumerate(zip(texts, days, strict=True))) == []


def test_what_bears_no_date_does_not_tie_what_dates_keep_apart() -> None:
    texts, days = [FERRY, FERRY_TOO, FERRY_TOO + " Captain Marlow spoke."], ["2031-05-07", None, "2031-10-07"]
    found = stories.find(view(n, t, day=d) for n, (t, d) in enumerate(zip(texts, days, strict=True)))
    assert len(found) == 1 and 1 in found[0].articles and len(found[0].articles) == 2


def test_nothing_comes_of_nothing() -> None:
    assert stories.find([]) == []
    assert stories.find([view(1, ""), view(2, ""), view(3, " \n"), view(4, "A")]) == []


def test_a_story_is_stored_with_its_name_and_why(tmp_path: Path) -> None:
    some = [article(f"a{n}", text, title=text[:20]) for n, text in enumerate(TEXTS)]
    with record(tmp_path, some) as opened:
        assert stories.link(opened) == 2
        of = stored(opened)
        assert of["a0"] == of["a2"] == of["a6"] != of["a1"] == of["a4"]
        assert "a3" not in of and "a5" not in of
        names = opened.db.execute("SELECT name FROM story ORDER BY name").fetchall()
        assert names == sorted([(FERRY[:20],), (OTHER_FERRY[:20],)])
        ties = opened.db.execute("SELECT a, b, score, why FROM link WHERE kind = 'story'").fetchall()
        assert len(ties) == 3 and all(0 < score <= 1 and '"average"' in why for _, _, score, why in ties)
        assert opened.check() == []


def test_new_articles_join_the_story_that_is_there(tmp_path: Path) -> None:
    with record(tmp_path, [article(f"a{n}", text) for n, text in enumerate(TEXTS[:5])]) as opened:
        stories.link(opened)
        opened.mark_linked()
        before = stored(opened)
        more = [article("n1", FERRY_AGAIN), article("n2", VOTE), article("n3", VOTE.replace("Monday", "Monday night"))]
        opened.add(Analysis(one, ()) for one in more)
        assert stories.link(opened, new_only=True) == 2
        after = stored(opened)
        assert before.items() <= after.items()
        assert after["n1"] == before["a0"]
        assert after["n2"] == after["n3"] not in before.values()
        opened.mark_linked()
        assert stories.link(opened, new_only=True) == 0
        assert stored(opened) == after
        stories.link(opened)
        assert stored(opened) == after
        assert opened.check() == []


def test_what_reviewers_merged_and_split_stays_so(tmp_path: Path) -> None:
    with record(tmp_path, [article(f"a{n}", text) for n, text in enumerate(TEXTS)]) as opened:
        stories.link(opened)
        of = stored(opened)
        opened.merge(f"S{of['a0']}", f"S{of['a1']}", by="Ada")
        opened.split(f"S{of['a0']}", ["a6"], by="Ada")
        decided = stored(opened)
        stories.link(opened)
        assert stored(opened) == decided
        assert decided["a0"] == decided["a1"] != decided["a6"]


def test_the_closest_are_joined_first_and_averages_decide() -> None:
    edges = [(1, 2, 0.9), (2, 3, 0.8), (1, 3, 0.2), (4, 5, 0.6)]
    into, merges = agglomerate(edges, 0.55, 32)
    assert into[1] == into[2] != into[3] and into[4] == into[5]
    assert [(one.a, one.b, one.average) for one in merges] == [(1, 2, 0.9), (4, 5, 0.6)]
    into, merges = agglomerate(edges, 0.45, 32)
    assert into[1] == into[3] and merges[-1].average == 0.5 and (merges[-1].a, merges[-1].b) == (2, 3)


def test_given_clusters_are_not_joined_with_each_other() -> None:
    into, merges = agglomerate([(1, 3, 0.9), (2, 3, 0.8), (1, 2, 1.0)], 0.1, 32, {1: 1, 2: 2})
    assert into == {1: 1, 2: 2, 3: 1} and len(merges) == 1


def test_clusters_keep_the_days_of_all_that_is_in_them() -> None:
    days = {1: (0.0, 0.0), 2: (float("-inf"), float("inf")), 3: (90.0, 90.0)}
    edges = [(1, 2, 0.9), (2, 3, 0.8), (1, 3, 0.7)]
    assert agglomerate(edges, 0.1, 32, days=days, apart=60)[0] == {1: 1, 2: 1, 3: 3}
    assert agglomerate(edges, 0.1, 32, {1: 1, 2: 1}, days, 60)[0] == {1: 1, 2: 1, 3: 3}
    assert agglomerate(edges, 0.1, 32, days=days, apart=90)[0] == {1: 1, 2: 1, 3: 1}


@given(st.lists(st.text(max_size=80), max_size=8))
@settings(max_examples=30, deadline=None)
def test_any_text_will_do(texts: list[str]) -> None:
    found = stories.find(view(n, text) for n, text in enumerate(texts))
    members = [key for one in found for key in one.articles]
    assert len(members) == len(set(members)) and all(len(one.articles) > 1 for one in found)
