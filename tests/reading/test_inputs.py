"""Files, folders and standard input give articles and notices; nothing that goes wrong stops the rest."""

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from onrecord.errors import InputError
from onrecord.reading import ReadOptions, read_article, read_inputs, total_bytes
from onrecord.types import Article, Notice

ONE = "Harbour talks to resume\r\n\r\nThe mayor said so on Thursday.\n“We knew,” said Zoë.\r"
TWO = "Pier plan is put off\n\nThe council said that the pier would have to wait.\n"
PAGE = (
    "<html><head><title>Pier</title></head><body><article>" + "<p>The pier is safe, she said on Thursday to us.</p>" * 5
)


def read(*inputs, **options):
    """The articles of `inputs` and the notices, apart."""
    items = list(read_inputs(inputs, ReadOptions(**options)))
    return [i for i in items if isinstance(i, Article)], [i for i in items if isinstance(i, Notice)]


def only_notice(path, **options):
    """The one notice of an input without articles; it must be one line."""
    articles, (notice,) = read(path, **options)
    assert not articles
    assert notice.origin == str(path)
    assert "\n" not in str(notice)
    return notice


def write(path, *records):
    path.write_text("".join(r if isinstance(r, str) else json.dumps(r) + "\n" for r in records))
    return path


def test_a_text_file_is_untouched(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes(ONE.encode("utf-8-sig"))
    (article,), notices = read(path)
    assert (article.text, article.origin, article.extractor) == (ONE, str(path), None)
    assert not notices
    assert article.id == read_article(ONE).id == read_article(path).id
    assert len(article.id) == 16


def test_a_folder_is_gone_through_in_order_and_counted(tmp_path):
    (tmp_path / "b" / "c").mkdir(parents=True)
    (tmp_path / "b" / "c" / "two.TXT").write_text(TWO)
    (tmp_path / "b" / "page.htm").write_text(PAGE)
    (tmp_path / "one.txt.gz").write_bytes(gzip.compress(ONE.encode(), mtime=0))
    write(tmp_path / "more.jsonl", {"id": "m", "text": "Short one"})
    (tmp_path / "notes.pdf").write_bytes(b"%PDF\0")
    (tmp_path / ".hidden.txt").write_text("No")
    seen = []
    articles = list(read_inputs([tmp_path], on_bytes=seen.append))
    assert [Path(a.origin).name for a in articles] == ["more.jsonl:1", "one.txt.gz", "page.htm", "two.TXT"]
    assert sum(seen) == total_bytes([tmp_path])


def test_a_folder_without_articles(tmp_path):
    (tmp_path / "notes.pdf").write_bytes(b"")
    notice = only_notice(tmp_path)
    assert notice.failed
    assert "without articles" in notice.message


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.txt", b"", "empty"),
        ("a.txt", b" \n\xef\xbb\xbf", "empty"),
        ("a.txt", b"\x89PNG\r\n\x1a\n\0\0", "no text"),
        ("a.html", b"<html><body></body></html>", "without an article"),
        ("a.html", b"\0\1\2", "no text"),
        ("a.jsonl", b"", "empty"),
        ("a.jsonl", b"\n\n", "empty"),
        ("a.jsonl", b"\x89PNG\r\n\x1a\n\0\0" * 9, "no text"),
        ("a.txt.gz", gzip.compress(b"The harbour is open." * 99, mtime=0)[:-9], "broken gzip"),
        ("a.txt.gz", gzip.compress(b"The harbour is open." * 99, mtime=0)[:12], "broken gzip"),
        ("a.txt.gz", b"\x1f\x8b\x08\0\0\0\0\0\0\0\xff\xff\xff\xff", "broken gzip"),
        ("a.txt.gz", b"\x1f\x8b", "broken gzip"),
        ("a.txt.gz", gzip.compress(gzip.compress(b"The harbour is open.", mtime=0), mtime=0), "no text"),
    ],
)
def test_a_bad_file_is_one_failed_notice(tmp_path, name, data, message):
    path = tmp_path / name
    path.write_bytes(data)
    notice = only_notice(path)
    assert notice.failed
    assert message in notice.message
    with pytest.raises(InputError, match=message):
        read_article(path)


