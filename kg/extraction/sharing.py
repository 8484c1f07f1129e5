"""Places and complements that an event has from its surroundings: the clause around it, a coordinated noun, a dateline.

Takes the events of a sentence; adds to their roles. Knows which events happen where their clause does; never what
makes an event.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.extraction.phrases import Phrases
from kg.extraction.told import Told
from kg.extraction.tree import Tree
from kg.model import EventFinding, Mention

GOING = frozenset({"visited", "went", "came", "traveled", "returned", "arrived"})
DATELINE_ENDS = frozenset({":", "-", "–", "—"})
ON_THE_SPOT = frozenset({"ASSAULT", "HARM", "DISASTER", "PROTEST"})


def dateline(tree: Tree, phrases: Phrases) -> Mention | None:
    """Give the place that a headline begins with, which stands as a sentence by itself: `Syrie :`, `Paris –`."""
    *words, last = tree.sentence.tokens
    mention = phrases.mention(tree, words[0]) if words and last.form in DATELINE_ENDS else None
    is_alone = mention is not None and all(mention.span.covers(word.span) for word in words)
    return mention if mention is not None and is_alone and mention.type == "Place" else None


def placed(event: EventFinding, dateline: Mention) -> EventFinding:
    """Let what is seen on the spot happen at the place of the dateline: `Syrie : trente morts dans un attentat`."""
    if event.places or event.type not in ON_THE_SPOT:
        return event
    return replace(event, places=(dateline.head,), rules=(*event.rules, "place/dateline"))


def share_complements(told: Sequence[Told]) -> None:
    """Give both of two event nouns what stands behind the second: `incendies et pillages à Lomé`."""
    by_trigger = {each.trigger.id: each for each in told}
    for first in told:
        tree, noun = first.tree, first.trigger
        second = by_trigger.get(next((child.id for child in tree.children(noun, "conj")), 0))
        if second is None or noun.upos != "NOUN" or second.trigger.upos != "NOUN":
            continue
        between = [tree.by_id[i] for i in range(noun.id + 1, second.trigger.id)]
        if any(word.upos not in {"CCONJ", "ADP", "DET"} for word in between):
            continue
        for giver, taker in ((second, first), (first, second)):
            for role, given, known in (
                ("target", giver.roles.targets, taker.roles.targets),
                ("place", giver.roles.places, taker.roles.places),
            ):
                for token in [] if known else [token for token in given if token.id > second.trigger.id]:
                    taker.roles.add(role, token)


def share_places(told: Sequence[Told], phrases: Phrases) -> None:
    """Let a participle or infinitive happen where its clause does: `a frappé un convoi à Bagdad, tuant le général`.

    What somebody goes somewhere for happens there: `se rendra à Lyon pour rencontrer le maire`.
    """
    by_trigger = {each.trigger.id: each for each in told}
    for each in sorted(told, key=lambda each: each.trigger.id):
        part = each.tree.first_conjunct(each.trigger)
        clause = by_trigger.get(part.head)
        is_part = part.relation in {"advcl", "xcomp"} and each.trigger.feat("VerbForm") in {"Part", "Inf"}
        if clause is None or not is_part or each.roles.places:
            continue
        for place in clause.roles.places:
            each.roles.add("place", place)
        if clause.relation in GOING and each.trigger.feat("VerbForm") == "Inf":
            for goal in clause.roles.targets:
                mention = phrases.mention(each.tree, goal)
                each.roles.add("place" if mention is not None and mention.type == "Place" else "none", goal)
