"""Numbers and ages.

Takes a noun phrase in its tree; gives `quantity` and `age` facts. Knows hedges (`plus de`) and units, which count
nothing; never events.
"""

from __future__ import annotations

from collections.abc import Iterator

from kg.extraction.facts.finding import noted
from kg.extraction.phrases import Phrases, counts
from kg.extraction.tree import Tree, number_tokens
from kg.model import EntityType, FactFinding, Token

COUNTED: frozenset[EntityType] = frozenset({"Person", "Group", "Organization", "Object", "Place", "Work", "Event"})


def quantity(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read how many there are."""
    mention = phrases.mention(tree, head)
    if mention is None or head.lemma.lower() in tree.words["unit"]:
        return
    number = next((child for child in tree.children(head, "nummod", "amod") if counts(child, head)), None)
    is_number = head.form.lower() in tree.words["number_noun"] or head.upos == "NUM" or head.form.isdecimal()
    if is_number:
        counted = [c.token for c in phrases.complements(tree, head) if c.preposition in tree.words["genitive"]]
        if any(token.lemma.lower() not in tree.words["unit"] - tree.words["money"] for token in counted):
            yield noted(phrases, "quantity", "quantity", mention, value=phrases.label([*filter(None, [number]), head]))
    elif number is not None and (mention.type in COUNTED or head.feat("Number") == "Plur"):
        spoken = number_tokens(tree, number)
        value = phrases.label([*_hedges(tree, head, spoken[0]), *spoken])
        yield noted(phrases, "quantity", "quantity", mention, value=value)


def _hedges(tree: Tree, noun: Token, number: Token) -> list[Token]:
    """Give the words right before a number that loosen it: `plus de`, `environ`."""
    found: list[Token] = []
    before = number.id - 1
    while before in tree.by_id and before != noun.id and tree.by_id[before].form.lower() in tree.words["hedge"]:
        found.insert(0, tree.by_id[before])
        before -= 1
    while (
        found
        and found[0].form.lower() in {"de", "d'", "au", "à", "que"}
        and (len(found) == 1 or found[1].form.lower() in {"plus", "moins", "près", "quelque"})
    ):
        if found[0].form.lower() == "au" and len(found) > 1:  # `au moins`
            break
        found.pop(0)  # a preposition of the whole phrase
    return found


def age(tree: Tree, phrases: Phrases, head: Token) -> Iterator[FactFinding]:
    """Read how old a person is."""
    mention = phrases.mention(tree, head)
    if mention is None or mention.type not in {"Person", "Group"}:
        return
    for token in tree.subtree(head):
        number = tree.child(token, "nummod") if token.lemma.lower() in tree.words["year"] else None
        above = tree.head(token)
        if number is None or above is None:
            continue
        if any(c.preposition in tree.words["genitive"] for c in tree.complements(token)):  # `dix ans de prison`
            continue
        is_direct = above is head and token.relation in {"appos", "nmod", "obl", "parataxis"}
        is_aged = above.lemma in tree.words["aged"] and tree.head(above) is head
        if is_aged or is_direct:
            first = min([number.id, *(child.id for child in tree.subtree(token) if child.upos == "NUM")])
            value = phrases.text[tree.by_id[first].span.start : token.span.end]
            yield noted(phrases, "age", "age", mention, value=value)
