"""A sentence as a tree to walk.

Takes a `Sentence`; gives its tokens by kinship: dependents by relation, conjuncts, what a token governs through which
preposition. Knows Universal Dependencies and the prepositions of the language; never what an event is.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from kg.language import Frame, Language, Stance
from kg.model import Sentence, Token

REFLEXIVE = frozenset({"se", "s'"})
PLAIN = {
    **dict.fromkeys(("au", "aux", "à"), "à"),
    **dict.fromkeys(("du", "des", "d'", "de"), "de"),
    **dict.fromkeys(("la", "les", "l'", "le"), "le"),
}
NOMINAL = frozenset({"NOUN", "PROPN", "PRON", "NUM"})
CONTRACTED = {
    **dict.fromkeys(("duquel", "desquels", "desquelles"), "de"),
    **dict.fromkeys(("auquel", "auxquels", "auxquelles"), "à"),
}
"""Relative pronouns and the preposition inside them: `au cours duquel`."""
QUANTIFIERS = frozenset({"plus", "moins", "beaucoup", "peu", "assez", "trop", "tant", "davantage", "énormément"})
POSSESSIVES = frozenset({"'s", "'"})
"""What stands behind an owner before its noun: `the minister's visit`, `the prisoners' release`."""
OBLIQUE = frozenset({"obl", "nmod", "advmod", "iobj", "dislocated"})


@dataclass(frozen=True, slots=True)
class Complement:
    """A nominal that a token governs through a preposition (lemma, several words joined: `lors de`), "" for none."""

    preposition: str
    token: Token


class Tree:
    """One sentence of Universal Dependencies, with the look-ups that rules ask for."""

    def __init__(self, sentence: Sentence, language: Language) -> None:
        self.sentence = replace(sentence, tokens=tuple(_purposes_opened(_quantities_opened(sentence.tokens))))
        self.language = language
        self.words = language.words
        self._closing = language.words["genitive"] | language.words["dative"]  # what ends a complex preposition
        self.by_id = {token.id: token for token in self.sentence.tokens}
        self._children: dict[int, list[Token]] = {}
        self._related: dict[int, dict[str, list[Token]]] = {}
        self._prepositions: dict[int, str] = {}
        self._complements: dict[int, list[Complement]] = {}
        for token in self.sentence.tokens:
            self._children.setdefault(token.head, []).append(token)
            related = self._related.setdefault(token.head, {})
            for relation in {token.relation, token.deprel}:
                related.setdefault(relation, []).append(token)

    def head(self, token: Token) -> Token | None:
        """Give the head of a token, None for the root."""
        return self.by_id.get(token.head)

    def children(self, token: Token, *relations: str) -> list[Token]:
        """Give the dependents in text order, all or those of the relations (`nsubj` takes in `nsubj:pass`)."""
        if not relations:
            return self._children.get(token.id, [])
        related = self._related.get(token.id)
        found = [related[name] for name in relations if name in related] if related else []
        if len(found) < 2:  # noqa: PLR2004 - nothing to bring into the order of the text
            return found[0] if found else []
        return sorted({child.id: child for children in found for child in children}.values(), key=_position)

    def child(self, token: Token, *relations: str) -> Token | None:
        """Give the first dependent of the relations."""
        found = self.children(token, *relations)
        return found[0] if found else None

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
        """Give a nominal with those coordinated to it: `l'Irak et l'Iran`.

        A plural before names gives way to them: `les ministres Paul Durand et Anne Martin`.
        """
        found = [token]
        listed: list[Token] = []
        for member in found:
            named = [name for name in self.children(member, "appos", "nmod", "flat") if self._is_own_name(member, name)]
            listed += [member] if any(self._lists(member, name) for name in named) else []
            holders = [member] if member in listed else [member, *named]  # the names then speak for themselves
            linked = [other for holder in holders for other in self.children(holder, "conj")]
            found.extend(other for other in (*(named if member in listed else ()), *linked) if self.is_nominal(other))
        return [member for member in found if member not in listed]

    def _lists(self, noun: Token, name: Token) -> bool:
        """Tell whether a plural noun introduces several names."""
        is_many = noun.feat("Number") == "Plur" and not self.children(name, "case")
        return is_many and any(other.upos == "PROPN" for other in self.children(name, "conj"))

    def _is_own_name(self, noun: Token, name: Token) -> bool:
        """Tell whether a name stands right behind the noun that introduces it: `le général Souleimani`."""
        return noun.upos == "NOUN" and name.upos == "PROPN" and name.id == noun.id + 1

    def first_conjunct(self, token: Token) -> Token:
        """Give the token that a chain of conjuncts hangs on."""
        while token.relation == "conj" and (head := self.head(token)) is not None:
            token = head
        return token

    def is_reflexive(self, verb: Token) -> bool:
        """Tell whether the verb has the clitic `se`, and not that of `se faire`."""
        return self._has_clitic(verb) and self.child(verb, "aux:caus") is None

    def is_undergone(self, verb: Token) -> bool:
        """Tell whether the subject has something done to itself: `il s'est fait voler`."""
        return self._has_clitic(verb) and self.child(verb, "aux:caus") is not None

    def _has_clitic(self, verb: Token) -> bool:
        return any(child.form.lower() in REFLEXIVE for child in self.children(verb, "expl", "obj", "iobj"))

    def citation(self, token: Token) -> str:
        """Give the form under which a dictionary lists a word: `féliciter`, `se féliciter`, `s'engager`."""
        lemma = token.lemma.lower()
        if token.upos != "VERB" or not self.is_reflexive(token):
            return lemma
        return f"s'{lemma}" if lemma[:1] in "aâeéèêiîoôuûhy" else f"se {lemma}"

    def stance(self, token: Token) -> Stance | None:
        """Give the stance that a verb or noun expresses towards its complement."""
        is_proper = token.upos in {"NOUN", "PROPN"} and token.form[:1].isupper() and token.id > 1  # `le Conseil`
        if token.lemma == "entendre" and self._intends(token):
            return "want"
        if is_proper:
            return None
        particle = self.child(token, "compound:prt")  # `rule out`
        whole = f"{token.lemma.lower()} {particle.lemma.lower()}" if particle is not None else ""
        return self.language.stances.get(whole) or self.language.stances.get(self.citation(token))

    def _intends(self, verb: Token) -> bool:
        """Tell whether somebody means to do what an infinitive says: `elle entend partir`, `elle les entend partir`."""
        infinitives = [token for token in self.children(verb, "xcomp") if token.feat("VerbForm") == "Inf"]
        return bool(infinitives) and self.child(verb, "obj", "iobj") is None

    def event_noun(self, noun: Token) -> tuple[tuple[Frame, ...], Token | None]:
        """Give the frames of a noun that tells an event, and the word that completes it in `prise d'otages`."""
        nouns, lemma = self.language.nouns, noun.lemma.lower()
        if noun.upos != "NOUN":
            return (), None
        wholes = [(f"{lemma} {c.preposition} {c.token.lemma.lower()}", c.token) for c in self.complements(noun)]
        wholes += [(f"{lemma} {child.lemma.lower()}", child) for child in self.children(noun, "amod")]
        before = [child for child in self.children(noun, "amod", "compound") if child.id < noun.id]
        wholes += [(f"{child.lemma.lower()} {lemma}", child) for child in before]  # `missile test`
        for whole, part in wholes:
            if whole in nouns:
                return nouns[whole], part
        return nouns.get(lemma, ()), None

    def preposition(self, token: Token) -> str:
        """Give the preposition in front of a nominal: `à`, `hors de`, `au cours de`, "" when there is none."""
        if token.id not in self._prepositions:
            self._prepositions[token.id] = self._read_preposition(token)
        return self._prepositions[token.id]

    def _read_preposition(self, token: Token) -> str:
        cases = [case for case in self.children(token, "case") if case.upos != "PUNCT"]
        words = [part.lemma.lower() for case in cases for part in (case, *self.children(case, "fixed"))]
        contracted = CONTRACTED.get(token.form.lower())
        if not words and contracted is not None:
            words, cases = [contracted], [token]
        if words and words[-1] in POSSESSIVES:
            return min(self.words["genitive"], default="")
        if words[-1:] and words[-1] in self._closing:
            middle = self.by_id.get(cases[0].id - 1)
            whole = None if middle is None else self._complex_preposition(middle)
            if whole is not None:
                return whole
        written = " ".join(words)
        return {"de après": "d'après", "jusque à": "jusque"}.get(written, written)

    def complements(self, token: Token) -> list[Complement]:
        """Give what a verb or noun governs through prepositions, conjuncts apart, complex prepositions opened."""
        if token.id not in self._complements:
            self._complements[token.id] = self._read_complements(token)
        return self._complements[token.id]

    def _read_complements(self, token: Token) -> list[Complement]:
        found = []
        for child in self.children(token, *OBLIQUE):
            inner = child if self._complex_preposition(child) is None else self._behind_middle(child)
            if inner is None or not self.is_nominal(inner):
                continue
            name = self.preposition(inner)
            repeated = {""} if inner is child else {"", *self._closing}  # `lors [d'un match] ou [d'une fête]`
            for other in self.conjuncts(inner):
                own = self.preposition(other)
                found.append(Complement(name if own in repeated else own, other))
        return found

    def _behind_middle(self, middle: Token) -> Token | None:
        """Give the nominal that hangs on the word in the middle of a complex preposition: `lors [de [X]]`."""
        whole = self._complex_preposition(middle)
        inner = self.children(middle, "obl", "nmod", "obj", "dep")
        return next((child for child in inner if self.preposition(child) == whole), None)

    def _complex_preposition(self, middle: Token) -> str | None:
        """Give the complex preposition that a word is the middle of, by the words before and behind it."""
        following = self.by_id.get(middle.id + 1)
        if following is None or CONTRACTED.get(following.form.lower(), plain(following.form)) not in self._closing:
            return None
        wholes = self.language.complex_prepositions.get(middle.lemma.lower(), ())
        return next((whole for whole in wholes if self._stands_before(whole, middle)), None)

    def _stands_before(self, whole: str, middle: Token) -> bool:
        words = [plain(word) for word in whole.replace("'", "' ").split()]
        if middle.form.lower() not in words:
            return False
        before = words[: words.index(middle.form.lower())]
        first = middle.id - len(before)
        return before == [plain(self.by_id[i].form) for i in range(first, middle.id) if i in self.by_id]


def _position(token: Token) -> int:
    return token.id


def _quantities_opened(tokens: tuple[Token, ...]) -> tuple[Token, ...]:
    """Make the noun the head of `plus de 5.000 soldats`, which treebanks hang on the adverb."""
    changed: dict[int, Token] = {}
    for adverb, preposition in pairwise(tokens):
        if adverb.upos != "ADV" or adverb.lemma not in QUANTIFIERS or plain(preposition.form) != "de":
            continue
        noun = next((t for t in tokens if t.id == preposition.head and t.head == adverb.id), None)
        if noun is None or noun.upos not in NOMINAL or adverb.relation not in QUANTIFIED:
            continue
        number = next((t for t in tokens if t.head == noun.id and t.relation == "nummod"), noun)
        changed |= {t.id: replace(t, head=noun.id) for t in tokens if t.head == adverb.id}
        changed[noun.id] = replace(noun, head=adverb.head, deprel=adverb.deprel)
        changed[adverb.id] = replace(adverb, head=number.id, deprel="advmod")
        changed[preposition.id] = replace(preposition, head=adverb.id, deprel="fixed")
    return tuple(changed.get(token.id, token) for token in tokens)


QUANTIFIED = frozenset({"nsubj", "obj", "iobj", "obl", "nmod", "conj", "appos"})


OPENERS_OF_CLAUSES = frozenset({"afin", "avant"})


def _purposes_opened(tokens: tuple[Token, ...]) -> Iterator[Token]:
    """Hang the infinitive behind `afin de`, `avant de`, which may be a complement of that word, on the verb."""
    purposes = {token.id: token for token in tokens if token.lemma in OPENERS_OF_CLAUSES and token.head}
    clauses = {token.head: token.id for token in tokens if token.head in purposes and token.upos == "VERB"}
    for token in tokens:
        if token.id in clauses:
            yield replace(token, head=clauses[token.id], deprel="mark")
        elif clauses.get(token.head) == token.id:
            yield replace(token, head=purposes[token.head].head, deprel="advcl")
        else:
            yield token


def number_tokens(tree: Tree, number: Token) -> list[Token]:
    """Give all words of a number: `deux cents`."""
    return [token for token in tree.subtree(number) if token.upos == "NUM"]


def plain(form: str) -> str:
    """Take the article out of a preposition and the number out of an article.

    >>> [plain(word) for word in ("aux", "du", "la")]
    ['à', 'de', 'le']
    """
    return PLAIN.get(form.lower(), form.lower())
