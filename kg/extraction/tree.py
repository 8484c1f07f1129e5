"""A sentence as a tree to walk.

Takes a `Sentence`; gives its tokens by kinship: dependents by relation, conjuncts, what a token governs through which
preposition. Knows Universal Dependencies and the prepositions of the language; never what an event is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.language import Frame, Language, Stance
from kg.model import Sentence, Token

REFLEXIVE = frozenset({"se", "s'"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
OBLIQUE = frozenset({"obl", "nmod", "advmod", "iobj", "dislocated"})


@dataclass(frozen=True, slots=True)
class Complement:
    """A nominal that a token governs through a preposition (lemma, several words joined: `lors de`), "" for none."""

    preposition: str
    token: Token


class Tree:
    """One sentence of Universal Dependencies, with the look-ups that rules ask for."""

    def __init__(self, sentence: Sentence, language: Language) -> None:
        self.sentence = sentence
        self.language = language
        self.by_id = {token.id: token for token in sentence.tokens}
        self._children: dict[int, list[Token]] = {}
        for token in sentence.tokens:
            self._children.setdefault(token.head, []).append(token)

    def head(self, token: Token) -> Token | None:
        """Give the head of a token, None for the root."""
        return self.by_id.get(token.head)

    def children(self, token: Token, *relations: str) -> list[Token]:
        """Give the dependents in text order, all or those of the relations (`nsubj` takes in `nsubj:pass`)."""
        found = self._children.get(token.id, [])
        if not relations:
            return found
        return [child for child in found if child.deprel in relations or child.relation in relations]

    def child(self, token: Token, *relations: str) -> Token | None:
        """Give the first dependent of the relations."""
        return next(iter(self.children(token, *relations)), None)

    def ancestors(self, token: Token) -> Iterator[Token]:
        """Yield the head, its head, and so on up to the root."""
        head = self.head(token)
        while head is not None:
            yield head
            head = self.head(head)

    def subtree(self, token: Token) -> list[Token]:
        """Give the token and all below it, in the order of the text."""
        found = [token]
        for member in found:
            found.extend(self.children(member))
        return sorted(found, key=lambda member: member.id)

    def is_nominal(self, token: Token) -> bool:
        """Tell whether a token can stand for somebody: a noun, or what is used as one (`deux autres`)."""
        if token.upos in NOMINAL:
            return True
        return token.upos == "ADJ" and self.child(token, "det", "nummod") is not None

    def conjuncts(self, token: Token) -> list[Token]:
        """Give a nominal with those coordinated to it: `l'Irak et l'Iran`."""
        found = [token]
        for member in found:
            found.extend(other for other in self.children(member, "conj") if self.is_nominal(other))
        return found

    def first_conjunct(self, token: Token) -> Token:
        """Give the token that a chain of conjuncts hangs on."""
        while token.relation == "conj" and (head := self.head(token)) is not None:
            token = head
        return token

    def is_reflexive(self, verb: Token) -> bool:
        """Tell whether the verb has the clitic `se`."""
        return any(child.form.lower() in REFLEXIVE for child in self.children(verb, "expl", "obj", "iobj"))

    def citation(self, token: Token) -> str:
        """Give the form under which a dictionary lists a word: `féliciter`, `se féliciter`, `s'engager`."""
        lemma = token.lemma.lower()
        if token.upos != "VERB" or not self.is_reflexive(token):
            return lemma
        return f"s'{lemma}" if lemma[:1] in "aâeéèêiîoôuûhy" else f"se {lemma}"

    def stance(self, token: Token) -> Stance | None:
        """Give the stance that a verb or noun expresses towards its complement."""
        return self.language.stances.get(self.citation(token))

    def event_noun(self, noun: Token) -> tuple[tuple[Frame, ...], Token | None]:
        """Give the frames of a noun that tells an event, and the word that completes it in `prise d'otages`."""
        nouns, lemma = self.language.nouns, noun.lemma.lower()
        if noun.upos != "NOUN":
            return (), None
        wholes = [(f"{lemma} {c.preposition} {c.token.lemma.lower()}", c.token) for c in self.complements(noun)]
        wholes += [(f"{lemma} {child.lemma.lower()}", child) for child in self.children(noun, "amod")]
        for whole, part in wholes:
            if whole in nouns:
                return nouns[whole], part
        return nouns.get(lemma, ()), None

    def preposition(self, token: Token) -> str:
        """Give the preposition in front of a nominal: `à`, `hors de`, "" when there is none."""
        words = []
        for case in self.children(token, "case"):
            if case.upos != "PUNCT":
                words += [case.lemma.lower(), *(part.lemma.lower() for part in self.children(case, "fixed"))]
        return " ".join(words)

    def complements(self, token: Token) -> list[Complement]:
        """Give what a verb or noun governs through prepositions, conjuncts apart, complex prepositions opened."""
        found = []
        for child in self.children(token, *OBLIQUE):
            inner = self._behind_complex_preposition(child)
            name, first = inner or (self.preposition(child), child)
            if self.is_nominal(first):
                repeated = {"", "de", "à"} if inner else {""}  # `lors [d'un match] ou [d'une fête]`
                for other in self.conjuncts(first):
                    own = self.preposition(other)
                    found.append(Complement(name if own in repeated else own, other))
        return found

    def _behind_complex_preposition(self, token: Token) -> tuple[str, Token] | None:
        """Open `lors [de [X]]` and `au [cours [de [X]]]`, which treebanks hang on the word in the middle."""
        preposition = self.language.complex_prepositions.get(token.lemma.lower())
        if preposition is None or not self._has_words_of(preposition, token):
            return None
        inner = next((child for child in self.children(token, "obl", "nmod", "obj") if self.preposition(child)), None)
        if inner is None or self.preposition(inner) not in {"de", "à"}:
            return None
        return preposition, inner

    def _has_words_of(self, preposition: str, middle: Token) -> bool:
        """Tell whether the article and preposition before the middle word are those of the complex preposition."""
        article = self.child(middle, "det")
        words = preposition.replace("'", "' ").split()
        has_article = bool({"la", "l'", "le"} & set(words))
        if article is not None and (not has_article or article.form.lower() not in {"la", "l'", "le", "les"}):
            return False
        before = self.preposition(middle)
        return not before or before == "à" or before in words or before == "de"
