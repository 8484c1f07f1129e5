"""What to call a node of a graph when speaking to a reader.

Takes a store; gives words. Knows which property names which kind of node; never which question is answered.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from functools import cache
from itertools import islice

import pyoxigraph as ox

from kg.language import KNOWLEDGE
from kg.rdf.loading import base_in, load
from kg.rdf.vocabulary import DEFAULT_BASE, KG, NIF, RDF, RDFS, SCHEMA, relation_iri, shortened

_NAMING = (RDFS["label"], SCHEMA["headline"], SCHEMA["identifier"], NIF["anchorOf"])
MANY = 1000  # articles, whose language is that of the others too
_DEPTH = 5  # of claims within claims, beyond which nobody can follow


class Names:
    """The names of the nodes of one store, in one language if there is a choice; if not said, that of most articles."""

    def __init__(self, store: ox.Store, language: str | None = None) -> None:
        self._store = store
        self._language = language or _spoken(store)
        self._base = base_in(store) or DEFAULT_BASE
        self._known: dict[str, str] = {}
        # a claim of an event with fewer than two participants has the event's relation as its object
        self._orders: Mapping[object, tuple[str, ...]] = {
            relation_iri("rel:actor_of", self._base): ("subject", "object"),
            relation_iri("rel:target_of", self._base): ("object", "subject"),
            relation_iri("rel:mentions", self._base): ("object",),
        }

    def of(self, iri: str) -> str:
        """Name a node by its label, a narrator by his article, an event or a claim by who does what to whom.

        What has none of these is called by its prefixed name.
        """
        if iri not in self._known:
            self._known[iri] = self._name(ox.NamedNode(iri), _DEPTH)
        return self._known[iri]

    def _name(self, node: ox.NamedNode, depth: int) -> str:
        for predicate in _NAMING:
            if label := _best(self._store, node, predicate, self._language):
                return label
        if (document := self._value(node, KG["narratorOf"])) and depth:
            return self._words(document, depth)
        if (relation := self._value(node, KG["relation"])) and depth:
            return " ".join(
                filter(
                    None,
                    (self._all(node, "actor", depth), self._words(relation, depth), self._all(node, "target", depth)),
                )
            )
        if (relation := self._value(node, RDF["predicate"])) and depth:
            parts = self._orders.get(relation, ("subject", "predicate", "object"))
            return " ".join(self._words(self._value(node, RDF[part]), depth) for part in parts)
        return _best(_ontology(), node, RDFS["label"], self._language) or shortened(node, self._base)

    def _all(self, event: ox.NamedNode, role: str, depth: int) -> str:
        """Name those who play a role in an event."""
        found = (quad.object for quad in self._store.quads_for_pattern(event, KG[role], None))
        return ", ".join(sorted(self._words(participant, depth) for participant in found))

    def _words(self, term: object, depth: int) -> str:
        if isinstance(term, ox.NamedNode):
            return self._name(term, depth - 1)
        return term.value if isinstance(term, ox.Literal) else str(term)

    def _value(self, node: ox.NamedNode, predicate: ox.NamedNode) -> object:
        return next((quad.object for quad in self._store.quads_for_pattern(node, predicate, None)), None)


def _spoken(store: ox.Store) -> str:
    """Give the language of most of the first articles."""
    found = islice(store.quads_for_pattern(None, SCHEMA["inLanguage"], None, None), MANY)
    counts = Counter(quad.object.value for quad in found if isinstance(quad.object, ox.Literal))
    return min(counts, key=lambda code: (-counts[code], code), default="fr")


def _best(store: ox.Store, node: ox.NamedNode, predicate: ox.NamedNode, language: str) -> str | None:
    """Give the label in this language, else the first of the others."""
    found = [quad.object for quad in store.quads_for_pattern(node, predicate, None)]
    labels = [label for label in found if isinstance(label, ox.Literal)]
    best = min(labels, key=lambda label: (label.language != language, label.value), default=None)
    return best.value if best else None


@cache
def _ontology() -> ox.Store:
    return load((KNOWLEDGE / "ontology.ttl").read_text("utf-8"))
