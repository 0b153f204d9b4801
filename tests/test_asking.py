from __future__ import annotations

from pathlib import Path

import pytest

from onrecord.asking import AskedRecord, open_record
from onrecord.errors import RecordError
from queries.linked import linked


@pytest.fixture
def talks(tmp_path: Path):
    linked(tmp_path).close()
    with open_record(tmp_path / "talks.db") as opened:
        yield opened


def test_a_record_answers(talks: AskedRecord) -> None:
    assert [hit.line.statement for hit in talks.search("late again").hits] == ["again-0"]
    assert {hit.line.statement for hit in talks.search("dam", speaker="ada", until="2024-07").hits} >= {"vale-0"}
    assert [one.remark for one in talks.timeline("ada", since="2024-07").remarks] == ["R2"]
    assert talks.show("R1").shows == "remark" and talks.compare("R1").remark == "R1"
    assert [one.remark for one in talks.remarks()] == ["R1", "R2"]
    assert [one.name for one in talks.people("adam")] == ["Bo Adam"] and talks.stats().articles == 6
    assert (len(talks.occasions()), len(talks.stories()), len(talks.outlets())) == (1, 1, 3)
    assert len(talks.terms()) == 3 and len(talks.terms(speaker="bo")) == 2


def test_it_is_written_to_and_asked_in_turn(talks: AskedRecord) -> None:
    talks.decide("again-0", {"act": "warn"}, by="Ann")
    assert talks.timeline("ada").remarks[-1].act == "warn"
    with pytest.raises(RecordError, match="there is no person"):
        talks.timeline("nobody")
