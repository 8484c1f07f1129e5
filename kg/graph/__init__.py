"""Statements of many articles -> one `networkx.MultiDiGraph`, in a fixed order, and typed views of it.

Takes `Statements`; gives a network of documents, entities, events and claims. Knows networkx and keys that depend on
content alone (`ent:`, `ev:`, `clm:`, `doc:`, `rel:`, `lit:` and a name); never an IRI or a colour.
"""

from __future__ import annotations

from collections.abc import Iterable

from kg.graph.article import of_article, status
from kg.graph.days import bounds
from kg.graph.decisions import Decisions, decision_lines, read_decisions
from kg.graph.identity import UNDECIDED
from kg.graph.keys import digest, place_key, slug
from kg.graph.merging import Common, Said, Summary, bare, merge, said_under, summarise
from kg.graph.multigraph import (
    Network,
    Node,
    asserted,
    claims,
    documents,
    entities,
    events,
    label,
    network,
    of_one,
    quotations,
    relations,
    tellers,
)
from kg.graph.readings import readings
from kg.model import Statements

__all__ = [
    "UNDECIDED",
    "Common",
    "Decisions",
    "Network",
    "Node",
    "Said",
    "Summary",
    "assemble",
    "asserted",
    "bare",
    "bounds",
    "claims",
    "decision_lines",
    "digest",
    "documents",
    "entities",
    "events",
    "label",
    "merge",
    "network",
    "of_article",
    "of_one",
    "place_key",
    "quotations",
    "read_decisions",
    "readings",
    "relations",
    "said_under",
    "slug",
    "status",
    "summarise",
    "tellers",
]


def assemble(articles: Iterable[Statements], decisions: Decisions = UNDECIDED) -> Network:
    """Build the network of all articles; the same statements give the same network in whatever order they come.

    `decisions` are the user's on who is who across articles.
    """
    return merge([of_article(statements) for statements in articles], decisions)
