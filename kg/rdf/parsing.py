"""Files and texts -> quads, whole or not at all.

Takes Turtle, TriG, N-Triples, N-Quads or JSON-LD, told by the ending of a file's name, or a folder of shards in one of
the two formats of lines; gives quads in the order of the file. Knows how many triples a graph of ours must have, so
that it is noticed if a file was cut off (it is often valid Turtle) or a shard is missing; never reads RDF/XML, of which
a few hundred bytes can stand for hundreds of megabytes, and never fetches a context. Never knows what a triple means.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox

from kg.errors import GraphError
from kg.rdf.formats import FORMATS, Format, form_of
from kg.rdf.vocabulary import KG, VOID

_NUMBER = re.compile(r"[0-9]{1,18}")
_SHARDS = ("part-*.nt", "part-*.nq")
Quads = dict[ox.Quad, None]
"""Quads, each once, in the order of the file."""


def files_of(path: Path) -> list[Path]:
    """List the files that hold a graph: the one of that name, or the shards of a folder in their order.

    A folder without any, such as that of a database, holds none.
    """
    try:
        if not path.is_dir():
            return [path]
    except OSError:  # no folder has such a name, and no file
        return [path]
    return sorted(file for pattern in _SHARDS for file in path.glob(pattern))


def form_of_source(source: Path | str) -> Format:
    """Tell the format of a file, or that of all shards of a folder; a text is Turtle.

    Raises:
        GraphError: it is none that can be read, or the folder holds several, or nothing.

    """
    if isinstance(source, str):
        return FORMATS["ttl"]
    forms = {form.suffix: form for form in map(_readable, files_of(source))}
    if len(forms) != 1:
        found = f"shards of several graphs ({', '.join(forms)}); put each in a folder of its own" if forms else "none"
        msg = f"'{source}' holds not one graph but {found}"
        raise GraphError(msg)
    return next(iter(forms.values()))


def quads(source: Path | str) -> Quads:
    """Read a file, a folder of shards, or Turtle itself.

    Raises:
        GraphError: there is no such file, it is none of ours that can be read, was cut off, or a shard is missing.

    """
    found: Quads = {}
    for name, content, form in _pieces(source):
        with _told(name, form):
            found.update(dict.fromkeys(ox.parse(content, format=form.syntax)))
    _check_size(source, len(found), (quad.triple for quad in found))
    return found


def fill(store: ox.Store, source: Path | str) -> None:
    """Read as `quads` does, into a store, in half the time and memory that its quads would take by themselves.

    Raises:
        GraphError: there is no such file, it is none of ours that can be read, was cut off, or a shard is missing.

    """
    for name, content, form in _pieces(source):
        with _told(name, form):
            store.bulk_load(content, format=form.syntax)
    _check_size(source, len(store), _described(store))


def base_of(found: Iterable[ox.Triple]) -> str | None:
    """Give the base IRI of a graph of ours, None for any other."""
    return next((dataset.value for dataset, _ in _sizes(found)), None)


def base_in(store: ox.Store) -> str | None:
    """Give the base IRI of a graph of ours in a store, None for any other."""
    return base_of(_described(store))


def _described(store: ox.Store) -> Iterator[ox.Triple]:
    """Yield what the graphs of a store say of their size."""
    found = (store.quads_for_pattern(None, VOID[term], None) for term in ("vocabulary", "triples"))
    return (quad.triple for quads in found for quad in quads)


def _check_size(source: Path | str, count: int, found: Iterable[ox.Triple]) -> None:
    """See that all triples are there; shards without the one that tells how many are no whole graph."""
    is_sharded = isinstance(source, Path) and source.is_dir()
    size = max((number for _, number in _sizes(found)), default=0 if is_sharded else 1)
    if is_sharded and not size:
        msg = f"'{source}' does not say how many triples it has: a shard is missing, or kg build did not write it"
        raise GraphError(msg)
    if count < size:
        fault = "a shard is missing or was cut off" if is_sharded else "it was cut off"
        msg = f"{_name(source)} holds {count} triples of {size}: {fault}; build it again"
        raise GraphError(msg)


def _name(source: Path | str) -> str:
    return f"'{source}'" if isinstance(source, Path) else "the text"


def _pieces(source: Path | str) -> Iterator[tuple[Path | str, bytes, Format]]:
    """Yield what is read by itself, one at a time: its name, what it holds, and how it is written."""
    form = form_of_source(source)
    for piece in files_of(source) if isinstance(source, Path) else [source]:
        yield piece, _bytes(piece), form


def _readable(path: Path) -> Format:
    form = form_of(path)
    if form is None or form.syntax is None:
        reason = "is written by kg and never read" if form else "has no ending that tells its format"
        known = ", ".join(f".{form.suffix}" for form in FORMATS.values() if form.syntax)
        msg = f"'{path}' {reason}; a graph is read from {known}, or from a store"
        raise GraphError(msg)
    return form


def _sizes(found: Iterable[ox.Triple]) -> Iterator[tuple[ox.NamedNode, int]]:
    """Find where a graph in our vocabulary says how many triples it has; other data sets may count what they like."""
    said = [triple for triple in found if triple.predicate in {VOID["vocabulary"], VOID["triples"]}]
    ours = {triple.subject for triple in said if triple.object == ox.NamedNode(KG.namespace)}
    for triple in said:
        graph, size = triple.subject, triple.object
        if graph in ours and isinstance(graph, ox.NamedNode) and isinstance(size, ox.Literal):
            yield graph, int(size.value) if _NUMBER.fullmatch(size.value) else 0


def _bytes(source: Path | str) -> bytes:
    if isinstance(source, str):
        return source.encode(errors="replace")
    try:
        return source.read_bytes()
    except OSError as error:
        msg = f"cannot read the graph '{source}': {error.strerror}"
        raise GraphError(msg) from error


@contextmanager
def _told(source: Path | str, form: Format) -> Iterator[None]:
    """Tell in our words what Oxigraph cannot read."""
    try:
        yield
    except SyntaxError as error:
        msg = f"{_name(source)} is no {form.name}, or was cut off: {error}"
        raise GraphError(msg) from error
