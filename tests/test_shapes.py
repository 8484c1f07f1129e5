"""The laws of a graph: a good one keeps them, each way of breaking one is caught, by SHACL and by the quick check."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pyoxigraph as ox
import pytest
from hypothesis import given, settings
from rdflib import SH
from strategies import statements as drawn_statements
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import GraphError
from kg.graph import assemble
from kg.language import KNOWLEDGE
from kg.model import Statements
from kg.rdf import check, load, to_turtle
from kg.rdf.checking import EXAMPLES, SMALL, holds_claims, is_small
from kg.rdf.questions import questions
from kg.rdf.validating import UNCOMPARED, shapes, validate
from kg.rdf.vocabulary import KG

KILLING = "clm:90ff18f65147 a kg:Claim"
PROMISE = "clm:8e0cd810fcb4 a kg:Claim"
WISH = "clm:6d9fb83774c0 a kg:Claim"
WITHDRAWAL = "clm:d367495044f3 a kg:Claim"
EVENT = "ev:1b2dc3cdd3e6 a sem:Event"
WORDS = "men:0a6290213771-52-67 a nif:Phrase"
QUOTATION = "men:0a6290213771-131-191 a schema:Quotation"
ARTICLE = "doc:0a6290213771 a"
TARGETS = (SH.targetClass, SH.targetSubjectsOf, SH.targetNode)
LAWS = {law.name for law in questions("queries/invariants")}
LEFT_OVER = """
men:0a6290213771-0-4 a nif:Phrase ;
    nif:anchorOf "Le 3" ; nif:beginIndex 0 ; nif:endIndex 4 ; nif:referenceContext doc:0a6290213771 ;
    nif:sentence men:0a6290213771-0-97 .
