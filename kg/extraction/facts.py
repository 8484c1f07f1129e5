"""Lasting facts about participants: positions, origins, places, membership, numbers, ages, other names.

Takes a noun phrase in its tree; gives `FactFinding`s. Knows noun phrases and copular clauses; never events. Each rule
stands in `RULES` with the phrase that it reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from kg.extraction.arguments import arguments
from kg.extraction.phrases import Phrases, appositions, counts
from kg.extraction.stance import finite_form, is_negated
from kg.extraction.tree import Tree
from kg.model import EntityType, FactFinding, Mention, Span, Token

COUNTED: frozenset[EntityType] = frozenset({"Person", "Group", "Organization", "Object", "Place", "Work", "Event"})
UNCOUNTABLE = frozenset(
    "an année mois semaine jour heure minute seconde siècle fois euro dollar mètre kilomètre km degré point".split()
)
"""Units: a number before them measures something else."""
AGED = frozenset({"âgé", "âger", "agé", "ager"})
YEARS = frozenset({"an", "année"})
BODIES: frozenset[EntityType] = frozenset({"Organization", "Place", "Group", "Person"})
PORTFOLIOS = frozenset({"ministre", "vice-ministre", "secrétaire"})
REGIONS = frozenset(
    "ville province région pays île commune village capitale état département comté district massif".split()
)
SUPRANATIONAL = frozenset(
    "Europe|Afrique|Asie|Océanie|Amérique latine|Amérique du Nord|Amérique centrale|Occident|Monde arabe|Maghreb"
    "|Scandinavie|Balkans|Sahel|Union européenne".split("|")
)
"""Parts of the world: `la démocratie occidentale` has no nationality."""
HEDGES = frozenset("plus moins de environ près au quelque quelques presque à peine jusqu' jusque que d'".split())
FORMS_OF_ADDRESS = frozenset({"m.", "mm.", "mme", "mmes", "mlle", "monsieur", "madame", "mademoiselle", "maître", "me"})
NUMBER_NOUNS = re.compile(
    r"(?:(?:diz|douz|quinz|vingt|trent|quarant|cinquant|soixant|cent)aine|millier|million|milliard)s?"
)
"""`dizaine`, `millier`, `million`: nouns that count what follows `de`."""
IN_BRACKETS = re.compile(r"[\s»”\"]*\(\s*")
ACRONYM = re.compile(r"[A-ZÉÈ][\w.'-]*")


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
    entry = tree.language.noun(noun.lemma, noun.form)
    return entry.kind if entry is not None and entry.kind != "plain" else None


def _value(tree: Tree, phrases: Phrases, noun: Token, body: Mention | None) -> str:
    """Write the name of a position: `Premier ministre`, `ministre des Affaires étrangères`, without nationality."""
    tokens = [
        token
        for token in phrases.label_tokens(tree, noun, bare=body is not None and body.kind != "adjective")
        if token.form.lower() not in tree.language.demonyms and getattr(phrases.name(tree, token), "label", "") != "PER"
    ]
    return phrases.label(tokens)


def _body(tree: Tree, phrases: Phrases, noun: Token) -> Mention | None:
    """Give what a position is held in: `président des Etats-Unis`, `président afghan`."""
    for complement in phrases.complements(tree, noun):
        if complement.preposition == "de" and complement.token.id > noun.id:
            mention = phrases.mention(tree, complement.token)
            if mention is not None and _is_body(noun, mention):
                return mention
    for adjective in tree.children(noun, "amod"):
        for mention in phrases.of_demonym(tree, adjective):
            return mention
    return None


def _is_body(noun: Token, mention: Mention) -> bool:
    """Tell where a position is held from what it is about: `directeur de l'agence`, `ministre de la Défense`."""
    if noun.lemma.lower() in PORTFOLIOS:
        return mention.type == "Place"
    return mention.kind in {"noun", "name"} and (mention.type in BODIES or mention.kind == "name" or mention.definite)


def position_before_name(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read a position in front of its holder's name."""
    if phrases.name(tree, head) is not None or phrases.proper_name(tree, head) is None:
        return
    mention = phrases.mention(tree, head)
    is_position = role_of(tree, head) is not None
    is_address = head.form.lower() in FORMS_OF_ADDRESS
    if mention is not None and mention.type == "Person" and is_position and not is_address:
        body = _body(tree, phrases, head)
        value = _value(tree, phrases, head, body)
        yield _fact(phrases, "position-before-name", "position", mention, value=value, of=body)


