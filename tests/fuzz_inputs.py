"""Kinds of inputs -> hostile cases of each: files, and the command that is given them.

Takes the name of a kind and a number; gives the case of that number, always the same. Knows what valid inputs of each
kind look like, how to damage them (`fuzz_mutations.py`), and a few giants and bombs of each kind. Runs nothing.
"""

from __future__ import annotations

import gzip
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any, Final

# ruff: noqa: S311 - chance that decides what is tried, no secret
import zstandard
from fuzz_mutations import FRAGMENTS, TEXTS, letters, mutated
from pyoxigraph import BlankNode, Literal, NamedNode, Quad, RdfFormat, parse, serialize

import kg
from kg.reading.formats import FORMATS

SENTENCES: Final = (
    "Le président Jean Martin a reçu une délégation à Bagdad mardi.",
    "Deux soldats ont été tués le 3 janvier 2020, selon la police.",
    "« Nous partirons demain », a déclaré Mme Dupont, ministre de la Défense.",
    "Donald Trump n'a pas retiré les troupes américaines d'Irak.",
)
ARTICLE: Final = "date 2020-09 Une visite\n\n" + " ".join(SENTENCES)
GIANT: Final = 300
"""One case in so many is a giant or a bomb."""
FORMS: Final = ("json", "json", "json", "ttl,json", "ttl,json", "html,json", "ttl,trig,nt,nq,jsonld,rdf,html,json")
ASKED: Final = (
    ("view", "-o", "page.html"), ("check", "--no-shapes"), ("explain", "Martin"), ("explain", "--entity", "Martin"),
    ("export", "--to", "gexf"), ("export", "--to", "graphml"), ("export", "--to", "csv"), ("export", "--to", "neo4j"),
    ("export", "--to", "cypher"), ("export", "--to", "obsidian"), ("export", "--to", "markdown"), ("diff", "whole.ttl"),
)  # fmt: skip
"""Commands that read a graph."""


@dataclass(frozen=True, slots=True)
class Case:
    """Files and a command to run beside them; `question` is put to a graph instead where there is one."""

    kind: str
    number: int
    files: Mapping[str, bytes]
    arguments: tuple[str, ...] = ()
    question: str | None = None
    is_process: bool = field(default=False, compare=False)
    """Whether the command is run by a process of its own, as a user runs it."""


def case(kind: str, number: int, seed: int) -> Case:
    """Give the case of a number."""
    chance = Random(f"{seed} {kind} {number}")
    return KINDS[kind](kind, number, chance)


# ---- articles --------------------------------------------------------------------------------------------------------


def _article(name: str, valid: Callable[[Random], bytes], giants: tuple[Callable[[Random], bytes], ...]) -> Any:
    """Give what makes cases of articles in a format, from valid ones or giants."""

    def make(kind: str, number: int, chance: Random) -> Case:
        is_giant = number % GIANT == GIANT - 1
        data = chance.choice(giants)(chance) if is_giant else _damaged(valid, chance)
        file, beside = f"article{name}", {"other.rss": _feed(chance)} if name == ".opml" else {}
        options = ("-o", "output", "-f", chance.choice(FORMS), "-j", "1", "--timeout", "20")
        return Case(kind, number, {file: data, **beside}, ("build", file, *options))

    return make


def _damaged(valid: Callable[[Random], bytes], chance: Random) -> bytes:
    """Give an input that is damaged, or one that is valid and says something odd."""
    return mutated(valid(chance), valid(chance), chance) if chance.random() < 0.6 else valid(chance)


def _prose(chance: Random) -> str:
    said = chance.sample(SENTENCES, chance.randint(1, len(SENTENCES)))
    if chance.random() < 0.5:
        said.insert(chance.randint(0, len(said)), chance.choice((*TEXTS, letters(chance))))
    return " ".join(said)


def _text(chance: Random) -> bytes:
    head = chance.choice(("", "date {} ", "date: {}\n", "titre: {}\n\n", "langue: {}\n", "{}\n\n", "source {}\n"))
    return (head.format(chance.choice((*TEXTS, "2020-09", letters(chance)))) + _prose(chance)).encode()


