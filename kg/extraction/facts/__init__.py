"""Lasting facts about participants: positions, kinds, origins, places, membership, owners, relatives, numbers, names.

Takes a noun phrase in its tree; gives `FactFinding`s. Knows noun phrases and copular clauses; never events. Each rule
stands in `RULES` with the phrase that it reads.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from kg.extraction.facts.belonging import (
    family,
    location,
    membership,
    nested_name,
    origin_by_adjective,
    origin_by_complement,
    owner_by_complement,
    owner_by_role,
    owner_by_verb,
    part,
)
from kg.extraction.facts.measures import age, quantity
from kg.extraction.facts.naming import name_behind_alias, name_in_brackets
from kg.extraction.facts.positions import (
    kind_before_name,
    kind_in_apposition,
    position_before_name,
    position_by_verb,
    position_in_apposition,
    position_in_copula,
    position_of_several,
    position_of_unnamed,
)
from kg.extraction.phrases import Phrases
from kg.extraction.tree import Tree
from kg.model import FactFinding

__all__ = ["facts"]

RULES = (
    ("position-before-name", position_before_name, "le président afghan Hamid Karzai"),
    ("position-of-several", position_of_several, "les ministres Paul Durand et Anne Martin"),
    ("position-in-apposition", position_in_apposition, "Kenneth McKenzie, directeur du Commandement central"),
    ("position-of-unnamed", position_of_unnamed, "un porte-parole de la police"),
    ("position-in-copula", position_in_copula, "Marie Durand est la présidente du Sénat."),
    ("position-by-verb", position_by_verb, "Jean Martin a été élu président du Sénat."),
    ("origin-by-adjective", origin_by_adjective, "les troupes américaines"),
    ("origin-by-complement", origin_by_complement, "un drone des Etats-Unis"),
    ("location", location, "un hôtel à Kaboul"),
    ("membership", membership, "les terroristes du groupe Etat islamique"),
    ("part", part, "le Commandement central de l'armée"),
    ("owner-by-complement", owner_by_complement, "l'hélicoptère de la gendarmerie"),
    ("owner-by-verb", owner_by_verb, "Le journal appartient au groupe Dassault."),
    ("owner-by-role", owner_by_role, "Karl Brandt, propriétaire du journal"),
    ("family", family, "son frère Ali"),
    ("nested-name", nested_name, "l'armée des Etats-Unis"),
    ("quantity", quantity, "plus de 5.000 soldats"),
    ("age", age, "Paul Durand, 34 ans"),
    ("name-in-brackets", name_in_brackets, "le Parti socialiste (PS)"),
    ("name-behind-alias", name_behind_alias, "Paul Durand, alias Paulo"),
    ("kind-before-name", kind_before_name, "le journal Le Monde"),
    ("kind-in-apposition", kind_in_apposition, "Basij, une milice"),
)
"""Name, rule and a phrase that it reads."""


def facts(trees: Sequence[Tree], phrases: Phrases) -> Iterator[FactFinding]:
    """Yield the facts of an article in the order of the text."""
    for tree in trees:
        for token in tree.sentence.tokens:
            if token.upos in {"NOUN", "PROPN", "NUM"} and phrases.head(tree, token) is token:
                for _, rule, _ in RULES:
                    yield from rule(tree, phrases, token)