def position_in_apposition(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read positions behind a name."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "name":
        return
    for noun in appositions(tree, head):
        if role_of(tree, noun) and phrases.name(tree, noun) is None:
            body = _body(tree, phrases, noun)
            value = _value(tree, phrases, noun, body)
            yield _fact(phrases, "position-in-apposition", "position", mention, value=value, of=body)


def position_of_unnamed(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the position of somebody who is known by it alone."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "noun" or mention.type != "Person" or role_of(tree, head) != "role":
        return
    body = _body(tree, phrases, head)
    if body is not None and head.relation not in {"appos", "xcomp"} and tree.child(head, "cop") is None:
        yield _fact(
            phrases, "position-of-unnamed", "position", mention, value=_value(tree, phrases, head, body), of=body
        )


def position_in_copula(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read a position, or a kind, that a clause with être ascribes."""
    subject = tree.child(head, "nsubj")
    if subject is None or tree.child(head, "cop") is None or tree.preposition(head) or head.upos != "NOUN":
        return
    mention = phrases.mention(tree, subject)
    if mention is None or mention.kind == "pronoun" or any(c.feat("Polarity") == "Neg" for c in tree.children(head)):
        return
    if role_of(tree, head) == "role":
        body = _body(tree, phrases, head)
        value = _value(tree, phrases, head, body)
        yield _fact(phrases, "position-in-copula", "position", mention, value=value, of=body)


def position_by_verb(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the position that somebody is elected or appointed to, or becomes."""
    verb = tree.head(head)
    if verb is None or head.relation not in {"xcomp", "obl"} or verb.upos != "VERB" or role_of(tree, head) != "role":
        return
    kinds = {frame.relation.type for frame in tree.language.verbs.get(verb.lemma, ())}
    is_plain = not is_negated(tree, verb) and finite_form(tree, verb).feat("Tense") != "Fut"
    if not (kinds & {"ELECT", "APPOINT"} or verb.lemma == "devenir") or not is_plain:
        return
    found = arguments(tree, verb)
    for holder in found.objects or found.subjects:
        mention = phrases.mention(tree, holder)
        if mention is not None and mention.kind == "name":
            body = _body(tree, phrases, head)
            value = _value(tree, phrases, head, body)
            yield _fact(phrases, "position-by-verb", "position", mention, value=value, of=body)


def origin_by_adjective(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the country that an adjective of nationality names."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type == "Event" or (role_of(tree, head) and mention.kind == "name"):
        return
    if mention.kind == "noun" and mention.type == "Person" and role_of(tree, head) == "role":
        return
    for adjective in tree.children(head, "amod"):
        if phrases.name(tree, adjective) is not None:
            continue
        for country in phrases.of_demonym(tree, adjective):
            if country.country not in SUPRANATIONAL:
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
    """Read where a place or an organisation lies."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Place", "Organization", "Group"}:
        return
    for complement in phrases.complements(tree, head):
        goal = phrases.mention(tree, complement.token)
        if goal is None or goal.type != "Place" or not goal.name or complement.token.id < head.id:
            continue
        kind = tree.language.prepositions.get(complement.preposition)
        if (kind == "place" and mention.type != "Group") or (
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
        if complement.preposition in {"de", "au sein de", ""} and goal is not None and goal.type == "Organization":
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


def nested_name(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read the country or body that stands inside a longer name."""
    name = phrases.name(tree, head)
    mention = phrases.mention(tree, head)
    if name is None or mention is None or name.label not in {"ORG", "LOC"}:
        return
    first = tree.by_id[name.first]
    kind = tree.language.noun(first.lemma, first.form)
    is_spot = kind is not None and kind.type == "Place" and first.lemma.lower() not in REGIONS
    if mention.country or (name.label == "LOC" and not is_spot):
        return
    inner = phrases.nested(tree, name)
    if inner is not None:
        relation = "origin" if inner.country else "part_of"
        yield _fact(phrases, "nested-name", "located_in" if name.label == "LOC" else relation, mention, goal=inner)


def quantity(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read how many there are."""
    mention = phrases.mention(tree, head)
    if mention is None or head.lemma.lower() in UNCOUNTABLE:
        return
    number = next((child for child in tree.children(head, "nummod", "amod") if counts(child, head)), None)
    is_number = NUMBER_NOUNS.fullmatch(head.form.lower()) or head.upos == "NUM" or head.form.isdecimal()
    if is_number:
        if any(c.preposition == "de" for c in phrases.complements(tree, head)):
            yield _fact(phrases, "quantity", "quantity", mention, value=phrases.label([*filter(None, [number]), head]))
    elif number is not None and (mention.type in COUNTED or head.feat("Number") == "Plur"):
        value = phrases.label([*_hedges(tree, head, number), number])
        yield _fact(phrases, "quantity", "quantity", mention, value=value)


def _hedges(tree: Tree, noun: Token, number: Token) -> list[Token]:
    """Give the words right before a number that loosen it: `plus de`, `environ`."""
    found: list[Token] = []
    before = number.id - 1
    while before in tree.by_id and before != noun.id and tree.by_id[before].form.lower() in HEDGES:
        found.insert(0, tree.by_id[before])
        before -= 1
    while found and found[0].form.lower() in {"de", "d'", "au", "à", "que"} and len(found) < 2:  # noqa: PLR2004
        found.pop(0)  # a preposition of the whole phrase
    return found


def age(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read how old a person is."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Person", "Group"}:
        return
    for token in tree.subtree(head):
        number = tree.child(token, "nummod") if token.lemma.lower() in YEARS else None
        above = tree.head(token)
        if number is None or above is None:
            continue
        is_direct = above is head and token.relation in {"appos", "nmod", "obl", "parataxis"}
        is_aged = above.lemma in AGED and tree.head(above) is head
        if is_aged or is_direct:
            first = min([number.id, *(child.id for child in tree.subtree(token) if child.upos == "NUM")])
            value = phrases.text[tree.by_id[first].span.start : token.span.end]
            yield _fact(phrases, "age", "age", mention, value=value)


def name_in_brackets(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read another name, an acronym, or the region of a place in brackets."""
    name = phrases.name(tree, head)
    owner = phrases.mention(tree, head)
    if name is None or owner is None:
        return
    opening = IN_BRACKETS.match(phrases.text, name.span.end)
    if opening is None:
        return
    for token in tree.sentence.tokens:
        inside = phrases.text[opening.end() : token.span.start]
        if token.span.start < opening.end() or ")" in inside:
            continue
        is_name = phrases.name(tree, token) is not None or (ACRONYM.fullmatch(token.form) and token.upos == "PROPN")
        mention = phrases.mention(tree, token) if is_name else None
        if mention is not None and mention.head != owner.head:
            relation = "located_in" if name.label == "LOC" else "alias"
            yield _fact(phrases, "name-in-brackets", relation, owner, goal=mention)


def kind_before_name(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read what kind of thing a name names."""
    if phrases.name(tree, head) is not None or head.upos != "NOUN" or role_of(tree, head):
        return
    mention = phrases.mention(tree, head)
    if mention is None or mention.kind != "name" or mention.type == "Person" or phrases.proper_name(tree, head) is None:
        return
    if not mention.label.startswith(head.form):
        yield _fact(phrases, "kind-before-name", "type", mention, value=_value(tree, phrases, head, mention))


RULES = (
    ("position-before-name", position_before_name, "le président afghan Hamid Karzai"),
    ("position-in-apposition", position_in_apposition, "Kenneth McKenzie, directeur du Commandement central"),
    ("position-of-unnamed", position_of_unnamed, "un porte-parole de la police"),
    ("position-in-copula", position_in_copula, "Marie Durand est la présidente du Sénat."),
    ("position-by-verb", position_by_verb, "Jean Martin a été élu président du Sénat."),
    ("origin-by-adjective", origin_by_adjective, "les troupes américaines"),
    ("origin-by-complement", origin_by_complement, "un drone des Etats-Unis"),
    ("location", location, "un hôtel à Kaboul"),
    ("membership", membership, "les terroristes du groupe Etat islamique"),
    ("part", part, "le Commandement central de l'armée"),
    ("nested-name", nested_name, "l'armée des Etats-Unis"),
    ("quantity", quantity, "plus de 5.000 soldats"),
    ("age", age, "Paul Durand, 34 ans"),
    ("name-in-brackets", name_in_brackets, "le Parti socialiste (PS)"),
    ("kind-before-name", kind_before_name, "le journal Le Monde"),
)
"""Name, rule and a phrase that it reads."""
