"""Names: which spellings and forms may name one person or organisation, and which never do."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg.language import KNOWLEDGE, rows
from kg.names import abbreviates, is_given_name, is_short_form, key, same_name, same_person, words
from kg.resolution.lexicon import lexicon

TRANSLITERATIONS = list(rows(KNOWLEDGE / "transliteration.tsv", ("pattern", "replacement", "example", "source")))
FRENCH = KNOWLEDGE / "languages" / "fr"


@pytest.mark.parametrize("row", TRANSLITERATIONS, ids=lambda row: row["example"])
def test_each_rule_of_transliteration_equates_its_example(row: dict[str, str]) -> None:
    one, other = (words(name)[0] for name in row["example"].split(" = "))
    assert one != other
    assert key(one) == key(other)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Mustafa Al-Kadhimi", "Al-Kadhimi"),
        ("Mustafa Al-Kadhimi", "Kadhimi"),
        ("Mustafa Al-Kadhimi", "Moustafa al-Kazimi"),
        ("Qassem Souleimani", "Qasem Soleimani"),
        ("Souleimani", "Soleimani"),
        ("Abu Mahdi Al-Muhandis", "Abou Mahdi al-Mouhandis"),
        ("Bachar el-Assad", "Bashar al-Assad"),
        ("Volodymyr Zelensky", "Volodymyr Zelenskyy"),
        ("Kenneth McKenzie", "Kenneth F. McKenzie"),
        ("Kenneth McKenzie", "K. McKenzie"),
        ("Jean-Yves Le Drian", "Le Drian"),
        ("Dominique de Villepin", "Villepin"),
        ("Dominique de Villepin", "de Villepin"),
        ("Mariano Rajoy Brey", "Mariano Rajoy"),
        ("Aung San Suu Kyi", "Suu Kyi"),
        ("Recep Tayyip Erdoğan", "Erdogan"),
        ("Ali Khameneï", "Ali Khamenei"),
        ("Oussama Ben Laden", "Bin Laden"),
    ],
)
def test_forms_of_one_persons_name(one: str, other: str) -> None:
    assert same_person(one, other)
    assert same_person(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Marine Le Pen", "Jean-Marie Le Pen"),
        ("Donald Trump", "Melania Trump"),
        ("Emmanuel Macron", "Brigitte Macron"),
        ("François Hollande", "François Fillon"),
        ("Hassan Rohani", "Hassan Nasrallah"),
        ("Donald Trump", "Donald Tusk"),
        ("Jean Dupont", "Jean Dumont"),
        ("Al-Kadhimi", "Al-Muhandis"),
        ("Al-Maliki", "Al-Malki"),
        ("Al-Assad", "Al-Abadi"),
        ("Mahdi", "Mehdi Karoubi"),
        ("Martin", "Marton"),
        ("Chen", "Shen"),
        ("George W. Bush", "Jeb Bush"),
        ("Irak", "Iran"),
        ("Niger", "Nigeria"),
        ("Mali", "Malte"),
        ("Paul", "Jean-Paul Bailly"),
    ],
)
def test_names_of_two_persons(one: str, other: str) -> None:
    assert not same_person(one, other)
    assert not same_person(other, one)


def test_a_name_without_words_names_nobody() -> None:
    assert not same_person("«", "Donald Trump")
    assert not same_person("«", "»")


def test_a_given_name_or_a_family_name_in_front_may_stand_alone() -> None:
    assert is_given_name("Marine", "Marine Le Pen")
    assert is_given_name("Xi", "Xi Jinping")
    assert not is_given_name("Pen", "Marine Le Pen")
    assert not is_given_name("Marine", "Marine")


@pytest.mark.parametrize(
    ("short", "full", "verdict"),
    [
        ("Conseil de sécurité", "Conseil de sécurité de l'Onu", True),
        ("Parti populaire", "Parti populaire espagnol", True),
        ("SUD", "SUD-PTT", True),
        ("Parti", "Parti populaire espagnol", False),
        ("France", "France Télévisions", False),
        ("Parti populaire", "Parti populaire", False),
    ],
)
def test_short_forms_of_organisations(short: str, full: str, verdict: bool) -> None:  # noqa: FBT001 - a table of cases
    assert is_short_form(short, full) is verdict


@pytest.mark.parametrize(
    ("acronym", "name", "verdict"),
    [
        ("PP", "Parti populaire", True),
        ("PP", "Parti populaire espagnol", True),
        ("PCC", "Parti communiste chinois", True),
        ("EI", "Etat islamique", True),
        ("BEA", "Bureau d'enquêtes et d'analyses", True),
        ("P.S.", "Parti socialiste", True),
        ("OTAN", "ONU", False),
        ("PS", "Paris", False),
        ("Le", "Ligue européenne", False),
    ],
)
def test_acronyms(acronym: str, name: str, verdict: bool) -> None:  # noqa: FBT001 - a table of cases
    assert abbreviates(acronym, name) is verdict


def test_spellings_differ_in_accents_and_articles_only() -> None:
    assert same_name("Hachd al-Chaabi", "Hashd al-Shaabi")
    assert same_name("Égypte", "Egypte")
    assert not same_name("Corée", "Corée du Sud")


@pytest.mark.parametrize(
    ("table", "column", "columns"),
    [
        ("pronouns", "form", ("form", "kind", "person", "gender", "number", "example", "source")),
        ("honorifics", "word", ("word", "gender", "example", "source")),
        ("acronyms", "acronym", ("acronym", "expansion", "example", "source")),
        ("given_names", "name", ("name", "gender", "example", "source")),
        ("function_words", "word", ("word", "kind", "example", "source")),
        ("hypernyms", "lemma", ("lemma", "refers_to", "by", "example", "source")),
    ],
)
def test_every_example_shows_its_word(table: str, column: str, columns: tuple[str, ...]) -> None:
    for row in rows(FRENCH / f"{table}.tsv", columns):
        assert row[column].lower() in row["example"].lower().replace("’", "'"), row
        assert row["source"]


def test_the_tables_agree_with_one_another() -> None:
    tables = lexicon("fr")
    assert tables.pronouns["elle"].gender == "Fem"
    assert tables.pronouns["son"].gender is None
    assert not tables.function_words & tables.quantities
    assert not tables.loose & tables.function_words
    assert tables.given_names["mustafa"] == "Masc"
    assert tables.hypernyms["pays"].refers_to == ("Country",)


PAIRS = list(rows(Path(__file__).parent / "name_pairs.tsv", ("one", "other", "script", "same")))


def test_names_of_two_people_are_never_one() -> None:
    traps = [row for row in PAIRS if row["same"] == "no"]
    assert len(traps) >= 75
    assert [(row["one"], row["other"]) for row in traps if same_person(row["one"], row["other"])] == []


@pytest.mark.parametrize("script", ["Arabic", "Slavic", "Chinese", "French", "English"])
def test_spellings_and_forms_of_a_name_are_one(script: str) -> None:
    pairs = [row for row in PAIRS if row["same"] == "yes" and row["script"] == script]
    found = [row for row in pairs if same_person(row["one"], row["other"])]
    assert len(PAIRS) >= 150
    assert len(found) >= 0.95 * len(pairs)
