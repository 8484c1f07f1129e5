"""The questions that are kept under a name (`knowledge/queries/NAME.rq`), and what may be set in them.

Takes names and values; gives SPARQL. Knows the form of the files: the first comment line is the question in words, a
line `# NAME: ...` explains a parameter, and the query holds its preset value as `VALUES ?NAME { "..." }`. Each file
is thus a query that runs anywhere as it stands. A value is put in as a literal, never as text.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache

from kg.errors import GraphError
from kg.language import KNOWLEDGE
from kg.rdf import literals

_COMMENT = re.compile(r"#\s*(?:(?P<parameter>[a-z]+): )?(?P<words>.*)")


@dataclass(frozen=True, slots=True)
class Question:
    """A query with its question in words; `parameters` explains what may be set."""

    name: str
    words: str
    parameters: Mapping[str, str]
    sparql: str


@cache
def questions(folder: str = "queries") -> tuple[Question, ...]:
    """Give all named questions by name."""
    files = [file for file in (KNOWLEDGE / folder).iterdir() if file.name.endswith(".rq")]
    read = [_read(file.name.removesuffix(".rq"), file.read_text("utf-8")) for file in files]
    return tuple(sorted(read, key=lambda question: question.name))


def named(name: str) -> Question:
    """Give the question of this name.

    Raises:
        GraphError: there is none.

    """
    known = {question.name: question for question in questions()}
    if name not in known:
        close = get_close_matches(name, known, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"there are: {', '.join(known)}"
        msg = f"'{name}' is neither SPARQL nor the name of a question; {hint}"
        raise GraphError(msg)
    return known[name]


def bind(sparql: str, values: Mapping[str, str]) -> str:
    r"""Set parameters of a query.

    Raises:
        GraphError: the query has no such parameter.

    >>> bind('SELECT * { VALUES ?name { "" } ?x rdfs:label ?name }', {"name": 'a"b'})
    'SELECT * { VALUES ?name { "a\\"b" } ?x rdfs:label ?name }'

    """
    for name, value in values.items():
        before, preset, after = _around(sparql, name)
        if not preset:
            known = ", ".join(dict.fromkeys(re.findall(_preset(r"(\w+)"), sparql))) or "none"
            msg = f"the query has no parameter '{name}'; it has: {known}"
            raise GraphError(msg)
        sparql = f"{before}VALUES ?{name} {{ {literals.text(value)} }}{after}"
    return sparql


def _preset(name: str) -> str:
    return rf"""VALUES\s+\?{name}\s*\{{\s*"(?:[^"\\]|\\.)*"\s*\}}"""


def _around(sparql: str, name: str) -> tuple[str, str, str]:
    """Cut a query at the preset value of a parameter."""
    found = re.search(_preset(re.escape(name)), sparql)
    return (sparql[: found.start()], found[0], sparql[found.end() :]) if found else (sparql, "", "")


def _read(name: str, sparql: str) -> Question:
    comments = [_COMMENT.fullmatch(line) for line in sparql.splitlines() if line.startswith("#")]
    lines = [found.groupdict() for found in comments if found]
    parameters = {line["parameter"]: line["words"] for line in lines if line["parameter"]}
    return Question(name, lines[0]["words"], parameters, sparql)
