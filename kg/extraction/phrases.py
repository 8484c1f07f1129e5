"""Noun phrases as mentions of participants.

Takes a parsed article; gives a `Mention` for the head of each noun phrase, named as a reader would name it. Knows
where a name stands in its phrase (`le président des Etats-Unis, Donald Trump`) and which words belong to a label;
never who a mention refers to.
"""

from __future__ import annotations

from dataclasses import replace
from typing import Literal, cast

from kg.extraction.times.rules import weekdays
from kg.extraction.tree import NOMINAL, Complement, Tree, number_tokens
from kg.language import Language, WordKind
from kg.model import EntityType, Mention, MentionKind, Name, Parse, Span, TimeExpression, Token

TYPE_OF_LABEL: dict[str, EntityType] = {"PER": "Person", "LOC": "Place", "ORG": "Organization", "MISC": "Other"}
NAMED_BY: dict[str, frozenset[EntityType | None]] = {
    "PER": frozenset({"Person"}),
    "LOC": frozenset({"Place", "Object", "Organization", None}),
    "ORG": frozenset({"Organization", "Group", "Place", "Object", None}),
    "MISC": frozenset({"Work", "Object", "Event", "Organization", "Group", "Place", None}),
}
"""Types of common nouns that a name right behind may be the name of; a brand names no page: `la page Facebook`."""
NAMES_OF_VERBS = ("xcomp", "obj", "obl", "flat", "nmod")
INSIDE_A_NAME = frozenset({"flat", "fixed", "compound", "goeswith"})
SOMEBODY = frozenset({"quelqu'un", "quelqu'une"})
POSSESSIVES: dict[Literal["1", "2", "3"], WordKind] = {"1": "possessive_1", "2": "possessive_2", "3": "possessive_3"}
CONTRACTIONS = frozenset({"du", "des", "au", "aux"})

Position = tuple[int, int]
"""A token of the article: sentence, token id."""


