"""Turtle: what is written, that every reader reads it alike, and that it leads back to the same graph."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
import rdflib
from hypothesis import given
from hypothesis import strategies as st
from strategies import HOSTILE, words
from strategies import statements as drawn_statements

from kg.errors import GraphError
from kg.graph import Network, assemble, claims
from kg.model import Statements
from kg.rdf import DEFAULT_BASE, Rows, check, from_turtle, query, to_turtle
from kg.rdf.literals import clean, searchable

KG = "https://w3id.org/newskg/ns#"


def contents(graph: Network) -> tuple[list[object], list[object]]:
    """Lay a network open, order included."""
    return list(graph.nodes(data=True)), list(graph.edges(keys=True, data=True))


def by_oxigraph(turtle: str) -> set[str]:
    """Read the triples with Oxigraph's parser, as it stores them."""
    store = ox.Store()
    store.load(turtle.encode(), format=ox.RdfFormat.TURTLE)
    return {str(quad.triple) for quad in store}


def by_rdflib(turtle: str) -> set[str]:
    """Read the triples with rdflib's parser."""

    def term(node: rdflib.term.Node) -> ox.NamedNode | ox.Literal:
        if isinstance(node, rdflib.URIRef):
            return ox.NamedNode(str(node))
        assert isinstance(node, rdflib.Literal)  # so no blank node either
        if node.language:
            return ox.Literal(str(node), language=node.language)
        return ox.Literal(str(node), datatype=ox.NamedNode(str(node.datatype)) if node.datatype else None)

    found = rdflib.Graph().parse(data=turtle, format="turtle")
    return {
        str(ox.Triple(subject, predicate, term(goal)))
        for subject, predicate, goal in ((term(s), term(p), o) for s, p, o in found)
        if isinstance(subject, ox.NamedNode) and isinstance(predicate, ox.NamedNode)
    }


@pytest.fixture
def turtle(statements: Statements) -> str:
    """Give the sample article as Turtle."""
    return to_turtle(assemble([statements]))


def ask(turtle: str, pattern: str) -> bool:
    """Tell whether the pattern holds."""
    return bool(query(turtle, f"ASK {{ {pattern} }}"))


@pytest.mark.parametrize(
    "pattern",
    [
        '?a rdfs:label "drone américain" . ?b rdfs:label "Qassem Souleimani" . ?a kg:killed ?b',
        '?a rdfs:label "drone américain" ; kg:struck/rdfs:label "convoi"',
        '?a rdfs:label "Qassem Souleimani" ; a schema:Person ; kg:position "général"@fr',
        '?a rdfs:label "troupes américaines" ; a kg:Group ; kg:origin/rdfs:label "États-Unis"',
        "?document a schema:NewsArticle ; kg:mentions rel:fr-exploser",
        "rel:fr-exploser a kg:Relation ; schema:identifier 'fr:exploser' ; rdfs:label 'explosion'@fr",
        "kg:killed a kg:Relation ; rdfs:label 'killed'@en , 'a tué'@fr ; kg:eventType kg:ASSAULT",
        """?a kg:said ?promised .
           ?promised rdf:predicate kg:promised ; rdf:object ?withdrew ; kg:status kg:Reported .
           ?withdrew rdf:predicate kg:withdrew ; kg:status kg:Projected ; kg:modality kg:Promised ;
             kg:within ?promised ; prov:wasAttributedTo/rdfs:label 'Donald Trump'""",
        """?claim rdf:predicate kg:killed ; kg:event ?event ; kg:place/rdfs:label 'Bagdad' ;
             kg:time '2020-01-03'^^xsd:date ; kg:timeFrom '2020-01-03'^^xsd:date ; kg:timeText 'Le 3 janvier'@fr ;
             kg:confidence 0.9 ; kg:rule 'verb/active' ; prov:wasDerivedFrom ?article ; prov:wasAttributedTo ?narrator .
           ?narrator a kg:Narrator ; kg:narratorOf ?article""",
        """?event a sem:Event ; sem:eventType kg:ASSAULT ; kg:relation kg:killed ;
             kg:actor/rdfs:label 'drone américain' ; kg:target/rdfs:label 'Qassem Souleimani' ;
             sem:hasPlace/rdfs:label 'Bagdad' ; sem:hasTimeStamp '2020-01-03'^^xsd:date""",
        """?claim rdf:predicate kg:killed ; kg:evidence ?words .
           ?words a nif:Phrase ; nif:anchorOf 'à Bagdad, tuant' ; nif:beginIndex 52 ; nif:endIndex 67 ;
             nif:sentence/nif:beginIndex 0 ; nif:referenceContext ?article .
           ?article a nif:Context ; schema:headline 'Un titre <b>&'@fr ; schema:inLanguage 'fr' ;
             schema:datePublished '2020-09'^^xsd:gYearMonth ; nif:endIndex 304""",
    ],
)
def test_what_is_written(turtle: str, pattern: str) -> None:
    assert ask(turtle, pattern)


