"""What the page can say of each thing on it, as plain data for its scripts and its table.

Takes the network; gives dictionaries of JSON values, claims in the order of the text; knows how a claim reads as a
line of words and where its evidence lies in its sentence; never a colour or a place on the drawing. All texts are
cut here: JavaScript counts UTF-16 units, spans count code points.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from urllib.parse import urlsplit

from kg.graph import Network, claims, documents, entities
from kg.graph import label as name
from kg.model import Claim, DocumentNode, Evidence, Span
from kg.view.predications import (
    ACTOR_OF,
    MENTIONS,
    TARGET_OF,
    Predication,
    is_lasting,
    relation_of,
    source_of,
)
from kg.view.wording import LANGUAGES, stance, words

Json = dict[str, Any]


def describe(graph: Network, relations: Iterable[Predication], language: str) -> Json:
    """Give all that the scripts of the page need besides the drawing."""
    drawn = {claim.id: relation.id for relation in relations for claim in relation.claims}
    return {
        "language": language,
        "words": {code: dict(words(code)) for code in LANGUAGES},
        "documents": {document.id: _document(document) for document in documents(graph)},
        "entities": {
            entity.id: {
                "label": entity.label,
                "type": entity.type,
                "names": [other for other in entity.names if other != entity.label],
                "links": [link for link in entity.links if safe_link(link)],
            }
            for entity in entities(graph)
        },
        "claims": [_claim(graph, claim, drawn.get(claim.id)) for claim in sorted(claims(graph), key=_reading_order)],
    }


def safe_link(text: str | None) -> str | None:
    """Give back a link that may be followed, None for anything else: no scheme but http and https is one.

    >>> safe_link("javascript:alert(1)")
    """
    try:
        parts = urlsplit(text or "")
    except ValueError:
        return None
    return text if parts.scheme in {"http", "https"} and parts.netloc else None


def table(graph: Network, language: str) -> list[Json]:
    """Give the rows of the list of claims, in words and in the order of the text."""
    return [
        {
            "id": claim.id,
            "subject": "" if claim.relation in {TARGET_OF, MENTIONS} else name(graph, claim.subject, language),
            "relation": name(graph, relation_of(claim), language),
            "object": _goal(graph, claim, language),
            "stance": _stance(graph, claim, language),
            "date": claim.time or "",
            "article": name(graph, claim.document, language),
        }
        for claim in sorted(claims(graph), key=_reading_order)
    ]


def reading(graph: Network, claim: Claim, language: str) -> str:
    """Say a claim in one line; what it tells, and what is a literal, follows a colon."""
    subject = "" if claim.relation in {TARGET_OF, MENTIONS} else name(graph, claim.subject, language)
    relation, goal = name(graph, relation_of(claim), language), _goal(graph, claim, language)
    is_told = claim.object is not None and isinstance(graph.nodes[claim.object]["value"], Claim)
    if claim.object is None or is_told:
        relation = f"{relation} :"
    return " ".join(filter(None, (subject, relation, goal)))


def literal(graph: Network, claim: Claim, language: str) -> str:
    """Give the literal of a claim with the entity that it holds at, as in "ministre, Irak"."""
    return ", ".join(filter(None, (claim.value, name(graph, claim.of, language) if claim.of else None)))


def quotes(evidence: Iterable[Evidence]) -> list[list[str]]:
    """Cut each sentence where its evidence begins and ends: every second piece, from the second on, is evidence."""
    spans: dict[tuple[str, Span, str], list[Span]] = {}
    for item in evidence:
        spans.setdefault((item.document, item.sentence, item.sentence_text), []).append(item.span)
    return [_pieces(text, sentence, found) for (_, sentence, text), found in sorted(spans.items())]


def _pieces(text: str, sentence: Span, spans: Iterable[Span]) -> list[str]:
    pieces, at = [], 0
    for start, end in _union(spans):
        first, last = max(start - sentence.start, at), min(end - sentence.start, len(text))
        if first < last:
            pieces += [text[at:first], text[first:last]]
            at = last
    return [*pieces, text[at:]]


def _union(spans: Iterable[Span]) -> list[tuple[int, int]]:
    """Melt spans that overlap or touch into one."""
    melted: list[tuple[int, int]] = []
    for span in sorted(spans):
        if melted and span.start <= melted[-1][1]:
            melted[-1] = (melted[-1][0], max(melted[-1][1], span.end))
        else:
            melted.append((span.start, span.end))
    return melted


def _reading_order(claim: Claim) -> tuple[str, int, str]:
    return claim.document, claim.evidence[0].span.start if claim.evidence else 0, claim.id


def _document(document: DocumentNode) -> Json:
    return {
        "title": document.title or document.name,
        "date": document.date,
        "source": document.source,
        "link": safe_link(document.source),
        "language": document.language,
    }


def _claim(graph: Network, claim: Claim, drawn: str | None) -> Json:
    return {
        "id": claim.id,
        "drawn": drawn,
        "subject": claim.subject if claim.relation not in {TARGET_OF, MENTIONS} else None,
        "relation": {code: name(graph, relation_of(claim), code) for code in LANGUAGES},
        "object": claim.subject if claim.relation == TARGET_OF else _object(claim),
        "value": claim.value,
        "of": claim.of,
        "status": claim.status,
        "lasting": is_lasting(graph, claim),
        "stance": {code: _stance(graph, claim, code) for code in LANGUAGES},
        "source": source_of(graph, claim),
        "time": claim.time,
        "timeText": claim.time_text,
        "places": list(claim.places),
        "document": claim.document,
        "confidence": claim.confidence,
        "rules": list(claim.rules),
        "within": claim.within,
        "quotes": quotes(claim.evidence),
    }


def _stance(graph: Network, claim: Claim, language: str) -> str:
    source = source_of(graph, claim)
    return stance(claim, name(graph, source, language) if source else None, language)


def _object(claim: Claim) -> str | None:
    if claim.relation in {ACTOR_OF, MENTIONS}:
        return None
    return claim.object


def _goal(graph: Network, claim: Claim, language: str) -> str:
    """Say what stands at the object's place of a claim."""
    if claim.relation in {ACTOR_OF, MENTIONS}:
        return ""
    if claim.relation == TARGET_OF:
        return name(graph, claim.subject, language)
    if claim.object is None:
        return literal(graph, claim, language)
    told = graph.nodes[claim.object]["value"]
    return reading(graph, told, language) if isinstance(told, Claim) else name(graph, claim.object, language)
