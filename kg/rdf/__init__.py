"""The graph as RDF: written, read back, questioned and checked.

Takes the network, or Turtle; gives Turtle, the network, answers to SPARQL and broken laws. Knows RDF and its
libraries, and is the only door to them; never an article's text beyond the words that are evidence.

    to_turtle(graph) -> text        from_turtle(text) -> graph
    load(source) -> store           query(source or store, sparql or name) -> Rows | Answer | Triples
    questions() -> named queries    check(source or store) -> broken laws, none for a sound graph
"""

from kg.rdf.asking import query
from kg.rdf.checking import Broken, check
from kg.rdf.datasets import Dataset
from kg.rdf.loading import Saved, Source, load, read
from kg.rdf.questions import Question, questions
from kg.rdf.reading import from_turtle
from kg.rdf.results import Answer, Results, Rows, Triples
from kg.rdf.serialising import DATASETS, GRAPHS, serialise, serialise_articles, to_rdflib, to_turtle
from kg.rdf.vocabulary import DEFAULT_BASE, checked_base

__all__ = [
    "DATASETS",
    "DEFAULT_BASE",
    "GRAPHS",
    "Answer",
    "Broken",
    "Dataset",
    "Question",
    "Results",
    "Rows",
    "Saved",
    "Source",
    "Triples",
    "check",
    "checked_base",
    "from_turtle",
    "load",
    "query",
    "questions",
    "read",
    "serialise",
    "serialise_articles",
    "to_rdflib",
    "to_turtle",
]