@pytest.mark.parametrize("relation", ["promised", "withdrew", "wanted"])
def test_what_is_not_asserted_is_a_claim_and_nothing_else(turtle: str, relation: str) -> None:
    assert not ask(turtle, f"?a kg:{relation} ?b")
    assert not ask(turtle, f"?e a sem:Event ; kg:relation kg:{relation}")
    assert ask(turtle, f"?c a kg:Claim ; rdf:predicate kg:{relation}")


def test_names_and_links(statements: Statements) -> None:
    trump = replace(statements.entities[4], names=("M. Trump", "Donald Trump"), links=("https://www.wikidata.org/x",))
    entities = tuple(trump if entity.id == trump.id else entity for entity in statements.entities)
    written = to_turtle(assemble([replace(statements, entities=entities)]))
    assert ask(
        written,
        "?a rdfs:label 'Donald Trump' ; skos:altLabel 'M. Trump' ; skos:exactMatch <https://www.wikidata.org/x>",
    )
    assert not ask(written, "?a rdfs:label ?name ; skos:altLabel ?name")


def test_names_are_written_as_they_are_searched_for_too(statements: Statements) -> None:
    names = ("États-Unis", "ÉTATS-UNIS", "L’Amérique", "Америка", "\u200b", " ")
    states = replace(statements.entities[6], names=names)
    entities = tuple(states if entity.id == states.id else entity for entity in statements.entities)
    written = to_turtle(assemble([replace(statements, entities=entities)]))
    assert forms(written, 'rdfs:label "États-Unis"') == ["amerika", "etats-unis", "l'amerique"]
    assert forms(written, 'schema:identifier "killed"') == ["a tue", "killed"]
    assert forms(written, "a kg:Narrator") == ["sample", "un titre <b>&"]
    assert forms(written, "a kg:Claim") == forms(written, "a sem:Event") == forms(written, "a nif:Context") == []


def forms(turtle: str, of: str) -> list[str]:
    """Give the forms in which what is described so is searched for."""
    found = query(turtle, f"SELECT DISTINCT ?form {{ ?x {of} ; kg:searchLabel ?form }} ORDER BY ?form")
    assert isinstance(found, Rows)
    return [row[0] for row in found.table()]


@given(words(surrogates=True))
def test_what_is_searchable_is_ascii_in_lower_case_and_stays_so(name: str) -> None:
    form = searchable(name)
    assert form.isascii()
    assert form == searchable(clean(name))
    assert form == form.lower() == " ".join(form.split()) == searchable(form)
    typeset = name.replace("'", "’")
    assert searchable(f" {typeset}\n") == form


