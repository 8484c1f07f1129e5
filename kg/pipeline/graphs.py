"""The graph of one or more articles, as a script sees it.

Takes statements, or the name of a file, a folder or a store; gives a graph to ask and to write. Knows which room does
what; never does its work.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import GraphError
from kg.model import Reading, Statements
from kg.pipeline.articles import Name, each, read_given, state_within
from kg.pipeline.bounds import ORDINARY, Bounds

if TYPE_CHECKING:
    from kg.export.frames import Frames
    from kg.graph import Common, Decisions, Network
    from kg.graph.differences import Differences
    from kg.rdf import Dataset, Results, Source
    from kg.rdf.serialising import RdflibGraph
    from kg.reading import Failure


class Graph:
    """What one or more articles say, as a graph to ask and to write."""

    def __init__(
        self,
        articles: Iterable[Statements] = (),
        failures: Iterable[Failure] = (),
        decisions: Decisions | None = None,
    ) -> None:
        self.articles = tuple(articles)
        self.failures = tuple(failures)
        """Inputs that gave no article."""
        self.decisions = decisions
        """What the user decided on who is who across articles."""
        self.base: str | None = None
        """The IRI under which its data stands, None for the default."""

    @cached_property
    def parts(self) -> Sequence[Network] | None:
        """Give the graph of each article by itself, None where a file holds no more than that of all."""
        from kg import graph

        return [graph.of_article(statements) for statements in self.articles]

    @cached_property
    def network(self) -> Network:
        """Give the graph as a `networkx.MultiDiGraph`, in a fixed order."""
        return self.common.network(self.parts or ())

    @cached_property
    def common(self) -> Common:
        """Give what the articles have in common: who is who and which events are one."""
        from kg import graph

        return graph.Common(map(graph.summarise, self.parts or ()), self.decisions or graph.UNDECIDED)

    @property
    def readings(self) -> Sequence[Reading]:
        """Give the texts of the articles with the places of what the graph says; none where it was read from RDF."""
        from kg import graph

        return graph.readings(self.articles, self.common) if self.articles else ()

    @cached_property
    def store(self) -> Source:
        """Give the graph as triples that questions can be put to, a `pyoxigraph.Store`."""
        from kg import rdf

        return rdf.load(self.to_turtle() if self.parts is None else self.dataset())

    @cached_property
    def rdflib(self) -> RdflibGraph:
        """Give the graph as a `rdflib.Graph`."""
        from kg import rdf

        return rdf.to_rdflib(self.to_turtle())

    def dataset(self, base: str | None = None) -> Dataset:
        """Give the articles, each with a graph of its own.

        Raises:
            GraphError: the graph was read from a file in which the articles are merged.

        """
        from kg import graph, rdf

        if self.parts is None:
            forms = ", ".join(f".{form}" for form in rdf.DATASETS)
            msg = f"the articles of this graph are merged; they stand apart in {forms} files and in stores"
            raise GraphError(msg)
        return rdf.Dataset(self.parts, self.decisions or graph.UNDECIDED, base or self.base or rdf.DEFAULT_BASE)

    def triples(self) -> list[tuple[str, str, str]]:
        """List what the articles state as fact: subject, relation, object."""
        from kg import graph

        return list(graph.asserted(self.network))

    def query(self, sparql: str, **parameters: str) -> Results:
        """Ask a question: in SPARQL, prefixes declared or not, or by the name of one that is kept with kg.

        Raises:
            GraphError: the question cannot be understood, or asks for what lies outside the graph.

        """
        from kg import rdf

        return rdf.query(self.store, sparql, parameters)

    def diff(self, new: Graph) -> Differences:
        """Tell what a newer graph gained, lost and changed against this one."""
        from kg.graph.differences import compare

        return compare(self.network, new.network)

    def to_turtle(self, base: str | None = None) -> str:
        """Write the graph as RDF, in Turtle; data stands under the base IRI."""
        return self.to_rdf("ttl", base)

    def to_rdf(self, form: str, base: str | None = None) -> str:
        """Write the graph as `ttl`, `nt`, `jsonld` or `rdf` (RDF/XML), or each article as a graph in `trig` or `nq`.

        Raises:
            GraphError: there is no such format, or the articles do not stand apart.

        """
        from kg import rdf

        if form in rdf.DATASETS:
            return rdf.serialise_articles(self.dataset(base), form)
        return rdf.serialise(self.network, form, base or self.base or rdf.DEFAULT_BASE)

    def to_pandas(self) -> Frames:
        """Give the graph as data frames of pandas: `entities`, `events`, `facts`, `claims`, `quotations`, `articles`.

        Columns are those of `kg export --to csv`; `kg.export.frames` says of which kinds.

        Raises:
            GraphError: pandas is not installed.

        """
        from kg.export import frames

        return frames.to_pandas(self.network)

    def to_html(self, title: str | None = None) -> str:
        """Draw the graph as one page, which opens without network."""
        from kg import view

        return view.to_html(self.network, title, self.readings)

    def _repr_html_(self) -> str:
        """Show the graph in a notebook."""
        from kg import view

        return view.to_frame(self.to_html(), "kg")

    def to_json(self) -> str:
        """Write the graph JSON: of one article its document, of several a list of documents.

        Raises:
            GraphError: the graph was read from RDF, which does not hold the articles' texts.

        """
        from kg import store

        if not self.articles:
            msg = "there are no articles in this graph; JSON is written when articles are built: kg build -f json"
            raise GraphError(msg)
        documents = [store.to_json(statements) for statements in self.articles]
        return documents[0] if len(documents) == 1 else f"[{','.join(documents)}]"


def build(
    source: Name,
    *,
    date: str | None = None,
    title: str | None = None,
    language: str | None = None,
    gazetteer: Name | None = None,
    decisions: Name | None = None,
    reconcile: str | None = None,
    bounds: Bounds = ORDINARY,
) -> Graph:
    """Make the graph of a text, or of a file or folder.

    A string is taken for a name if there is something of that name, or if it ends like one (`.txt`, `.jsonl`).
    What the arguments say overrules what the articles say of themselves. `gazetteer` and `decisions` are files: names
    with their IRIs, and who is who across articles; `reconcile` is the address of a W3C reconciliation service, asked
    for people and organisations. Inputs that gave no article stand in `graph.failures`. What exceeds the `bounds` is
    none; those of memory, and of time, the command line alone can keep to, whose articles are read by other processes.

    Raises:
        ArticleError: the text exceeds the bounds.
        InputError: there is no article in it, the date is none, or a line of the files is wrong.
        LanguageError: there are no tables or no parser for the language.

    """
    from kg import reading

    said = reading.Said(title, date, language)
    given = read_given(gazetteer, decisions, reconcile)
    read_from = partial(state_within, bounds, given.linkers)
    if isinstance(source, str) and not _is_name(source):
        return Graph([read_from(reading.read_text(source, said))], decisions=given.decisions)
    graph = collect(each(read_from, [source], said, bounds=bounds), lambda _: None)
    graph.decisions = given.decisions
    if not graph.articles:
        failure = graph.failures[0]
        raise type(failure.error)(str(failure))
    return graph


def load(path: Name) -> Graph:
    """Read a graph back from a file or shards that a build wrote, from the folder that holds them, or from a store.

    Raises:
        GraphError: it cannot be read, or holds no graph of kg.

    """
    from kg import rdf
    from kg.pipeline.stored import StoredGraph, is_stored

    location = os.fspath(path)
    if is_stored(location):
        return StoredGraph(location)
    saved = rdf.read(find(path))
    graph = Graph(decisions=saved.dataset.decisions if saved.dataset else None)
    graph.parts = saved.dataset.parts if saved.dataset else None
    graph.network = saved.network
    graph.base = saved.base
    return graph


def find(path: Name) -> Path:
    """Find a graph: the file or folder of shards that is named, or the one that a folder holds, Turtle before others.

    Raises:
        GraphError: the folder holds none, or several.

    """
    from kg.rdf.formats import FORMATS
    from kg.rdf.parsing import files_of

    given = Path(path)
    if files_of(given):
        return given
    kinds = (sorted(filter(files_of, given.glob(f"*.{form.suffix}"))) for form in FORMATS.values() if form.syntax)
    found = next(filter(None, kinds), [])
    if len(found) != 1:
        names = ", ".join(one.name for one in found) or "none"
        msg = f"'{given}' holds not one graph but {names}; name the one that is meant"
        raise GraphError(msg)
    return found[0]


def collect(results: Iterable[Statements | Failure], seen: Callable[[Statements], None]) -> Graph:
    """Gather what is made; `seen` is called with each statements as they come."""
    articles: list[Statements] = []
    failures: list[Failure] = []
    for result in results:
        if isinstance(result, Statements):
            seen(result)
            articles.append(result)
        else:
            failures.append(result)
    return Graph(articles, failures)


def _is_name(text: str) -> bool:
    """Tell a file name from an article."""
    if text.lower().endswith((".txt", ".jsonl")) and "\n" not in text:
        return True
    try:
        return Path(text).exists()
    except (OSError, ValueError):  # too long for a name, or with characters that no name has
        return False
