"""The flow of an article, from room to room.

    reading -> annotation -> extraction -> resolution -> graph -> rdf | view | store
    path       Article       Parse         Findings      Statements  Network   Turtle, page, JSON

Takes what the user names; gives parses, statements, graphs and files. Knows the order of the rooms and is the only
place where they meet; each is entered when it is needed (spaCy alone takes seconds to load). Never does their work.
"""

from kg.pipeline.articles import (
    NOTHING_GIVEN,
    SEED,
    Given,
    Name,
    each,
    parse,
    prepare,
    read_given,
    seed,
    state,
    to_conllu,
)
from kg.pipeline.asking import ask, beside, place_of
from kg.pipeline.bounds import ORDINARY, Bounds
from kg.pipeline.corpora import HERE, MEMORY, SECONDS, Workshop, cores, record_of, state_each
from kg.pipeline.counts import Count, count_network, count_statements
from kg.pipeline.graphs import Graph, build, find, load
from kg.pipeline.outputs import FORMATS, MOST_ON_A_PAGE, USUAL, Format, keep

__all__ = [
    "FORMATS",
    "HERE",
    "MEMORY",
    "MOST_ON_A_PAGE",
    "NOTHING_GIVEN",
    "ORDINARY",
    "SECONDS",
    "SEED",
    "USUAL",
    "Bounds",
    "Count",
    "Format",
    "Given",
    "Graph",
    "Name",
    "Workshop",
    "ask",
    "beside",
    "build",
    "cores",
    "count_network",
    "count_statements",
    "each",
    "find",
    "keep",
    "load",
    "parse",
    "place_of",
    "prepare",
    "read_given",
    "record_of",
    "seed",
    "state",
    "state_each",
    "to_conllu",
]
