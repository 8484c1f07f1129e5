"""Lasting facts about participants: positions, origins, places, membership, numbers, ages, other names.

Takes a noun phrase in its tree; gives `FactFinding`s. Knows noun phrases and copular clauses; never events. Each rule
stands in `RULES` with the phrase that it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.phrases import Phrases, appositions
from kg.extraction.tree import Tree
from kg.model import EntityType, FactFinding, Mention, Span, Token

COUNTED: frozenset[EntityType] = frozenset({"Person", "Group", "Organization", "Object", "Place", "Work", "Event"})
UNCOUNTABLE = frozenset(
    "an année mois semaine jour heure minute seconde siècle fois euro dollar mètre kilomètre km degré point".split()
)
"""Units: a number before them measures something else."""
YEARS = frozenset({"an", "année"})
FORMS_OF_ADDRESS = frozenset({"m.", "mm.", "mme", "mmes", "mlle", "monsieur", "madame", "mademoiselle", "maître", "me"})
NUMBER_NOUNS = re.compile(r"(?:aine|ier|illion|illiard)s?$")
"""`dizaine`, `millier`, `million`: nouns that count what follows `de`."""
SUPPLEMENT = re.compile(r"\s*\(\s*(?:ex-)?[«“\"]?\s*$")


def facts(trees: Sequence[Tree], phrases: Phrases) -> Iterator[FactFinding]:
    """Yield the facts of an article in the order of the text."""
    for tree in trees:
        for token in tree.sentence.tokens:
            if token.upos in {"NOUN", "PROPN", "NUM"} and phrases.head(tree, token) is token:
                for _, rule, _ in RULES:
                    yield from rule(tree, phrases, token)


def _fact(
    phrases: Phrases,
    rule: str,
    relation: str,
    subject: Mention,
    *,
    value: str | None = None,
    goal: Mention | None = None,
    of: Mention | None = None,
) -> FactFinding:
    spans = [subject.span, *(phrases.extent(mention.head) for mention in (goal, of) if mention)]
    return FactFinding(
        subject=subject.head,
        relation=relation,
        evidence=Span(min(span.start for span in spans), max(span.end for span in spans)),
        object=goal.head if goal else None,
        value=value,
        of=of.head if of else None,
        rules=(f"fact/{rule}",),
    )


def role_of(tree: Tree, noun: Token) -> str | None:
    """Tell whether a noun names a position (`role`) or goes before a name as a `title`."""
    for form in (noun.lemma.lower(), noun.form.lower(), re.sub(r"^(?:ex|vice)-", "", noun.lemma.lower())):
        entry = tree.language.types.get(form)
        if entry is not None and entry.kind != "plain":
            return entry.kind
    return None


def _value(tree: Tree, phrases: Phrases, noun: Token) -> str:
    """Write the name of a position: `Premier ministre`, `chef adjoint`, without nationality."""
    tokens = [
        token
        for token in phrases.label_tokens(tree, noun, bare=True)
        if token.form.lower() not in tree.language.demonyms and phrases.name(tree, token) is None
    ]
    return phrases.label(tokens)


def _body(tree: Tree, phrases: Phrases, noun: Token) -> Mention | None:
    """Give what a position is held in: `président des Etats-Unis`, `président afghan`."""
    for complement in phrases.complements(tree, noun):
        if complement.preposition in {"de", "à"} and complement.token.id > noun.id:
            mention = phrases.mention(tree, complement.token)
            if mention is not None and mention.type in {"Organization", "Place", "Group", "Work", "Other"}:
                return mention
    for adjective in tree.children(noun, "amod"):
        for mention in phrases.of_demonym(tree, adjective):
            return mention
    return None


def position_before_name(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read a position in front of its holder's name."""
    if phrases.name(tree, head) is not None or phrases.proper_name(tree, head) is None or not role_of(tree, head):
        return
    mention = phrases.mention(tree, head)
    if mention is not None and mention.type == "Person" and head.lemma.lower() not in FORMS_OF_ADDRESS:
        value, body = _value(tree, phrases, head), _body(tree, phrases, head)
        yield _fact(phrases, "position-before-name", "position", mention, value=value, of=body)


