"""What a value rests on, and how a dated caption anchors an undated article."""

from __future__ import annotations

from onrecord.resolution.times import Timeline, read_times
from onrecord.types import Field, Passage, PassageKind

CAPTION = "Chancellor Ada Quill talks to reporters in Wellmouth on Oct. 12, 2023. Pat Lund/Wire\n"
BODY = (
    "Chancellor Ada Quill said on Thursday that the talks had failed. At an Oct. 12 hearing she blamed the ministry. "
    "In a June meeting she had agreed, and in April she wrote a report. On Friday she rested, and today she is back.\n"
)


def read(*parts: tuple[PassageKind, str], published: str | None = None) -> Timeline:
    text, passages = "", []
    for kind, part in parts:
        passages.append(Passage(kind, len(text), len(text) + len(part)))
        text += part
    return read_times(text, published, passages)


def test_a_caption_that_the_text_takes_up_anchors_the_article() -> None:
    timeline = read(("caption", CAPTION), ("body", BODY))
    assert [(time.span.text, time.edtf) for time in timeline.times] == [
        ("Oct. 12, 2023", "2023-10-12"),
        ("Thursday", "2023-10-12"),
        ("Oct. 12", "2023-10-12"),
        ("June", "2023-06"),
        ("April", "2023-04"),
        ("Friday", None),  # the day after or, if it appeared later, six days before
        ("today", None),
    ]


def test_the_anchor_is_evidence() -> None:
    timeline = read(("caption", CAPTION), ("body", BODY))
    caption, thursday, *_ = timeline.times
    assert timeline.evidence(caption) == (caption.span,)
    assert timeline.evidence(thursday) == (thursday.span, caption.span)


def test_a_caption_that_the_text_does_not_take_up_anchors_nothing() -> None:
    timeline = read(("caption", CAPTION), ("body", "The chancellor said on Monday that talks had failed.\n"))
    assert timeline.anchor is None
    assert [time.value for time in timeline.times] == ["2023-10-12", "XXXX-WXX-1"]


def test_a_photograph_from_the_archive_anchors_nothing() -> None:
    archive = CAPTION.replace("Pat Lund", "File photo by Pat Lund")
    assert read(("caption", archive), ("body", BODY)).anchor is None


def test_a_biography_anchors_nothing() -> None:
    assert read(("biography", CAPTION), ("body", BODY)).anchor is None


def test_a_later_date_in_the_text_takes_the_caption_out_of_the_present() -> None:
    body = BODY + "She resigned on Nov. 3, 2023, and died on Nov. 7, 2023.\n"
    assert read(("caption", CAPTION), ("body", body)).anchor is None


def test_month_and_day_alone_anchor_the_year_as_far_as_it_is_sure() -> None:
    caption = CAPTION.replace("Oct.", "Feb.")
    timeline = read(("caption", caption), ("body", "At a Feb. 12 hearing she spoke. In June she left.\n"))
    # It appeared in 2023, after 12 February: before or after June.
    assert [time.edtf for time in timeline.times] == ["2023-02-12", "2023-02-12", None]


def test_the_date_of_publication_is_evidence_and_wins_over_a_caption() -> None:
    timeline = read(("caption", CAPTION), ("body", BODY), published="2023-10-20")
    thursday = timeline.times[1]
    assert thursday.edtf == "2023-10-19"
    assert timeline.evidence(thursday) == (thursday.span, Field("published"))


def test_a_date_counted_from_another_rests_on_that_one() -> None:
    timeline = read(("body", "She left on Monday. Two days later, she was back.\n"), published="2023-10-20")
    monday, later = timeline.times
    assert later.edtf == "2023-10-18"
    assert timeline.evidence(later) == (later.span, monday.span, Field("published"))
