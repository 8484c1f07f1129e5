"""A question and a graph -> the answer.

Takes SPARQL or the name of a question; gives its results. Knows in which order a query is checked, given its prefixes
and run by Oxigraph; never which answers are right.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from kg.errors import GraphError
from kg.rdf import results
from kg.rdf.loading import Source, base_in, load
from kg.rdf.questions import asked, bind
from kg.rdf.vocabulary import DEFAULT_BASE, prefixes

_NAME = re.compile(r"\s*[\w-]+\s*")


def query(
    source: Source, sparql: str, parameters: Mapping[str, str] | None = None, *, language: str | None = None
) -> results.Results:
    """Ask a graph a question: SPARQL 1.1 (SELECT, ASK, CONSTRUCT, DESCRIBE) or the name of a question.

    The prefixes of our files need not be declared. `parameters` sets the query's `VALUES ?name { "..." }`, in a named
    question without regard to case and accents; `language` is that of names for readers, where there is a choice; if it
    is not said, that of most articles.

    Raises:
        GraphError: the source is no graph, or the query is wrong, would change the graph or reaches beyond it.

    """
    from kg.rdf import guard  # noqa: PLC0415 - rdflib takes 0.2 s to load, and who only writes a graph needs none of it

    values = parameters or {}
    sparql = asked(sparql.strip(), values) if _NAME.fullmatch(sparql) else bind(sparql, values)
    store = load(source)
    known = prefixes(base_in(store) or DEFAULT_BASE)
    algebra = guard.parse(sparql, known)
    try:
        found = store.query(sparql, prefixes=known)
        return results.read(found, store, language, ordered=guard.is_ordered(algebra))
    except (SyntaxError, ValueError, OSError, RuntimeError) as error:
        msg = f"Oxigraph cannot answer this query: {error}"
        raise GraphError(msg) from error
