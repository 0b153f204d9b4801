from hypothesis import given

from export.builder import article, harbour, spans, statement
from export.strategies import analyses
from onrecord.export.marks import SPACE, evidence_of, evidence_start, marks_of, paragraphs
from onrecord.types import Span


def cut(analysis):
    return list(paragraphs(analysis.article, marks_of(analysis.article.text, analysis.statements)))


@given(analyses())
def test_paragraphs_are_the_whole_text_and_marks_are_where_spans_are(analysis):
    """Held against the plain way to say it: for each character, which spans hold it."""
    text, offset = analysis.article.text, 0
    for paragraph in cut(analysis):
        assert not paragraph.space.strip(SPACE)
        offset += len(paragraph.space)
        for piece in paragraph.pieces:
            assert piece.text == text[offset : offset + len(piece.text)]
            for place in range(offset, offset + len(piece.text)):
                for number, found in enumerate(analysis.statements, start=1):
                    for role in ("source", "cue", "content"):
                        inside = any(
                            span.start <= place < span.end
                            # white space at the ends of a span is not marked
                            and text[span.start : place + 1].strip(SPACE)
                            and text[place : span.end].strip(SPACE)
                            for span in getattr(found, role)
                        )
                        assert inside == any((m.number, m.role) == (number, role) for m in piece.marks)
            kinds = {p.kind for p in analysis.article.passages if p.start <= offset < p.end}
            assert kinds == {piece.kind}
            offset += len(piece.text)
    assert offset == len(text)


@given(analyses())
def test_each_marked_statement_has_one_anchor(analysis):
    marks = marks_of(analysis.article.text, analysis.statements)
    anchors = [mark.number for paragraph in cut(analysis) for piece in paragraph.pieces for mark in piece.anchors]
    assert sorted(anchors) == sorted({mark.number for mark in marks})


def test_contents_inside_contents_are_counted():
    pieces = {piece.text: piece for paragraph in cut(harbour()) for piece in paragraph.pieces}
    assert pieces["so"].depth == 3
    assert pieces["so"].numbers == (6, 7, 8)
    assert pieces["had warned"].roles == ("content", "cue")
    assert pieces["had warned"].depth == 1


def test_the_cue_is_the_anchor_or_else_the_source_or_the_content():
    of = article(("body", "Voss: no. Gone."))
    statements = [
        statement(of, "1", ["Voss"], [":"], ["no."]),
        statement(of, "2", ["Voss"], [], ["no."]),
        statement(of, "3", [], [], ["Gone."]),
    ]
    assert [(m.number, m.role) for m in marks_of(of.text, statements) if m.anchor] == [
        (1, "cue"),
        (2, "source"),
        (3, "content"),
    ]


def test_a_content_over_two_paragraphs_opens_once_and_closes_once():
    nine = [p for paragraph in cut(harbour()) for p in paragraph.pieces if 9 in p.numbers and "content" in p.roles]
    assert [(p.text, bool(p.opened), bool(p.closed)) for p in nine] == [
        ("“First, the fees.", True, False),
        ("“Then, the fleet,”", False, True),
    ]


def test_a_line_of_two_kinds_has_none():
    lines = cut(type(harbour())(article(("body", "It rained. "), ("furniture", "Photo: A. B.\n"), ("body", "So.")), ()))
    assert [line.kind for line in lines if line.pieces] == [None, "body"]


def test_evidence_is_marked_once_and_says_what_it_proves():
    of = article(("body", "Voss met Reck on Thursday."))
    voss, thursday, met = spans(of.text, "Voss")[0], spans(of.text, "Thursday")[0], spans(of.text, "Voss met Reck")[0]
    nothing = Span(4, 5, " ")
    marks = evidence_of(of.text, [(voss, 1), (voss, 2), (met, 0), (met, 3), (thursday, 0), (nothing, 1)])
    assert [(m.start, m.end, m.proves, m.role) for m in marks] == [
        (0, 4, (1, 2), "evidence"),
        (0, 13, (3,), "evidence"),
        (17, 25, (), "evidence"),
    ]
    (line, _) = paragraphs(of, marks)
    assert [(p.text, p.proves, p.evidence) for p in line.pieces] == [
        ("Voss", (1, 2, 3), 0),
        (" met Reck", (3,), None),
        (" on ", (), None),
        ("Thursday", (), 17),
        (".", (), None),
    ]
    assert all(p.roles == () and p.numbers == () and p.anchors == () for p in line.pieces)
    terms = evidence_of(of.text, [(met, 1)], "term")
    (line, _) = paragraphs(of, [*evidence_of(of.text, [(voss, 1)]), *terms])
    assert [(p.text, p.proves, p.evidence, p.term) for p in line.pieces] == [
        ("Voss", (1,), 0, False),
        (" met Reck", (1,), None, True),
        (" on Thursday.", (), None, False),
    ]
    assert evidence_start(of.text, nothing) is None
    assert evidence_start(of.text, Span(8, 13, " Reck")) == 9
