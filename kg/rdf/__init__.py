"""The graph as RDF: written, read back, kept, questioned and checked.

Takes networks, files and stores; gives RDF in six formats, networks, answers to SPARQL and broken laws. Knows RDF and
its libraries, and is the only door to them; never an article's text beyond the words that are evidence.

    serialise(graph, format) -> text             read(path) -> Saved: the network, and the articles if they stand apart
    serialise_articles(dataset, format) -> text  `keeping`: articles in a database, one graph each, and that of all
    load(source) -> store                        query(source or store, sparql or name) -> Rows | Answer | Triples
    questions() -> named queries                 check(source or store) -> broken laws, none for a sound graph

`limits` asks in a process of its own, which can be stopped.
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
