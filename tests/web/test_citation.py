"""Citations: nothing in them acts, and the link leads to the very words."""

from __future__ import annotations

import re
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from onrecord.web.citation import Cited, bibtex, citation, escaped, markdown, plain, tex, text_fragment

VOSS = Cited(
    speaker="Mira Voss",
    words="We will sign when Orland signs",
    direct=True,
    said="2024-06-27",
    occasion="talks in Port Calder",
    title="Ferry talks “nearly done” [update] & 50% off_",
    outlet="The Calder Courier",
    byline="Ilse Marrow",
    published="2024-06-28",
    url="https://courier.example/ferry?a=1,2",
    id="ab12",
)
BARE = Cited(None, "it rains", False, None, None, None, None, None, None, None, "x")


def test_plain_text():
    assert plain(VOSS) == (
        "Mira Voss, 27 June 2024, talks in Port Calder: “We will sign when Orland signs” "
        "Ilse Marrow, “Ferry talks “nearly done” [update] & 50% off_”, The Calder Courier, 28 June 2024. "
        "https://courier.example/ferry?a=1,2"
    )
    assert plain(BARE) == "it rains. undated."


def test_markdown_links_the_title_to_the_words():
    made = citation(VOSS, ["We will sign when Orland signs"])
    assert (
        "[“Ferry talks “nearly done” \\[update\\] \\& 50% off\\_”](<https://courier.example/ferry?a=1,2#:~:text=We%20"
        in made.markdown
    )
    assert markdown(BARE, None) == "it rains. undated."


def test_bibtex_is_an_entry_of_balanced_braces():
    entry = bibtex(VOSS)
    assert entry.startswith("@misc{voss2024ab12,\n")
    assert "  title = {{Ferry talks “nearly done” [update] \\& 50\\% off\\_}},\n" in entry
    assert "  year = {2024},\n  month = {6},\n" in entry
    assert "author" not in bibtex(BARE)


@pytest.mark.parametrize(
    ("span", "fragment"),
    [
        ("“one-two, three & four”", "text=one%2Dtwo%2C%20three%20%26%20four"),
        ("a b c d e f g h i j k l m", "text=a%20b%20c%20d%20e,i%20j%20k%20l%20m"),
        ("First, the fees.\n\n“Then, the fleet,”", "text=First%2C%20the%20fees.,Then%2C%20the%20fleet%2C"),
        ("é 漢字", "text=%C3%A9%20%E6%BC%A2%E5%AD%97"),
    ],
)
def test_a_fragment_names_a_quotation_or_its_two_ends(span, fragment):
    assert text_fragment("https://x.example/a", [span]) == f"https://x.example/a#:~:{fragment}"


def test_several_spans_are_several_directives_and_an_anchor_stays():
    assert text_fragment("https://x.example/a#top", ["one", "two"]) == "https://x.example/a#top:~:text=one&text=two"
    assert text_fragment("https://x.example/#:~:text=old", ["new"]) == "https://x.example/#:~:text=new"
    assert text_fragment("https://x.example/", ["“ ”"]) is None


@given(st.lists(st.text(max_size=200), min_size=1, max_size=4))
def test_a_fragment_is_read_back_as_words_of_the_quotation(spans):
    made = text_fragment("https://x.example/a", spans)
    if made is None:
        return
    directives = made.partition("#:~:")[2].split("&")
    for directive in directives:
        name, _, value = directive.partition("=")
        assert name == "text"
        assert re.fullmatch(r"[A-Za-z0-9_.~%,]*", value)
        assert value.count(",") <= 1
        for end in value.split(","):
            words = unquote(end).split()
            assert any(" ".join(words) in " ".join(span.encode("utf-8", "replace").decode().split()) for span in spans)


@given(st.text())
def test_nothing_in_markdown_or_tex_acts(text):
    for match in re.finditer(r"(\\*)([`*_\[\]<>&|~$^])", escaped(text)):
        assert len(match[1]) % 2 == 1, escaped(text)
    kept = re.sub(r"\\text\w+\{\}|\\[{}&%$#_]", "", tex(text))
    assert not set(kept) & set("\\{}&%$#_~^")


@given(
    st.builds(
        Cited,
        *[st.none() | st.text(max_size=30)]
        + [st.text(max_size=30), st.booleans()]
        + [st.none() | st.text(max_size=30)] * 6,
        st.none() | st.just("https://x.example/%7B"),
        st.text(max_size=9),
    )
)
def test_any_text_can_be_cited(cited):
    made = citation(cited, [cited.words])
    opened = 0
    for sign in re.sub(r"\\[{}]", "", made.bibtex):
        opened += (sign == "{") - (sign == "}")
        assert opened >= 0
    assert opened == 0
    assert not re.search("[\u202a-\u202e\u2066-\u2069\x00-\x08]", made.plain + made.markdown + made.bibtex)
