"""The remarks pass: statements of one speaker that report one utterance, however each article words and cuts it.

Speaker and time say which statements are compared at all (remark_candidates); a small model (remark_model) judges each
pair by its words, their order and what is quoted, by what stands around them, by occasion and date; pairs become groups
(remark_groups), which may take a long statement apart. What is open then is looked at closer (remark_closer).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from functools import partial

from onrecord.linking.remark_candidates import candidates
from onrecord.linking.remark_corpus import Corpus
from onrecord.linking.remark_features import days_apart
from onrecord.linking.remark_groups import Group, Groups, Sentences
from onrecord.linking.remark_model import load
from onrecord.linking.remark_pairs import Pair, Pairs
from onrecord.linking.remark_reading import read_corpus
from onrecord.linking.remark_spans import Known, Spans, known_spans, near_new
from onrecord.linking.remark_tying import begin, look_closer, tie_all
from onrecord.parallel import helpers
from onrecord.record import Record, Tie

#: Fewer articles than this are linked by this process alone: to start others takes as long as they would save.
FEW = 4_000


def link(record: Record, *, new_only: bool = False, jobs: int | None = None) -> int:
    """Finds which statements report one remark, stores that, and returns the number of remarks written. Every statement
    is in one, by itself if no other reports it.

    `new_only` looks at what is in no remark yet, beside what the same speakers said within weeks of it; a remark that
    is there already may get more statements and keeps its id. `jobs` is the number of processes that read and compare
    beside this one, which does it alone with 1; by default as many as there are cores, where they are worth it. The
    outcome is the same. Raises ModelError when the weights are missing.
    """
    with record.snapshot():
        near = near_new(record) if new_only else None
        jobs = jobs or _jobs(record, near)
        known = known_spans(record, near) if near else {}
        corpus = read_corpus(record, near, jobs)
        copies = _copies(record, corpus)
    every = range(len(corpus.facts))
    opened = [number for number in every if corpus.facts.key(number) not in known] if known else every
    if new_only and not opened:
        return 0
    pairs = Pairs(corpus, load(), copies)
    tied = begin(pairs)
    for key, pieces in _known_pieces(corpus, known).items():
        tied.groups.known(key, pieces)
    tie_all(pairs, tied, candidates(corpus, pairs.weights), set(opened) if new_only else None, jobs)
    look_closer(pairs, tied, partial(_text, record), jobs)
    spans = Spans(record, corpus, known)
    found = [spans.remark(one) for one in tied.groups.found(opened)]
    record.write_links("remark", found, _ties(pairs, spans, tied.groups, tied.tied), whole=not new_only)
    record.write_repeats(_repeats(pairs, spans, tied.groups, tied.again), whole=not new_only)
    return len(found)


def _jobs(record: Record, near: Collection[int] | None) -> int:
    (articles,) = record.db.execute("SELECT count(*) FROM article").fetchone() if near is None else (len(near),)
    return helpers() if articles >= FEW else 1


def _text(record: Record, article: int) -> str | None:
    """The text of an article, None where it was taken out since the others were read."""
    row = record.db.execute("SELECT text FROM text WHERE article = ?", (article,)).fetchone()
    return None if row is None else str(row[0])


def _copies(record: Record, corpus: Corpus) -> list[tuple[int, int]]:
    """Statements of reprints with the statements that they are copies of, by number."""
    reprints = dict(record.db.execute("SELECT article, original FROM duplicate").fetchall())
    involved = reprints.keys() | set(reprints.values())
    told: dict[tuple[int, bytes], int] = {}
    for number in range(len(corpus.facts)):
        if (article := corpus.facts.article(number)) in involved:
            told[article, corpus.content(number)] = number
    copied = (
        (told.get((reprints[article], words)), number)
        for (article, words), number in told.items()
        if article in reprints
    )
    return [(min(original, number), max(original, number)) for original, number in copied if original is not None]


def _known_pieces(corpus: Corpus, known: Known) -> Mapping[int, dict[int, Sentences]]:
    """What is in each remark that is there already, statement by statement."""
    found: defaultdict[int, dict[int, Sentences]] = defaultdict(dict)
    for number in range(len(corpus.facts)) if known else ():
        for remark, start, end in known.get(corpus.facts.key(number), ()):
            pieces = corpus.facts.pieces(number)
            some = sum(1 << n for n, piece in enumerate(pieces) if piece.start < end and start < piece.end)
            found[remark][number] = found[remark].get(number, 0) | some
    return found


def _ties(pairs: Pairs, spans: Spans, groups: Groups, tied: Iterable[Pair]) -> Iterator[Tie]:
    for pair in tied:
        for group in groups.of(pair.a):
            if pair.b in group.pieces:
                yield Tie(spans.first(pair.a, group), spans.first(pair.b, group), round(pair.score, 3), pairs.why(pair))


def _repeats(pairs: Pairs, spans: Spans, groups: Groups, again: Iterable[Pair]) -> Iterator[Tie]:
    """Remarks that were made again on another day: the best pair of each two."""
    best: dict[tuple[int, int], tuple[Pair, Group, Group]] = {}
    for pair in again:
        one, other = pairs.corpus.facts[pair.a], pairs.corpus.facts[pair.b]
        if not days_apart(one, other):
            continue
        some = [group for group in groups.of(pair.a) if pair.b not in group.pieces]
        others = [group for group in groups.of(pair.b) if pair.a not in group.pieces]
        if len(some) == len(groups.of(pair.a)) and some and others:
            ends = (some[0], others[0])
            if (key := (id(ends[0]), id(ends[1]))) not in best or best[key][0].again < pair.again:
                best[key] = (pair, *ends)
    for pair, one_group, other_group in best.values():
        ends_ = sorted(((pair.a, one_group), (pair.b, other_group)), key=lambda end: spans.day(end[1]))
        (a, first), (b, then) = ends_
        yield Tie(spans.first(a, first), spans.first(b, then), round(pair.again, 3), pairs.why(pair))
