"""What looks like a time expression and is none: numbers, ages, parts of names.

Takes a match with its sentence and parse; tells whether it stands. Knows Universal Dependencies and, from the
language's tables, which nouns are persons; never a value.
"""

from __future__ import annotations

from kg.extraction.times.rules import Match
from kg.extraction.times.tense import head_of
from kg.language import Language
from kg.model import Parse, Sentence, Span


def is_time(match: Match, span: Span, sentence: Sentence, parse: Parse, language: Language) -> bool:
    """Tell whether a match is a time expression."""
    is_number = match.rule.kind == "DATE" and span.of(parse.article.text).isdigit() and _counts(span, sentence)
    is_age = match.rule.kind == "DURATION" and match.groups.get("unit") == "year" and _is_age(span, sentence, language)
    return not (is_number or is_age or _is_in_name(span, parse))


def _counts(span: Span, sentence: Sentence) -> bool:
    """Tell whether digits count the noun after them: `2000 soldats`."""
    head = head_of(sentence, span)
    return head is not None and head.relation == "nummod" and head.head > head.id


def _is_age(span: Span, sentence: Sentence, language: Language) -> bool:
    """Tell whether years describe a person: `un homme de 34 ans`."""
    head = head_of(sentence, span)
    if head is None or head.relation not in {"nmod", "appos"}:
        return False
    noun = sentence.tokens[head.head - 1]
    while noun.relation in {"appos", "conj"}:
        noun = sentence.tokens[noun.head - 1]
    known = language.types.get(noun.lemma.lower())
    return noun.upos == "PROPN" or (known is not None and known.type in {"Person", "Group"})


def _is_in_name(span: Span, parse: Parse) -> bool:
    """Tell whether a word stands inside a longer name: `le Journal du Dimanche`."""
    is_word = not any(character.isspace() for character in span.of(parse.article.text))
    return is_word and any(name.span.covers(span) and name.span != span for name in parse.names)