def test_a_missing_file_and_odd_names(tmp_path):
    assert "No such file" in only_notice(tmp_path / "none.txt").message
    assert only_notice("a\0b").failed
    assert only_notice("a" * 5000).failed
    assert total_bytes([tmp_path / "none.txt", "a\0b"]) == 0


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the superuser may read everything")
def test_an_unreadable_file(tmp_path):
    path = write(tmp_path / "a.txt", TWO)
    path.chmod(0)
    assert "ermission" in only_notice(path).message


def test_a_name_that_is_no_unicode_is_printable(tmp_path):
    path = os.path.join(os.fsencode(tmp_path), b"\xff.txt")  # noqa: PTH118 - pathlib takes no bytes
    try:
        with open(path, "w") as file:  # noqa: PTH123
            file.write(TWO)
    except OSError:
        pytest.skip("this file system takes only Unicode")
    (article,), _ = read(tmp_path)
    article.origin.encode()


def test_what_follows_a_bad_file_is_read(tmp_path):
    articles, notices = read(tmp_path / "none.txt", write(tmp_path / "a.txt", TWO))
    assert len(articles) == len(notices) == 1


def test_jsonl_fields(tmp_path):
    record = {
        "id": 7,
        "text": ONE,
        "title": " Given ",
        "published": "2031-06-05T23:00:00-05:00",
        "publisher": "Northern Ledger",
    }
    record |= {"byline": "Jane Roe", "url": "https://ledger.example", "extra": [1], "html": None, "outlet": None}
    (article,), notices = read(write(tmp_path / "a.jsonl", record))
    assert not notices
    assert (article.id, article.text, article.title, article.published) == ("7", ONE, "Given", "2031-06-05")
    assert (article.outlet, article.byline, article.url) == ("Northern Ledger", "Jane Roe", "https://ledger.example")


def test_a_page_in_jsonl_and_metadata_that_wins(tmp_path):
    (article,), _ = read(write(tmp_path / "a.jsonl", {"html": PAGE, "title": "Mine", "outlet": ""}))
    assert article.text.startswith("Pier\n\nThe pier is safe")
    assert article.title == "Mine"
    assert article.extractor.startswith("trafilatura ")


@pytest.mark.parametrize(
    ("line", "message"),
    [
        ("{", "broken JSON"),
        ("not json", "broken JSON"),
        ("[1]", "a list, not a JSON object"),
        ("null", "null, not a JSON object"),
        ('{"text": 3}', '"text" is a number'),
        ('{"html": ["x"]}', '"html" is a list'),
        ('{"title": "x"}', 'neither "text" nor "html"'),
        ('{"text": " "}', "empty article"),
        ('{"html": "<p></p>"}', "without an article"),
        ("[" * 100_000, "broken JSON"),
        ('{"id": ' + "9" * 5000 + "}", "broken JSON"),
    ],
)
def test_a_bad_line_names_itself_and_the_next_goes_on(tmp_path, line, message):
    path = write(tmp_path / "a.jsonl", line + "\n", "\n", {"text": TWO})
    (article,), (notice,) = read(path)
    assert article.origin == f"{path}:3"
    assert (notice.line, notice.failed) == (1, True)
    assert message in str(notice)


@pytest.mark.parametrize("field", ["id", "title", "published", "outlet", "publisher", "byline", "url"])
def test_a_field_of_the_wrong_type_is_left_out(tmp_path, field):
    (article,), (notice,) = read(write(tmp_path / "a.jsonl", {"text": TWO, field: ["x"]}))
    assert notice.failed
    assert f'"{field}" is a list' in notice.message
    assert article.text == TWO


def test_a_date_that_is_none_is_named(tmp_path):
    (article,), (notice,) = read(write(tmp_path / "a.jsonl", {"text": TWO, "published": "last week"}))
    assert article.published is None
    assert (notice.failed, notice.line) == (True, 1)
    assert "'last week' is no date" in notice.message
    with pytest.raises(InputError, match="no date"):
        read_article(TWO, published="2031-13-01")


