"""The whole flow: what the seed article must give, and what any article must not break."""

from __future__ import annotations

import fnmatch
import json
import os
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import cast

import pyoxigraph as ox
import pytest
from pyshacl import validate
from rdflib import Graph as RdfGraph
from rdflib.compare import to_isomorphic
from rdflib.plugins.sparql import algebra, parser, processor

import kg
from kg import pipeline, rdf
from kg.errors import GraphError, InputError, LanguageError
from kg.graph import claims
from kg.language import KNOWLEDGE, rows
from kg.model import Statements
from kg.pipeline import Graph
from kg.store import opened

ROOT = Path(__file__).parents[1]
SEED = ROOT / "seeds" / "iraq-us-2020-09.txt"
OUTPUT = ROOT / "output"


@pytest.fixture(scope="session")
def seed() -> Graph:
    """Give the graph of the seed article."""
    return kg.build(SEED)


# ---- the seed --------------------------------------------------------------------------------------------------


@pytest.mark.model
@pytest.mark.parametrize(
    ("subject", "relation", "goal"),
    [
        ("Mustafa Al-Kadhimi", "visited", "Washington"),
        ("Mustafa Al-Kadhimi", "led", "délégation"),
        ("drone des Etats-Unis", "struck", "convoi"),
        ("drone des Etats-Unis", "killed", "Qassem Souleimani"),
        ("drone des Etats-Unis", "killed", "Abu Mahdi Al-Muhandis"),
    ],
)
def test_the_seed_states_as_fact(seed: Graph, subject: str, relation: str, goal: str) -> None:
    asked = f'ASK {{ ?a rdfs:label "{subject}" . ?b rdfs:label "{goal}" . ?a kg:{relation} ?b }}'
    assert seed.query(asked)


@pytest.mark.model
@pytest.mark.parametrize(
    ("subject", "relation", "status", "holder"),
    [
        ("Donald Trump", "withdrew", "Projected", "Donald Trump"),
        ("Pentagone", "reduced", "Projected", "Kenneth McKenzie"),
        ("Etats-Unis", "wanted", "Negated", "Etats-Unis"),
    ],
)
def test_the_seed_only_tells_of(seed: Graph, subject: str, relation: str, status: str, holder: str) -> None:
    assert not seed.query(f'ASK {{ ?a rdfs:label "{subject}" ; kg:{relation} ?b }}')
    claim = f'?c rdf:subject/rdfs:label "{subject}" ; rdf:predicate kg:{relation} ; kg:status kg:{status}'
    assert seed.query(f'ASK {{ {claim} ; prov:wasAttributedTo/rdfs:label "{holder}" }}')


@pytest.mark.model
@pytest.mark.parametrize(
    ("words", "value"), [("Le 18 août", "2020-08-18"), ("le 3 janvier", "2020-01-03"), ("le mois dernier", "2020-08")]
)
def test_dates_of_the_seed_are_reckoned_from_its_month(seed: Graph, words: str, value: str) -> None:
    (article,) = seed.articles
    assert value in {time.value for time in article.times if time.span.of(article.article.text) == words}


@pytest.mark.model
def test_the_committed_output_is_what_a_build_makes(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "kg", "build", str(SEED), "-o", str(tmp_path)]
    elsewhere = {**os.environ, "PYTHONHASHSEED": "1", "TZ": "Asia/Tokyo", "LC_ALL": "C"}
    subprocess.run(command, check=True, capture_output=True, cwd=tmp_path, env=elsewhere)
    assert contents(tmp_path) == contents(OUTPUT)


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in sorted(folder.iterdir())}


# ---- any article -----------------------------------------------------------------------------------------------


def assert_sound(graph: Graph) -> None:
    """Check evidence against the text, and the Turtle with two libraries, the laws and the shapes."""
    texts = {article.article.id: article.article.text for article in graph.articles}
    for claim in claims(graph.network):
        assert claim.evidence
        for evidence in claim.evidence:
            text = texts[graph.network.nodes[evidence.document]["value"].name]
            assert evidence.span.of(text) == evidence.text != ""
            assert evidence.sentence.of(text) == evidence.sentence_text
    turtle = graph.to_turtle()
    read = RdfGraph().parse(data=turtle, format="turtle")
    again = ox.serialize(ox.parse(turtle, format=ox.RdfFormat.TURTLE), format=ox.RdfFormat.N_TRIPLES)
    assert to_isomorphic(read) == to_isomorphic(RdfGraph().parse(data=again or b"", format="nt"))
    assert not rdf.check(rdf.load(turtle))
    assert broken_shapes(read) == ""


