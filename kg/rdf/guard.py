r"""SPARQL of strangers -> its algebra, or a refusal: a question may look at the graph and at nothing else.

Takes a query; gives rdflib's algebra of it. Knows which parts reach out: SERVICE makes Oxigraph call any address and
nothing switches that off, FROM makes other engines fetch and read files; never an answer.

The algebra is looked at, because the text is no guide: `SERVICE` may stand in a string, and `\u0053ERVICE` is SERVICE.
But Oxigraph runs the query, and it cuts some texts otherwise than rdflib (a comment ends at a carriage return for
Oxigraph alone, an escaped quotation mark ends a string for rdflib alone), so that a call could hide from rdflib in a
comment or a string. Hence a second look at the words, cut as Oxigraph cuts them.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parser import parseUpdate
from rdflib.plugins.sparql.parserutils import CompValue

from kg.errors import GraphError

# rdflib logs each literal that it cannot convert, with its traceback, for whoever listens; nobody has to
logging.getLogger("rdflib").addHandler(logging.NullHandler())

# what may hold a word that is no keyword, in Oxigraph's reading: strings, IRIs, comments; then words with their prefix
_TOKEN = re.compile(
    r""""{3}(?:[^"\\]|\\.|"{1,2}(?!"))*"{3}|'{3}(?:[^'\\]|\\.|'{1,2}(?!'))*'{3}"""
    r"""|"(?:[^"\\\r\n]|\\.)*"|'(?:[^'\\\r\n]|\\.)*'"""
    r"""|<[^<>"{}|^`\\\x00-\x20]*>|\#[^\r\n]*|(?P<word>(?:[\w:?$@.%-]|\\.)+)""",
    re.DOTALL,
)


def parse(sparql: str, prefixes: Mapping[str, str]) -> CompValue:
    """Parse a query.

    Raises:
        GraphError: it is no SPARQL 1.1 query, it would change the graph, or it reaches beyond it.

    """
    try:
        algebra: CompValue = prepareQuery(sparql, initNs=dict(prefixes)).algebra
    except Exception as error:  # rdflib raises bare exceptions too
        if _is_update(sparql):
            msg = "this would change the graph, which a query must not; build the graph again instead"
        else:
            msg = f"cannot read this as a SPARQL 1.1 query: {error}"
        raise GraphError(msg) from error
    _refuse_outside(sparql, algebra)
    return algebra


def is_ordered(algebra: CompValue) -> bool:
    """Tell whether the query itself says in which order it wants its rows."""
    return any(node.name == "OrderBy" for node in _nodes(algebra))


def _refuse_outside(sparql: str, algebra: CompValue) -> None:
    words = {(token["word"] or "").casefold() for token in _TOKEN.finditer(sparql)}
    if "service" in words or any(node.name == "ServiceGraphPattern" for node in _nodes(algebra)):
        msg = "SERVICE asks a server elsewhere; a query here sees its graph alone. Remove the SERVICE part"
        raise GraphError(msg)
    # the attribute of a missing key is truthy in rdflib's nodes, so the dictionary itself is asked
    if any(dict.get(node, "datasetClause") for node in _nodes(algebra)):
        msg = "FROM reads a graph from elsewhere; a query here sees its graph alone. Remove the FROM part"
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
