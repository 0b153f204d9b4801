from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given
from hypothesis import strategies as st

import onrecord
from export.builder import bare, harbour, hostile, resolved, understood
from export.strategies import analyses
from onrecord import parallel
from onrecord.errors import RecordError
from onrecord.record import Added, PersonGroup, Record, Skipped, StoryGroup, open_record
from onrecord.record.reading import analysis as read_back
from onrecord.record.rows import storable
from onrecord.record.store import Removed
from onrecord.types import Analysis, Notice
from record.made import FIRST, SECOND, article, current, found, one, record, told
from stand_in import analyse

DAM = "Ada said the dam is late. Bo said the money is gone. Ada said it rains."


@pytest.mark.parametrize("made", [harbour, resolved, understood, bare])
def test_an_analysis_comes_back_as_it_was(tmp_path: Path, made) -> None:
    with record(tmp_path, made()) as talks:
        assert list(talks.analyses()) == [made()]
        assert list(talks.articles()) == [made().article]
        assert list(talks.statements()) == list(made().statements)
        assert talks.check() == []


def test_hostile_text_is_stored(tmp_path: Path) -> None:
    with record(tmp_path, hostile()) as talks:
        (back,) = talks.analyses()
        assert back.article.text == storable(hostile().article.text)
        assert talks.check() == []


@given(st.lists(analyses(), max_size=2))
def test_any_analysis_is_stored_and_every_span_still_slices(made: list[Analysis]) -> None:
    with TemporaryDirectory() as folder, open_record(Path(folder) / "talks.db") as talks:
        outcomes = talks.add(made, maker=FIRST)
        assert len(outcomes) == len(made)
        assert talks.check() == []
        kept = {storable(one.article.text): one for one in reversed(made)}
        assert {read_back(talks.db, key).article.text for key in keys(talks)} == set(kept)
        for key in keys(talks):
            back = read_back(talks.db, key)
            first = kept[back.article.text]
            assert len(back.statements) == len(first.statements)
            for mine, theirs in zip(back.statements, first.statements, strict=True):
                assert [(s.start, s.end) for s in mine.content] == [(s.start, s.end) for s in theirs.content]
                assert (mine.quote, mine.confidence, mine.act) == (theirs.quote, theirs.confidence, theirs.act)


def keys(talks: Record) -> list[int]:
    return [key for (key,) in talks.db.execute("SELECT key FROM analysis").fetchall()]


