"""The questions that are kept under a name (`knowledge/queries/NAME.rq`), and what may be set in them.

Takes names and values; gives SPARQL. Knows the form of the files: the first comment line is the question in words, a
line `# NAME: ...` explains a parameter, and the query holds its preset value as `VALUES ?NAME { "..." }`, or as
`VALUES ?NAME { 1 }` where a number is asked for. Each file is thus a query that runs anywhere as it stands. A value is
put in as a literal, never as text. The files compare names with `kg:searchLabel`, so that a text set in a named
question is first written as it is searched for: `Élysée` as `elysee`. In anybody's own SPARQL a value is set as it is.
Never knows what an answer should be.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from difflib import get_close_matches
from functools import cache

from kg.errors import GraphError
from kg.language import KNOWLEDGE
from kg.rdf import literals
from kg.rdf.tokens import OPAQUE, STRING, WORD

_COMMENT = re.compile(r"#\s*(?:(?P<parameter>[a-z]+): )?(?P<words>.*)")
# what a clause could seem to stand in is taken whole
_TOKEN = re.compile(
    rf"(?i:VALUES)\s+\?(?P<name>\w+)\s*\{{\s*(?P<preset>{STRING}|[+-]?[0-9]+(?:\.[0-9]+)?)\s*\}}|{OPAQUE}|{WORD}",
    re.DOTALL,
)
_ESCAPE = re.compile(r"\\(?:\\(?P<letter>[uU])|u(?P<code>[0-9A-F]{4})|.)")


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


def asked(name: str, values: Mapping[str, str]) -> str:
    """Give the SPARQL of a named question with its parameters set, texts as they are searched for.

    Raises:
        GraphError: there is no such question or parameter, or a value is no number where the preset one is.

    """
    return bind(named(name).sparql, values, _sought)


def bind(sparql: str, values: Mapping[str, str], form: Callable[[str], str] = str) -> str:
    r"""Set parameters of a query, each text in a form; each half surrogate of a value becomes U+FFFD.

    Raises:
        GraphError: the query has no such parameter, or the value is no number where the preset one is.

    >>> bind('SELECT * { VALUES ?name { "" } ?x rdfs:label ?name }', {"name": 'a"b'})
    'SELECT * { VALUES ?name { "a\\"b" } ?x rdfs:label ?name }'
    >>> bind("SELECT * { VALUES ?least { 1 } ?x ?y ?least }", {"least": "02"})
    'SELECT * { VALUES ?least { 2 } ?x ?y ?least }'

    """
    known = dict.fromkeys(found["name"] for found in _TOKEN.finditer(sparql) if found["name"])
    for name in values:
        if name not in known:
            msg = f"the query has no parameter '{name}'; it has: {', '.join(known) or 'none'}"
            raise GraphError(msg)
    return _TOKEN.sub(lambda found: _bound(found, values, form), sparql)


def _sought(value: str) -> str:
    r"""Write a value as it is searched for; one that no name could hold so stays, and finds nothing rather than all.

    >>> _sought("Élysée"), _sought("\ue000") == "\ue000"
    ('elysee', True)
    """
    return literals.searchable(value) or value


def _bound(found: re.Match[str], values: Mapping[str, str], form: Callable[[str], str]) -> str:
    """Give the clause with its value, anything else as it is."""
    name = found["name"]
    if name not in values:
        return found[0]
    is_text = found["preset"].startswith('"')
    literal = _quoted(form(values[name])) if is_text else _number(name, values[name], found["preset"])
    return f"VALUES ?{name} {{ {literal} }}"


def _quoted(value: str) -> str:
    r"""Write a string so that Oxigraph and rdflib read it alike.

    rdflib replaces `\u0041` before it looks for strings: after an escaped backslash too, and as `\u0041BEEF` where hex
    digits follow. So such a u is spelt out, and all escapes have eight digits.
    """
    return _ESCAPE.sub(_unmistakable, str(literals.text(value)))


def _unmistakable(escape: re.Match[str]) -> str:
    if escape["letter"]:
        return rf"\\\U{ord(escape['letter']):08X}"
    return rf"\U0000{escape['code']}" if escape["code"] else escape[0]


def _number(name: str, value: str, preset: str) -> str:
    """Write a number of the kind of the preset one."""
    whole = "." not in preset
    if not re.fullmatch(r"[+-]?[0-9]{1,18}" if whole else r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?", value):
        msg = f"{name} must be a {'whole ' if whole else ''}number, such as {preset}; '{value}' is none"
        raise GraphError(msg)
    return str(int(value)) if whole else f"{Decimal(value):f}" if "." in value else f"{int(value)}.0"


def _read(name: str, sparql: str) -> Question:
    comments = [_COMMENT.fullmatch(line) for line in sparql.splitlines() if line.startswith("#")]
    lines = [found.groupdict() for found in comments if found]
    parameters = {line["parameter"]: line["words"] for line in lines if line["parameter"]}
    return Question(name, lines[0]["words"], parameters, sparql)
