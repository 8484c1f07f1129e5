"""Triples -> JSON-LD for people and for scripts that know JSON alone: short names, one object a subject.

Takes triples in sections; gives text that carries its context with it, so that nobody fetches one. Knows which of our
properties have names of their own (`knowledge/context.jsonld`, https://www.w3.org/TR/json-ld11/); what has none keeps
its prefixed name. Never what a triple means.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from pyoxigraph import Literal, NamedNode, Triple

from kg.language import KNOWLEDGE
from kg.rdf.vocabulary import RDF, XSD, prefixes

Json = dict[str, Any]


def write(sections: Mapping[str, Iterable[Triple]], base: str) -> str:
    """Write triples; those of one subject must follow each other to make one object."""
    known = prefixes(base)
    names = _Names(known)
    nodes: list[Json] = []
    for section in sections.values():
        for triple in section:
            subject = names.short(triple.subject)
            if not nodes or nodes[-1]["id"] != subject:
                nodes.append({"id": subject})
            _add(nodes[-1], *names.pair(triple))
    return json.dumps({"@context": {**known, **_terms()}, "@graph": nodes}, ensure_ascii=False, indent=1) + "\n"


def _add(node: Json, name: str, value: object) -> None:
    """Add a value to a property, which is a list from the second on."""
    if name not in node:
        node[name] = value
    elif isinstance(node[name], list):
        node[name].append(value)
    else:
        node[name] = [node[name], value]


class _Names:
    """The names and values of JSON for terms of RDF, under some prefixes."""

    def __init__(self, known: Mapping[str, str]) -> None:
        # the longest namespace first: one may begin with another
        self._namespaces = sorted(((namespace, prefix) for prefix, namespace in known.items()), reverse=True)
        self._terms = {_expanded(term, known): name for name, term in _terms().items() if name not in {"id", "type"}}

    def short(self, term: object) -> str:
        """Write an IRI by its prefix, in full where a reader of JSON-LD would take it for something else."""
        iri = term.value if isinstance(term, NamedNode) else str(term)
        for namespace, prefix in self._namespaces:
            if iri.startswith(namespace) and not iri.startswith(f"{namespace}//"):
                return f"{prefix}:{iri.removeprefix(namespace)}"
        return iri

    def pair(self, triple: Triple) -> tuple[str, object]:
        """Give the key and the value of a triple."""
        if triple.predicate == RDF["type"]:
            return "type", self.short(triple.object)
        name = self._terms.get(triple.predicate.value)
        kind = _terms()[name].get("@type") if name else None
        return name or self.short(triple.predicate), self._value(triple.object, kind)

    def _value(self, term: object, kind: str | None) -> object:
        if not isinstance(term, Literal):
            short = self.short(term)
            return short if kind == "@id" else {"id": short}
        if term.language:
            return {"@value": term.value, "@language": term.language}
        datatype = self.short(term.datatype)
        if kind == datatype:
            return term.value
        if datatype == "xsd:string":
            return {"@value": term.value} if kind else term.value
        if term.datatype == XSD["integer"] and not kind:
            return int(term.value)
        return {"@value": term.value, "@type": datatype}


def _expanded(term: Json, known: Mapping[str, str]) -> str:
    prefix, _, name = term["@id"].partition(":")
    return f"{known[prefix]}{name}"


@cache
def _terms() -> Mapping[str, Any]:
    """Give the names of our context."""
    context: Json = json.loads((KNOWLEDGE / "context.jsonld").read_text("utf-8"))["@context"]
    return context