def test_the_same_text_is_skipped_before_it_is_analysed(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[str] = []

    def counting(chunk, **_):
        read.extend(one.id for one in chunk)
        return analyse(chunk)

    monkeypatch.setattr(parallel, "_analyse", counting)
    with open_record(tmp_path / "talks.db") as talks:
        first = talks.add([article(DAM, "a"), article("Cy said no.", "b")], maker=FIRST)
        assert first == [Added("a", 1, 3, "en"), Added("b", 1, 1, "en")]
        assert talks.add([article(DAM, "other"), article("Di said so.", "c")], maker=FIRST) == [
            Skipped("a"),
            Added("c", 1, 1, "en"),
        ]
    assert read == ["a", "b", "c"]


def test_a_failure_costs_one_article(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_analyse", analyse)
    with open_record(tmp_path / "talks.db") as talks:
        outcomes = talks.add([article("Break.", "x"), article(DAM)], maker=FIRST)
        assert [type(outcome) for outcome in outcomes] == [Notice, Added]
        assert [one.id for one in talks.articles()] == ["a"]


def test_the_maker_is_this_version_unless_given(tmp_path: Path) -> None:
    with open_record(tmp_path / "talks.db") as talks:
        talks.add([told(DAM)])
        assert one(talks, "SELECT code FROM analysis") == onrecord.__version__


@pytest.mark.parametrize("known", [{"url": "https://a.example/1"}, {}])
def test_a_changed_text_is_a_new_version_and_both_are_kept(tmp_path: Path, known: dict[str, str]) -> None:
    with record(tmp_path, told(DAM, **known)) as talks:
        (outcome,) = talks.add([told(DAM + " Bo said no.", **known)], maker=FIRST)
        assert outcome == Added("a@2", 2, 4, "en")
        assert [one.text for one in talks.articles()] == [DAM, DAM + " Bo said no."]
        assert len(list(talks.statements())) == 4
        assert found(talks, "dam") == [one.id for one in talks.statements()][:1]
        assert one(talks, "SELECT count(DISTINCT series) FROM article") == 1
        assert talks.check() == []


def test_a_new_version_by_url_keeps_its_own_id(tmp_path: Path) -> None:
    url = "https://a.example/1"
    with record(tmp_path, told(DAM, "a", url=url)) as talks:
        assert talks.add([told("Bo said no.", "b", url=url)], maker=FIRST) == [Added("b", 2, 1, "en")]
        assert [one.article for one in talks.statements()] == ["b"]


def test_one_id_at_two_urls_is_two_articles(tmp_path: Path) -> None:
    first, second = told(DAM, url="https://a.example/1"), told("Bo said no.", url="https://b.example/1")
    with record(tmp_path, first, second) as talks:
        assert [one.id for one in talks.articles()] == ["a", "a@2"]
        assert len({one.id for one in talks.statements()}) == 4
        assert one(talks, "SELECT count(*) FROM article WHERE newest AND version = 1") == 2


def test_a_text_seen_elsewhere_is_noted(tmp_path: Path) -> None:
    here = {"url": "https://a.example/1", "outlet": "The Vale"}
    there = {"url": "https://b.example/9", "outlet": "The Hill"}
    with record(tmp_path, told(DAM, **here)) as talks:
        for known in (here, there, there):
            assert talks.add([article(DAM, "b", **known)], maker=FIRST) == [Skipped("a")]
        assert talks.db.execute("SELECT url FROM copy").fetchall() == [("https://b.example/9",)]


def test_update_analyses_again_what_another_version_made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_analyse", analyse)
    with record(tmp_path, told(DAM, leave_out=[1]), told("Cy said no.", "b")) as talks:
        assert talks.update(maker=FIRST) == []
        assert talks.update(maker=SECOND) == ["a", "b"]
        assert talks.update(maker=SECOND) == []
        assert len(list(talks.statements())) == 4
        assert talks.db.execute("SELECT model, current FROM analysis WHERE article = 1").fetchall() == [
            ("model-1", 0),
            ("model-2", 1),
        ]
        assert found(talks, "money") and talks.check() == []


def test_another_language_is_read_again_as_it_was_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[tuple[str, bool]] = []

    def noting(chunk, *, any_language):
        asked.extend((one.id, any_language) for one in chunk)
        return analyse(chunk)

    monkeypatch.setattr(parallel, "_analyse", noting)
    here, there, unread = told(DAM), told("Ada said nein.", "b"), told("Silence.", "c")
    there, unread = (replace(one, article=replace(one.article, language="de")) for one in (there, unread))
    with record(tmp_path, here, there, unread) as talks:
        assert talks.update(maker=FIRST, any_language=True) == ["c"]
        assert sorted(talks.update(maker=SECOND)) == ["a", "b", "c"]
    assert asked == [("c", True), ("b", True), ("a", False), ("c", False)]


def test_older_versions_are_analysed_again_and_still_do_not_count(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM), told("Bo said no.")) as talks:
        talks.replace(1, told(DAM), SECOND)
        assert len(list(talks.statements())) == 1 and found(talks, "dam") == []
        assert talks.check() == []


# --- removal ---


def test_a_removal_leaves_the_fact_and_nothing_of_the_text(tmp_path: Path) -> None:
    text = "Ada said the zanzibarine dam is late. Bo said the quixotry is gone."
    filler = [told(f"Cy said number {n} is fine.", f"f{n}") for n in range(30)]
    with record(tmp_path, *filler[:15], told(text, title="Zanzibarine news", outlet="The Vale"), *filler[15:]) as talks:
        talks.decide("a-0-0", {"speaker": "Quixotry Vole"}, by="Ann", why="zanzibarine")
        talks.replace(16, told(text, shorter=3), SECOND)
        assert found(talks, "quixotry") and talks.remove("a", by="Ann", why="court order") == Removed(1, erased=True)
        assert talks.db.execute("SELECT article, by, why FROM removal").fetchall() == [("a", "Ann", "court order")]
        assert found(talks, "quixotry") == [] and len(list(talks.statements())) == 30
        assert talks.check() == []
        (decision,) = talks.decisions()
        assert (decision.by, decision.field, decision.new, decision.why) == ("Ann", "speaker", None, "")
        for file in tmp_path.iterdir():
            held = file.read_bytes().lower()
            assert b"zanzibarine" not in held and b"quixotry" not in held, file


def test_what_was_removed_is_not_added_again_unless_told(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM)) as talks:
        talks.remove("a", by="Ann", why="")
        assert talks.add([article(DAM, "b"), told(DAM)], maker=FIRST) == [Skipped("a", True), Skipped("a", True)]
        assert talks.add([told(DAM)], maker=FIRST, again=True) == [Added("a", 1, 3, "en")]
        assert talks.check() == []


def test_what_is_shared_with_other_articles_is_made_of_these_alone(tmp_path: Path) -> None:
    made = (told("Ada said the dam is late.", "a", title="The dam"), told("Adaline said no.", "b", title="Zanzibar"))
    with record(tmp_path, *made) as talks:
        group = PersonGroup(members=(1, 2), name="Adaline", kind="person", names=("Ada", "Adaline"))
        talks.write_links("person", [group])
        talks.write_links("story", [StoryGroup(members=(1, 2), name="Zanzibar")])
        talks.decide("a-0-0", {"about": "Cy Vole"}, by="Ann")
        assert talks.remove("b", by="Ann", why="").erased
        assert talks.db.execute("SELECT name, names FROM person").fetchall() == [
            ("Ada", '["Ada"]'),
            ("Cy Vole", '["Cy Vole"]'),
        ]
        assert one(talks, "SELECT name FROM story") == "The dam"
        assert talks.check() == []
    assert b"Zanzibar" not in (tmp_path / "talks.db").read_bytes()
    assert b"Adaline" not in (tmp_path / "talks.db").read_bytes()


def test_a_reader_delays_the_erasing_and_is_told_of(tmp_path: Path) -> None:
    path = tmp_path / "talks.db"
    record(tmp_path, told(DAM)).close()
    with Record(path, wait=0.05) as talks, open_record(path, read_only=True) as reader:
        reading = reader.db.execute("SELECT key FROM statement")
        next(reading)
        assert talks.remove("a", by="Ann", why="") == Removed(1, erased=False)
        reading.close()


def test_all_versions_go(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM), told("Bo said no.")) as talks:
        assert talks.remove("a@2", by="Ann", why="").versions == 2
        assert list(talks.articles()) == [] and talks.check() == []


def test_an_unknown_article_cannot_be_removed(tmp_path: Path) -> None:
    with record(tmp_path, told(DAM)) as talks:
        with pytest.raises(RecordError, match="x: there is no article"):
            talks.remove("x", by="Ann", why="")
        assert current(talks, "act") == {"a-0-0": None, "a-1-0": None, "a-2-0": None}
