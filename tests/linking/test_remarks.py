"""The remarks pass on invented articles of two outlets and more."""

from __future__ import annotations

import json
import random
from difflib import SequenceMatcher
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linking.reports import Line, by_remark, linked, pair, repeats, report, told_together
from onrecord.linking import people, remarks
from onrecord.linking.remark_features import FEATURES, MEANT_ALIKE
from onrecord.linking.remark_groups import Groups
from onrecord.linking.remark_model import load
from onrecord.linking.remark_pairs import NEAR, Pair, Pairs
from onrecord.linking.remark_reading import read_corpus
from onrecord.linking.remark_runs import common_runs
from onrecord.linking.remark_tying import LEAST
from onrecord.linking.wordings import EMPTY, NAME, NEGATION, NUMBER, QUOTED, read_wording, stem

VELK, ORSO = "Mara Velk", "Tilo Orso"
FERRY = "the night ferry between Port Hallow and Brinsk will sail again before the harvest fair"


def two(folder: Path, one: Line, other: Line, days: tuple[str | None, str | None] = ("2031-05-03", "2031-05-04")):
    """A record of two outlets' articles with a sentence each."""
    return linked(
        folder,
        report("a", "Hallow Post", days[0], one, around="The mayor opened the spring meeting of the island council."),
        report("b", "Brinsk Courier", days[1], other, around="It was a long evening in the town hall of Hallow."),
    )


SAME = {
    "word for word": (Line(VELK, f"“{FERRY}”"), Line(VELK, f"“{FERRY}”")),
    "direct here, indirect there": (
        Line(VELK, f"“I promise you that {FERRY}”"),
        Line(VELK, "that the night ferry to Brinsk would be sailing again before the harvest fair"),
    ),
    "cut differently": (
        Line(VELK, f"“We have heard the fishermen of Hallow. I promise you that {FERRY}”"),
        Line(VELK, "the “night ferry between Port Hallow and Brinsk will sail again”"),
    ),
    "translated by two newspapers": (
        Line(VELK, "“The night ferry from Port Hallow to Brinsk sails again ahead of the harvest fair”"),
        Line(VELK, "“Before the harvest fair, the night ferry from Port Hallow to Brinsk is going to sail again”"),
    ),
}


@pytest.mark.parametrize("kind", SAME)
def test_one_utterance_in_two_articles_is_one_remark(tmp_path: Path, kind: str) -> None:
    with two(tmp_path, *SAME[kind]) as record:
        assert told_together(record) == pair(("a", 0), ("b", 0))
        ((why, score),) = record.db.execute("SELECT why, score FROM link WHERE kind = 'remark'").fetchall()
        told = json.loads(why)
        assert told["shared_words"] >= 5 and told["days_apart"] <= 1 and 0.5 < score <= 1
        assert told["adds"] and told["adds"].keys() <= {*FEATURES, MEANT_ALIKE}
        assert record.check() == []


def test_who_is_only_described_may_be_who_is_named_in_the_article(tmp_path: Path) -> None:
    long = f"{FERRY}, whatever the council of Brinsk may think of it"
    lines = Line("a top aide", f"“{long}”", kind="unnamed"), Line(ORSO, f"“{long}”")
    with linked(tmp_path, report("a", "Hallow Post", "2031-05-03", *lines)) as record:
        assert told_together(record) == pair(("a", 0), ("a", 1))
    (tmp_path / "named").mkdir()
    named = Line(VELK, f"“{long}”"), Line(ORSO, f"“{long}”")
    with linked(tmp_path / "named", report("a", "Hallow Post", "2031-05-03", *named)) as record:
        assert told_together(record) == set()


def test_one_speaker_speaks_for_one_remark(tmp_path: Path) -> None:
    scores = []
    for other in (Line(VELK, f"that {FERRY}"), Line("an official", f"that {FERRY}", kind="unnamed")):
        (tmp_path / other.kind).mkdir()
        with two(tmp_path / other.kind, Line(VELK, f"“{FERRY}”"), other) as record:
            scores += record.db.execute("SELECT score FROM link WHERE kind = 'remark'").fetchall()
    assert len(scores) == 2 and scores[0] > scores[1]


