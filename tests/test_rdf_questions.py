"""The named questions: what each finds in the article of `seeds/` and in hand-made ones, and what may be set."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from rdflib.query import ResultRow

from kg.graph import Network, assemble
from kg.model import Fact, Statements
from kg.rdf import Question, Results, Rows, load, query, to_turtle
from kg.rdf.questions import asked, questions

SEED = Path(__file__).parents[1] / "output" / "iraq-us-2020-09.ttl"
Parameters = Mapping[str, str]


def rows(results: Results) -> Rows:
    """Insist on rows."""
    assert isinstance(results, Rows)
    return results


@pytest.fixture
def enriched(statements: Statements) -> Statements:
    """Give the sample article with its names all proper, a place on the map and a number."""
    *others, place = (replace(entity, named=True) for entity in statements.entities)
    place = replace(
        place,
        names=("Bagdad", "Baghdad"),
        links=("http://www.wikidata.org/entity/Q1530", "https://sws.geonames.org/98182/"),
        link_confidence=0.99,
        coordinates=(33.3406, 44.4009),
    )
    number = Fact("e6", "quantity", None, "5.200", None, statements.facts[0].evidence, 0.6, ("number",))
    return replace(statements, entities=(*others, place), facts=(*statements.facts, number))


@pytest.fixture
def graph(enriched: Statements) -> Network:
    """Give the enriched article as a graph."""
    return assemble([enriched])


@pytest.fixture
def both(enriched: Statements) -> Network:
    """Give the enriched article and a later one, which denies the killing and states the withdrawal, as a graph."""
    article = replace(
        enriched.article, id="later", text=f"{enriched.article.text} Fin.", title="Démenti", date="2021-01-02"
    )
    told = {
        "v2": replace(enriched.events[1], polarity="negative"),
        "v5": replace(enriched.events[4], modality="actual", sources=(), within=None),
    }
    events = tuple(told.get(event.id, event) for event in enriched.events)
    return assemble([enriched, replace(enriched, article=article, events=events)])


@pytest.fixture
def reprinted(statements: Statements) -> Network:
    """Give the sample article as a graph, printed once more by another paper."""
    article = replace(statements.article, id="reprint", text=f"{statements.article.text} Fin.")
    return assemble([statements, replace(statements, article=article)])


TITLE, KADHIMI, TRUMP, SOULEIMANI = "Un titre <b>&", "Mustafa Al-Kadhimi", "Donald Trump", "Qassem Souleimani"
DRONE, TROOPS, DAY = "drone américain", "troupes américaines", "2020-01-03"
PROMISE = "Mustafa Al-Kadhimi a déclaré que Donald Trump avait promis de retirer les troupes américaines."
KILLING = "Le 3 janvier, un drone américain a frappé un convoi à Bagdad, tuant le général Qassem Souleimani."
WITHDRAWAL = "Donald Trump a retiré troupes américaines"
PROMISED = f"Donald Trump a promis {WITHDRAWAL}"
KILLED = "drone américain a tué Qassem Souleimani"

# the name of a question, what is set in it, the first row that is looked for, and how many there are
HANDMADE: list[tuple[str, Parameters, list[str], int]] = [
    ("actors", {}, [DRONE, "attaquer", "2"], 2),
    ("actors", {"type": "state"}, [KADHIMI, "déclarer", "1"], 1),
    ("actors", {"name": "DRONE"}, [DRONE, "attaquer", "2"], 1),
    ("affiliations", {}, [TROOPS, "originaire de", "États-Unis", "affirmé"], 1),
    ("affiliations", {"name": "kadhimi"}, [], 0),
    ("articles", {}, [TITLE, "2020-09", "11", "8", "5", "2", "10"], 1),
    ("cited", {}, [KADHIMI, "personne", "1", "1", "1"], 2),
    ("claims-by-source", {"name": "kadhimi"}, [KADHIMI, PROMISED, "rapporté", "réel", "", PROMISE, TITLE], 1),
    ("co-participants", {}, [DRONE, SOULEIMANI, "1", "1"], 2),
    ("co-participants", {"name": "souleimani"}, [SOULEIMANI, DRONE, "1", "1"], 1),
    ("co-participants", {"least": "2"}, [], 0),
    ("denied", {"name": "titre"}, [TITLE, "États-Unis souhaite présence permanente", "réel"], 1),
    ("dyads", {}, [DRONE, SOULEIMANI, "1", "1", DAY, DAY], 2),
    ("dyads", {"name": "convoi", "type": "ASSAULT"}, [DRONE, "convoi", "1", "1", DAY, DAY], 1),
    ("dyads", {"least": "2"}, [], 0),
    ("dyads", {"type": "STATE"}, [], 0),
    ("entities", {}, ["Bagdad", "lieu", "2", "1"], 10),
    ("entities", {"type": "place"}, ["Bagdad", "lieu", "2", "1"], 2),
    ("event-types", {}, ["ASSAULT", "attaquer", "2", "2", "1", "2", "2"], 3),
    ("events-by-month", {}, ["2020-01", "2"], 1),
    ("events-by-month", {"name": "souleimani", "type": "ASSAULT"}, ["2020-01", "1"], 1),
    ("evidence", {"relation": "TUE"}, [KILLED, "affirmé", "à Bagdad, tuant", "52", "67", TITLE], 1),
    ("evidence", {"subject": "drone", "object": "convoi"}, ["drone américain a frappé convoi", "affirmé"], 1),
    ("evidence", {"object": "GENERAL"}, ["Qassem Souleimani fonction général", "affirmé"], 1),
    ("evidence", {}, [KILLED, "affirmé", "à Bagdad, tuant", "52", "67", TITLE], 11),
    ("killed", {}, [SOULEIMANI, DRONE, DAY, "Bagdad", "à Bagdad, tuant"], 1),
    ("latest", {"name": "souleimani"}, ["2020-09", DAY, KILLED, "affirmé", TITLE, KILLING, TITLE], 2),
    ("links", {"name": "bagdad"}, ["Bagdad", "lieu", "https://sws.geonames.org/98182/", "0.99"], 2),
    ("map", {}, ["Bagdad", "33.3406", "44.4009", "2", "2"], 1),
    ("names", {"name": "BAGDAD"}, ["Bagdad", "lieu", "Baghdad"], 1),
    ("neighbours", {"name": "souleimani"}, [DRONE, "a tué", SOULEIMANI], 2),
    ("neighbours", {"name": "etats-unis"}, [TROOPS, "originaire de", "États-Unis"], 1),
    ("only-claimed", {"name": "kadhimi"}, [KADHIMI, "rapporté", PROMISED], 1),
    ("only-claimed", {}, [TRUMP, "annoncé", WITHDRAWAL, PROMISE], 2),
    ("paths", {"from": "drone", "to": "souleimani"}, [DRONE, "→", "a tué", *[""] * 6, SOULEIMANI], 1),
    (
        "paths",
        {"from": "convoi", "to": "souleimani"},
        ["convoi", "←", "a frappé", DRONE, "→", "a tué", "", "", "", SOULEIMANI],
        1,
    ),
    ("paths", {"from": "convoi", "to": "souleimani", "steps": "1"}, [], 0),
    ("paths", {"from": "convoi"}, [], 0),
    ("places", {"name": "bag"}, ["Bagdad", "a tué", DRONE, SOULEIMANI, DAY], 2),
    ("planned", {"name": "trump"}, [TRUMP, WITHDRAWAL, "promis", PROMISE], 1),
    ("positions", {"name": "qassem"}, [SOULEIMANI, "général", ""], 1),
    ("positions-over-time", {"name": "qassem"}, [SOULEIMANI, "général", "", "2020-09", "2020-09", "1"], 1),
    ("quantities", {"name": "troupes"}, [TROOPS, "5.200", "affirmé", TITLE], 1),
    ("quotations", {"name": "kadhimi"}, [KADHIMI, PROMISE[33:-1], TITLE], 1),
    ("relations", {}, ["a promis", "consulter", "1", "0", "1", "0", "0", "0"], 11),
    ("reported", {"name": "kadhimi"}, [KADHIMI, PROMISED, "réel", PROMISE], 1),
    ("said", {"name": "kadhimi"}, [KADHIMI, "a déclaré", PROMISED, "rapporté", PROMISE], 1),
    ("sources", {}, [TITLE, "affirmé", "8"], 4),
    ("timeline", {"name": "souleimani"}, [DAY, DAY, DRONE, "a tué", SOULEIMANI, KILLING], 1),
    ("timeline", {"since": "2020", "until": "2020"}, [DAY, DAY, DRONE, "a frappé", "convoi", KILLING], 2),
    ("timeline", {"since": "2020-01-04"}, [], 0),
    ("timeline", {"until": "2020-01-02"}, [], 0),
    ("uncertain", {"below": "0.61"}, ["0.6", "troupes américaines nombre 5.200", "affirmé"], 1),
    ("uncertain", {"below": "0"}, [], 0),
    ("who-did-what", {}, [DRONE, "a tué", SOULEIMANI, DAY, "Bagdad"], 5),
    ("who-did-what", {"name": "vidéo 🎥", "type": "STATE"}, ["", "a publié", "vidéo 🎥", "", ""], 1),
    ("who-was-where", {"name": "souleimani"}, [SOULEIMANI, "Bagdad", DAY, "a tué", KILLING], 1),
    ("who-was-where", {"place": "baghdad"}, [SOULEIMANI, "Bagdad", DAY, "a tué", KILLING], 1),
]
TWO_ARTICLES: list[tuple[str, Parameters, list[str], int]] = [
    ("articles", {}, ["Démenti", "2021-01-02", "11", "8", "5", "1", "10", ""], 2),
    ("contradicted", {}, [KILLED, TITLE, KILLING, "Démenti", KILLING], 1),
    ("done-as-planned", {}, [TRUMP, WITHDRAWAL, "promis", PROMISE, TITLE, PROMISE, "Démenti"], 1),
    ("latest", {"name": "souleimani"}, ["2021-01-02", DAY, KILLED, "nié", "Démenti", KILLING, "Démenti"], 4),
    ("positions-over-time", {}, [SOULEIMANI, "général", "", "2020-09", "2021-01-02", "2"], 1),
]
SEEDED: list[tuple[str, Parameters, list[str]]] = [
    ("actors", {"type": "assault"}, ["drone des Etats-Unis", "attaquer", "2"]),
    ("affiliations", {"name": "al-qods"}, [SOULEIMANI, "membre de", "Al-Qods", "affirmé"]),
    ("articles", {}, ["iraq-us-2020-09", "2020-09"]),
    ("cited", {}, [KADHIMI, "personne"]),
    ("claims-by-source", {"name": "mckenzie"}, ["Kenneth McKenzie"]),
    ("co-participants", {"name": "muhandis"}, ["Abu Mahdi Al-Muhandis", "drone des Etats-Unis", "1", "1"]),
    ("denied", {}, ["Etats-Unis", "Etats-Unis a voulu présence permanente", "réel"]),
    ("dyads", {"name": "kadhimi"}, [KADHIMI, "Washington", "1", "1", "2020-08-18", "2020-08-18"]),
    ("entities", {"type": "person"}, [KADHIMI, "personne"]),
    ("event-types", {}, ["ASSAULT", "attaquer", "2", "2", "1", "2", "2"]),
    ("events-by-month", {"type": "assault"}, ["2020-01"]),
    ("evidence", {"subject": "kadhimi", "relation": "visite"}, ["Mustafa Al-Kadhimi a visité Washington", "affirmé"]),
    ("killed", {}, [SOULEIMANI, "drone des Etats-Unis", DAY, "aéroport de Baghdad"]),
    ("latest", {"name": "mckenzie"}, ["2020-09", "2020-09"]),
    ("links", {"name": "baghdad"}, ["Baghdad", "lieu", "https://sws.geonames.org/98182/", "0.99"]),
    ("map", {}, ["Washington", "38.8951", "-77.0364"]),
    ("names", {"name": "daesh"}, ["Etat islamique", "organisation", "EI"]),
    ("neighbours", {"name": "washington"}, [KADHIMI, "a visité", "Washington"]),
    ("only-claimed", {"name": "trump"}, [TRUMP, "annoncé"]),
    (
        "paths",
        {"from": "soldats", "to": "souleimani"},
        [
            *("5.000 soldats américains", "→", "originaire de", "Etats-Unis", "←", "originaire de"),
            *("drone des Etats-Unis", "→", "a tué", SOULEIMANI),
        ],
    ),
    ("places", {"name": "aeroport"}, ["aéroport de Baghdad", "a tué", "drone des Etats-Unis", SOULEIMANI, DAY]),
    ("planned", {}, [TRUMP, "Donald Trump a retiré troupes américaines d'Irak", "promis"]),
    ("positions", {"name": "kadhimi"}, [KADHIMI, "Premier ministre", "Irak"]),
    ("positions-over-time", {}, [TRUMP, "président", "Etats-Unis", "2020-09", "2020-09", "1"]),
    ("quantities", {}, ["5.000 soldats américains", "Plus de 5.000", "affirmé"]),
    ("quotations", {"name": "kadhimi"}, [KADHIMI]),
    ("relations", {}, ["a tué", "attaquer", "2", "2", "0", "0", "0", "0"]),
    ("reported", {"name": "kadhimi"}, [KADHIMI]),
    ("said", {"name": "trump"}, [TRUMP, "a promis"]),
    ("sources", {}, ["Etats-Unis", "nié", "1"]),
    ("timeline", {"since": "2020-08", "until": "2020-08"}, ["2020-08-18", "2020-08-18", KADHIMI, "a visité"]),
    ("uncertain", {}, ["0.55", "Etats-Unis a voulu présence permanente", "nié"]),
    ("who-did-what", {"type": "consult"}, [KADHIMI, "a visité", "Washington", "2020-08-18"]),
    ("who-was-where", {"name": "kadhimi"}, [KADHIMI, "Washington", "2020-08-18", "a visité"]),
]  # fmt: skip
ONLY_HANDMADE = {"contradicted", "corroborated", "done-as-planned"}  # for which one article gives no example


def test_each_question_is_tried_below() -> None:
    names = {question.name for question in questions()}
    assert {name for name, *_ in [*HANDMADE, *TWO_ARTICLES]} | {"corroborated"} == names
    assert {name for name, *_ in SEEDED} | ONLY_HANDMADE == names
    tried = {(name, parameter) for name, parameters, *_ in HANDMADE for parameter in parameters}
    assert tried == {(question.name, parameter) for question in questions() for parameter in question.parameters}


@pytest.mark.parametrize(("name", "parameters", "expected", "size"), HANDMADE)
def test_what_a_question_finds(
    graph: Network, name: str, parameters: Parameters, expected: list[str], size: int
) -> None:
    found = rows(query(graph, name, parameters)).table()
    assert len(found) == size
    assert not size or expected in [row[: len(expected)] for row in found]


@pytest.mark.parametrize(("name", "parameters", "expected", "size"), TWO_ARTICLES)
def test_what_a_question_finds_in_two_articles(
    both: Network, name: str, parameters: Parameters, expected: list[str], size: int
) -> None:
    found = rows(query(both, name, parameters)).table()
    assert len(found) == size
    assert expected in found


@pytest.mark.parametrize(("name", "parameters", "expected"), SEEDED)
def test_what_a_question_finds_in_the_article_of_the_seeds(
    seed: ox.Store, name: str, parameters: Parameters, expected: list[str]
) -> None:
    assert expected in [row[: len(expected)] for row in rows(query(seed, name, parameters)).table()]


@pytest.fixture(scope="module")
def seed() -> ox.Store:
    """Load the graph of the article in `seeds/`."""
    return load(SEED)


def test_what_is_said_last_comes_first(both: Network) -> None:
    dates = [row["published"] for row in rows(query(both, "latest"))]
    assert dates == sorted(dates, key=str, reverse=True)
    assert set(dates) == {"2020-09", "2021-01-02"}


def test_an_event_in_two_papers_that_print_one_dispatch_has_one_sentence(graph: Network, reprinted: Network) -> None:
    found = rows(query(reprinted, "corroborated")).table()
    assert [row[1:] for row in found] == [
        ["a tué", "2020-01-03", "event/one-death: Qassem Souleimani died once", "2", "1"]
    ]
    assert rows(query(graph, "corroborated")).table() == []


def test_articles_that_tell_a_bare_event_each_do_not_contradict_one_another(both: Network) -> None:
    found = rows(query(both, "contradicted"))
    assert "explosion" not in {row[0] for row in found.table()}


# ---------------------------------------------------------------- the files


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_a_question_says_what_it_asks_and_what_may_be_set(question: Question) -> None:
    assert question.words.endswith("?")
    assert question.words[0].isupper()
    assert "\n# " in question.sparql
    assert set(question.parameters) == set(re.findall(r"VALUES \?(\w+) \{ (?:\"\"|[0-9.]+) \}", question.sparql))
    assert max(map(len, question.sparql.splitlines())) <= 120


def test_names_are_compared_in_one_way() -> None:
    for question in questions():
        sought = re.findall(r'VALUES (\?\w+) \{ "" \} # in lower case and without accents\n', question.sparql)
        compared = re.findall(r"kg:searchLabel \?\w+ .*?CONTAINS\(\?called, (\?\w+)\)", question.sparql, re.DOTALL)
        assert compared == sought
        assert question.sparql.count("searchLabel") == len(sought)
        assert {name.removeprefix("?") for name in sought} >= question.parameters.keys() & {"name", "place", "subject"}


@pytest.mark.parametrize("name", ["etats-unis", "ÉTATS", "états-unis", "États-Unis", "ETATS-UNIS", "unis"])
def test_case_and_accents_make_no_difference(graph: Network, name: str) -> None:
    assert [row[2] for row in rows(query(graph, "affiliations", {"name": name})).table()] == ["États-Unis"]


@pytest.mark.parametrize("name", ["soeur de l'evêque", "Sœur de l’évêque", "SŒUR", "l’eveque", "francois", "FRANÇOIS"])
def test_ligatures_and_apostrophes_make_no_difference(enriched: Statements, name: str) -> None:
    place = replace(enriched.entities[-1], label="Sœur de l’évêque François")
    graph = assemble([replace(enriched, entities=(*enriched.entities[:-1], place))])
    assert {row[0] for row in rows(query(graph, "places", {"name": name})).table()} == {"Sœur de l’évêque François"}


@pytest.mark.parametrize("words", ["GÉNÉRAL", "general", "Général", " général\n"])
def test_case_and_accents_make_no_difference_in_the_words_of_an_article(graph: Network, words: str) -> None:
    found = rows(query(graph, "evidence", {"object": words})).table()
    assert [row[0] for row in found] == ["Qassem Souleimani fonction général"]


def test_narrators_are_found_by_the_title_and_the_identifier_of_their_article(both: Network) -> None:
    for name in ("Démenti", "DEMENTI", "later"):
        assert {row[0] for row in rows(query(both, "denied", {"name": name})).table()} == {"Démenti"}
        assert rows(query(both, "claims-by-source", {"name": name})).table() == []  # these are of named sources alone


@pytest.mark.parametrize("question", questions(), ids=lambda question: question.name)
def test_rows_come_in_one_order(both: Network, question: Question) -> None:
    parameters = {"from": "a", "to": "e"} if question.name == "paths" else {}
    found = rows(query(both, question.name, parameters)).bindings
    assert found == rows(query(to_turtle(both), question.name, parameters)).bindings


@pytest.mark.slow  # rdflib takes 0.2 s for a question
@pytest.mark.parametrize("name", ["", "Souleimani"])
def test_questions_run_as_they_stand_in_another_engine(both: Network, name: str) -> None:
    store = load(both)
    other = rdflib.Graph().parse(data=to_turtle(both), format="turtle")
    for question in questions():
        sparql = asked(question.name, {"name": name} if "name" in question.parameters else {})
        found = store.query(sparql)
        assert isinstance(found, ox.QuerySolutions)
        # rdflib gives a row of nothing where there are no groups
        by_other = [row for row in other.query(sparql) if isinstance(row, ResultRow) and any(row)]
        assert len(list(found)) == len(by_other), question.name
