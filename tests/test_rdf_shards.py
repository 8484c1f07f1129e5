"""The lines of the pieces of a graph are those of the whole."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from strategies import statements as drawn_statements

from kg import graph, rdf
from kg.graph import Common
from kg.model import Statements
from kg.rdf import DEFAULT_BASE, Dataset
from kg.rdf.shards import article_lines, node_lines, said_lines, size_lines

SEVERAL = st.lists(drawn_statements(), min_size=1, max_size=3, unique_by=lambda one: one.article.id)
drawn = settings(suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], max_examples=40)


def together(lines: set[str], *described: str) -> str:
    return "".join(f"{line}\n" for line in sorted([*lines, *described]))


@drawn
@given(SEVERAL)
def test_the_graph_of_all_is_made_of_pieces(articles: list[Statements]) -> None:
    parts = [graph.of_article(one) for one in articles]
    common = Common(graph.bare(graph.summarise(part)) for part in parts)
    lines = {line for part in parts for line in said_lines(common.said(part), DEFAULT_BASE)}
    for nodes in (common.entities, common.events, common.relations):
        lines.update(node_lines(nodes.values(), DEFAULT_BASE))
    described = size_lines(len(lines), DEFAULT_BASE)
    assert together(lines, *described) == rdf.serialise(graph.assemble(articles), "nt")


@drawn
@given(SEVERAL)
def test_so_are_the_graphs_of_the_articles(articles: list[Statements]) -> None:
    parts = [graph.of_article(one) for one in articles]
    lines = {line for part in parts for line in article_lines(part, DEFAULT_BASE)}
    described = size_lines(len(lines), DEFAULT_BASE, graph.UNDECIDED)
    assert together(lines, *described) == rdf.serialise_articles(Dataset(parts), "nq")
