from __future__ import annotations

import json
import random
from dataclasses import replace
from pathlib import Path

import pytest

from onrecord.errors import RecordError
from onrecord.queries.plain import plain
from onrecord.queries.timeline import Timeline, timeline
from onrecord.queries.wording import as_it_reads
from onrecord.record import PersonGroup, Record, RemarkGroup
from onrecord.types import Span
from queries.linked import linked, record, told


@pytest.fixture
def talks(tmp_path: Path):
    with linked(tmp_path) as opened:
        yield opened


def remarks(found: Timeline) -> list[tuple[str | None, str, str | None]]:
    return [(one.remark, one.wording.statement, one.said) for one in found.remarks]


def test_remarks_in_order_and_repeats_folded(talks: Record) -> None:
    found = timeline(talks, "Ada Löw")
    assert remarks(found) == [
        (None, "vale-1", "2024-06"),
        ("R1", "vale-0", "2024-06-14"),
        ("R2", "again-0", "2024-09-02"),
    ]
    first = found.remarks[1]
    assert first.outlets == ("Harbour Post", "The Vale", "Quay News") and first.articles == 3
    assert first.statements == ("post-0", "vale-0", "copy-0") and first.act == "predict"
    assert first.wording.content[0].text == "“The dam will be late. Nobody is to blame.”"
    assert first.occasion and first.occasion.id == "O1"
    assert (first.repeated, found.remarks[2].repeats) == (("R2",), ("R1",))


def test_silences_are_told(talks: Record) -> None:
    found = timeline(talks, "P1").remarks
    assert [one.silence for one in found] == [None, None, 64]  # June may have lasted to its end
    assert [one.silence for one in timeline(talks, "P1", silence=65).remarks] == [None] * 3


def test_what_bears_no_date_stands_apart(talks: Record) -> None:
    undated = timeline(talks, "P1").undated
    assert [(one.wording.statement, one.bounds) for one in undated] == [("terms-0", None), ("undated-0", "../2024-06")]
    within = timeline(talks, "P1", since="2024")
    assert (within.undated, within.left_out) == ((), 2) and timeline(talks, "P1").left_out == 0
    published = timeline(talks, "P1", since="2024-07", until="2024-08", or_published=True)
    assert [one.wording.statement for one in published.undated] == ["terms-0"] and published.remarks == ()


def test_dates_and_persons_narrow_it(talks: Record) -> None:
    assert [one.remark for one in timeline(talks, "P1", since="2024-06-10").remarks] == [None, "R1", "R2"]
    assert [one.remark for one in timeline(talks, "P1", since="2024-07").remarks] == ["R2"]
    assert [one.remark for one in timeline(talks, "P1", until="2024-06-13").remarks] == [None]
    about = timeline(talks, "P1", about="Bo")
    assert (remarks(about), about.undated) == ([(None, "vale-1", "2024-06")], ())
    with pytest.raises(RecordError, match="no date"):
        timeline(talks, "P1", since="June")


def test_reviewers_win(talks: Record) -> None:
    talks.decide("vale-1", {"verdict": "wrong"}, by="Ann")
    talks.decide("undated-0", {"said": "2024-06-01", "act": "warn"}, by="Ann")
    talks.decide("post-1", {"speaker": "P1"}, by="Ann")
    found = timeline(talks, "P1")
    assert remarks(found)[0] == (None, "undated-0", "2024-06-01") and found.remarks[0].act == "warn"
    assert "vale-1" not in [id for one in found.remarks for id in one.statements]
    assert [one.wording.statement for one in found.undated] == ["post-1", "terms-0"]
    talks.merge("R2", "R1", by="Bo")
    merged = timeline(talks, "P1").remarks[-1]
    assert (merged.remark, merged.articles, merged.repeats, merged.repeated) == ("R2", 4, (), ())


def test_a_limit_says_that_there_is_more(talks: Record) -> None:
    some = timeline(talks, "P1", limit=1)
    assert (len(some.remarks), len(some.undated), some.more) == (1, 1, True)
    assert not timeline(talks, "P1", limit=3).more and not timeline(talks, "P1", limit=None).more


def test_many_remarks_come_in_order_whatever_their_precision(tmp_path: Path) -> None:
    chance = random.Random(3)
    days = [f"2024-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}" for _ in range(600)]
    said = [chance.choice((day, day, day[:7], day[:4])) for day in days]
    articles = [told(f"Ada said {{Ada|word {n}|said={day}}}", f"a{n}") for n, day in enumerate(said)]
    with record(tmp_path, articles) as talks:
        actors = tuple(view.key for view in talks.views.actors())
        talks.write_links("person", [PersonGroup(members=actors, name="Ada", kind="person")])
        spans = [(view.key, view.content[0].start, view.content[0].end) for view in talks.views.statements()]
        pairs = list(zip(spans[::2], spans[1::2], strict=True))
        talks.write_links("remark", [RemarkGroup(members=pair) for pair in pairs])
        every = timeline(talks, "Ada", limit=None).remarks
        assert len(every) == 300 and {one.articles for one in every} == {2}
        places = [(one.first, one.last) for one in every]
        assert places == sorted(places)
        assert timeline(talks, "Ada", limit=40).remarks == every[:40]
        narrow = [one for one in every if (one.last or "") >= "2024-05-01" and (one.first or "") <= "2024-05-31"]
        within = timeline(talks, "Ada", since="2024-05", until="2024-05", limit=None).remarks
        assert [one.remark for one in within] == [one.remark for one in narrow]


def test_it_is_ready_for_json(talks: Record) -> None:
    first = json.loads(json.dumps(plain(timeline(talks, "P1"))))["remarks"][1]
    words = "“The dam will be late. Nobody is to blame.”"
    assert first["wording"]["content"] == [{"start": 20, "end": 63, "text": words}]
    assert first["wording"]["speaker"] == [{"id": "P1", "name": "Ada Löw"}] and first["outlets"][0] == "Harbour Post"


@pytest.mark.parametrize(
    ("text", "cue", "content", "reads"),
    [
        ("Ada backed her.", ["backed"], ["her"], "backed her"),
        ("Ada called him “clever”.", ["called"], ["him “clever”"], "called him “clever”"),
        ("Ada accused Bo of fraud.", ["accused"], ["Bo", "of fraud"], "accused Bo … of fraud"),
        ("Ada’s denied the report.", ["’s denied"], ["the report"], "denied the report"),
        ("Ada said: “No.”", ["said"], ["“No.”"], "“No.”"),
        ("It is late, Ada said.", ["said"], ["It is late"], "It is late"),
        ("Ada said on Monday that it rains.", ["said"], ["that it rains"], "that it rains"),
        ("It rains, for Ada.", [], ["It rains"], "It rains"),
    ],
)
def test_a_paraphrase_is_read_with_its_cue(
    tmp_path: Path, text: str, cue: list[str], content: list[str], reads: str
) -> None:
    def spans(some: list[str]) -> tuple[Span, ...]:
        return tuple(Span(text.index(one), text.index(one) + len(one), one) for one in some)

    with linked(tmp_path) as talks:
        line = timeline(talks, "Ada").remarks[0].wording
    quote = "direct" if content[0].startswith("“") else "mixed" if "“" in content[0] else "indirect"
    assert as_it_reads(replace(line, cue=spans(cue), content=spans(content), quote=quote)) == reads