@cache
def shapes() -> RdfGraph:
    return RdfGraph().parse(data=(KNOWLEDGE / "shapes.ttl").read_text(encoding="utf-8"), format="turtle")


@cache
def translated(query: str) -> object:
    """Parse a query of the shapes: once, for pySHACL would do it anew for each node (31 ms each)."""
    return algebra.translateQuery(parser.parseQuery(query))


def broken_shapes(graph: RdfGraph) -> str:
    """Validate against the SHACL shapes; give the report if they do not hold."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(processor, "parseQuery", lambda query: query)
        patch.setattr(processor, "translateQuery", lambda query, *_: translated(query))
        sound, _, report = validate(graph, shacl_graph=shapes())
    return "" if sound else str(report)


def test_shapes_are_checked_in_earnest(statements: Statements) -> None:
    graph = Graph([statements])
    assert_sound(graph)
    broken = RdfGraph().parse(data=graph.to_turtle().replace("kg:Asserted", "kg:Reported"), format="turtle")
    assert "Conforms: False" in broken_shapes(broken)


@pytest.mark.model
def test_the_seed_is_sound(seed: Graph) -> None:
    assert_sound(seed)


@pytest.fixture(scope="session")
def corpus(shared: Path, seed: Graph) -> Graph:
    """Give the graph of 69 articles of Wikinews and the seed."""
    built = list(pipeline.each(pipeline.state, [shared / "data" / "wikinews"]))
    articles = [one for one in built if isinstance(one, Statements)]
    assert len(articles) == len(built) == 69
    return Graph([*articles, *seed.articles])


@pytest.mark.model
def test_every_article_builds_and_is_sound(corpus: Graph) -> None:
    for article in corpus.articles:
        assert_sound(Graph([article]))


@pytest.mark.model
def test_every_reader_and_every_format_has_the_same_graph_of_many_articles(corpus: Graph) -> None:
    turtle = corpus.to_turtle()
    expected = {quad.triple for quad in ox.parse(turtle, format=ox.RdfFormat.TURTLE)}
    by_rdflib = RdfGraph().parse(data=turtle, format="turtle").serialize(format="nt", encoding="utf-8")
    xml = RdfGraph().parse(data=corpus.to_rdf("rdf"), format="xml").serialize(format="nt", encoding="utf-8")
    for written, syntax in (
        (by_rdflib, ox.RdfFormat.N_TRIPLES),
        (xml, ox.RdfFormat.N_TRIPLES),
        (corpus.to_rdf("nt").encode(), ox.RdfFormat.N_TRIPLES),
        (corpus.to_rdf("jsonld").encode(), ox.RdfFormat.JSON_LD),
    ):
        assert {quad.triple for quad in ox.parse(written, format=syntax)} == expected
    assert not rdf.check(rdf.load(turtle))


def by_article(trig: str) -> dict[str, set[ox.Triple]]:
    """Give the triples of each named graph."""
    found: dict[str, set[ox.Triple]] = {}
    for quad in ox.parse(trig, format=ox.RdfFormat.TRIG):
        if isinstance(quad.graph_name, ox.NamedNode):
            found.setdefault(quad.graph_name.value, set()).add(quad.triple)
    return found


@pytest.mark.model
def test_a_dataset_without_an_article_is_that_of_the_others(corpus: Graph, tmp_path: Path) -> None:
    path = tmp_path / "graph.trig"
    path.write_text(corpus.to_rdf("trig"), encoding="utf-8")
    graphs = by_article(path.read_text(encoding="utf-8"))
    assert len(graphs) == len(corpus.articles)
    for number in range(0, len(corpus.articles), 23):
        others = Graph(corpus.articles[:number] + corpus.articles[number + 1 :])
        rest = by_article(others.to_rdf("trig"))
        (gone,) = graphs.keys() - rest.keys()
        assert rest == {name: triples for name, triples in graphs.items() if name != gone}
    loaded = kg.load(path)
    assert loaded.to_turtle() == corpus.to_turtle()
    assert loaded.to_rdf("trig") == corpus.to_rdf("trig")


@pytest.mark.model
def test_a_store_of_many_articles_is_their_graph(corpus: Graph, tmp_path: Path) -> None:
    location = str(tmp_path / "store")
    assert len(list(pipeline.keep(corpus.articles, location))) == len(corpus.articles)
    assert kg.load(location).to_turtle() == corpus.to_turtle()
    gone = corpus.articles[7].article.id
    with opened(location, writable=True) as store:
        store.forget([gone])
    others = Graph(article for article in corpus.articles if article.article.id != gone)
    assert kg.load(location).to_turtle() == others.to_turtle()


# ---- rules -----------------------------------------------------------------------------------------------------

RULES = list(rows(KNOWLEDGE / "rules.tsv", ("rule", "meaning", "example", "source")))


def rules_of(article: Statements) -> set[str]:
    return {rule for found in article.events + article.facts for rule in found.rules}


@pytest.mark.model
@pytest.mark.parametrize("row", RULES, ids=lambda row: row["rule"])
def test_a_rule_fires_in_its_example(row: dict[str, str]) -> None:
    (article,) = kg.build(row["example"].replace("\\n", "\n"), date="2020-09-08").articles
    assert fnmatch.filter(rules_of(article), row["rule"])


@pytest.mark.model
def test_every_rule_of_the_seed_has_a_meaning(seed: Graph) -> None:
    kinds = [row["rule"] for row in RULES]
    unknown = {rule for rule in rules_of(seed.articles[0]) if not any(fnmatch.fnmatch(rule, kind) for kind in kinds)}
    assert not unknown


# ---- the library -----------------------------------------------------------------------------------------------


@pytest.fixture
def known(statements: Statements, monkeypatch: pytest.MonkeyPatch) -> Statements:
    """Let every article say what the sample article says, so that no model is loaded."""
    monkeypatch.setattr("kg.pipeline.articles.state", lambda *_: statements)
    return statements


@pytest.mark.usefixtures("known")
@pytest.mark.parametrize("name", [str, Path])
def test_a_string_may_be_a_text_or_a_name(tmp_path: Path, name: Callable[[Path], str | Path]) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Il pleut.")
    assert kg.build(name(path)).articles == kg.build("Il pleut.").articles


def test_what_is_named_and_missing_is_told() -> None:
    with pytest.raises(InputError, match=r"none\.txt: there is no such file or folder"):
        kg.build("none.txt")
    with pytest.raises(InputError, match="an article needs text"):
        kg.build(" ")
    with pytest.raises(InputError, match="is no date"):
        kg.build("Il pleut.", date="hier")
    with pytest.raises(LanguageError, match="no tables for the language 'xx'"):
        kg.build("Il pleut.", language="xx")


@pytest.mark.usefixtures("known")
def test_what_failed_beside_what_was_built_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "news.jsonl"
    path.write_text('{"text": "Il pleut."}\n{\n')
    graph = kg.build(path)
    assert (len(graph.articles), [failure.where for failure in graph.failures]) == (1, [f"{path}, line 2"])


def test_a_graph_answers_and_writes_itself(known: Statements, tmp_path: Path) -> None:
    graph = Graph([known])
    assert ("drone américain", "killed", "Qassem Souleimani") in graph.triples()
    assert graph.query("ASK { ?a kg:killed ?b }")
    assert json.loads(graph.to_json())["document"]["id"] == "sample"
    assert [one["document"]["id"] for one in json.loads(Graph([known, known]).to_json())] == ["sample", "sample"]
    assert "<html" in graph.to_html()
    assert "@prefix ent: <https://example.com/ent/>" in graph.to_turtle("https://example.com/")
    path = tmp_path / "graph.ttl"
    path.write_text(graph.to_turtle(), encoding="utf-8")
    loaded = kg.load(path)
    assert loaded.to_turtle() == graph.to_turtle()
    path.write_text(graph.to_turtle("https://example.com/"), encoding="utf-8")
    elsewhere = kg.load(path)
    assert elsewhere.to_turtle() == graph.to_turtle("https://example.com/")
    (row,) = cast("rdf.Rows", elsewhere.query("SELECT ?a { ?a kg:killed ?b }"))
    assert str(row["a"]).startswith("https://example.com/ent/")
    with pytest.raises(GraphError, match="there are no articles in this graph"):
        loaded.to_json()


@pytest.mark.parametrize("content", [None, b"\xff", b"no turtle", b""])
def test_what_is_no_graph_is_told(tmp_path: Path, content: bytes | None) -> None:
    path = tmp_path / "graph.ttl"
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(GraphError):
        kg.load(path)


def test_the_seed_article_comes_with_the_package() -> None:
    assert pipeline.seed().read_bytes() == SEED.read_bytes()
