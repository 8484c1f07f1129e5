"""The tense of the clause around an expression, by which a date without a year finds its year.

Takes a `Sentence` and a span of it; gives "past", "future", "present" or "unknown". Knows Universal Dependencies;
never a calendar.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from kg.language import Language
from kg.model import Sentence, Span, Token

Tense = Literal["past", "present", "future", "unknown"]

AUXILIARY = frozenset({"aux", "cop"})
AHEAD = frozenset({"promise", "plan", "want", "order"})
"""Stances whose infinitive is yet to come."""


def tense_around(sentence: Sentence, span: Span, language: Language) -> Tense:
    """Read the tense of the nearest verb that governs the span, else of the finite verb that stands nearest to it."""
    head = head_of(sentence, span)
    if head is None:
        return "unknown"
    for token in [head, *ancestors(sentence, head)]:
        if (found := _tense(sentence, token, language)) is not None:
            return found
    by_distance = sorted(sentence.tokens, key=lambda other: abs(other.id - head.id))
    return next((found for token in by_distance if (found := _tense(sentence, token, language))), "unknown")


def head_of(sentence: Sentence, span: Span) -> Token | None:
    """Give the token of the span that governs the others in it; the first, if several do."""
    inside = {token.id: token for token in sentence.tokens if token.span.overlaps(span)}
    return next((token for token in inside.values() if token.head not in inside), None)


def ancestors(sentence: Sentence, token: Token) -> Iterator[Token]:
    """Yield the head of a token, its head, and so on up to the root."""
    while token.head:
        token = sentence.tokens[token.head - 1]
        yield token


def _tense(sentence: Sentence, token: Token, language: Language) -> Tense | None:
    """Read the tense of a predicate with its auxiliaries; None for what has none (nouns, present participles)."""
    helpers = [other for other in sentence.tokens if other.head == token.id and other.relation in AUXILIARY]
    finite = next((verb for verb in [*helpers, token] if _is_finite(verb)), None)
    is_participle = token.feat("VerbForm") == "Part" and token.feat("Tense") == "Past" and token.upos in {"VERB", "AUX"}
    if finite is None:
        if is_participle:
            return "past"
        return _of_infinitive(sentence, token, language) if token.feat("VerbForm") == "Inf" else None
    is_perfect = is_participle and (
        any(helper.deprel == "aux:tense" for helper in helpers) or token.lemma.lower() in language.intransitives
    )
    if is_perfect and finite.feat("Tense") != "Fut":
        return "past"
    if finite.feat("Mood") == "Cnd" or finite.feat("Tense") == "Fut":
        return "future"
    return "past" if finite.feat("Tense") in {"Past", "Imp"} else "present"


def _is_finite(token: Token) -> bool:
    return token.upos in {"VERB", "AUX"} and token.feat("VerbForm") == "Fin"


def _of_infinitive(sentence: Sentence, token: Token, language: Language) -> Tense:
    """Read an infinitive by its verb: `doit partir` and `a promis de partir` lie ahead, `devait partir` behind."""
    above = next(ancestors(sentence, token), None)
    if above is None or token.relation != "xcomp":
        return "unknown"
    if language.stances.get(above.lemma) in AHEAD:
        return "future"
    if above.lemma not in language.modals:
        return "unknown"
    return "past" if _tense(sentence, above, language) == "past" else "future"


def is_narrated(sentence: Sentence, verb: Token, language: Language) -> bool:
    """Tell whether a verb stands in the compound, simple or imperfect past, or goes along with one: `a réussi à fuir`.

    The pluperfect looks back from another time, and an imperfect passive tells a state: `il avait quitté la ville`,
    `les rues étaient fermées`.
    """
    if verb.upos not in {"VERB", "AUX"}:
        return False
    helpers = [other for other in sentence.tokens if other.head == verb.id and other.relation in AUXILIARY]
    finite = next((word for word in [*helpers, verb] if _is_finite(word)), None)
    if finite is None:
        above = next(ancestors(sentence, verb), None)
        return above is not None and _goes_along(verb, above, language) and is_narrated(sentence, above, language)
    is_perfect = finite.lemma in language.words["perfect"] and finite.feat("Tense") == "Past"
    looks_back = finite is not verb and (finite.feat("Tense") == "Imp" or is_perfect)
    return _tense(sentence, verb, language) == "past" and not looks_back


def _goes_along(verb: Token, above: Token, language: Language) -> bool:
    """Tell whether what has no tense of its own happens with the verb above it."""
    is_brought_about = language.stances.get(above.lemma) == "manage" or above.lemma in language.undertakings
    if verb.feat("VerbForm") == "Inf":
        return verb.relation == "xcomp" and is_brought_about
    return verb.feat("VerbForm") == "Part" and verb.relation in {"advcl", "conj"}
