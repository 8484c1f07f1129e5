"""The parser's door: what it is shown, and what is mended behind it."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.annotation import annotate, model_text, names
from kg.annotation.boundaries import sentence_starts
from kg.annotation.names import HYPHENATED_NAME, TokenSpan
from kg.annotation.parser import Word, parse
from kg.annotation.repairs import RULES, Repair, Tree, repair
from kg.errors import LanguageError
from kg.language import load
from kg.model import Article, NameLabel, Parse, Span

PROSE = st.text(alphabet="aé É1.\n\r\t «»’'-,\u0301\u00a0\u200b🎥", max_size=60)


def _annotate(text: str, language: str = "fr") -> Parse:
    return annotate(Article("a", text, language, (Span(0, len(text)),)))


# ---- the text that the model reads ------------------------------------------------------------------------------


@given(PROSE)
def test_every_character_of_the_model_text_leads_back_to_the_source(text: str) -> None:
    made = model_text.read(text, (Span(0, len(text)),))
    assert len(made.text) == len(made.origins) == len(made.ends)
    assert list(made.origins) == sorted(made.origins)
    for at, character in enumerate(made.text):
        if not character.isspace() and character not in "'É":
            assert character in unicodedata.normalize("NFC", made.source(at, at + 1).of(text))


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("réduire de 5.200 à\n\n3.000 hommes", "réduire de 5.200 à 3.000 hommes"),
        ("les Etats-Unis\r\nont parlé", "les États-Unis ont parlé"),
        ("l’Etat islamique", "l'Etat islamique"),
        ("10 000 soldats", "10000 soldats"),
        ("de\u0301ja\u0300", "déjà"),
        ("a\u00adb", "ab"),
    ],
)
def test_text_is_cleaned_for_the_model_alone(text: str, shown: str) -> None:
    assert model_text.read(text, (Span(0, len(text)),)).text == shown


def test_a_blank_line_ends_a_headline_and_not_a_sentence_that_goes_on() -> None:
    headline = "Iran : manifestation\n\nDes milliers de personnes ont défilé."
    assert model_text.read(headline, (Span(0, len(headline)),)).breaks == frozenset({21})
    wrapped = "Le niveau passe de 5.200 à\n\n3.000 hommes."
    assert model_text.read(wrapped, (Span(0, len(wrapped)),)).breaks == frozenset()


# ---- sentences --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "starts"),
    [
        ("Il part . Elle reste .", [0, 3]),
        ("« Non . Jamais » , dit -il . Il part .", [0, 9]),
        ("Il vit ( en 2007 . Puis ) . Fin", [0, 9]),
        ("Un « mot sans fin . Il part .", [0, 6]),
        ("Iran : des milliers de personnes", [0, 2]),
        ("Il a dit : des milliers de personnes .", [0]),
        ("", []),
    ],
)
def test_sentences_begin(words: str, starts: list[int]) -> None:
    assert sentence_starts(words.split(), load("fr")) == starts


# ---- names ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", ["Al-Kadhimi", "al-Chaabi", "Ben-Gvir", "Amir-Abdollahian", "McDonnel-Douglas"])
def test_hyphenated_names_stay_whole(name: str) -> None:
    assert HYPHENATED_NAME.match(name)


@pytest.mark.parametrize("words", ["Est-il", "A-t-on", "Dit-elle", "porte-parole"])
def test_verbs_with_clitics_and_compounds_are_no_names(words: str) -> None:
    assert not HYPHENATED_NAME.match(words)


@pytest.mark.parametrize(
    ("words", "found", "cleaned"),
    [
        ("le Pentagone", (0, 1, "LOC"), ["ORG Pentagone"]),
        ("EI / Daesh", (0, 2, "ORG"), ["ORG EI", "ORG Daesh"]),
        ("le roi", (0, 1, "PER"), []),
        ("M. Al-Kadhimi", (1, 1, "LOC"), ["PER Al-Kadhimi"]),
        ("Premier ministre Mustafa Al-Kadhimi", (0, 3, "MISC"), ["PER Mustafa Al-Kadhimi"]),
        ("Affaires étrangères Jean Martin", (0, 3, "ORG"), ["ORG Affaires étrangères", "PER Jean Martin"]),
        ("Etats-Unis", (0, 0, "ORG"), ["LOC Etats-Unis"]),
    ],
)  # fmt: skip
def test_names_are_cleaned(words: str, found: tuple[int, int, NameLabel], cleaned: list[str]) -> None:
    forms = words.split()
    spans = names.clean([TokenSpan(*found)], forms, load("fr"))
    assert [f"{span.label} {' '.join(forms[span.first : span.last + 1])}" for span in spans] == cleaned


# ---- repairs ----------------------------------------------------------------------------------------------------


def _state(words: list[Word]) -> list[tuple[object, ...]]:
    return [(word.head, word.deprel, word.lemma, word.upos, word.feats) for word in words]


@pytest.mark.model
@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_each_repair_mends_its_example(rule: Repair) -> None:
    words, _, _ = parse(model_text.read(rule.example, (Span(0, len(rule.example)),)), load("fr"))
    tree = Tree(words, range(len(words)), load("fr"))
    before = _state(words)
    for earlier in RULES[: RULES.index(rule) + 1]:
        before = _state(words)
        for index in tree.members:
            earlier.apply(tree, index)
    assert _state(words) != before


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "tense"),
    [
        ("Le ministre ira à Lyon.", "Fut"),
        ("Le pays enverra des soldats.", "Fut"),
        ("La mairie paiera les travaux.", "Fut"),
        ("Le soldat entra dans la ville.", "Past"),
        ("Le président montre une carte.", "Pres"),
    ],
)
def test_tenses_are_read_from_endings(text: str, tense: str) -> None:
    (verb,) = (token for token in _annotate(text).sentences[0].tokens if token.upos == "VERB")
    assert verb.feat("Tense") == tense


@pytest.mark.model
def test_repairs_leave_a_tree() -> None:
    text = " ".join(rule.example for rule in RULES)
    words, starts, _ = parse(model_text.read(text, (Span(0, len(text)),)), load("fr"))
    repair(words, starts, load("fr"))
    for start, end in zip(starts, [*starts[1:], len(words)], strict=True):
        tree = Tree(words, range(start, end), load("fr"))
        for index in tree.members:
            assert index not in tree.ancestors(index)


# ---- the whole --------------------------------------------------------------------------------------------------


@pytest.mark.model
def test_offsets_count_into_the_source_text() -> None:
    text = "Le 3\u00a0janvier, M.\nAl-Kadhimi a quitte\u0301 l’Irak 🎥 pour les Etats-Unis. Il parle."
    parsed = _annotate(text)
    assert [token.span.of(text) for token in parsed.sentences[0].tokens][:5] == ["Le", "3", "janvier", ",", "M."]
    assert [name.span.of(text) for name in parsed.names] == ["Al-Kadhimi", "Irak", "Etats-Unis"]
    assert [name.label for name in parsed.names] == ["PER", "LOC", "LOC"]
    assert len(parsed.sentences) == 2


@pytest.mark.model
@pytest.mark.parametrize("text", ["", " ", ".", "«", "\n\n", "🎥", "a" * 500, "( ( («"])
def test_odd_texts_are_parsed(text: str) -> None:
    parsed = _annotate(text)
    assert all(sentence.tokens for sentence in parsed.sentences)


@pytest.mark.model
def test_the_same_text_gives_the_same_parse() -> None:
    text = "Un drone des Etats-Unis a frappé un convoi à Bagdad, tuant le général Souleimani."
    assert _annotate(text) == _annotate(text)


def test_a_language_without_tables_is_refused() -> None:
    with pytest.raises(LanguageError, match="there are tables for: en, fr"):
        _annotate("Texte.", "xx")
