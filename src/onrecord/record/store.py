"""A record as a program uses it: the only writer of the file."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from onrecord import __version__
from onrecord.analysis import LANGUAGE
from onrecord.attribution import model_version
from onrecord.parallel import analyse_all
from onrecord.record import adding, connection, decided, deciding, integrity, known, links, now, reading, removing
from onrecord.record.adding import Added, Skipped
from onrecord.record.decided import Decision, Disagreement
from onrecord.record.grouping import Constraints, Kind, constraints
from onrecord.record.known import Known
from onrecord.record.views import Views
from onrecord.record.writing import Maker
from onrecord.types import Analysis, Article, Notice, Statement

Outcome = Added | Skipped | Notice
T = TypeVar("T")

#: Analyses that come ready-made are stored so many at once, which is several times as quick as one by one. Articles
#: that are analysed here are stored one by one: nothing that took time to make waits to be stored.
BATCH = 50


@dataclass(frozen=True, slots=True)
class Removed:
    """How many versions of an article were removed. Not `erased` yet is their text where another program was reading:
    it is in the log beside the file until the next checkpoint after that."""

    versions: int
    erased: bool


class Record:
    """Many articles in one file. Use it in a `with`, or close it.

    Each method that writes stores all of what it does, or nothing. One program writes at a time, any number read;
    another writer is waited for, for some seconds. Every method raises RecordError, in one line, when the file cannot
    be read or written or an id is not in it. `db` is the connection, for queries that only read.
    """

    def __init__(
        self,
        path: Path,
        *,
        create: bool = True,
        read_only: bool = False,
        wait: float = connection.BUSY,
        any_thread: bool = False,
    ) -> None:
        self.path = path
        self.db = connection.connect(path, create_missing=create, read_only=read_only, wait=wait, any_thread=any_thread)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, _: type[BaseException] | None, __: BaseException | None, ___: TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        """Leaves the file whole in itself, unless others have it open."""
        with self.explained():
            self.db.close()

    # --- articles ---

    def add(
        self,
        items: Iterable[Article | Analysis],
        *,
        maker: Maker | None = None,
        any_language: bool = False,
        jobs: int | None = None,
        again: bool = False,
    ) -> list[Outcome]:
        """Stores articles, and returns what became of each; see `adding`."""
        return list(self.adding(items, maker=maker, any_language=any_language, jobs=jobs, again=again))

    def adding(
        self,
        items: Iterable[Article | Analysis],
        *,
        maker: Maker | None = None,
        any_language: bool = False,
        jobs: int | None = None,
        again: bool = False,
    ) -> Iterator[Outcome]:
        """Analyses and stores articles, each as soon as it is analysed, and tells what became of it. One whose text
        is there already is Skipped before it is analysed; what fails is a Notice, and the rest goes on.

        An Analysis is stored as it is, as made by `maker` (by default, this version). `again` adds what was removed,
        too. Raises ModelError when the reader's weights are missing.
        """
        maker = maker or present()
        aside: list[Outcome] = []

        def fresh() -> Iterator[Article]:
            batch: list[Analysis] = []
            for item in items:
                if isinstance(item, Analysis):
                    batch.append(item)
                    if len(batch) == BATCH:
                        aside.extend(self._store(_emptied(batch), maker, again))
                elif skipped := self._skip(item, again):
                    aside.append(skipped)
                else:
                    yield item
            aside.extend(self._store(_emptied(batch), maker, again))

        for outcome in analyse_all(fresh(), any_language=any_language, jobs=jobs):
            yield from _emptied(aside)
            yield outcome if isinstance(outcome, Notice) else self._store([outcome], maker, again)[0]
        yield from _emptied(aside)

    def _skip(self, article: Article, again: bool) -> Skipped | None:
        with self.explained():
            skipped = adding.known(self.db, article, again=again)
            if skipped and not skipped.removed:
                adding.note_copy(self.db, skipped, article)
        return skipped

    def _store(self, analyses: Iterable[Analysis], maker: Maker, again: bool) -> list[Added | Skipped]:
        with self.writing():
            return [adding.store(self.db, analysis, maker, again=again) for analysis in analyses]

    def update(
        self, *, maker: Maker | None = None, any_language: bool = False, jobs: int | None = None
    ) -> list[str | Notice]:
        """Analyses again what another version of the model or of the code analysed; see `updating`."""
        return list(self.updating(maker=maker, any_language=any_language, jobs=jobs))

    def updating(
        self, *, maker: Maker | None = None, any_language: bool = False, jobs: int | None = None
    ) -> Iterator[str | Notice]:
        """The ids of articles as they are analysed again. Older analyses are kept; decisions, and what linking found,
        go over to the new one."""
        maker = maker or present()
        keys = self.outdated(maker, any_language=any_language)
        foreign = {key for key in keys if self._was_read_all_the_same(key)}
        for some, any_of_them in ((foreign, True), (set(keys) - foreign, any_language)):
            yield from self._analyse_again(sorted(some), maker, any_of_them, jobs)

    def _analyse_again(
        self, keys: list[int], maker: Maker, any_language: bool, jobs: int | None
    ) -> Iterator[str | Notice]:
        outcomes = analyse_all(self._articles(keys), any_language=any_language, jobs=jobs)
        for key, outcome in zip(keys, outcomes, strict=True):
            if isinstance(outcome, Notice):
                yield outcome
            else:
                self.replace(key, outcome, maker)
                yield outcome.article.id

    def _was_read_all_the_same(self, article: int) -> bool:
        """Whether an article in another language was read for statements, as `any_language` wants it."""
        query = (
            "SELECT 1 FROM article AS r JOIN analysis AS a ON a.article = r.key AND a.current = 1 "
            "JOIN statement AS s ON s.analysis = a.key WHERE r.key = ? AND r.language <> ? LIMIT 1"
        )
        with self.explained():
            return self.db.execute(query, (article, LANGUAGE)).fetchone() is not None

    def outdated(self, maker: Maker | None = None, *, any_language: bool = False) -> list[int]:
        """The keys of articles whose current analysis another version made; with `any_language`, also of those in
        another language that were not read for it."""
        query = (
            "SELECT a.article FROM analysis AS a JOIN article AS r ON r.key = a.article WHERE a.current = 1 AND "
            "(a.model <> ?1 OR a.code <> ?2 OR (?3 AND r.language <> ?4 AND NOT EXISTS "
            "(SELECT 1 FROM statement AS s WHERE s.analysis = a.key))) ORDER BY a.article"
        )
        maker = maker or present()
        with self.explained():
            found = self.db.execute(query, (maker.model, maker.code, any_language, LANGUAGE)).fetchall()
        return [key for (key,) in found]

    def replace(self, article: int, analysis: Analysis, maker: Maker) -> None:
        """Stores a new analysis of the article with that key; it counts from now on."""
        with self.writing():
            adding.store_again(self.db, article, analysis, maker)

    def remove(self, article: str, *, by: str, why: str) -> Removed:
        """Takes down an article with all its versions: text, spans and all that was made of them go, from free pages
        too; that it was removed, by whom, when and why, stays."""
        with self.explained():
            versions = removing.remove(self.db, article, by, why)
            (busy, _, _) = self.db.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchone()
        return Removed(versions, erased=not busy)

    # --- what is in it ---

    def articles(self) -> Iterator[Article]:
        """Every article, all versions, in the order in which they were added."""
        with self.explained():
            for _, article in reading.articles(self.db):
                yield article

    def analyses(self) -> Iterator[Analysis]:
        """What counts now of every article's newest version, reviewers' decisions in place."""
        with self.explained():
            yield from now.analyses(self.db)

    def statements(self) -> Iterator[Statement]:
        """Every statement that counts, as it counts now."""
        for analysis in self.analyses():
            yield from analysis.statements

    def _articles(self, keys: Sequence[int]) -> Iterator[Article]:
        for key in keys:
            with self.explained():
                ((_, article),) = reading.articles(self.db, "WHERE a.key = ?", (key,))
            yield article

    # --- decisions ---

    def decide(self, id: str, fields: Mapping[str, str | None], *, by: str, why: str = "") -> list[Decision]:
        """A reviewer's decision on fields of a statement: `{"act": "demand"}`, `{"verdict": "wrong"}`. The values
        win over the machine's from now on; None stands for "not known"."""
        with self.writing():
            keys = deciding.decide(self.db, id, fields, by, why)
        return [self.decision(key) for key in keys]

    def merge(self, one: str, other: str, *, by: str, why: str = "") -> Decision:
        """Decides that two persons, occasions, remarks or stories are one; it goes by the first id."""
        with self.writing():
            key = deciding.merge(self.db, one, other, by, why)
        return self.decision(key)

    def split(self, id: str, parts: Sequence[str], *, by: str, why: str = "") -> Decision:
        """Decides that what these statements (of a story: articles) have of a person, occasion, remark or story is
        another one, whose id is the decision's `new["into"]`."""
        with self.writing():
            key, _ = deciding.split(self.db, id, parts, by, why)
        return self.decision(key)

    def undo(self, decision: str, *, by: str, why: str = "") -> Decision:
        """Takes a decision back, by another decision, which can be undone in its turn."""
        with self.writing():
            key = deciding.undo(self.db, decision, by, why)
        return self.decision(key)

    def decision(self, key: int) -> Decision:
        with self.explained():
            return next(decided.decisions(self.db, "WHERE d.key = ?", (key,)))

    def decisions(self, subject: str | None = None) -> list[Decision]:
        """All decisions in order, or those on what has that id."""
        where = ("WHERE d.subject = ?", (subject,)) if subject else ("", ())
        with self.explained():
            return list(decided.decisions(self.db, *where))

    def unattached(self) -> list[Decision]:
        """Decisions that count and hang on words that the analysis which counts now does not have."""
        return [one for one in self.decisions() if not one.undone and not one.attached]

    def disagreements(self) -> list[Disagreement]:
        """Where reviewers want different values for one field of one statement."""
        with self.explained():
            return decided.disagreements(self.db)

    # --- linking ---

    @property
    def views(self) -> Views:
        """What linking passes look at."""
        return Views(self.db)

    def constraints(self, kind: Kind) -> Constraints:
        """What reviewers decided that a linking pass has to keep to."""
        with self.explained():
            return constraints(self.db, kind)

    def write_links(
        self, kind: Kind, groups: Sequence[links.Group], ties: Iterable[links.Tie] = (), *, whole: bool = True
    ) -> list[int]:
        """Stores a pass's groups, and why it tied what it tied, in place of its older ones; returns each group's key.
        Where not `whole`, what is not mentioned stays as it was. Merges and splits that reviewers decided win."""
        with self.writing():
            return links.write(self.db, kind, groups, ties, whole=whole)

    def known(self) -> dict[int, Known]:
        """The identities that were imported, by key."""
        with self.explained():
            return known.read(self.db)

    def write_known(self, some: Sequence[Known]) -> None:
        """Keeps identities from an imported list, in place of those with the same ids."""
        with self.writing():
            known.write(self.db, some)

    def tie_known(self, persons: Iterable[tuple[int, int]]) -> None:
        """Notes which person, by key, each identity, by key, is."""
        with self.writing():
            known.tie(self.db, persons)

    def write_repeats(self, ties: Iterable[links.Tie], *, whole: bool = True) -> None:
        """Stores which remarks were made again later; the ends of a tie are a span of each."""
        with self.writing():
            links.write_repeats(self.db, ties, whole=whole)

    def write_duplicates(self, found: Iterable[links.Duplicate], *, whole: bool = True) -> None:
        """Stores which articles repeat which."""
        with self.writing():
            links.write_duplicates(self.db, found, whole=whole)

    def unlinked(self) -> list[int]:
        """The keys of articles that no linking pass has seen yet as they count now."""
        query = (
            "SELECT r.key FROM analysis AS a JOIN article AS r ON r.key = a.article "
            "WHERE a.linked = 0 AND a.current = 1 AND r.newest = 1 ORDER BY r.key"
        )
        with self.explained():
            return [key for (key,) in self.db.execute(query).fetchall()]

    def write_sketches(self, sketches: Iterable[links.Sketch]) -> None:
        """Keeps sketches of articles' words, by which passes find what is near without reading texts again."""
        with self.writing():
            links.write_sketches(self.db, sketches)

    def linked(self) -> bool:
        """Whether linking passes have seen anything that counts."""
        with self.explained():
            query = "SELECT EXISTS (SELECT 1 FROM analysis WHERE linked = 1 AND current = 1)"
            return bool(self.db.execute(query).fetchone()[0])

    def embedded(self) -> bool:
        """Whether statements have vectors of what they mean."""
        with self.explained():
            return bool(self.db.execute("SELECT EXISTS (SELECT 1 FROM embedding)").fetchone()[0])

    def mark_linked(self, articles: Iterable[int] | None = None) -> None:
        """Notes that the passes have seen these articles, by key, or all."""
        with self.writing():
            links.mark(self.db, articles)

    # --- the file ---

    def check(self) -> list[str]:
        """What is wrong with the record, a line each; nothing where it is sound."""
        with self.explained():
            return list(integrity.problems(self.db))

    @contextmanager
    def explained(self) -> Iterator[None]:
        """Errors of SQLite become a RecordError."""
        with connection.explained(self.path):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """All that is read in it is of one state of the record, whatever is written meanwhile."""
        with self.explained():
            if self.db.in_transaction:
                yield
                return
            self.db.execute("BEGIN")
            try:
                yield
            finally:
                self.db.execute("COMMIT")

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: all that is done in it is stored, or nothing."""
        with self.explained(), connection.transaction(self.db):
            yield


def present() -> Maker:
    """This version of the model and of the code."""
    return Maker(model_version(), __version__)


def _emptied(some: list[T]) -> list[T]:
    """What the list held; it holds nothing afterwards."""
    held = some[:]
    some.clear()
    return held