"""
NOTHING = "ev:x a sem:Event ; sem:eventType kg:STATE ; kg:relation kg:said ; kg:evidence men:0a6290213771-52-67 ."

MUTATIONS: dict[str, tuple[str, str, str, str]] = {
    # a direct triple that nothing asserts, of a declared and of an undeclared relation
    "leak of a promise": ("", "@end", "ent:x kg:withdrew ent:y .", "direct-triple-has-claim"),
    "leak of no relation": ("ent:convoi", "a kg:Object", "a kg:Object ; kg:bombed ent:y", "direct-triple-has-claim"),
    "direct triple lost": ("ent:drone", "kg:killed ent:", "rdfs:seeAlso ent:", "asserted-claim-has-triple"),
    # a status that polarity, modality or source belie
    "negation asserted": (WISH, "kg:Negated", "kg:Asserted", "status-follows-stance"),
    "promise asserted": (WITHDRAWAL, "kg:Projected", "kg:Asserted", "status-follows-stance"),
    "report asserted": (PROMISE, "kg:Reported", "kg:Asserted", "status-follows-stance"),
    "fact reported": (KILLING, "kg:status kg:Asserted", "kg:status kg:Reported", "status-follows-stance"),
    "two statuses": (KILLING, "kg:status kg:Asserted", "kg:status kg:Asserted , kg:Negated", "status-follows-stance"),
    "asserted by somebody else": (KILLING, "nar:0a6290213771", "ent:x", "status-follows-stance"),
    "told and asserted": (KILLING, "kg:confidence", "kg:within clm:x ; kg:confidence", "status-follows-stance"),
    # events of what did not happen
    "event of a negation": (WISH, "kg:confidence", "kg:event ev:1b2dc3cdd3e6 ; kg:confidence", "event-is-asserted"),
    "event of nothing": ("", "@end", NOTHING, "event-is-asserted"),
    # words that are not there
    "no evidence": (KILLING, "kg:evidence", "rdfs:seeAlso", "evidence-is-sound"),
    "evidence of another article": (WORDS, "referenceContext doc:0a", "referenceContext doc:1a", "evidence-is-sound"),
    "offset one too far": (WORDS, "nif:beginIndex 52", "nif:beginIndex 53", "evidence-is-sound"),
    "other words of that length": (WORDS, "à Bagdad, tuant", "à Berlin, tuant", "evidence-is-sound"),
    "no sentence": (WORDS, "nif:sentence", "rdfs:seeAlso", "evidence-is-sound"),
    "beyond the article": (ARTICLE, "nif:endIndex 304", "nif:endIndex 90", "evidence-is-sound"),
    # claims that never end, nodes that nobody describes
    "claim within itself": (PROMISE, "kg:within clm:c915ea8cc62f", "kg:within clm:8e0cd810fcb4", "claims-end"),
    "claims about each other": (WITHDRAWAL, "object ent", "object clm:8e0cd810fcb4 ; rdfs:seeAlso ent", "claims-end"),
    "subject without a class": (KILLING, "rdf:subject ent:d", "rdf:subject ent:x", "all-is-described"),
    "source without a class": (WITHDRAWAL, "wasAttributedTo ent:d", "wasAttributedTo ent:x", "all-is-described"),
    "target without a class": (EVENT, "kg:target ent:q", "kg:target ent:x", "all-is-described"),
    "speaker without a class": (QUOTATION, "spokenByCharacter ent:m", "spokenByCharacter ent:x", "all-is-described"),
    "narrator of nothing": ("nar:", "kg:narratorOf", "rdfs:seeAlso", "status-follows-stance"),
    # forms that SHACL alone looks at
    "claim without an object": (KILLING, "rdf:object", "rdfs:seeAlso", "A claim has one object:"),
    "claim about a word": (KILLING, "rdf:object ent:", "rdf:object 7 ; rdfs:seeAlso ent:", "A claim has one object:"),
    "two subjects": (KILLING, "rdf:subject ent:", "rdf:subject ent:convoi-22569178 , ent:", "A claim has one subject,"),
    "predicate, no relation": (KILLING, "predicate kg:killed", "predicate kg:place", "A claim has one predicate,"),
    "no polarity": (WISH, "kg:polarity", "rdfs:seeAlso", "A claim has one polarity:"),
    "no such modality": (WISH, "kg:Actual", "kg:Certain", "A claim has one modality:"),
    "claim of two articles": (WISH, "DerivedFrom doc:", "DerivedFrom doc:x , doc:", "A claim comes from one"),
    "told in another article": (PROMISE, "kg:within clm:c915ea8cc62f", "kg:within clm:x", "A claim and the claim that"),
    "confidence of two": (KILLING, "kg:confidence 0.9", "kg:confidence 2.0", "A claim has one confidence,"),
    "confidence as a text": (KILLING, "kg:confidence 0.9", 'kg:confidence "0.9"', "A claim has one confidence,"),
    "rule as a number": (KILLING, 'kg:rule "verb/active"', "kg:rule 7", "The rules of a claim"),
    "of a relation": (KILLING, "kg:confidence", "kg:of kg:killed ; kg:confidence", "What a position or membership"),
    "place that is an event": (KILLING, "kg:place ent:", "kg:place ev:1b2dc3cdd3e6 , ent:", "The place of a claim"),
    "time as a text": (KILLING, 'kg:time "2020-01-03"^^xsd:date', 'kg:time "2020-01-03"', "A claim has one time at"),
    "time that is none": (KILLING, 'kg:time "2020-01-03"', 'kg:time "2020-13-03"', "A claim has one time at most:"),
    "last day before the first": (KILLING, 'kg:timeTo "2020', 'kg:timeTo "2019', "The first day of a claim's time"),
    "days without a time": (KILLING, "kg:time ", "rdfs:seeAlso ", "Days and words of a time"),
    "first day alone": (KILLING, "kg:timeTo", "rdfs:seeAlso", "A first day has a last day."),
    "last day alone": (KILLING, "kg:timeFrom", "rdfs:seeAlso", "A last day has a first day."),
    "standing of a thing": ("ent:convoi", "a kg:Object", "a kg:Object ; kg:status kg:Asserted", "What has a standing,"),
    "relation without a name": ("kg:killed a", "schema:identifier", "rdfs:seeAlso", "A relation has one identifier."),
    "relation with two labels": ("kg:killed a", '"killed"@en', '"killed"@en , "slew"@en', "A relation has a label,"),
    "relation of no type": ("kg:killed a", "kg:ASSAULT", "kg:killed", "A relation has one event type at most,"),
    "term that does not exist": (KILLING, "kg:rule ", "kg:rules ", "A property of our vocabulary"),
    "entity of two kinds": ("ent:bagdad", "a schema:Place", "a schema:Place , schema:Person", "A participant is of"),
    "entity without a label": ("ent:convoi", "rdfs:label", "rdfs:seeAlso", "A participant has one label,"),
    "label among the names": ("ent:convoi", "rdfs:label", 'skos:altLabel "convoi" ; rdfs:label', "A participant has"),
    "thing that nobody finds": ("ent:convoi", "kg:searchLabel", "rdfs:seeAlso", "A participant can be searched for,"),
    "name to search for as written": ("ent:convoi", 'Label "convoi"', 'Label "Convoi"', "Names to search for a part"),
    "name to search for with an accent": ("ent:drone", "e americain", "e américain", "Names to search for a part"),
    "narrator searched for as written": ("nar:", '"sample"', '"Sample"', "Names to search for a narrator by"),
    "relation that nobody finds": ("kg:killed a", "kg:searchLabel", "rdfs:seeAlso", "A relation can be searched"),
    "proper name that is no label": ("ent:bagdad", "schema:name", 'schema:name "Bassora", ', "The proper name"),
    "latitude alone": ("ent:bagdad", "rdfs:label", "schema:latitude 33.3 ; rdfs:label", "A latitude has a longitude."),
    "longitude alone": ("ent:bagdad", "rdfs:label", "schema:longitude 44.4 ; rdfs:label", "A longitude has a"),
    "beyond the pole": ("ent:bagdad", "rdfs:label", "schema:latitude 133.3 ; rdfs:label", "A latitude is one"),
    "confidence in no link": ("ent:bagdad", "rdfs:label", "kg:linkConfidence 0.5 ; rdfs:label", "Confidence in a link"),
    "event without a type": (EVENT, "sem:eventType", "rdfs:seeAlso", "An event has one type,"),
    "event of two relations": (EVENT, "kg:relation ", "kg:relation kg:said , ", "An event is told by one relation"),
    "event without evidence": (EVENT, "kg:evidence", "rdfs:seeAlso", "Each event has evidence:"),
    "event in a claim": (EVENT, "sem:hasPlace ent:", "sem:hasPlace clm:90ff18f65147 , ent:", "The place of an event"),
    "event with days alone": (EVENT, "sem:hasTimeStamp", "rdfs:seeAlso", "Days of an event stand beside its time."),
    "event without a first day": (EVENT, "sem:hasEarliest", "rdfs:", "An event with a last day has a first day."),
    "event that ends first": (EVENT, 'EndTimeStamp "2020', 'EndTimeStamp "2019', "The first day of an event"),
    "actor of a thing": ("ent:convoi", "a kg:Object", "a kg:Object ; kg:actor ent:x", "What has an actor,"),
    "words without an end": (QUOTATION, "nif:endIndex", "rdfs:seeAlso", "Words end at one place."),
    "quotation shorter than it is": (QUOTATION, "nif:endIndex 191", "nif:endIndex 181", "Words are as long"),
    "quotation by nobody": (QUOTATION, "schema:spokenByCharacter", "rdfs:seeAlso", "A quotation has one speaker,"),
    "words in two sentences": (WORDS, "nif:sentence ", "nif:sentence men:0a6290213771-98-192 , ", "Evidence stands in"),
    "article without a hash": (ARTICLE, "schema:sha256", "rdfs:seeAlso", "An article has one hash of its text,"),
    "article of two languages": (ARTICLE, 'inLanguage "fr"', 'inLanguage "fr" , "en"', "An article has one language."),
    "article without a narrator": ("nar:", "kg:narratorOf", "rdfs:seeAlso", "An article has one narrator."),
    "narrator of two articles": ("nar:", "narratorOf doc:", "narratorOf doc:x , doc:", "A narrator has one article,"),
    "size that is no number": ("<https://example.org/kg/>", "triples 248", 'triples "all"', "A graph says once"),
    "article that is no news": (ARTICLE, "schema:NewsArticle", "schema:Report", "An article is a schema:NewsArticle"),
    "speaker of no quotation": (QUOTATION, "a schema:Quotation", "a nif:String", "What has a speaker is a quotation."),
    "thing with a proper name": ("ent:bagdad", "schema:Place", "kg:Relation", "What has a proper name, other names,"),
    "words that begin nowhere": (WORDS, "beginIndex 52", 'beginIndex "zz"^^xsd:integer', UNCOMPARED),
    # what is left over
    "words that nothing needs": ("", "@end", LEFT_OVER, "Words are evidence of"),
}  # fmt: skip


@pytest.fixture
def turtle(statements: Statements) -> str:
    """Give what the sample tells of the killing, the promise and the wish as Turtle."""
    return to_turtle(assemble([replace(statements, events=statements.events[1:6], facts=statements.facts[:1])]))


def mutated(turtle: str, block: str, good: str, bad: str) -> str:
    """Change one thing in the block that starts so, or add a block at the end."""
    if good == "@end":
        return f"{turtle}\n{bad}\n"
    (found,) = [part for part in turtle.split("\n\n") if part.startswith(block)]
    assert good in found
    return turtle.replace(found, found.replace(good, bad, 1))


def test_a_good_graph_keeps_all_laws(turtle: str) -> None:
    assert check(turtle, shapes=True) == []


@pytest.mark.slow
@pytest.mark.parametrize("name", MUTATIONS)
def test_each_way_of_breaking_a_law_is_caught(turtle: str, name: str) -> None:
    *change, law = MUTATIONS[name]
    broken = mutated(turtle, *change)
    shapes = {fault.words for fault in validate(load(broken))}
    assert shapes
    if law in LAWS:
        assert law in {found.name for found in check(broken)}
    else:
        assert any(words.startswith(law) for words in shapes)


@pytest.mark.slow
@settings(max_examples=5)
@given(drawn_statements())
def test_any_graph_that_is_made_keeps_all_laws(statements: Statements) -> None:
    assert check(to_turtle(assemble([statements])), shapes=True) == []


# ---- what is told ------------------------------------------------------------------------------------------------


def test_what_is_broken_is_said_with_the_nodes_at_fault(turtle: str) -> None:
    (broken,) = check(mutated(turtle, *MUTATIONS["fact reported"][:3]))[-1:]
    assert str(broken) == (
        "The status of each claim follows from its polarity, its modality and who answers for it.\n"
        "  1 node breaks it (status-follows-stance):\n"
        "    drone américain a tué Qassem Souleimani (clm:90ff18f65147): rapporté (kg:Reported)"
    )


def test_a_report_names_property_and_value(turtle: str) -> None:
    (leak,) = check(mutated(turtle, *MUTATIONS["leak of a promise"][:3]))
    assert leak.examples == ("ent:x: kg:withdrew ent:y",)
    (sure,) = check(mutated(turtle, *MUTATIONS["confidence of two"][:3]), shapes=True)
    assert sure.examples == (
        "drone américain a tué Qassem Souleimani (clm:90ff18f65147): kg:confidence 2 (xsd:decimal)",
    )
    assert (sure.name, sure.nodes, sure.severity) == ("Claim", 1, "violation")


def test_of_many_nodes_at_fault_a_few_are_named(turtle: str) -> None:
    (broken,) = check(turtle.replace('kg:rule "', 'kg:rule 7 ; rdfs:seeAlso "'), shapes=True)
    assert (broken.nodes, len(broken.examples)) == (6, EXAMPLES)
    assert "\n  6 nodes break it (Claim), such as:\n    Qassem Souleimani fonction général (clm:48040bd8d833): " in str(
        broken
    )


def test_what_both_say_is_said_once(turtle: str) -> None:
    broken = check(mutated(turtle, *MUTATIONS["leak of a promise"][:3]), shapes=True)
    assert [law.name for law in broken] == ["direct-triple-has-claim"]


def test_what_is_left_over_is_a_warning(turtle: str) -> None:
    (warning,) = check(mutated(turtle, *MUTATIONS["words that nothing needs"][:3]), shapes=True)
    assert warning.severity == "warning"
    assert str(warning).startswith("Warning: Words are evidence of something.\n  1 node breaks it (Phrase):\n")


def test_a_long_name_is_cut_and_stays_on_its_line() -> None:
    long = "\N{ESCAPE}" + "x\n" * 99
    turtle = f'''
        @prefix kg: <{KG.namespace}> .
        @prefix schema: <https://schema.org/> .
        <https://a.org/> a kg:Claim ; kg:evidence <https://a.org/words> .
        <https://a.org/words> schema:headline """{long}""" .
    '''
    told = "\n".join(example for law in check(turtle) for example in law.examples)
    assert f"\ufffd{'x ' * 29}… (<https://a.org/words>)" in told


def test_a_report_is_the_same_each_time(turtle: str) -> None:
    broken = turtle.replace("kg:confidence 0.9", "kg:confidence 9").replace("kg:Asserted", "kg:Reported")
    first, second = ([str(law) for law in check(broken, shapes=True)] for _ in range(2))
    assert first == second
    assert len(first) > 3


def test_a_graph_without_claims_is_not_praised(turtle: str) -> None:
    with pytest.raises(GraphError, match="holds no claims"):
        check("<https://a.org/> <https://a.org/b> 1 .")
    void = "http://rdfs.org/ns/void#"
    empty = f"<https://a.org/> <{void}vocabulary> <{KG.namespace}> ; <{void}triples> 2 ."
    assert check(empty) == []
    assert not holds_claims(load(empty))
    assert holds_claims(load(turtle))


def test_a_graph_is_small_up_to_a_number_of_triples() -> None:
    for size, small in ((SMALL, True), (SMALL + 1, False)):
        store = load("<https://a.org/> <https://a.org/b> 0 .")
        store.bulk_extend(numbered(size))
        assert is_small(store) is small


def numbered(size: int) -> Iterator[ox.Quad]:
    """Give so many different triples."""
    node = ox.NamedNode("https://a.org/")
    predicate = ox.NamedNode("https://a.org/b")
    return (ox.Quad(node, predicate, ox.Literal(number)) for number in range(size))


@pytest.mark.slow
@pytest.mark.parametrize(
    ("mutation", "options", "said"),
    [
        (None, [], "keeps its laws"),
        (None, ["--no-shapes"], "keeps its main laws; --shapes looks at every detail"),
        ("leak of a promise", ["--no-shapes"], "breaks 1 of its laws; build it again with kg build"),
        ("confidence of two", [], "breaks 1 of its laws; build it again with kg build"),
        ("confidence of two", ["--no-shapes"], "keeps its main laws; --shapes looks at every detail"),
        ("words that nothing needs", ["--shapes"], "keeps its laws"),
    ],
)
def test_the_command_tells_what_is_broken(
    tmp_path: Path, turtle: str, mutation: str | None, options: list[str], said: str
) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(mutated(turtle, *MUTATIONS[mutation][:3]) if mutation else turtle, encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(tmp_path), *options])
    assert done.stderr.endswith(f"{graph} {said}\n")
    assert done.exit_code == int("breaks" in said)
    seen = mutation is not None and not said.startswith("keeps its main")
    assert bool(re.search(r"\.\n  1 node breaks it \(\S+\):\n    \S.*\n$", done.stdout)) is seen


def test_the_command_says_up_to_which_size_it_looks_at_every_detail() -> None:
    told = CliRunner().invoke(app, ["check", "--help"]).stdout
    assert f"every detail of up to {SMALL:,} triples" in " ".join(told.split())


def test_the_command_says_that_nothing_is_claimed(tmp_path: Path) -> None:
    graph = tmp_path / "graph.ttl"
    graph.write_text(to_turtle(assemble([])), encoding="utf-8")
    done = CliRunner().invoke(app, ["check", str(graph)])
    assert (done.exit_code, done.stderr) == (0, f"{graph} holds no claims, and nothing else that breaks a law\n")


# ---- the laws themselves -----------------------------------------------------------------------------------------


def test_the_laws_are_seven_and_in_words() -> None:
    laws = questions("queries/invariants")
    assert {law for *_, law in MUTATIONS.values()} >= LAWS
    assert len(laws) == 7
    assert all(law.words.endswith(".") and "\nASK {\n" in law.sparql and "?this" in law.sparql for law in laws)


def test_each_shape_that_nodes_can_break_is_a_law_in_words() -> None:
    laws = shapes()
    asked = {shape for target in TARGETS for shape in laws.subjects(target)}
    parts = {part for shape in asked for how in (SH.property, SH.sparql) for part in laws.objects(shape, how)}
    whole = {
        shape for shape in asked if any((shape, SH[how], None) in laws for how in ("nodeKind", "class", "or", "node"))
    }
    assert len(parts) > 70
    for part in parts | whole:
        assert re.fullmatch(r"[A-Z].*\.", str(laws.value(part, SH.message)))


@pytest.mark.parametrize("file", ["law", "shape"])
def test_which_terms_are_no_relations_is_known(file: str) -> None:
    (law,) = [law for law in questions("queries/invariants") if law.name == "direct-triple-has-claim"]
    text = law.sparql if file == "law" else (KNOWLEDGE / "shapes.ttl").read_text("utf-8")
    properties = {term for term in KG.terms.split() if term[0].islower()} - {"timex"}
    listed = {word.strip(" ,\n") for word in text.split("NOT IN (")[1].split(")")[0].split("kg:")}
    assert listed - {""} == properties
