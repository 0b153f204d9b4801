"""The remarks pass: statements of one speaker that report one utterance, however each article words and cuts it.

Speaker and time say which statements are compared at all (remark_candidates); a small model (remark_model) judges each
pair by its words, their order and what is quoted, by what stands around them, by occasion and date; pairs become groups
(remark_groups), which may take a long statement apart.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, groupby
from operator import attrgetter

from onrecord.linking.remark_candidates import candidates
from onrecord.linking.remark_features import days_apart
from onrecord.linking.remark_groups import Group, Groups, aligned
from onrecord.linking.remark_model import load
from onrecord.linking.remark_pairs import Pair, Pairs
from onrecord.linking.remark_sides import Corpus
from onrecord.linking.remark_spans import Known, Spans, known_spans, near_new
from onrecord.linking.remark_speakers import Speakers
from onrecord.record import Record, Tie

#: The least score of a pair that is tied, and the least that all pairs of two groups must have on an average for the
#: two to be one. The first was chosen on the labelled pairs (training/remarks.py), articles left out in turn, labels
#: weighted as in the dev part: for a precision above .9 of pairs of two articles at most four days apart. The second
#: was set by judgement.
LEAST, LEAST_AVERAGE = 0.57, 0.4
#: A sentence of one statement is in another one that has this share of its words.
LEAST_SHARE = 0.4
#: The least likelihood that words are the same, for a remark to be another one made again.
LEAST_AGAIN = 0.6


def link(record: Record, *, new_only: bool = False) -> int:
    """Finds which statements report one remark, stores that, and returns the number of remarks written. Every statement
    is in one, by itself if no other reports it.

    `new_only` looks at what is in no remark yet, beside what the same speakers said within weeks of it; a remark that
    is there already may get more statements and keeps its id. Raises ModelError when the weights are missing.
    """
    with record.snapshot():
        near = near_new(record) if new_only else None
        known = known_spans(record, near) if near else {}
        corpus = read_corpus(record, near)
        copies = _copies(record, corpus)
    opened = [number for number, facts in enumerate(corpus.facts) if facts.key not in known]
    if new_only and not opened:
        return 0
    pairs = Pairs(corpus, load(), copies)
    groups, tied, again = _group(pairs, known, set(opened) if new_only else None)
    spans = Spans(record, corpus, known)
    found = [spans.remark(one) for one in groups.found(opened)]
    record.write_links("remark", found, _ties(pairs, spans, groups, tied), whole=not new_only)
    record.write_repeats(_repeats(pairs, spans, groups, again), whole=not new_only)
    return len(found)


def read_corpus(record: Record, articles: set[int] | None = None) -> Corpus:
    """The statements that count, of all articles or of those with these keys."""
    corpus = Corpus()
    speakers = Speakers(record)
    for article, views in groupby(record.views.statements(articles=articles), key=attrgetter("article")):
        (text,) = record.db.execute("SELECT text FROM text WHERE article = ?", (article,)).fetchone()
        corpus.add(text, views, speakers.of_article(article, text))
    return corpus


def _copies(record: Record, corpus: Corpus) -> list[tuple[int, int]]:
    """Statements of reprints with the statements that they are copies of, by number."""
    reprints = dict(record.db.execute("SELECT article, original FROM duplicate").fetchall())
    involved = reprints.keys() | set(reprints.values())
    told: dict[tuple[int, bytes], int] = {}
    for number, facts in enumerate(corpus.facts):
        if facts.article in involved:
            told[facts.article, corpus.content(number)] = number
    copied = (
        (told.get((reprints[article], words)), number)
        for (article, words), number in told.items()
        if article in reprints
    )
    return [(min(original, number), max(original, number)) for original, number in copied if original is not None]


def _group(pairs: Pairs, known: Known, only: set[int] | None) -> tuple[Groups, list[Pair], list[Pair]]:
    """Statements in groups; the pairs that tied them, and those that may be one remark made again. Pairs that have
    most in common come first, and two that are in one group by then are not looked at."""
    corpus = pairs.corpus
    groups = Groups(lambda n: len(corpus.facts[n].pieces), lambda a, b: pairs.pair(a, b).score, LEAST_AVERAGE)
    for key, pieces in _known_pieces(corpus, known).items():
        groups.known(key, pieces)
    tied, again = [], []
    for a, b in chain(sorted(pairs.copies), candidates(corpus, pairs.weights)):
        if groups.together(a, b) or (only is not None and a not in only and b not in only):
            continue
        pair = pairs.pair(a, b)
        if pair.score >= LEAST and groups.tie(pair, _aligned(pairs, pair)):
            tied.append(pair)
        elif pair.again >= LEAST_AGAIN:
            again.append(pair)
    return groups, tied, again


def _aligned(pairs: Pairs, pair: Pair) -> tuple[set[int], set[int]]:
    if all(len(pairs.corpus.facts[n].pieces) == 1 for n in (pair.a, pair.b)):
        return {0}, {0}
    one, other = (pairs.corpus.sentences(n, pairs.weights) for n in (pair.a, pair.b))
    return aligned(one, other, LEAST_SHARE)


def _known_pieces(corpus: Corpus, known: Known) -> Mapping[int, dict[int, set[int]]]:
    """What is in each remark that is there already, statement by statement."""
    found: defaultdict[int, dict[int, set[int]]] = defaultdict(dict)
    for number, facts in enumerate(corpus.facts):
        for remark, start, end in known.get(facts.key, ()):
            some = {n for n, piece in enumerate(facts.pieces) if piece.start < end and start < piece.end}
            found[remark].setdefault(number, set()).update(some)
    return found


def _ties(pairs: Pairs, spans: Spans, groups: Groups, tied: Sequence[Pair]) -> Iterator[Tie]:
    for pair in tied:
        for group in groups.of(pair.a):
            if pair.b in group.pieces:
                yield Tie(spans.first(pair.a, group), spans.first(pair.b, group), round(pair.score, 3), pairs.why(pair))


def _repeats(pairs: Pairs, spans: Spans, groups: Groups, again: Sequence[Pair]) -> Iterator[Tie]:
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