def _record(chance: Random) -> bytes:
    hostile: tuple[Any, ...] = (
        *TEXTS,
        None,
        10**300,
        -1,
        0.1,
        True,
        [],
        [[[]]],
        {},
        {"a": 1},
        "CON",
        "",
        "a\nb",
        "../x",
    )
    record: dict[str, Any] = {"id": f"a{chance.randint(1, 3)}", "text": _prose(chance), "date": "2020-09-08"}
    for key in chance.sample(("id", "title", "date", "source", "language", "text", "author", "\ud800"), 2):
        if key not in {"text", "language", "date"} or chance.random() < 0.2:
            record[key] = chance.choice(hostile)
    line = json.dumps(record, ensure_ascii=chance.random() < 0.5).encode(errors="replace")
    return line.replace(b"2020-09-08", chance.choice((b"2020-09-08", b"9999-99-99", b'", "date": 1e999999, "x": "')))


def _records(chance: Random) -> bytes:
    return b"\n".join(_record(chance) for _ in range(chance.choice((1, 1, 1, 2, 3))))


def _page(chance: Random) -> bytes:
    date = chance.choice(("2020-09-08", *TEXTS))
    head = f"<title>{letters(chance)}</title><meta name='date' content='{date}'>"
    body = f"<h1>Une visite</h1><p>{_prose(chance)}</p><p>{_prose(chance)}</p>"
    return f"<!DOCTYPE html><html lang='fr'><head>{head}</head><body><article>{body}</article></body></html>".encode()


def _feed(chance: Random) -> bytes:
    fields = "".join(
        f"<{tag}>{chance.choice((*TEXTS, _prose(chance)))}</{tag}>"
        for tag in chance.sample(("title", "link", "guid", "pubDate", "description", "dc:date", "content:encoded"), 3)
    )
    item = f"<item><description>{_prose(chance)}</description>{fields}</item>"
    if chance.random() < 0.3:
        entry = f"<entry><title>x</title><updated>{chance.choice(TEXTS)}</updated><content>{_prose(chance)}</content>"
        return f'<feed xmlns="http://www.w3.org/2005/Atom">{entry}</entry></feed>'.encode()
    return f'<?xml version="1.0"?><rss version="2.0"><channel>{item}</channel></rss>'.encode()


def _list(chance: Random) -> bytes:
    target = chance.choice((*TEXTS, "other.rss", "http://127.0.0.1:1/feed", "/dev/zero", "."))
    return f'<opml version="2.0"><body><outline xmlUrl="other.rss"/><outline xmlUrl="{target}"/></body></opml>'.encode()


def _example(name: str) -> Callable[[Random], bytes]:
    (found,) = (row.example for row in FORMATS if row.name == name)
    return lambda _: found


def _gzip(chance: Random) -> bytes:
    packed = gzip.compress(_text(chance), mtime=0)
    return packed + packed if chance.random() < 0.2 else packed


def _zstandard(chance: Random) -> bytes:
    return zstandard.compress(_text(chance))


# ---- giants and bombs ------------------------------------------------------------------------------------------------

MANY: Final = 100_000
TEN_MEGABYTES: Final = 10_000_000


def _repeated(unit: bytes, count: int, head: bytes = b"", tail: bytes = b"") -> Callable[[Random], bytes]:
    return lambda _: head + unit * count + tail


def _as_text(unit: str, count: int = MANY) -> Callable[[Random], bytes]:
    return _repeated(unit.encode(), count, f"{SENTENCES[0]} ".encode())


def _as_record(unit: bytes, count: int = MANY) -> Callable[[Random], bytes]:
    return _repeated(unit, count, b'{"text": "Il pleut.", "x": ', b"1}")