DIFFERENT = {
    "two speakers": (Line(VELK, f"“{FERRY}”"), Line(ORSO, f"“{FERRY}”")),
    "two people of one family name": (Line("Mara Velk", f"“{FERRY}”"), Line("Anselm Velk", f"“{FERRY}”")),
    "the opposite": (
        Line(VELK, "the night ferry to Brinsk will sail before the fair"),
        Line(VELK, "the night ferry to Brinsk will not sail before the fair"),
    ),
    "two sentences of one speech": (
        Line(VELK, f"“{FERRY}”"),
        Line(VELK, "“Nobody on the island has to pay the new mooring fee until the council has met in autumn”"),
    ),
    "told as of different months": (Line(VELK, f"“{FERRY}”", "2031-01-14"), Line(VELK, f"“{FERRY}”", "2031-05-03")),
}


@pytest.mark.parametrize("kind", DIFFERENT)
def test_what_is_not_one_utterance_stays_apart(tmp_path: Path, kind: str) -> None:
    days = ("2031-01-15", "2031-05-04") if kind.startswith("told as of") else ("2031-05-03", "2031-05-04")
    with two(tmp_path, *DIFFERENT[kind], days) as record:
        assert told_together(record) == set()
        assert len(by_remark(record)) == 2


def test_the_same_sentence_months_later_repeats_the_first(tmp_path: Path) -> None:
    lines = Line(VELK, f"“{FERRY}”", "2031-01-14"), Line(VELK, f"“{FERRY}”", "2031-06-20")
    with two(tmp_path, *lines, ("2031-01-15", "2031-06-21")) as record:
        remark = {next(iter(some))[0]: key for key, some in by_remark(record).items()}
        assert repeats(record) == [(remark["a"], remark["b"])]
        assert record.db.execute("SELECT first, last FROM remark ORDER BY first").fetchall() == [
            ("2031-01-14", "2031-01-14"),
            ("2031-06-20", "2031-06-20"),
        ]


def test_two_press_conferences_on_the_same_weekday_stay_two_though_one_is_undated(tmp_path: Path) -> None:
    june = report(
        "a", "Hallow Post", "2031-06-27",
        Line(VELK, "“Brinsk must open its harbour before we can speak of the fishing grounds”", "2031-06-26"),
        Line(VELK, "the island would never give up its fishing grounds", "2031-06-26"),
    )  # fmt: skip
    undated = report(
        "b", "Brinsk Courier", None,
        Line(VELK, "“Whoever sits in Brinsk will find our door open, and the kettle on the stove”"),
        Line(VELK, "a good neighbour does not close a harbour in a storm"),
    )  # fmt: skip
    with linked(tmp_path, june, undated) as record:
        assert told_together(record) == set()


def test_a_long_statement_serves_two_remarks(tmp_path: Path) -> None:
    fee = "Nobody on the island has to pay the new mooring fee until the council has met in autumn"
    whole = report("a", "Hallow Post", "2031-05-03", Line(VELK, f"“The {FERRY[4:]}. {fee}”"))
    one = report("b", "Brinsk Courier", "2031-05-04", Line(VELK, f"“The {FERRY[4:]}”"))
    other = report("c", "Island Radio", "2031-05-04", Line(VELK, f"“{fee}”"))
    with linked(tmp_path, whole, one, other) as record:
        assert told_together(record) == {frozenset({("a", 0), ("b", 0)}), frozenset({("a", 0), ("c", 0)})}
        assert record.check() == []
        spans = record.db.execute('SELECT start, "end" FROM remark_span WHERE statement = 1 ORDER BY 1').fetchall()
        text = whole.article.text
        assert [text[start:end].strip("“”. ") for start, end in spans] == [f"The {FERRY[4:]}", fee]


