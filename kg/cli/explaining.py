"""Why a statement is in the graph.

Takes a graph and words; gives the claims or entities that have all of them, and lays them out: the triple, its sentence
with the words marked, how it is meant, who says so, and the rules that found it with their meaning; of an entity its
names, articles and why they are one. Knows words for people; never RDF.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from typing import Final

from anyascii import anyascii
from rich.table import Table
from rich.text import Text

from kg import graph, language
from kg.cli.terminal import display
from kg.graph import Network
from kg.model import Claim, DocumentNode, EntityNode, Evidence, RelationNode, Status

IN_FULL: Final = 3
"""Statements that are shown in full when more have the words."""

MEANINGS: Final[Mapping[Status, str]] = {
    "Asserted": "the article states it as fact",
    "Reported": "somebody says so; the article does not vouch for it",
    "Negated": "it is said not to be so",
    "Projected": "it is planned, promised or announced",
    "Hypothetical": "it is supposed, asked for or feared",
}


def find(network: Network, words: str) -> list[Claim]:
    """Give the claim of this id, or the claims that have all the words, the most likely to be meant first.

    Those about things stand before those about other claims, facts before what is only told, short before long.
    """
    made = {claim.id: claim for claim in graph.claims(network)}
    if words in made:
        return [made[words]]
    wanted = _words(words)
    found = [claim for claim in made.values() if _has_all(wanted, set(_claim_words(network, claim)))]
    return sorted(
        found, key=lambda one: (one.object in made, one.status != "Asserted", len(_title(network, one)), one.id)
    )


def show(network: Network, claims: Sequence[Claim]) -> None:
    """Print the first claims in full and name the others."""
    for claim in claims[:IN_FULL]:
        lines = Table.grid(padding=(0, 2))
        for name, content in _lines(network, claim):
            lines.add_row(f"  {name}", content)
        display(Text(_title(network, claim), style="bold"), lines, "")
    if len(claims) > IN_FULL:
        display(f"{len(claims) - IN_FULL} more have these words; explain one by more words, or by its id:")
    for claim in claims[IN_FULL:]:
        display(Text(f"  {claim.id}  {_title(network, claim)} ({claim.status.lower()})"))


def find_entities(network: Network, words: str) -> list[EntityNode]:
    """Give the entity of this id, or those that have all the words in their names, the most often named first."""
    made = {node.id: node for node in graph.entities(network)}
    if words in made:
        return [made[words]]
    wanted = _words(words)
    found = [node for node in made.values() if _has_all(wanted, set(_node_words(network, node.id)))]
    return sorted(found, key=lambda node: (-len(_articles(network, node)), len(node.label), node.id))


def show_entities(network: Network, nodes: Sequence[EntityNode]) -> None:
    """Print the first entities in full and name the others."""
    for node in nodes[:IN_FULL]:
        lines = Table.grid(padding=(0, 2))
        for name, content in _entity_lines(network, node):
            lines.add_row(f"  {name}", content)
        display(Text(node.label, style="bold"), lines, "")
    for node in nodes[IN_FULL:]:
        display(Text(f"  {node.id}  {node.label}"))


def _entity_lines(network: Network, node: EntityNode) -> Iterator[tuple[str, Text]]:
    """Yield what is known of an entity, by name."""
    yield "entity", Text(node.id)
    yield "type", Text(node.type)
    if other := [name for name in node.names if name != node.label]:
        yield "also", Text(", ".join(other))
    for link in node.links:
        yield "link", Text(link)
    if node.link_confidence is not None:
        yield "link sure", Text(f"{node.link_confidence:.2f}")
    yield "named in", Text(", ".join(_articles(network, node)))
    for number, reason in enumerate(node.reasons):
        yield "" if number else "one because", Text(reason)


def _articles(network: Network, node: EntityNode) -> list[str]:
    """Give the names of the articles whose claims speak of an entity."""
    edges = [*network.in_edges(node.id, data=True), *network.out_edges(node.id, data=True)]
    claims = [data["value"] for _, _, data in edges if data["kind"] == "claim"]
    documents = {claim.document for claim in claims}
    return sorted(network.nodes[key]["value"].name for key in documents)


def _title(network: Network, claim: Claim) -> str:
    goal = claim.value if claim.object is None else graph.label(network, claim.object)
    return f"{graph.label(network, claim.subject)} — {claim.relation.removeprefix('rel:')} — {goal}"


def _lines(network: Network, claim: Claim) -> Iterator[tuple[str, Text]]:
    """Yield what is known of a claim, by name."""
    yield "claim", Text(claim.id)
    yield "status", Text(f"{claim.status}: {MEANINGS[claim.status]} ({claim.polarity}, {claim.modality})")
    yield "according to", Text(_teller(network, claim.attributed_to))
    if claim.within:
        yield "told in", Text(f"{_title(network, network.nodes[claim.within]['value'])} ({claim.within})")
    if claim.time:
        yield "time", Text(f"{claim.time} (“{claim.time_text}”)" if claim.time_text else claim.time)
    if claim.places:
        yield "place", Text(", ".join(graph.label(network, place) for place in claim.places))
    if claim.of:
        yield "of", Text(graph.label(network, claim.of))
    for evidence in claim.evidence:
        yield "sentence", _sentence(evidence)
        document = network.nodes[evidence.document]["value"]
        yield "", Text(f"{document.name}, characters {evidence.span.start} to {evidence.span.end}", style="dim")
    if claim.event and (others := _other_articles(network, claim.event, claim.document)):
        yield "also told in", Text(", ".join(others))
    yield "confidence", Text(str(claim.confidence))
    for number, rule in enumerate(claim.rules):
        yield "" if number else "found by", Text(f"{rule}: {meaning}" if (meaning := _meaning(rule)) else rule)


def _other_articles(network: Network, event: str, document: str) -> list[str]:
    """Give the names of the articles that tell an event, but for one."""
    evidence = network.nodes[event]["value"].evidence
    return sorted({network.nodes[one.document]["value"].name for one in evidence if one.document != document})


def _sentence(evidence: Evidence) -> Text:
    """Give the sentence with the words of evidence marked: by asterisks too, for where nothing can be bold."""
    start, end = (at - evidence.sentence.start for at in (evidence.span.start, evidence.span.end))
    cuts = (evidence.sentence_text[:start], evidence.sentence_text[start:end], evidence.sentence_text[end:])
    before, words, after = (re.sub(r"\s+", " ", cut) for cut in cuts)
    return Text.assemble(before, (f"**{words}**", "bold"), after)


def _teller(network: Network, key: str) -> str:
    node = network.nodes[key]["value"]
    return f"the article ({node.name})" if isinstance(node, DocumentNode) else graph.label(network, key)


def _claim_words(network: Network, claim: Claim) -> Iterator[str]:
    for key in (claim.subject, claim.relation, claim.object):
        if key is not None:
            yield from _node_words(network, key)
    yield from _words(claim.value or "")


def _node_words(network: Network, key: str) -> Iterator[str]:
    """Yield the words of all names of a node; those of a told claim are its parts'."""
    node = network.nodes[key]["value"]
    if isinstance(node, Claim):
        yield from _claim_words(network, node)
    elif isinstance(node, RelationNode):
        yield from _words(" ".join([node.id, *dict(node.labels).values()]))
    else:
        names = node.names if isinstance(node, EntityNode) else ()
        yield from _words(" ".join([graph.label(network, key), *names]))


def _words(text: str) -> list[str]:
    return re.findall(r"[a-z0-9]+", anyascii(text).lower())


def _has_all(wanted: Sequence[str], known: set[str]) -> bool:
    """Tell whether each word begins one of the others: `kill` finds `killed`."""
    return bool(wanted) and all(any(word.startswith(one) for word in known) for one in wanted)


def _meaning(rule: str) -> str | None:
    kind, _, name = rule.partition("/")
    return _meanings().get(rule) or (_meanings().get(f"{kind}/*") or "").replace("*", name) or None


@cache
def _meanings() -> dict[str, str]:
    table = language.rows(language.KNOWLEDGE / "rules.tsv", ("rule", "meaning", "example", "source"))
    return {row["rule"]: row["meaning"] for row in table}
