"""What looks like a time expression and is none: numbers and parts of names.

Takes a match with its sentence and parse; tells whether it stands. Knows Universal Dependencies; never a value.
"""

from __future__ import annotations

from kg.extraction.times.rules import Match
from kg.extraction.times.tense import head_of
from kg.model import Parse, Sentence, Span


def is_time(match: Match, span: Span, sentence: Sentence, parse: Parse) -> bool:
    """Tell whether a match is a time expression."""
    is_number = match.rule.kind == "DATE" and span.of(parse.article.text).isdigit() and _counts(span, sentence)
    return not (is_number or _is_in_name(span, parse))


def _counts(span: Span, sentence: Sentence) -> bool:
    """Tell whether digits count the noun after them: `2000 soldats`."""
    head = head_of(sentence, span)
    return head is not None and head.relation == "nummod" and head.head > head.id


def _is_in_name(span: Span, parse: Parse) -> bool:
    """Tell whether a word stands inside a longer name: `le Journal du Dimanche`."""
    is_word = not any(character.isspace() for character in span.of(parse.article.text))
    return is_word and any(name.span.covers(span) and name.span != span for name in parse.names)