class Phrases:
    """The noun phrases of an article and their mentions, made when first asked for."""

    def __init__(self, parse: Parse, trees: tuple[Tree, ...], times: tuple[TimeExpression, ...]) -> None:
        self.trees = trees
        self.language: Language = trees[0].language
        self.text = parse.article.text
        self.names: dict[Position, Name] = {
            (name.sentence, token): name
            for name in parse.names
            for token in range(name.first, name.last + 1)
            if not self._are_inhabitants(name)
        }
        self._time_at = {at: time for time in reversed(times) for at in range(time.span.start, time.span.end)}
        self._heads: dict[Position, Token] = {}
        self._made: dict[Span, Mention] = {}
        self._nobody: set[Span] = set()

    def mentions(self) -> tuple[Mention, ...]:
        """Give every mention of the article in the order of the text."""
        for tree in self.trees:
            for token in tree.sentence.tokens:
                is_possessive = token.upos == "DET" and token.feat("Poss") == "Yes"
                if is_possessive or (token.upos in NOMINAL and self.head(tree, token) is token):
                    self.mention(tree, token)
        return tuple(sorted(self._made.values(), key=lambda mention: (mention.head.start, mention.head.end)))

    def extent(self, head: Span) -> Span:
        """Give the noun phrase around the head of a mention; a span that heads none is its own."""
        return self._made[head].span if head in self._made else head

    def _are_inhabitants(self, name: Name) -> bool:
        """Tell whether a word that the recogniser takes for a place names who lives there: `les Américains`."""
        tree = self.trees[name.sentence]
        word, form = tree.by_id[name.first], tree.by_id[name.first].form.lower()
        is_common = word.upos == "NOUN" or tree.child(word, "det", "nummod") is not None  # Colombo; `colombo-`
        is_demonym = form in self.language.demonyms and form not in self.language.countries
        return name.first == name.last and is_common and is_demonym

    def name(self, tree: Tree, token: Token) -> Name | None:
        """Give the named entity that a token is part of."""
        return self.names.get((tree.sentence.index, token.id))

    def head(self, tree: Tree, token: Token) -> Token:
        """Climb from a word inside a name or a fixed phrase to the head of its phrase."""
        at = (tree.sentence.index, token.id)
        if at not in self._heads:
            self._heads[at] = self._climb(tree, token)
        return self._heads[at]

    def _climb(self, tree: Tree, token: Token) -> Token:
        while (above := tree.head(token)) is not None:
            name = self.name(tree, token)
            if token.relation not in INSIDE_A_NAME and (name is None or self.name(tree, above) is not name):
                break
            token = above
        return token

    def mention(self, tree: Tree, token: Token) -> Mention | None:
        """Give the mention that a token heads, None for words that name nobody."""
        head = self.head(tree, token)
        made = self._made.get(head.span)
        if made is None and head.span not in self._nobody:
            made = None if self._is_time(tree, head) else self._make(tree, head)
            if made is None:
                self._nobody.add(head.span)
            else:
                self._made[head.span] = made
        return made

    def _is_time(self, tree: Tree, head: Token) -> bool:
        """Tell whether a noun only says when or how long; `dix ans de prison` are a thing."""
        if head.lemma.lower() == "fois":
            return True
        if head.lemma.lower() in weekdays(self.language.code) and self.name(tree, head) is None:
            return True
        time = self._time_at.get(head.span.start)
        if time is None or not time.span.covers(head.span):
            return False
        return all(time.span.covers(c.token.span) for c in tree.complements(head))

    def of_demonym(self, tree: Tree, adjective: Token) -> list[Mention]:
        """Give the countries that an adjective names: two for `américano-irakien`, none for `anti-américain`."""
        found: list[Mention] = []
        is_one = adjective.form.lower() in self.language.demonyms  # `sud-coréen`
        parts = [adjective.form] if is_one else adjective.form.split("-")
        if not all(part.lower() in self.language.demonyms for part in parts):
            return found
        start = adjective.span.start
        for part in parts:
            demonym = self.language.demonyms.get(part.lower())
            span = Span(start, min(start + len(part), adjective.span.end))
            start = span.end + 1
            if demonym is not None:
                mention = self._bare(tree, adjective, "adjective", span)
                is_prefix = span.end < adjective.span.end  # `franco` of `franco-allemand` is no word
                label = demonym.country if is_prefix else mention.label
                mention = replace(
                    mention, label=label, type="Place", country=demonym.country, rules=("mention/demonym",)
                )
                self._made[span] = mention
                found.append(mention)
        return found

    def proper_name(self, tree: Tree, head: Token) -> Name | None:
        """Give the name that a noun phrase bears: its own, or the one that a common noun introduces."""
        own = self.name(tree, head)
        if own is not None:
            return own
        noun = self.language.noun(head.lemma, head.form)
        kind = None if noun is None else noun.type
        for child in tree.children(head, "flat", "appos", "nmod", "compound"):
            name = self.name(tree, child)
            if name is not None and child.id > head.id and self._introduces(tree, head, child, name, kind):
                return name
        return self._name_behind_participle(tree, head) or (
            self._name_behind_office(tree, head) if kind == "Person" else None
        )

    def _name_behind_office(self, tree: Tree, head: Token) -> Name | None:
        """Find the name that was hung on the office: `le ministre de l'Intérieur Paul Durand`."""
        for office in tree.children(head, "nmod"):
            for child in tree.children(office, "flat", "appos"):
                name = self.name(tree, child)
                is_person = name is not None and name.label == "PER" and name is not self.name(tree, office)
                if is_person and tree.by_id[child.id - 1].form != "," and head.feat("Number") != "Plur":
                    return name
        return None

    def _name_behind_participle(self, tree: Tree, head: Token) -> Name | None:
        """Find the name in `le groupe autoproclamé « Etat islamique »`, `un stade appelé Madrid Arena`."""
        for clause in tree.children(head, "acl", "amod"):
            if clause.lemma in tree.words["naming_verb"]:
                named = (
                    self.name(tree, child)
                    for child in tree.children(clause, *NAMES_OF_VERBS)
                    if not tree.preposition(child)  # not the place in `baptisée en Iran « nid d'espions »`
                )
                return next(filter(None, named), None)
        return None

    def complements(self, tree: Tree, head: Token) -> list[Complement]:
        """Give the complements of a noun, those inside its own name left out."""
        name = self.name(tree, head)
        return [c for c in tree.complements(head) if name is None or self.name(tree, c.token) is not name]

    def _introduces(self, tree: Tree, head: Token, child: Token, name: Name, kind: EntityType | None) -> bool:
        if head.upos not in {"NOUN", "PROPN"} or tree.preposition(child):
            return False
        between = [tree.by_id[i].form for i in range(head.id + 1, name.first)]
        if any(mark in between for mark in (",", "(", ":", "-", "–")):
            return name.label == "PER" and kind == "Person" and "," in between and child.relation == "appos"
        is_many = kind == "Person" and head.feat("Number") == "Plur"
        is_told = self.language.naming_nouns.get(head.lemma.lower()) == name.label  # `le constructeur Renault`
        is_event = name.label == "ORG" and bool(tree.event_noun(head)[0])  # `un contact ETA`
        return (kind in NAMED_BY[name.label] or is_told) and not is_many and not is_event

    def label_tokens(self, tree: Tree, head: Token, *, bare: bool = False) -> list[Token]:
        """Give the tokens of a label: the head with its adjectives, numbers and (unless bare) `de` complements."""
        found = [head]
        for child in tree.children(head):
            if counts(child, head):
                found += number_tokens(tree, child)
            elif child.relation in INSIDE_A_NAME:
                found += tree.subtree(child)
            elif child.relation == "amod" and _is_attributive(tree, head, child):
                found += self._adjective(tree, child)
            elif child.relation == "nmod" and not bare and child.id > head.id:
                found += self._complement(tree, child)
        return sorted({token.id: token for token in found}.values(), key=lambda token: token.id)

    def _adjective(self, tree: Tree, adjective: Token) -> list[Token]:
        linked = [m for child in tree.children(adjective, "conj") for m in self._adjective(tree, child)]
        joints = [cc for child in tree.children(adjective, "conj") for cc in tree.children(child, "cc")]
        return [adjective, *linked, *joints] if all(m.upos in {"ADJ", "CCONJ"} for m in linked) else [adjective]

    def _complement(self, tree: Tree, noun: Token) -> list[Token]:
        if (
            tree.preposition(noun) not in tree.words["genitive"] | {""}
            or noun.upos not in NOMINAL
            or noun.upos == "PRON"
        ):
            return []
        if not tree.preposition(noun) and self._is_time(tree, noun):  # `un sommet le 12 juin`
            return []
        name = self.name(tree, noun)
        inner = self._name_tokens(tree, name) if name else self.label_tokens(tree, noun)
        before = [child for child in tree.children(noun, "case", "det") if child.id < noun.id]
        if not before and not name:
            return []
        first = min(token.id for token in [*before, *inner])
        return [tree.by_id[i] for i in range(first, max(token.id for token in inner) + 1)]

    def _name_tokens(self, tree: Tree, name: Name) -> list[Token]:
        return [tree.by_id[i] for i in range(name.first, name.last + 1)]

    def label(self, tokens: list[Token]) -> str:
        """Write a label: the words as they stand, runs of them joined by a space."""
        runs: list[list[Token]] = []
        for token in tokens:
            if runs and token.id == runs[-1][-1].id + 1:
                runs[-1].append(token)
            else:
                runs.append([token])
        pieces = [self.text[run[0].span.start : run[-1].span.end] for run in runs]
        return " ".join(" ".join(pieces).split())

    def _make(self, tree: Tree, head: Token) -> Mention | None:
        if head.upos == "DET":
            return self._possessive(tree, head)
        if head.form.lower() == "personne" and tree.child(head, "det", "nummod", "amod", "case") is None:
            return None  # nobody
        form = head.form.lower().lstrip("-").removeprefix("t-")  # `apprend-on`
        if head.upos == "PRON" and (self._is_personal(head) or form in tree.words["nobody"]):
            return None if form in tree.words["nobody"] else self._bare(tree, head, "pronoun", head.span)
        name = self.proper_name(tree, head)
        return self._noun(tree, head) if name is None else self._named(tree, head, name)

    def _is_personal(self, token: Token) -> bool:
        if token.form.lower() in SOMEBODY:
            return False
        return token.feat("Person") is not None or token.form.lower().endswith(("-ci", "-là"))

    def _possessive(self, tree: Tree, head: Token) -> Mention | None:
        form = head.form.lower()
        person = next((person for person, kind in POSSESSIVES.items() if form in tree.words[kind]), None)
        if person is None:
            return None
        mention = self._bare(tree, head, "possessive", head.span)
        number: Literal["Sing", "Plur"] = "Plur" if form in tree.words["possessive_plural"] else "Sing"
        return replace(mention, gender=None, number=number, person=person)

    def _named(self, tree: Tree, head: Token, name: Name) -> Mention:
        tokens = self._name_tokens(tree, name)
        noun = self.language.noun(head.lemma, head.form) if self.name(tree, head) is None else None
        kind = TYPE_OF_LABEL[name.label]
        if name.label != "PER" and noun is not None and noun.type not in {"Person", "Other", "Amount"}:
            kind = noun.type
        if self.name(tree, head) is None and name.label in {"LOC", "MISC"} and tokens[0].id == head.id + 1:
            tokens = [head, *tokens]  # `place Tahrir`, `opération Harpie`: the noun is part of the name
        label = self.label(tokens)
        country = self.language.countries.get(label.casefold())
        return replace(
            self._bare(tree, head, "name", self._extent(tree, head, [head, *tokens])),
            label=label,
            name=label,
            type=kind,
            country=country.country if country else None,
            definite=True,
            rules=("mention/name",),
        )

    def nested(self, tree: Tree, name: Name) -> Mention | None:
        """Give the mention of the name inside a longer one: `Irak` in `armée d'Irak`."""
        tokens = self._name_tokens(tree, name)
        places = [
            i
            for i, token in enumerate(tokens)
            if token.lemma in tree.words["genitive"] and token.upos == "ADP" and i > 0
        ]
        if not places:
            return None
        inner = tokens[places[-1] + 1 :]
        while inner and inner[0].upos == "DET":
            inner = inner[1:]
        label = self.label(inner) if inner else ""
        country = self.language.countries.get(label.casefold())
        known = self.language.gazetteer.get(label.casefold())
        if not label or not (country or known or label.isupper() or name.label == "LOC") or not label[0].isupper():
            return None
        mention = Mention(
            span=Span(inner[0].span.start, inner[-1].span.end),
            head=inner[-1].span,
            sentence=tree.sentence.index,
            label=label,
            lemma=inner[-1].lemma.lower(),
            kind="name",
            type="Place" if country or name.label == "LOC" else TYPE_OF_LABEL[known or "ORG"],
            definite=True,
            name=label,
            country=country.country if country else None,
            rules=("mention/nested-name",),
        )
        made = self._made.setdefault(mention.head, mention)
        return made if made.label == label else None  # the head of the longer name itself

    def _noun(self, tree: Tree, head: Token) -> Mention:
        tokens = self.label_tokens(tree, head)
        kind: MentionKind = "name" if head.upos == "PROPN" else "noun"
        mention = self._bare(tree, head, kind, self._extent(tree, head, tokens))
        label = self.label(tokens)
        determiners = [det.lemma.lower() for det in tree.children(head, "det")]
        return replace(
            mention,
            label=label,
            name=label if kind == "name" else None,
            type=self._type(head),
            country=self._country(head),
            definite=_is_definite(tree, head, determiners),
            demonstrative=not tree.words["demonstrative"].isdisjoint(determiners),
            rules=(f"mention/{kind}",),
        )

    def _country(self, head: Token) -> str | None:
        demonym = self.language.countries.get(head.form.casefold())
        return demonym.country if demonym else None

    def _type(self, head: Token) -> EntityType:
        lemma = head.lemma.lower()
        known = self.language.noun(head.lemma, head.form)
        is_plural = head.feat("Number") == "Plur" or head.form.lower().endswith("s")
        if known is not None and known.type == "Person" and is_plural:
            return "Group"
        if known is not None:
            return known.type
        if head.form.lower() in self.language.demonyms and head.form[0].isupper():
            return "Person" if head.feat("Number") == "Sing" else "Group"
        return "Event" if lemma in self.language.nouns else "Other"

    def _extent(self, tree: Tree, head: Token, tokens: list[Token]) -> Span:
        words = [*tokens, *(det for det in tree.children(head, "det") if det.id < head.id)]
        return Span(min(word.span.start for word in words), max(word.span.end for word in words))

    def _bare(self, tree: Tree, head: Token, kind: MentionKind, span: Span) -> Mention:
        return Mention(
            span=span,
            head=span if kind == "adjective" else head.span,
            sentence=tree.sentence.index,
            label=span.of(self.text),
            lemma=head.lemma.lower(),
            kind=kind,
            type="Other",
            gender=cast("Literal['Masc', 'Fem'] | None", head.feat("Gender")),
            number=cast("Literal['Sing', 'Plur'] | None", head.feat("Number")),
            person=cast("Literal['1', '2', '3'] | None", head.feat("Person")),
            is_subject=tree.first_conjunct(head).relation == "nsubj",
            rules=(f"mention/{kind}",),
        )


def counts(number: Token, noun: Token) -> bool:
    """Tell whether a dependent is the number in front of a noun; spelled-out ones are taken for adjectives at times."""
    return number.upos == "NUM" and number.relation in {"nummod", "amod"} and number.id < noun.id


def _is_attributive(tree: Tree, noun: Token, adjective: Token) -> bool:
    """Tell an adjective of the phrase from one set apart by a comma: `la conductrice, âgée de 35 ans,`."""
    first = min(tree.subtree(adjective), key=lambda token: token.id)
    is_apart = first.id > noun.id and (first.form == "," or tree.by_id[first.id - 1].form == ",")
    return adjective.lemma not in tree.words["uncounted"] and adjective.feat("Tense") != "Pres" and not is_apart


def _is_definite(tree: Tree, head: Token, determiners: list[str]) -> bool:
    """Tell whether a noun has a definite determiner, or a preposition that holds one: `le retrait des troupes`."""
    contracted = any(case.form.lower() in CONTRACTIONS for case in tree.children(head, "case") if case.id < head.id)
    return contracted or not tree.words["definite"].isdisjoint(determiners)
