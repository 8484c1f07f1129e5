"""The graph as RDF: written, read back, questioned and checked.

Takes the network, or Turtle; gives Turtle, the network, answers to SPARQL and broken invariants. Knows RDF and its
libraries, and is the only door to them; never an article's text beyond the words that are evidence.
"""

from kg.rdf.loading import load
from kg.rdf.reading import from_turtle
from kg.rdf.vocabulary import DEFAULT_BASE
from kg.rdf.writing import to_turtle

__all__ = ["DEFAULT_BASE", "from_turtle", "load", "to_turtle"]
