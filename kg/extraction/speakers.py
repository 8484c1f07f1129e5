"""Who utters the words between two quotation marks.

Takes the place of a quotation and the words around it; gives the speaker and the verb of speech, from the surest
ground to the least: a verb of speech behind the words, one before them, `selon X`, who acts where a colon announces
them, whose sentence they are woven into, and who spoke last. Knows verbs of speech and where their subject stands;
abstains where nobody answers for the words: titles, terms, words held at arm's length.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from kg.extraction.arguments import SPEECH, arguments
from kg.extraction.tree import Tree
from kg.extraction.verb_forms import leading_form
from kg.model import Span, Token

NEAR = 120
"""Characters between a quotation and who is named in front of it."""
BEHIND = 9
"""Words behind a quotation among which a verb of speech and its subject begin."""
AT_ONCE = 4
"""Words between a verb of speech and the quotation that it governs without `que` or a colon."""
SHORT = 3
"""Words that a piece has at least that is woven into a sentence."""
INVERTED = re.compile(r"-?(?:t-)?(?:ils?|elles?|on|je|nous)", re.IGNORECASE)
AUXILIARIES = frozenset({"AUX", "ADV", "PRON", "PART"})
SOMEBODY = frozenset({"Person", "Group", "Organization"})
NOUNS = frozenset({"NOUN", "PROPN"})
NAMED = NOUNS | {"PRON"}
NAMING = NOUNS | {"ADJ"}


@dataclass(frozen=True, slots=True)
class Quotation:
    """What somebody says word for word: its span, its speaker, and the verb of speech (None where it is carried on)."""

    span: Span
    tree: Tree
    speaker: Token
    verb: Token | None


@dataclass(frozen=True, slots=True)
class Word:
    """A token with its tree."""

    tree: Tree
    token: Token


class Words:
    """The words of an article in order, and what stands in quotation marks."""

    def __init__(self, text: str, trees: Sequence[Tree], quoted: Sequence[Span]) -> None:
        self.text = text
        self.quoted = quoted
        self._words = [Word(tree, token) for tree in trees for token in tree.sentence.tokens]
        self._starts = [word.token.span.start for word in self._words]
        self._ends = [word.token.span.end for word in self._words]

    def inside(self, span: Span) -> list[Word]:
        """Give the words of a quotation, without its marks and other punctuation."""
        first, last = bisect_left(self._starts, span.start), bisect_right(self._ends, span.end)
        return [word for word in self._words[first:last] if word.token.upos != "PUNCT"]

    def behind(self, span: Span) -> list[Word]:
        """Give the words behind a quotation up to the next one or the end of the sentence."""
        first = bisect_left(self._starts, span.end)
        found: list[Word] = []
        for word in self._words[first : first + BEHIND + 2]:
            is_end = word.token.form in {".", "!", "?", "…", ";", ":"}
            if self.is_quoted(word.token) or (is_end and (found or not self._runs_on(word.token))):
                break
            if word.token.upos != "PUNCT":
                found.append(word)
            elif found and word.token.form not in {",", "-", "("}:
                break
        return found

    def before(self, span: Span) -> list[Word]:
        """Give the words of the sentence before a quotation, those of other quotations left out."""
        last = bisect_right(self._ends, span.start)
        if not last:
            return []
        tree = self._words[last - 1].tree
        inside = next((word.tree for word in self.inside(span)[:1]), tree)
        if tree is not inside and self._words[last - 1].token.form != ":":
            return []
        first = bisect_left(self._starts, tree.sentence.span.start)
        return [word for word in self._words[first:last] if not self.is_quoted(word.token)]

    def sentence_before(self, span: Span) -> Tree | None:
        """Give the sentence that ends in front of a quotation, in the same paragraph."""
        last = bisect_right(self._ends, span.start)
        if not last or "\n" in self.text[self._ends[last - 1] : span.start]:
            return None
        return self._words[last - 1].tree

    def is_quoted(self, token: Token) -> bool:
        """Tell whether a word stands in quotation marks."""
        return any(span.covers(token.span) for span in self.quoted)

    def _runs_on(self, end: Token) -> bool:
        """Tell whether the sentence goes on behind a mark: `« Partez ! » . a crié le maire`."""
        following = self.text[end.span.end : end.span.end + 3].lstrip()
        return following[:1].islower()


def speaker_of(span: Span, words: Words, last: Quotation | None) -> Quotation | None:
    """Give the quotation with its speaker, None where nobody answers for the words; `last` stands before it."""
    for sieve in SIEVES:
        if (found := sieve(span, words, last)) is not None:
            return found
    return None


Sieve = Callable[[Span, Words, Quotation | None], Quotation | None]


def spoken_behind(span: Span, words: Words, _: Quotation | None = None) -> Quotation | None:
    """Read `« ... », a déclaré la maire` and `« ... », explique-t-il`."""
    following = words.behind(span)
    for number, word in enumerate(following[:AT_ONCE]):
        token = word.token
        if token.upos in {"VERB", "AUX"} and (inverted := _inverted(following, number)) is not None:
            return Quotation(span, inverted.tree, inverted.token, token)
        is_misread = number == 0 and _is_misread_verb(following)
        if token.upos == "VERB" or is_misread:
            is_speech = is_misread or word.tree.stance(token) in SPEECH
            subject = _subject(word, span, following[number + 1 :]) if is_speech else None
            return Quotation(span, word.tree, subject, token) if subject is not None else None
        if token.upos not in AUXILIARIES:
            return None
    return None


def _is_misread_verb(following: Sequence[Word]) -> bool:
    """Tell whether a noun behind a quotation is a verb of speech in the present: `« ... », juge le ministère`."""
    first, second = following[0], following[1:2]
    infinitive = f"{first.token.form.lower()}r"
    is_before_noun = any(word.token.upos == "DET" for word in second)
    return first.token.upos == "NOUN" and is_before_noun and first.tree.language.stances.get(infinitive) == "say"


def _inverted(following: Sequence[Word], number: int) -> Word | None:
    """Give the pronoun that stands behind its verb: `a-t-il dit`."""
    after = following[number + 1 : number + 2]
    return next((word for word in after if word.token.upos == "PRON" and INVERTED.fullmatch(word.token.form)), None)


def _subject(verb: Word, span: Span, following: Sequence[Word]) -> Token | None:
    """Give the subject of a verb of speech behind a quotation: what stands behind it, whatever the parser says."""
    subjects = [token for token in arguments(verb.tree, verb.token).subjects if not span.covers(token.span)]
    behind = [token for token in subjects if token.span.start >= verb.token.span.end]
    if behind:
        return behind[0]
    addressed = False
    for word in following:
        if word.token.upos in NOUNS and not addressed:
            return word.tree.first_conjunct(word.token) if word.token.relation == "conj" else _head_of_name(word)
        if word.token.upos in {"SCONJ", "VERB"}:
            break
        addressed = word.token.upos == "ADP" or (addressed and word.token.upos == "DET")  # `a dit à l'AFP Anne Durand`
    return subjects[0] if subjects else None


def _head_of_name(word: Word) -> Token:
    """Give the word that the parts of a name hang on."""
    head = word.tree.head(word.token)
    is_part = word.token.relation in {"flat", "appos"} and head is not None and head.upos in {"NOUN", "PROPN"}
    return head if is_part and head is not None and abs(head.id - word.token.id) == 1 else word.token


def _before(span: Span, words: Words, last: Quotation | None) -> Quotation | None:
    """Read `la maire a déclaré : « ... »`, `elle estime que « ... »`, `il a dénoncé « ... »`."""
    before = words.before(span)
    is_announced = bool(before) and _announces(before[-1])
    if not is_announced and _is_scrap(words.inside(span)):
        return None
    for distance, word in enumerate(reversed(before)):
        token, tree = word.token, word.tree
        if token.upos != "VERB" or tree.stance(token) not in SPEECH:
            continue
        if not is_announced and distance > AT_ONCE and not _governs(tree, token, span):
            continue
        subjects = [
            t
            for t in arguments(tree, token).subjects
            if not words.is_quoted(t) and t.form not in tree.words["dative_clitic"]
        ]
        subject = subjects[0] if subjects else _nearest_subject(before, token)
        if subject is None and last is not None and last.tree is tree:
            subject = last.speaker  # `« ... », a dit la maire, avant de poursuivre : « ... »`
        if subject is not None and (tree.stance(token) == "say" or _is_somebody(tree, subject)):
            return Quotation(span, tree, subject, token)
    return None


def _announces(word: Word) -> bool:
    return word.token.form == ":" or word.token.form.lower() in word.tree.words["complementizer"]


def _governs(tree: Tree, verb: Token, span: Span) -> bool:
    """Tell whether the quoted words hang on a verb, by other words if need be."""
    inside = (token for token in tree.sentence.tokens if span.covers(token.span) and token.upos != "PUNCT")
    top = next((token for token in inside if not span.covers(getattr(tree.head(token), "span", span))), None)
    return top is not None and verb in tree.ancestors(top)


def _nearest_subject(before: Sequence[Word], verb: Token) -> Token | None:
    subjects = (w.token for w in reversed(before) if w.token.id < verb.id and w.token.relation == "nsubj")
    return next((token for token in subjects if token.upos in NAMED), None)


def _according_to(span: Span, words: Words, _: Quotation | None) -> Quotation | None:
    """Read who is named in front of the words: `Pour Anne Durand, « ... »`, `selon la police, « ... »`."""
    if _is_scrap(words.inside(span)):
        return None
    for word in reversed(words.before(span)):
        tree, token = word.tree, word.token
        preposition = tree.preposition(token) if token.upos in NAMED else ""
        is_view = preposition in tree.words["opinion"] and _is_somebody(tree, token)
        is_cited = preposition in tree.words["according"] or is_view
        if is_cited and span.start - token.span.end <= NEAR:
            return Quotation(span, tree, _name_behind(token, words.before(span)) or token, None)
    return None


def _name_behind(cited: Token, before: Sequence[Word]) -> Token | None:
    """Give the name that is set behind a description: `Pour le principal syndicat de la ville, l'Unsa, « ... »`."""
    behind = [word.token for word in before if word.token.id > cited.id]
    if cited.upos == "PROPN" or any(token.upos == "VERB" for token in behind):
        return None
    for number, token in enumerate(behind[1:], 1):
        previous = behind[number - 1] if behind[number - 1].upos != "DET" else behind[max(number - 2, 0)]
        if token.upos == "PROPN" and previous.form == ",":
            return token
    return None


def _around(span: Span, words: Words, _: Quotation | None) -> Quotation | None:
    """Read who speaks at the end of the sentence: `Le feu a pris « dans la cuisine » de l'école, a dit la maire`."""
    if _is_scrap(words.inside(span)):
        return None
    for word in words.inside(span)[:1]:
        clauses = [t for t in word.tree.sentence.tokens if t.relation == "parataxis" and t.span.start >= span.end]
        for clause in clauses:
            subjects = arguments(word.tree, clause).subjects if word.tree.stance(clause) == "say" else []
            if subjects and not span.covers(subjects[0].span):
                return Quotation(span, word.tree, subjects[0], clause)
    return None


def _announced(span: Span, words: Words, _: Quotation | None) -> Quotation | None:
    """Read who acts in the sentence that a colon closes: `Anne Durand a défendu sa décision : « ... »`."""
    before = words.before(span)
    if not before or before[-1].token.form != ":" or len(words.inside(span)) <= SHORT:
        return None
    actor = _actor(before[-1].tree, span)
    return Quotation(span, before[-1].tree, actor, None) if actor is not None else None


def _actor(tree: Tree, span: Span) -> Token | None:
    """Give the somebody who is the subject of a sentence."""
    root = next((token for token in tree.sentence.tokens if token.head == 0), None)
    subjects = arguments(tree, root).subjects if root is not None and root.upos == "VERB" else []
    return next((token for token in subjects if _is_somebody(tree, token) and not span.covers(token.span)), None)


def _woven_in(span: Span, words: Words, _: Quotation | None) -> Quotation | None:
    """Read whose words are woven into a sentence: `Le maire combat un projet « qui détruit la ville »`."""
    inside, before = words.inside(span), words.before(span)
    if not before or _is_term(before, inside):
        return None
    tree = inside[0].tree
    top = next((w.token for w in inside if not span.covers(getattr(tree.head(w.token), "span", span))), None)
    for verb in tree.ancestors(top) if top is not None else ():
        is_finite = verb.upos == "VERB" and leading_form(tree, verb) == "Fin"
        subjects = arguments(tree, verb).subjects if is_finite and not span.covers(verb.span) else []
        for subject in subjects[:1]:
            if not span.covers(subject.span) and _is_somebody(tree, subject):
                return Quotation(span, tree, subject, None)
    return None


def _is_term(before: Sequence[Word], inside: Sequence[Word]) -> bool:
    """Tell whether words only name something: `« La Petite Danseuse »`, `le thème « modes et styles »`."""
    is_capital, is_behind_noun = inside[:1] and inside[0].token.form[:1].isupper(), before[-1].token.upos in NAMING
    if _is_clause(inside):
        return bool(is_capital and is_behind_noun)
    return bool(is_capital or is_behind_noun or _is_scrap(inside))


def _is_scrap(inside: Sequence[Word]) -> bool:
    """Tell whether there are too few words to be somebody's: `« bangs »`, `« Etat islamique »`."""
    return len(inside) < SHORT and not _is_clause(inside)