def test_published_of_the_options_wins(tmp_path):
    path = write(tmp_path / "a.jsonl", {"text": TWO, "published": "2030"}, {"text": ONE})
    articles, _ = read(path, published="2031-06")
    assert [article.published for article in articles] == ["2031-06", "2031-06"]
    articles, (notice,) = read(path, published="soon")
    assert [article.published for article in articles] == ["2030", None]
    assert notice.failed


def test_copies_are_skipped_and_an_id_is_given_once(tmp_path):
    path = write(
        tmp_path / "a.jsonl",
        {"id": "a", "text": ONE},
        {"id": "b", "text": ONE},
        {"id": "a", "text": TWO},
        {"text": TWO},
    )
    articles, (copy, twice, again) = read(path)
    assert [article.id for article in articles] == ["a", read_article(TWO).id]
    assert [article.text for article in articles] == [ONE, TWO]
    assert (copy.line, copy.failed) == (2, False)
    assert (twice.line, twice.failed) == (3, True)
    assert (again.line, again.failed) == (4, False)
    assert "the id a is given twice" in twice.message


def test_lone_surrogates_are_replaced_and_said_so(tmp_path):
    record = '{"id": "x\\ud800", "text": "A \\ud83d\\ude00 and \\ud800 half", "title": "\\udfff!"}\n'
    (article,), (notice,) = read(write(tmp_path / "a.jsonl", record))
    assert (article.text, article.id, article.title) == ("A 😀 and \ufffd half", "x\ufffd", "\ufffd!")
    assert not notice.failed
    assert read_article("A \ud800", title="\udfff").text == "A \ufffd"


def test_windows_1252_is_said_once_a_file(tmp_path):
    path = tmp_path / "a.txt"
    path.write_bytes("Zoë said “no”.".encode("cp1252"))
    (article,), (notice,) = read(path)
    assert article.text == "Zoë said “no”."
    assert not notice.failed
    lines = tmp_path / "a.jsonl"
    lines.write_bytes("".join(f'{{"text": "Zoë {i}"}}\n' for i in range(3)).encode("cp1252"))
    articles, (notice,) = read(lines)
    assert len(articles) == 3


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-16-le"])
def test_jsonl_in_other_encodings(tmp_path, codec):
    path = tmp_path / "a.jsonl"
    path.write_bytes(
        "".join(json.dumps({"text": f"Zoë ሴਊ {i}"}, ensure_ascii=False) + "\n" for i in range(3)).encode(codec)
    )
    articles, notices = read(path)
    assert [article.text for article in articles] == ["Zoë ሴਊ 0", "Zoë ሴਊ 1", "Zoë ሴਊ 2"]
    assert not notices