def test_a_copy_ties_its_statements_to_the_original(tmp_path: Path) -> None:
    lines = [Line(VELK, content) for content in (FERRY, "that it was late", "yes", "the bakers had asked for rain")]
    with linked(
        tmp_path,
        report("a", "Hallow Post", "2031-05-03", *lines),
        report("b", "Brinsk Courier", "2031-05-03", *lines, Line(ORSO, "he would see")),
    ) as record:
        assert {frozenset({("a", n), ("b", n)}) for n in range(4)} <= told_together(record)


def test_what_is_new_joins_remarks_that_keep_their_ids(tmp_path: Path) -> None:
    with two(tmp_path, *SAME["word for word"]) as record:
        record.mark_linked()
        before = by_remark(record)
        record.add([report("c", "Island Radio", "2031-05-05", Line(VELK, f"that {FERRY}"), Line(ORSO, "he was glad"))])
        people.link(record, new_only=True)
        assert remarks.link(record, new_only=True) == 2
        (key,) = before
        assert by_remark(record)[key] == before[key] | {("c", 0)}
        assert frozenset({("c", 1)}) in by_remark(record).values()
        assert remarks.link(record, new_only=True) == 0
        assert record.check() == []


def test_linking_again_changes_nothing(tmp_path: Path) -> None:
    with two(tmp_path, *SAME["cut differently"]) as record:
        before = by_remark(record)
        assert remarks.link(record) == 1
        assert by_remark(record) == before


def test_a_reviewers_split_stays(tmp_path: Path) -> None:
    with two(tmp_path, *SAME["word for word"]) as record:
        (key,) = by_remark(record)
        statement = record.db.execute("SELECT id FROM statement ORDER BY key DESC").fetchone()[0]
        record.split(f"R{key}", [statement], by="Ann")
        remarks.link(record)
        assert told_together(record) == set()


NAMES = st.sampled_from([VELK, ORSO, "Anselm Velk"])
WORDS = st.lists(st.sampled_from([*FERRY.split(), "not", "12", "“", "”", ".", "!", "…"]), min_size=1, max_size=24)
TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=40).filter(str.strip)
DAYS = st.sampled_from([None, "2031-05-03", "2031-05-04", "2031-06", "2030"])
LINES = st.builds(Line, NAMES, WORDS.map(" ".join) | TEXTS, DAYS)


@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck))
@given(st.lists(st.tuples(st.lists(LINES, min_size=1, max_size=4), DAYS), min_size=1, max_size=4))
def test_any_text(tmp_path_factory: pytest.TempPathFactory, news: list[tuple[list[Line], str | None]]) -> None:
    reports = [report(f"r{n}", f"o{n % 2}", day, *lines) for n, (lines, day) in enumerate(news)]
    with linked(tmp_path_factory.mktemp("any"), *reports) as record:
        assert record.check() == []
        told = record.db.execute("SELECT count(DISTINCT statement) FROM remark_span").fetchone()[0]
        assert told == record.db.execute("SELECT count(*) FROM current").fetchone()[0]
        query = (
            "SELECT count(DISTINCT w.person) FROM remark_span AS m JOIN current_person AS w "
            "ON w.statement = m.statement WHERE w.part = 'speaker' GROUP BY m.remark"
        )
        assert all(speakers == 1 for (speakers,) in record.db.execute(query))


