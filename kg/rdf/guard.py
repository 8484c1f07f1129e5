r"""SPARQL of strangers -> its algebra, or a refusal: a question may look at the graph and at nothing else.

Takes a query; gives rdflib's algebra of it. Knows which parts reach out: SERVICE makes Oxigraph call any address and
nothing switches that off, FROM makes other engines fetch and read files, so that it may name only what is at hand;
never an answer.

The algebra is looked at, because the text is no guide: `SERVICE` may stand in a string, and `\u0053ERVICE` is SERVICE.
But Oxigraph runs the query, and it cuts some texts otherwise than rdflib (a comment ends at a carriage return for
Oxigraph alone, an escaped quotation mark ends a string for rdflib alone), so that a call could hide from rdflib in a
comment or a string. Hence a second look at the words, cut as Oxigraph cuts them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Container, Iterator, Mapping
from typing import Any

from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import GraphError
from kg.rdf.tokens import OPAQUE, WORD

# rdflib logs each literal that it cannot convert, with its traceback, for whoever listens; nobody has to
logging.getLogger("rdflib").addHandler(logging.NullHandler())

# what may hold a word that is no keyword, in Oxigraph's reading: strings, IRIs, comments; then words with their prefix
_TOKEN = re.compile(rf"{OPAQUE}|(?P<word>{WORD})", re.DOTALL)


def parse(
    sparql: str, prefixes: Mapping[str, str], *, graphs: Container[str] = (), base: str | None = None
) -> CompValue:
    """Parse a query; FROM may name the `graphs`, which are at hand, and `base` completes relative IRIs.

    Raises:
        GraphError: it is no SPARQL 1.1 query, it would change the graph, or it reaches beyond it.

    """
    try:
        algebra: CompValue = prepareQuery(sparql, initNs=dict(prefixes), base=base).algebra
    except RecursionError as error:
        msg = "this query is nested too deeply, or has too many patterns in a row; cut it into smaller ones"
        raise GraphError(msg) from error
    except Exception as error:  # rdflib raises bare exceptions too
        if _is_update(sparql):
            msg = "this would change the graph, which a query must not; build the graph again instead"
        else:
            msg = f"cannot read this as a SPARQL 1.1 query: {error}"
        raise GraphError(msg) from error
    _refuse_services(sparql, algebra)
    _refuse_absent(graphs, algebra)
    return algebra


def is_ordered(algebra: CompValue) -> bool:
    """Tell whether the query itself says in which order it wants its rows."""
    return any(node.name == "OrderBy" for node in _nodes(algebra))


def no_such_graph(name: str) -> str:
    """Say that a graph is not at hand."""
    return f"there is no graph <{name}> here, and none is read from elsewhere; leave it out"


def _refuse_services(sparql: str, algebra: CompValue) -> None:
    words = {(token["word"] or "").casefold() for token in _TOKEN.finditer(sparql)}
    if "service" in words or any(node.name == "ServiceGraphPattern" for node in _nodes(algebra)):
        msg = "SERVICE asks a server elsewhere; a query here sees its graph alone. Remove the SERVICE part"
        raise GraphError(msg)


def _refuse_absent(graphs: Container[str], algebra: CompValue) -> None:
    for node in _nodes(algebra):
        # the attribute of a missing key is truthy in rdflib's nodes, so the dictionary itself is asked
        for clause in dict.get(node, "datasetClause") or ():
            name = str(dict.get(clause, "default") or dict.get(clause, "named"))
            if name not in graphs:
                msg = f"FROM reads a graph from elsewhere: {no_such_graph(name)}"
                raise GraphError(msg)


def _nodes(part: Any) -> Iterator[CompValue]:
    """Yield every node of the algebra, those inside filters and expressions too."""
    if isinstance(part, CompValue):
        yield part
        part = list(dict.values(part))
    if isinstance(part, list | tuple | set | frozenset):
        for inner in part:
            yield from _nodes(inner)


def _is_update(sparql: str) -> bool:
    try:
        parseUpdate(sparql)
    except Exception:  # noqa: BLE001 - rdflib raises bare exceptions too
        return False
    return True