def test_a_gzip_that_ends_too_soon_gives_what_came_before(tmp_path):
    path = tmp_path / "a.jsonl.gz"
    data = gzip.compress(
        "".join(json.dumps({"text": f"{os.urandom(40).hex()} {i}"}) + "\n" for i in range(999)).encode()
    )
    path.write_bytes(data[: len(data) // 2])
    articles, (notice,) = read(path)
    assert len(articles) > 100
    assert notice.failed


@pytest.mark.parametrize(
    ("data", "extractor"),
    [
        (TWO.encode(), False),
        (PAGE.encode(), True),
        (json.dumps({"text": TWO}).encode(), False),
        (gzip.compress(TWO.encode(), mtime=0), False),
    ],
)
def test_standard_input_is_guessed(monkeypatch, data, extractor):
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    (article,), _ = read("-")
    assert article.origin.startswith("-")
    assert bool(article.extractor) is extractor
    assert extractor or article.text == TWO
    assert total_bytes(["-"]) is None


def test_lines_on_standard_input_are_read_as_they_come():
    code = (
        "import sys; from onrecord.reading import read_inputs\n"
        "for article in read_inputs(['-']): sys.stdout.write(article.id + chr(10)); sys.stdout.flush()"
    )
    with subprocess.Popen([sys.executable, "-c", code], stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        for i in range(2):
            process.stdin.write(
                json.dumps({"id": f"a{i}", "text": f"The harbour is open, she said on day {i}."}).encode() + b"\n"
            )
            process.stdin.flush()
            assert process.stdout.readline() == f"a{i}\n".encode()
        process.stdin.close()


def test_the_format_that_is_given_holds(tmp_path):
    (article,), _ = read(write(tmp_path / "a.txt", PAGE), input_format="html")
    assert article.text.startswith("Pier")
    (article,), _ = read(write(tmp_path / "b.html", PAGE), input_format="text")
    assert article.text == PAGE


@pytest.mark.parametrize("name", ["long.txt", "long.jsonl"])
def test_a_line_of_a_million_characters_is_read_and_said(tmp_path, name):
    text = "A headline here\n" + "The harbour is open, she said. " * 33_000
    path = write(tmp_path / name, text if name.endswith("txt") else {"text": text})
    (article,), (notice,) = read(path)
    assert article.text == text
    assert (notice.failed, notice.line) == (False, 2 if name.endswith("txt") else 1)


def test_an_article_of_five_megabytes_is_read_and_said(tmp_path):
    path = write(tmp_path / "a.txt", ("The harbour is open, she said to him. " * 20 + "\n\n") * 6_600)
    (article,), (notice,) = read(path)
    assert len(article.text) > 5_000_000
    assert not notice.failed


def test_more_than_any_article_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("onrecord.reading.sources.LARGEST", 1000)
    monkeypatch.setattr("onrecord.reading.inputs.LARGEST", 1000)
    assert "larger than" in only_notice(write(tmp_path / "a.txt", "word " * 500)).message
    (article,), (notice,) = read(write(tmp_path / "a.jsonl", {"text": "word " * 500}, {"text": TWO}))
    assert (notice.line, article.text) == (1, TWO)


def test_read_article_takes_one_article(tmp_path):
    with pytest.raises(InputError, match="more than one"):
        read_article(write(tmp_path / "a.jsonl", {"text": ONE}, {"text": TWO}))
    assert read_article('{"text": "Hm"}').text == '{"text": "Hm"}'
    assert read_article('{"text": "Hm", "id": "x"}', input_format="jsonl").id == "x"
    with pytest.raises(InputError, match="empty"):
        read_article(" ")


@settings(max_examples=60, deadline=None)
@given(data=st.binary(max_size=300), name=st.sampled_from(["a.txt", "a.jsonl", "a.txt.gz", "a"]))
def test_any_bytes_are_articles_or_notices(tmp_path_factory, data, name):
    path = tmp_path_factory.mktemp("fuzz") / name
    path.write_bytes(data)
    check(read_inputs([path]))


@settings(max_examples=40, deadline=None)
@given(
    st.binary(max_size=200).map(lambda data: b"<html><p>" + data)
    | st.text(max_size=200).map(lambda t: f"<html><p>{t}".encode("utf-8", "replace"))
)
def test_any_page_is_an_article_or_a_notice(tmp_path_factory, data):
    path = tmp_path_factory.mktemp("fuzz") / "a.html"
    path.write_bytes(data)
    check(read_inputs([path]))


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=2),
    max_leaves=3,
)
RECORDS = st.dictionaries(
    st.sampled_from(["id", "text", "title", "published", "outlet", "publisher", "byline", "url"]), JSON
)


@settings(max_examples=60, deadline=None)
@given(st.lists(RECORDS.map(json.dumps) | st.text(max_size=40), max_size=4))
def test_any_lines_are_articles_or_notices(tmp_path_factory, lines):
    path = tmp_path_factory.mktemp("fuzz") / "a.jsonl"
    path.write_text("\n".join(lines), "utf-8", "replace")
    check(read_inputs([path]))


def check(items):
    """Every item is an article that fits together, or one line."""
    for item in items:
        if isinstance(item, Notice):
            assert len(str(item).splitlines()) == 1
            str(item).encode()
            continue
        assert "".join(item.text[p.start : p.end] for p in item.passages) == item.text
        "".join(filter(None, [item.text, item.id, item.title, item.outlet, item.byline, item.url])).encode()