def test_a_graph_without_searchable_names_reads_the_same(turtle: str, statements: Statements) -> None:
    graph = rdflib.Graph().parse(data=turtle, format="turtle")
    graph.remove((None, rdflib.URIRef(f"{KG}searchLabel"), None))
    (size,) = graph.subject_objects(rdflib.VOID.triples)
    graph.set((size[0], rdflib.VOID.triples, rdflib.Literal(len(graph))))
    assert contents(from_turtle(graph.serialize(format="turtle"))) == contents(assemble([statements]))


def test_the_file_reads_from_the_articles_to_the_words(turtle: str) -> None:
    headings = [line for line in turtle.splitlines() if line.startswith("# ----")]
    assert [heading.split()[2] for heading in headings] == [
        "This", "Articles", "Who", "Events", "Claims:", "Words:", "Relations",
    ]  # fmt: skip
    blocks = turtle.split("\n\n")
    described = [block.split("\n", 1)[0] for block in blocks if not block.startswith(("#", "@"))]
    assert all(" a " in line for line in described)
    subjects = [line.split()[0] for line in described]
    assert len(subjects) == len(set(subjects))
    assert "<https://example.org/kg/>" in subjects


@pytest.mark.slow
@given(st.lists(drawn_statements(), max_size=2))
def test_there_and_back(articles: list[Statements]) -> None:
    graph = assemble(articles)
    written = to_turtle(graph)
    read = from_turtle(written)
    assert contents(read) == contents(graph)
    assert to_turtle(read) == written


@pytest.mark.slow
@given(drawn_statements(surrogates=True))
def test_every_reader_reads_the_same_sound_graph(statements: Statements) -> None:
    written = to_turtle(assemble([statements]))
    written.encode()
    assert by_rdflib(written) == by_oxigraph(written)
    assert check(written) == []


@pytest.mark.parametrize("name", [*HOSTILE, "half a \ud83d pair", "'); DROP ALL; --", "x" * 10_000])
def test_hostile_names_stay_names(statements: Statements, name: str) -> None:
    entity = replace(statements.entities[2], label=name, names=(name,))
    entities = tuple(entity if other.id == entity.id else other for other in statements.entities)
    article = replace(statements.article, id=name, title=name, source=name)
    written = to_turtle(assemble([replace(statements, entities=entities, article=article)]))
    assert by_rdflib(written) == by_oxigraph(written)
    expected = ox.Literal(name.replace("\ud83d", "\ufffd"))
    assert ask(written, f"?e kg:relation kg:killed ; kg:target/rdfs:label {expected}")
    assert ask(written, f"?d a schema:NewsArticle ; schema:identifier {expected}")


def test_another_tool_may_rewrite_the_file(statements: Statements, turtle: str) -> None:
    rewritten = rdflib.Graph().parse(data=turtle, format="turtle").serialize(format="longturtle")
    assert rewritten != turtle
    assert contents(from_turtle(rewritten)) == contents(assemble([statements]))


def test_a_base_of_ones_own(statements: Statements) -> None:
    graph = assemble([statements])
    written = to_turtle(graph, "https://news.test/g#")
    assert DEFAULT_BASE not in written
    assert contents(from_turtle(written)) == contents(graph)
    assert ask(written, "?e a sem:Event ; kg:actor ?a FILTER(STRSTARTS(STR(?a), STR(ent:)))")


@pytest.mark.parametrize("base", ["", "graph/", "https://news.test", "https://news.test/a b/", "/etc/"])
def test_a_base_that_is_none(statements: Statements, base: str) -> None:
    with pytest.raises(GraphError, match="base IRI"):
        to_turtle(assemble([statements]), base)


def test_an_event_type_that_is_none(statements: Statements) -> None:
    event = replace(statements.events[0], type="not a type")
    graph = assemble([replace(statements, events=(event,))])
    with pytest.raises(GraphError, match="event type"):
        to_turtle(graph)


def test_an_empty_graph(statements: Statements) -> None:
    for graph in (assemble([]), assemble([replace(statements, entities=(), events=(), facts=())])):
        assert contents(from_turtle(to_turtle(graph))) == contents(graph)