def _bomb(pack: Callable[[bytes], bytes]) -> Callable[[Random], bytes]:
    return lambda _: pack(b" Il part." * (3 * TEN_MEGABYTES // 9))


_ENTITIES: Final = b"".join(b'<!ENTITY e%d "%b">' % (i, b"&e%d;" % (i - 1) * 10 if i else b"ha") for i in range(12))
_DOCTYPE: Final = b'<?xml version="1.0"?><!DOCTYPE x [' + _ENTITIES + b"]>"
_STREAM: Final = zlib.compress(b"BT (Il pleut.) Tj ET " * 500_000)
_PDF_BOMB: Final = _example("PDF")(Random(0)).replace(
    b"<</Length 66>>stream\nBT /F 12 Tf 72 720 Td (Le convoi est parti de Bagdad mardi.) Tj ET\n",
    b"<</Length %d/Filter/FlateDecode>>stream\n%b\n" % (len(_STREAM), _STREAM),
)

GIANT_TEXTS: Final = (
    _as_text("("), _as_text("()"), _as_text("« "), _as_text("a", TEN_MEGABYTES), _as_text("mot "), _as_text("1"),
    _as_text("Jean Martin, ", 8000), _as_text("Il part. ", 3000), _as_text("\n", TEN_MEGABYTES), _as_text("M. "),
    _as_text("'"), _as_text("-"), _as_text("que ", 4000), _as_text("\u0300"), _as_text("le 3 mai ", 5000),
)  # fmt: skip
GIANT_RECORDS: Final = (
    _as_record(b"["), _as_record(b'{"a":'), _as_record(b"9"), _as_record(b" ", TEN_MEGABYTES),
    _repeated(b'{"text": "x"}\n', 300), _repeated(b"\n", TEN_MEGABYTES), _as_record(b'1, "x": ', 10_000),
)  # fmt: skip
GIANT_PAGES: Final = (
    _repeated(b"<div>", MANY), _repeated(b"<p>Il part.</p>", MANY), _repeated(b"<", MANY), _repeated(b"&amp;", MANY),
    _repeated(b" a=b", MANY, b"<html><body "), _repeated(b"x", TEN_MEGABYTES, b"<html><body><p>"),
    _repeated(b"<table><tr><td>", 5000), _repeated(b"<!--", MANY), _repeated(b"<b><i>", MANY),
    lambda _: _DOCTYPE + b"<html><body><p>&e11;</p></body></html>",
)  # fmt: skip
GIANT_FEEDS: Final = (
    lambda _: _DOCTYPE + b"<rss version='2.0'><channel><item><description>&e11;</description></item></channel></rss>",
    _repeated(b"<item><description>Il part.</description></item>", 2000, b"<rss version='2.0'><channel>"),
    _repeated(b"<a>", MANY, b"<rss version='2.0'><channel><item><description>"),
    _repeated(b"&lt;div&gt;", MANY, b"<rss version='2.0'><channel><item><description>"),
)
GIANT_LISTS: Final = (
    lambda _: _DOCTYPE + b'<opml><body><outline xmlUrl="&e11;"/></body></opml>',
    _repeated(b"<outline>", MANY, b"<opml><body>"),
    _repeated(b'<outline xmlUrl="x.rss"/>', 3000, b"<opml><body>", b"</body></opml>"),
)


# ---- what the user knows ---------------------------------------------------------------------------------------------

NAMES: Final = ("Jean Martin", "Martin", "Bagdad", "Donald Trump", "Mme Dupont", "Irak", "Personne", "police")


def _decisions(chance: Random) -> bytes:
    def name() -> str:
        return f'"{chance.choice((*NAMES, *NAMES, chance.choice(TEXTS)))}"'

    chain = [f'merge "{a}" "{b}"' for a, b in zip(NAMES, (*NAMES[1:], NAMES[0]), strict=True)]
    lines = [
        chance.choice((f"merge {name()} {name()}", f"split {name()}", *chain)) for _ in range(chance.randint(1, 9))
    ]
    return "\n".join(lines).encode()


def _gazetteer(chance: Random) -> bytes:
    def line() -> str:
        aliases = "|".join(chance.choices((*NAMES, *TEXTS), k=2))
        iri = chance.choice(("http://a.example/1", "https://a.example/é", f"http://{chance.choice(TEXTS)}"))
        return "\t".join((chance.choice(NAMES), aliases, iri, chance.choice(("Person", "Place", "Organization"))))

    return "\n".join(line() for _ in range(chance.randint(1, 4))).encode()


def _beside_articles(option: str, valid: Callable[[Random], bytes]) -> Any:
    """Give what makes cases of a file of the user, with two articles to use it on."""

    def make(kind: str, number: int, chance: Random) -> Case:
        data = mutated(valid(chance), valid(chance), chance) if chance.random() < 0.5 else valid(chance)
        data = chance.choice(FRAGMENTS) * MANY if number % GIANT == GIANT - 1 else data
        files = {"known": data, "a.txt": ARTICLE.encode(), "b.txt": " ".join(SENTENCES[:2]).encode()}
        articles = chance.choice((("a.txt",), ("a.txt",), ("a.txt", "b.txt")))
        return Case(kind, number, files, ("build", *articles, option, "known", "-f", "ttl,json", "-j", "1"))

    return make


# ---- graphs and questions --------------------------------------------------------------------------------------------

SYNTAXES: Final = {
    "ttl": RdfFormat.TURTLE, "trig": RdfFormat.TRIG, "nt": RdfFormat.N_TRIPLES, "nq": RdfFormat.N_QUADS,
    "jsonld": RdfFormat.JSON_LD,
}  # fmt: skip
_WRITTEN: Final = tuple(SYNTAXES)


@cache
def graphs() -> Mapping[str, bytes]:
    """Give a valid graph in each format."""
    graph = kg.build(" ".join(SENTENCES), date="2020-09-08")
    return {form: graph.to_rdf(form).encode() for form in SYNTAXES} | {"json": graph.to_json().encode()}


def _graph(form: str) -> Any:
    def make(kind: str, number: int, chance: Random) -> Case:
        data = mutated(graphs()[form], graphs()[chance.choice(_WRITTEN)], chance)
        if form in SYNTAXES and chance.random() < 0.7:
            data = _rewritten(form, chance)
        if number % GIANT == GIANT - 1:
            data = chance.choice((b"(", b"[", b"<", b"{", b'"', b"<< ", b"@", b"#\n")) * MANY
        command, *options = chance.choice(ASKED)
        files = {f"graph.{form}": data, "whole.ttl": graphs()["ttl"]}
        return Case(kind, number, files, (command, f"graph.{form}", *options))

    return make


def _altered(quads: list[Quad], chance: Random) -> list[Quad]:
    """Exchange terms of a graph, so that it stays well formed and breaks the laws of the model."""
    found = list(quads)
    for _ in range(chance.randint(1, 4)):
        at, other = chance.randrange(len(found)), chance.choice(found)
        quad = found.pop(at)
        hostile = Literal(chance.choice((*TEXTS, letters(chance), "1", "2020-09-08")))
        goal = chance.choice((other.object, other.subject, hostile, Literal("x", language="fr"), NamedNode("x:y")))
        changed = (
            Quad(quad.subject, quad.predicate, goal, quad.graph_name),
            Quad(other.subject, quad.predicate, quad.object, quad.graph_name),
            Quad(quad.subject, other.predicate, quad.object, quad.graph_name),
            Quad(quad.subject, quad.predicate, quad.object, other.graph_name),
            Quad(BlankNode("b"), quad.predicate, goal, quad.graph_name),
        )
        found += chance.choice(([], [quad, chance.choice(changed)], [chance.choice(changed)]))
    return [quad for quad in found if "void#triples" not in quad.predicate.value or chance.random() < 0.1]


def _rewritten(form: str, chance: Random) -> bytes:
    """Give a graph that another tool wrote, and got wrong; without its size it is whole whatever is missing."""
    syntax, source = SYNTAXES[form], "nq" if form in {"trig", "nq"} else "nt"
    quads = _altered(list(parse(graphs()[source], format=SYNTAXES[source])), chance)
    if not any("void#triples" in quad.predicate.value for quad in quads):
        dataset = next((quad.subject for quad in quads if "void#vocabulary" in quad.predicate.value), NamedNode("x:y"))
        quads.append(Quad(dataset, NamedNode("http://rdfs.org/ns/void#triples"), Literal(1)))
    return serialize(quads, format=syntax) or b""


@cache
def questions() -> tuple[bytes, ...]:
    """Give the questions that come with kg, and some that reach out."""
    named = sorted((Path(kg.__file__).parent / "knowledge" / "queries").glob("*.rq"))
    reaching = (
        b"SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }",
        b"SELECT * FROM <file:///etc/passwd> { ?s ?p ?o }",
        b"CONSTRUCT { ?s ?p ?o } WHERE { GRAPH ?g { ?s (kg:actor|^kg:target)* ?o } BIND(IRI('x') AS ?p) }",
        b"LOAD <http://127.0.0.1:1/>", b"DESCRIBE <x>", b"ASK { ?a kg:killed ?b FILTER(REGEX(STR(?a), '(a+)+$')) }",
        b"SELECT (REPLACE('aaaaaaaaaaaaaaaaaaaaaaaaa', '(a*)*b', '') AS ?x) {}", b"SELECT * { ?a ?b ?c . ?d ?e ?f . }",
    )  # fmt: skip
    return (*(path.read_bytes() for path in named), *reaching * 4)


TERMS: Final = (
    b"?x", b"(kg:actor|!kg:target)+", b"'\\uD800'", b"1e999999", b"-0.0", b"<>", b"_:b", b"[]", b"<<?a ?b ?c>>",
    b"NOW()", b"RAND()", b"MINUS { ?a ?b ?c }", b"GRAPH ?g { ?s ?p ?o }", b"VALUES (?a ?b) { (UNDEF 1) }",
    b"UUID()", b"#\r}",
    b"GROUP_CONCAT(?a ; separator = '\\u0000')", b"LIMIT 99999999999999999999", b"OFFSET -1", b"DISTINCT REDUCED",
    b"SELECT", b"{ SELECT * { ?s ?p ?o . ?x ?y ?z } }", b"BIND(?a AS ?a)", b"IN ()", b"EXISTS { }", b"\xff",
)  # fmt: skip
"""Pieces of SPARQL that stand where nobody expects them."""


def _question(kind: str, number: int, chance: Random) -> Case:
    one, other = chance.choice(questions()), chance.choice(questions())
    asked = mutated(one, other, chance)
    if chance.random() < 0.6:
        words = one.split(b" ")
        words[chance.randrange(len(words))] = chance.choice((*other.split(b" "), *TERMS))
        asked = b" ".join(words)
    if number % GIANT == GIANT - 1:
        asked = chance.choice((b"{ ", b"(", b"!", b"?a ?b ?c . ", b"OPTIONAL { ", b"'" * 3)) * 20_000
    return Case(kind, number, {}, question=asked.decode(errors="surrogateescape"))


def _options(kind: str, number: int, chance: Random) -> Case:
    option = chance.choice(("--date", "--title", "--language", "--base", "-f", "-o", "--store", "-j", "--timeout"))
    value = "".join(chance.choice((*TEXTS, letters(chance), "2020", "fr", "https://a.example/")) for _ in range(2))
    arguments = ("build", "a.txt", option, value.replace("\0", "") or "x", *(() if option == "-f" else ("-f", "ttl")))
    return Case(kind, number, {"a.txt": ARTICLE.encode()}, arguments)


Make = Callable[[str, int, Random], Case]
KINDS: Final[Mapping[str, Make]] = {
    "text": _article(".txt", _text, GIANT_TEXTS),
    "JSON Lines": _article(".jsonl", _records, GIANT_RECORDS),
    "HTML": _article(".html", _page, GIANT_PAGES),
    "RSS, Atom": _article(".rss", _feed, GIANT_FEEDS),
    "OPML": _article(".opml", _list, GIANT_LISTS),
    "PDF": _article(".pdf", _example("PDF"), (_repeated(b"%PDF-1.4\n", MANY), lambda _: _PDF_BOMB)),
    "WARC": _article(".warc", _example("WARC archive"), (_repeated(b"WARC/1.0\r\n\r\n", MANY),)),
    "gzip": _article(".txt.gz", _gzip, (_bomb(gzip.compress),)),
    "Zstandard": _article(".txt.zst", _zstandard, (_bomb(zstandard.compress),)),
    "unnamed": _article("", lambda chance: chance.choice(FORMATS).example, GIANT_TEXTS),
    **{f"graph .{form}": _graph(form) for form in (*_WRITTEN, "json")},
    "SPARQL": _question,
    "decisions": _beside_articles("--decisions", _decisions),
    "gazetteer": _beside_articles("--gazetteer", _gazetteer),
    "options": _options,
}
SHARES: Final[Mapping[str, int]] = {
    "text": 10, "JSON Lines": 12, "HTML": 8, "RSS, Atom": 6, "OPML": 3, "PDF": 6, "WARC": 5, "gzip": 3, "Zstandard": 3,
    "unnamed": 2, "graph .ttl": 8, "graph .trig": 3, "graph .nt": 4, "graph .nq": 3, "graph .jsonld": 3,
    "graph .json": 1, "SPARQL": 10, "decisions": 4, "gazetteer": 3, "options": 3,
}  # fmt: skip
"""How many of a hundred cases are of a kind."""
