"""The frozen values that the rooms hand to one another.

Takes nothing; gives values; knows the flow Article -> Parse -> Findings -> Statements -> graph; never computes
more than a look-up on itself. Offsets are Unicode code points, half-open, into `Article.text` exactly as read.
"""

from kg.model.graph import (
    Claim,
    DocumentNode,
    EntityNode,
    EventNode,
    Evidence,
    QuotationNode,
    Reading,
    RelationNode,
    Status,
)
from kg.model.statements import (
    Entity,
    EntityType,
    Event,
    EventFinding,
    Fact,
    FactFinding,
    Findings,
    Labels,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Quotation,
    QuotationFinding,
    Statements,
    TimeExpression,
)
from kg.model.text import Article, Name, NameLabel, Parse, Sentence, Span, Token

__all__ = [
    "Article",
    "Claim",
    "DocumentNode",
    "Entity",
    "EntityNode",
    "EntityType",
    "Event",
    "EventFinding",
    "EventNode",
    "Evidence",
    "Fact",
    "FactFinding",
    "Findings",
    "Labels",
    "Mention",
    "MentionKind",
    "Modality",
    "Name",
    "NameLabel",
    "Parse",
    "Polarity",
    "Quotation",
    "QuotationFinding",
    "QuotationNode",
    "Reading",
    "RelationNode",
    "Sentence",
    "Span",
    "Statements",
    "Status",
    "TimeExpression",
    "Token",
]
