"""Quotations and who utters them.

Takes the trees of an article; gives each quotation with the verb of speech beside it and its speaker. Knows quotation
marks, across sentences, verbs of speech, and words set apart with a name under them; a quoted word without a speaker
(`« fêtes sauvages »`) is no quotation.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.arguments import SPEECH, arguments
from kg.extraction.tree import Tree
from kg.model import Span, Token

QUOTED = re.compile(r"«[^«»]+»|“[^“”]+”|\"[^\"]+\"")
SIGNED = re.compile(
    r"^(?P<words>(?=[^\n]*\b(?:[Jj]e|[Jj]'|[Mm]es?|[Mm]on|[Mm]a|[Nn]ous|[Nn]os|[Nn]otre)\b)[^\n]{20,}[.!?…»”\])]\s*)"
    r"[—–]\s?(?P<name>[^\W\d_a-z][^\n.!?]{1,80})$",
    re.MULTILINE,
)
"""A paragraph in the first person with a dash and a name at its end: `J'ai eu peur. — Anne Durand, témoin`."""
NEAR = 120  # characters between a quotation and the verb that attributes it


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody says word for word: its span, its speaker, and the verb of speech (None where it is carried on)."""

    span: Span
    tree: Tree
    speaker: Token
    verb: Token | None


def quotations(text: str, trees: Sequence[Tree]) -> tuple[Quotation, ...]:
    """Find the quotations of an article that have a speaker."""
    found: list[Quotation] = []
    for match in QUOTED.finditer(text):
        span = Span(*match.span())
        around = [tree for tree in trees if tree.sentence.span.overlaps(span)]
        attributions = sorted(_attributions(span, around), key=lambda each: each[0]) or [*_according_to(span, around)]
        attributions = attributions or [*_woven_in(span, around)]
        if attributions:
            _, tree, verb, speaker = attributions[0]
            found.append(Quotation(span, tree, speaker, verb))
        elif found and _stands_alone(span, around) and _follows(text, found[-1].span, span):
            found.append(Quotation(span, found[-1].tree, found[-1].speaker, None))
    return tuple(sorted([*found, *_signed(text, trees)], key=lambda quotation: quotation.span))


def _signed(text: str, trees: Sequence[Tree]) -> Iterator[Quotation]:
    """Yield the paragraphs that somebody's name stands under."""
    for match in SIGNED.finditer(text):
        for tree in trees:
            name = next((token for token in tree.sentence.tokens if token.span.start == match.start("name")), None)
            if name is not None and name.upos == "PROPN":
                yield Quotation(Span(*match.span("words")), tree, name, None)


def _attributions(span: Span, trees: Sequence[Tree]) -> Iterator[tuple[int, Tree, Token | None, Token]]:
    """Yield distance, tree, verb of speech and speaker for each verb that may attribute the quotation."""
    for tree in trees:
        for verb in tree.sentence.tokens:
            is_speech = verb.upos == "VERB" and tree.stance(verb) in SPEECH
            if not is_speech or span.covers(verb.span):
                continue
            distance = max(span.start - verb.span.end, verb.span.start - span.end)
            subjects = arguments(tree, verb).subjects
            if distance <= NEAR and subjects and not span.covers(subjects[0].span) and _is_beside(tree, verb, span):
                yield distance, tree, verb, subjects[0]


def _according_to(span: Span, trees: Sequence[Tree]) -> Iterator[tuple[int, Tree, Token | None, Token]]:
    """Yield who is named in front of the quotation: `Pour Anne Durand, « ... »`."""
    for tree in trees:
        for token in tree.sentence.tokens:
            for complement in tree.complements(token):
                distance = span.start - complement.token.span.end
                is_named = complement.token.upos == "PROPN" or complement.preposition != "pour"
                if complement.preposition in {"pour", "selon", "d'après"} and is_named and 0 <= distance <= NEAR:
                    yield distance, tree, None, complement.token


def _woven_in(span: Span, trees: Sequence[Tree]) -> Iterator[tuple[int, Tree, Token | None, Token]]:
    """Yield whose words are woven into a sentence: `Le maire combat un projet « qui détruit la ville »`.

    The words are a clause, and who acts in the clause around them is somebody.
    """
    if len(trees) != 1:
        return
    tree = trees[0]
    inside = [token for token in tree.sentence.tokens if span.covers(token.span)]
    if not any(token.upos in {"VERB", "AUX"} and token.feat("VerbForm") == "Fin" for token in inside):
        return
    top = next((token for token in inside if not span.covers(getattr(tree.head(token), "span", span))), None)
    for verb in tree.ancestors(top) if top is not None else ():
        subjects = arguments(tree, verb).subjects if verb.upos == "VERB" and not span.covers(verb.span) else []
        if subjects and not span.covers(subjects[0].span) and _is_somebody(tree, subjects[0]):
            yield 0, tree, None, subjects[0]
            return


def _is_somebody(tree: Tree, token: Token) -> bool:
    noun = tree.language.noun(token.lemma, token.form)
    return token.upos == "PROPN" or (noun is not None and noun.type in {"Person", "Group", "Organization"})


def _is_beside(tree: Tree, verb: Token, span: Span) -> bool:
    """Tell whether the quoted words hang on the verb, or the verb on them."""
    head = tree.head(verb)
    if head is not None and span.covers(head.span):
        return verb.relation in {"parataxis", "conj", "root"}
    inside = [child for child in tree.children(verb) if span.covers(child.span) and child.upos != "PUNCT"]
    return bool(inside) or any(span.covers(mark.span) for mark in tree.children(verb, "punct"))


def _stands_alone(span: Span, trees: Sequence[Tree]) -> bool:
    return any(span.covers(tree.sentence.span) for tree in trees)


def _follows(text: str, earlier: Span, later: Span) -> bool:
    """Tell whether at most one sentence lies between two quotations."""
    return len(re.findall(r"[.!?…]\s", text[earlier.end : later.start])) <= 1