def test_wherever_the_file_is_cut_it_is_noticed(turtle: str, tmp_path: Path) -> None:
    data = turtle.encode()
    path = tmp_path / "cut.ttl"
    cuts = [*range(0, len(data) - 2, 97), *(at + 3 for at in range(len(data) - 8) if data[at : at + 4] == b" .\n\n")]
    for cut in cuts:
        with pytest.raises(GraphError):
            from_turtle(data[:cut].decode(errors="ignore"))
    path.write_bytes(data[: len(data) // 2])
    with pytest.raises(GraphError, match="cut off"):
        query(path, "ASK { ?a ?b ?c }")


def without(turtle: str, start: str) -> str:
    """Leave a block out, and say that there are fewer triples."""
    (block,) = [block for block in turtle.split("\n\n") if block.startswith(start)]
    return turtle.replace(block, "").replace(f"void:triples {count(turtle)}", "void:triples 1")


def count(turtle: str) -> int:
    """Count the triples."""
    return len(by_oxigraph(turtle))


def test_the_size_is_right(turtle: str) -> None:
    assert f"void:triples {count(turtle)} ." in turtle


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("Bonjour", "no Turtle"),
        ("", "0 triples"),
        ("<http://a.test/> <http://a.test/> 3 .", "no graph of kg"),
        ("<http://a.test/> <http://rdfs.org/ns/void#triples> 'many' .", "no graph of kg"),
        ("<http://a.test/> <http://rdfs.org/ns/void#triples> 5000 .", "no graph of kg"),
    ],
)
def test_a_text_that_is_no_graph_of_ours(text: str, complaint: str) -> None:
    with pytest.raises(GraphError, match=complaint):
        from_turtle(text)


@pytest.mark.parametrize(
    ("block", "complaint"),
    [
        ("kg:killed a", "kg:killed is neither a relation of the file nor a name below"),
        ("ent:bagdad", "refers to ent:bagdad-5bebe0fb, which the file does not describe"),
        ("men:0a6290213771-52-67 a", "does not hold them"),
        ("nar:", "which the file does not describe"),
    ],
)
def test_a_file_with_a_hole(turtle: str, block: str, complaint: str) -> None:
    with pytest.raises(GraphError, match=complaint):
        from_turtle(without(turtle, block))


@pytest.mark.parametrize(
    ("good", "bad", "complaint"),
    [
        ("kg:status kg:Reported", "kg:status kg:Rumoured", "kg:Rumoured; there is no such one"),
        ("kg:status kg:Reported", "kg:status kg:Reported, kg:Negated", "2 values of kg:status"),
        ("kg:confidence 0.8", "kg:confidence 'high'", "'high'; a number is expected"),
        ("kg:confidence 0.8", "kg:confidence 'nan'", "'nan'; a number is expected"),
        ("nif:beginIndex 52", "rdfs:comment 52", "has no nif:beginIndex"),
        ("nif:beginIndex 52", "nif:beginIndex 5.2", "'5.2'; a whole number is expected"),
        ("nif:beginIndex 52", "nif:beginIndex 99", "end before they begin"),
        ("rdf:object clm:d367495044f3", "rdf:object clm:c915ea8cc62f", "in a circle"),
    ],
)
def test_a_file_that_breaks_the_model(turtle: str, good: str, bad: str, complaint: str) -> None:
    assert good in turtle
    with pytest.raises(GraphError, match=complaint):
        from_turtle(turtle.replace(good, bad))


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    for path in (tmp_path / "none.ttl", tmp_path / "none.nq"):
        with pytest.raises(GraphError, match="cannot read the graph"):
            query(path, "ASK { ?a ?b ?c }")


def test_every_claim_comes_back(statements: Statements, turtle: str) -> None:
    assert list(claims(from_turtle(turtle))) == list(claims(assemble([statements])))
