"""English is known by its small words; what is foreign must be clearly so."""

import pytest

from onrecord.reading.language import detect_language

ENGLISH = (
    "The mayor of Larnport said on Thursday that talks on the harbour would resume, "
    "but she named no date for them. The council did not answer. "
)
GERMAN = (
    "Die Bürgermeisterin sagte am Donnerstag, die Gespräche über den Hafen würden bald fortgesetzt. "
    "Einen Tag nannte sie nicht. Der Rat der Stadt hat sich bisher nicht geäußert. "
)
FRENCH = (
    "La maire a déclaré jeudi que les discussions sur le port allaient reprendre, sans donner de date. "
    "« Nous sommes prêts », a-t-elle dit devant le conseil. "
)
RUSSIAN = (
    "Мэр города заявила в четверг, что переговоры о порте возобновятся, но не назвала даты. "
    "Совет города не ответил на вопросы. "
)
DUTCH = (
    "De burgemeester zei donderdag dat de gesprekken over de haven worden hervat, "
    "maar ze noemde geen datum. De raad heeft nog niet gereageerd op vragen. "
)


@pytest.mark.parametrize(
    ("text", "language"),
    [(ENGLISH, "en"), (GERMAN * 2, "de"), (FRENCH * 2, "fr"), (RUSSIAN * 2, "ru"), (DUTCH * 2, "nl")],
)
def test_a_paragraph_is_recognised(text, language):
    assert detect_language(text) == language


@pytest.mark.parametrize(
    "text",
    [
        "",
        "1 2 3",
        "VELDEN WINS",
        "HARBOUR MASTER OSK VELDEN TOPS ANA MOREAU IN LARNPORT VOTE",
        "Osk Velden, Ana Moreau, Ivo Brandt, Mara Lindt and Jane Roe",
        "Pledged: 781. Harbour delegates: 121.",
        "Guten Tag",
        "Osk Velden met Sergei Ivanov, Dmitri Petrov, Li Xiaoming, Giovanni Rossi and Jean-Pierre Dubois in Norland.",
        "Larnport 23, Norland 14. Ostmark 3, Veldenburg 1. Rossi 7, Dubois 6, Petrov 2. " * 8,
    ],
)
def test_short_and_name_heavy_texts_are_not_foreign(text):
    assert detect_language(text) in (None, "en")


def test_english_needs_no_model(monkeypatch):
    monkeypatch.setattr("onrecord.reading.language._identifier", None)
    assert detect_language(ENGLISH.upper()) == "en"


def test_a_foreign_quotation_does_not_make_an_article_foreign():
    assert detect_language(f"{ENGLISH}“{GERMAN}” {ENGLISH}") == "en"