def test_other_processes_change_nothing(tmp_path: Path) -> None:
    """However many read and compare, the same remarks are there for the same reasons, copies among them."""
    chance, words, found = random.Random(7), f"{FERRY} nobody in the harbour ever asked for rain again".split(), []
    lines = [
        [Line(name, f"“{' '.join(chance.sample(words, 12))}”") for name in (VELK, ORSO, "Anselm Velk")]
        for _ in range(12)
    ]
    last = (Line(VELK, FERRY), Line(ORSO, "he would see"))
    news = [report(f"r{n}", f"o{n % 3}", "2031-05-03", *lines[n % 12], *last[: n // 9]) for n in range(18)]
    for jobs in (1, 2):
        (folder := tmp_path / str(jobs)).mkdir()
        with linked(folder, *news) as record:
            remarks.link(record, jobs=jobs)
            record.mark_linked()
            record.add([report("new", "o4", "2031-05-04", *lines[0], Line(ORSO, FERRY))])
            people.link(record, new_only=True)
            remarks.link(record, new_only=True, jobs=jobs)
            spans = record.db.execute(
                'SELECT statement, start, "end", remark FROM remark_span ORDER BY 1, 2'
            ).fetchall()
            found.append((spans, record.db.execute("SELECT a, b, score, why FROM link ORDER BY kind, a, b").fetchall()))
            assert record.db.execute("SELECT count(*) FROM duplicate").fetchone()[0]
            assert len({remark for *_, remark in spans}) < len(spans)
    assert found[0] == found[1]


RUNS = st.lists(st.integers(0, 5), max_size=14)


@given(RUNS, RUNS)
def test_runs_are_those_that_difflib_finds(one: list[int], other: list[int]) -> None:
    blocks = SequenceMatcher(None, one, other, autojunk=False).get_matching_blocks()
    assert common_runs(one, other) == [tuple(block) for block in blocks if block.size]


def test_a_group_is_no_chain() -> None:
    """A fits B and B fits C, but A and C do not fit each other."""
    scores = {(0, 1): 0.9, (1, 2): 0.8, (0, 2): 0.01}
    groups = Groups(lambda _: 1, lambda a, b: scores[min(a, b), max(a, b)], 0.3)
    assert groups.tie(Pair(0, 1, 0.9, 0.9), (1, 1))
    assert not groups.tie(Pair(1, 2, 0.8, 0.8), (1, 1))
    assert groups.together(0, 1) and not groups.together(1, 2)


def test_more_is_asked_of_articles_further_apart(tmp_path: Path) -> None:
    other = Line(VELK, "the night ferry would sail before the harvest fair if the council wanted it")
    for days in (1, 7):
        (tmp_path / str(days)).mkdir()
        with two(
            tmp_path / str(days), Line(VELK, f"“{FERRY}”"), other, ("2031-05-03", f"2031-05-{3 + days:02}")
        ) as record:
            found = Pairs(read_corpus(record), load()).pair(0, 1)
            assert found.score > LEAST and found.far == (days > NEAR)
            assert (told_together(record) == pair(("a", 0), ("b", 0))) == (days == 1)


def test_wordings() -> None:
    told = read_wording("The Mayor said: “We won’t sell 1,200 boats,” and Brinsk agreed.")
    flags = dict(zip(told.words.tolist(), told.flags.tolist(), strict=True))
    bits = {word: flags[read_wording(word).words[0]] for word in ("sell", "1200", "Brinsk", "agreed")}
    assert bits["sell"] & QUOTED and bits["1200"] & NUMBER and bits["Brinsk"] & NAME
    assert not bits["agreed"] & QUOTED
    assert sum(bool(flag & NEGATION) for flag in flags.values()) == 1
    united, america = read_wording("in the United States today"), read_wording("in America today")
    assert united.words[2] == america.words[1] and united.flags[3] & EMPTY
    assert read_wording("states united").words[1] == read_wording("united").words[0]
    assert {stem(word) for word in ("attack", "attacks", "attacked", "attacking", "attacker")} == {"attack"}


@settings(deadline=None)
@given(st.text(max_size=200))
def test_words_of_any_text(text: str) -> None:
    told = read_wording(text)
    assert len(told.words) == len(told.flags) == len(told.starts)
    assert (told.starts[1:] > told.starts[:-1]).all()


def test_the_model_knows_only_features_there_are() -> None:
    model = load()
    assert model.same.keys() <= {"", *FEATURES} and model.alike.keys() <= {"", *FEATURES}