def position_in_apposition(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read positions behind a name."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "name":
        return
    for noun in appositions(tree, head):
        if role_of(tree, noun) and phrases.name(tree, noun) is None:
            value, body = _value(tree, phrases, noun), _body(tree, phrases, noun)
            yield _fact(phrases, "position-in-apposition", "position", mention, value=value, of=body)


def position_of_unnamed(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the position of somebody who is known by it alone."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "noun" or mention.type != "Person" or role_of(tree, head) != "role":
        return
    body = _body(tree, phrases, head)
    if body is not None and head.relation != "appos":
        yield _fact(phrases, "position-of-unnamed", "position", mention, value=_value(tree, phrases, head), of=body)


def position_in_copula(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read a position, or a kind, that a clause with être ascribes."""
    subject = tree.child(head, "nsubj")
    if subject is None or tree.child(head, "cop") is None or tree.preposition(head) or head.upos != "NOUN":
        return
    mention = phrases.mention(tree, subject)
    if mention is None or mention.kind == "pronoun" or any(c.feat("Polarity") == "Neg" for c in tree.children(head)):
        return
    if role_of(tree, head) == "role":
        value, body = _value(tree, phrases, head), _body(tree, phrases, head)
        yield _fact(phrases, "position-in-copula", "position", mention, value=value, of=body)


def origin_by_adjective(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the country that an adjective of nationality names."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type == "Event" or (role_of(tree, head) and mention.kind == "name"):
        return
    if mention.kind == "noun" and mention.type == "Person" and role_of(tree, head) == "role":
        return
    for adjective in tree.children(head, "amod"):
        for country in phrases.of_demonym(tree, adjective):
            yield _fact(phrases, "origin-by-adjective", "origin", mention, goal=country)


def origin_by_complement(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the country that an army, a government or a thing belongs to."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Organization", "Object", "Group"} or role_of(tree, head):
        return
    if any(adjective.form.lower() in tree.language.demonyms for adjective in tree.children(head, "amod")):
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        if complement.preposition == "de" and goal is not None and goal.name and goal.type == "Place":
            yield _fact(phrases, "origin-by-complement", "origin", mention, goal=goal)


def location(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read where a place or thing lies."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Place", "Object", "Organization", "Group"}:
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        if goal is None or goal.type != "Place" or not goal.name or complement.token.id < head.id:
            continue
        kind = tree.language.prepositions.get(complement.preposition)
        if kind == "place" or (
            complement.preposition == "de" and mention.type == "Place" and mention.name != goal.name
        ):
            yield _fact(phrases, "location", "located_in", mention, goal=goal)


def membership(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the organisation that people belong to."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Person", "Group"} or mention.kind != "noun":
        return
    if role_of(tree, head) == "role" and mention.type == "Person":
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        if complement.preposition in {"de", "au sein de"} and goal is not None and goal.type == "Organization":
            yield _fact(phrases, "membership", "member_of", mention, goal=goal)


def part(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the organisation that another is part of."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type != "Organization":
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        if complement.preposition == "de" and goal is not None and goal.type == "Organization":
            yield _fact(phrases, "part", "part_of", mention, goal=goal)


def quantity(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read how many there are."""
    mention = phrases.mention(tree, head)
    if mention is None or head.lemma.lower() in UNCOUNTABLE:
        return
    number = next((child for child in tree.children(head, "nummod") if child.id < head.id), None)
    if number is not None and (mention.type in COUNTED or head.feat("Number") == "Plur"):
        hedges = [token for token in tree.subtree(number) if token.id < number.id]
        hedges += [
            word for child in tree.children(head, "advmod") if child.id < number.id for word in tree.subtree(child)
        ]
        tokens = sorted({*hedges, number}, key=lambda token: token.id)
        yield _fact(phrases, "quantity", "quantity", mention, value=phrases.label(tokens))
    elif NUMBER_NOUNS.search(head.form.lower()) and any(c.preposition == "de" for c in phrases.complements(tree, head)):
        own = [head, *(child for child in tree.children(head, "nummod") if child.id < head.id)]
        yield _fact(
            phrases, "quantity", "quantity", mention, value=phrases.label(sorted(own, key=lambda token: token.id))
        )


def age(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read how old a person is."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Person", "Group", "Other"}:
        return
    for token in tree.subtree(head):
        if token.lemma.lower() in YEARS and (number := tree.child(token, "nummod")) is not None:
            above = tree.head(token)
            is_direct = above is head and token.relation in {"appos", "nmod", "obl", "parataxis"}
            is_aged = above is not None and above.lemma in {"âgé", "âger"} and tree.head(above) is head
            if is_aged or (is_direct and mention.kind == "name"):
                value = phrases.text[number.span.start : token.span.end]
                yield _fact(phrases, "age", "age", mention, value=value)


def alias_in_brackets(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read another name or an acronym in brackets."""
    name = phrases.name(tree, head)
    mention = phrases.mention(tree, head)
    if name is None or mention is None:
        return
    before = phrases.text[tree.sentence.span.start : name.span.start]
    if not re.search(r"(?:[»”\"]?\s*\(\s*|\w\s*/\s*)$", before):
        return
    for first in sorted({n.span.end: n for n in phrases.names.values() if n.sentence == name.sentence}.items()):
        between = phrases.text[first[0] : name.span.start]
        if (
            first[0] <= name.span.start
            and re.fullmatch(r"[\s»”\"]*\([\w/ ]*", between)
            and first[1].label == name.label
        ):
            owner = phrases.mention(tree, tree.by_id[first[1].first])
            if owner is not None and owner.head != mention.head:
                yield _fact(phrases, "alias-in-brackets", "alias", owner, goal=mention)
            return


def kind_before_name(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read what kind of thing a name names."""
    if phrases.name(tree, head) is not None or head.upos != "NOUN" or role_of(tree, head):
        return
    mention = phrases.mention(tree, head)
    if mention is not None and mention.kind == "name" and phrases.proper_name(tree, head) is not None:
        yield _fact(phrases, "kind-before-name", "type", mention, value=_value(tree, phrases, head))


RULES = (
    ("position-before-name", position_before_name, "le président afghan Hamid Karzai"),
    ("position-in-apposition", position_in_apposition, "Kenneth McKenzie, directeur du Commandement central"),
    ("position-of-unnamed", position_of_unnamed, "un porte-parole de la police"),
    ("position-in-copula", position_in_copula, "Marie Durand est la présidente du Sénat."),
    ("origin-by-adjective", origin_by_adjective, "les troupes américaines"),
    ("origin-by-complement", origin_by_complement, "un drone des Etats-Unis"),
    ("location", location, "un hôtel à Kaboul"),
    ("membership", membership, "les terroristes du groupe Etat islamique"),
    ("part", part, "le Commandement central de l'armée"),
    ("quantity", quantity, "plus de 5.000 soldats"),
    ("age", age, "Paul Durand, 34 ans"),
    ("alias-in-brackets", alias_in_brackets, "le Parti socialiste (PS)"),
    ("kind-before-name", kind_before_name, "le journal Le Monde"),
)
"""Name, rule and a phrase that it reads."""