def _is_clause(inside: Sequence[Word]) -> bool:
    return any(word.token.upos in {"VERB", "AUX"} and word.token.feat("VerbForm") == "Fin" for word in inside)


def _is_somebody(tree: Tree, token: Token) -> bool:
    noun = tree.language.noun(token.lemma, token.form)
    is_personal = token.upos == "PRON" and token.feat("PronType") == "Prs"
    return token.upos == "PROPN" or is_personal or (noun is not None and noun.type in SOMEBODY)


def _carried_on(span: Span, words: Words, last: Quotation | None) -> Quotation | None:
    """Let who spoke last go on, or who acted in the sentence before, where the words are a sentence of their own."""
    inside = words.inside(span)
    stands_alone = bool(inside) and all(
        span.covers(token.span) or token.upos == "PUNCT" for token in inside[0].tree.sentence.tokens
    )
    if not stands_alone or len(inside) <= SHORT:
        return None
    if last is not None and _follows(words.text, last.span, span):
        return Quotation(span, last.tree, last.speaker, None)
    tree = words.sentence_before(span)
    actor = _actor(tree, span) if tree is not None else None
    return Quotation(span, tree, actor, None) if tree is not None and actor is not None else None


def _follows(text: str, earlier: Span, later: Span) -> bool:
    """Tell whether at most one sentence lies between two quotations."""
    return len(re.findall(r"[.!?…]\s", text[earlier.end : later.start])) <= 1


SIEVES: tuple[Sieve, ...] = (spoken_behind, _before, _according_to, _around, _announced, _woven_in, _carried_on)
