"""Statements of an article -> the graph JSON, for scripts in any language.

Takes `Statements`; gives text with a fixed order of keys, described by `knowledge/graph.schema.json`. Knows names of
keys; never what a statement means. Offsets count code points of `document.text`.
"""

from __future__ import annotations

import hashlib
import json
from typing import Any

from kg.model import Article, Entity, Event, Fact, Span, Statements, TimeExpression

Json = dict[str, Any]


def to_json(statements: Statements) -> str:
    """Write the statements of an article as graph JSON, in UTF-8 as it is and with a line end at its end."""
    text = statements.article.text
    content = {
        "document": _document(statements.article),
        "entities": [_entity(entity, text) for entity in statements.entities],
        "events": [_event(event, text) for event in statements.events],
        "times": [_time(time, text) for time in statements.times],
        "facts": [_fact(fact) for fact in statements.facts],
        "quotations": [{**_quotation(each.span, text), "speaker": each.speaker} for each in statements.quotations],
    }
    written = json.dumps(content, ensure_ascii=False, indent=1) + "\n"
    # half a surrogate pair has no UTF-8, but JSON has an escape for it, which is Python's too
    return written.encode(errors="backslashreplace").decode()


def _document(article: Article) -> Json:
    found: Json = {
        "id": article.id,
        "title": article.title,
        "date": article.date,
        "language": article.language,
        "source": article.source,
        "sha256": hashlib.sha256(article.text.encode(errors="surrogatepass")).hexdigest(),
        "text": article.text,
    }
    if article.metadata:
        found["metadata"] = dict(article.metadata)
    return found


def _entity(entity: Entity, text: str) -> Json:
    found: Json = {
        "id": entity.id,
        "label": entity.label,
        "type": entity.type,
        "names": list(entity.names),
        "mentions": [_quotation(mention, text) for mention in entity.mentions],
        "links": list(entity.links),
    }
    if entity.link_confidence is not None:
        found["link_confidence"] = entity.link_confidence
    if entity.coordinates:
        found["coordinates"] = dict(zip(("latitude", "longitude"), entity.coordinates, strict=True))
    return found


def _event(event: Event, text: str) -> Json:
    return {
        "id": event.id,
        "relation": event.relation,
        "label": dict(event.labels),
        "type": event.type,
        "triggers": [_quotation(trigger, text) for trigger in event.triggers],
        "actors": list(event.actors),
        "targets": list(event.targets),
        "places": list(event.places),
        "time": _time_of(event.time, text) if event.time else None,
        "polarity": event.polarity,
        "modality": event.modality,
        "sources": list(event.sources),
        "evidence": [_span(span) for span in event.evidence],
        "confidence": event.confidence,
        "rules": list(event.rules),
    }


def _time_of(time: TimeExpression, text: str) -> Json:
    return {"value": time.value, "text": time.span.of(text), **_span(time.span)}


def _time(time: TimeExpression, text: str) -> Json:
    return {**_quotation(time.span, text), "type": time.type, "value": time.value}


def _fact(fact: Fact) -> Json:
    return {
        "subject": fact.subject,
        "relation": fact.relation,
        "object": fact.object,
        "value": fact.value,
        "of": fact.of,
        "evidence": [_span(span) for span in fact.evidence],
        "confidence": fact.confidence,
        "rules": list(fact.rules),
    }


def _span(span: Span) -> Json:
    return {"start": span.start, "end": span.end}


def _quotation(span: Span, text: str) -> Json:
    return {**_span(span), "text": span.of(text)}
