"""Which role a complement plays: the frame of the verb or noun decides, else the preposition and the kind of noun.

Takes arguments and a frame of `relations.tsv`; gives tokens by role. Knows frames, prepositions and places;
never tense, negation or quotation.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from kg.extraction.arguments import Arguments
from kg.extraction.phrases import Phrases
from kg.extraction.tree import Complement, Tree
from kg.language import Frame
from kg.model import Token

PLACE_OF_OBJECT = frozenset({"à", "en", "dans", "près de", "à proximité de"})


@dataclass(slots=True)
class Roles:
    """Tokens by role, each once."""

    actors: list[Token] = field(default_factory=list)
    targets: list[Token] = field(default_factory=list)
    places: list[Token] = field(default_factory=list)

    def add(self, role: str, token: Token) -> None:
        """Add a token under a role unless it fills one already; other roles than the three fill none."""
        lists = {"actor": self.actors, "target": self.targets, "place": self.places}
        if role in lists and all(token not in known for known in lists.values()):
            lists[role].append(token)


def choose_frame(frames: Sequence[Frame], arguments: Arguments, objects: Iterable[Token]) -> Frame | None:
    """Choose the most specific frame that fits: its multiword object first, then the prepositions that are there."""
    lemmas = {token.lemma.lower() for token in objects} | {token.form.lower() for token in objects}
    lemmas |= {f"{complement.preposition} {complement.token.lemma.lower()}" for complement in arguments.complements}
    prepositions = {complement.preposition for complement in arguments.complements}
    best: tuple[int, Frame] | None = None
    for frame in frames:
        if frame.reflexive != arguments.reflexive or (frame.verb_object and frame.verb_object not in lemmas):
            continue
        fit = 10 * bool(frame.verb_object) + 2 * len(prepositions & set(frame.roles)) - (len(frame.roles) > 0)
        if best is None or fit > best[0]:
            best = (fit, frame)
    return best[1] if best else None


def roles_of_verb(tree: Tree, phrases: Phrases, found: Arguments, frame: Frame | None) -> Roles:
    """Give the roles of a verb's arguments."""
    roles = Roles()
    for token in found.subjects:
        roles.add("actor", token)
    for token in found.objects:
        is_part_of_verb = frame is not None and token.lemma.lower() == frame.verb_object and not frame.object_is_target
        roles.add("none" if is_part_of_verb else "target", token)
        for complement in tree.complements(token):
            if complement.preposition in PLACE_OF_OBJECT and denotes_place(tree, phrases, complement):
                roles.add("place", complement.token)
    for token in found.recipients:
        roles.add("target", token)
    for complement in found.complements:
        roles.add(role_of_complement(tree, phrases, complement, frame), complement.token)
    return roles


def role_of_complement(tree: Tree, phrases: Phrases, complement: Complement, frame: Frame | None) -> str:
    """Give the role of a prepositional complement."""
    if frame is not None and complement.preposition in frame.roles:
        return frame.roles[complement.preposition]
    kind = tree.language.prepositions.get(complement.preposition)
    if kind == "place" and denotes_place(tree, phrases, complement):
        return "place"
    if kind == "opponent":
        return "target"
    is_recipient = complement.preposition == "à" and complement.token.deprel in {"obl:arg", "iobj"}
    mention = phrases.mention(tree, complement.token) if is_recipient else None
    return "target" if mention is not None and mention.type in {"Person", "Organization", "Group"} else "none"


def denotes_place(tree: Tree, phrases: Phrases, complement: Complement) -> bool:
    """Tell whether a complement says where: a place behind a preposition of place."""
    if tree.language.prepositions.get(complement.preposition) != "place":
        return False
    if complement.token.form.lower() == "où":
        return True
    mention = phrases.mention(tree, complement.token)
    return mention is not None and mention.type == "Place"


def roles_of_noun(tree: Tree, phrases: Phrases, noun: Token, frame: Frame) -> Roles:
    """Give the roles of an event noun's complements, possessive and adjectives of nationality."""
    roles = Roles()
    of = frame.roles.get("de", "none")
    for complement in tree.complements(noun):
        if complement.token.id > noun.id:
            roles.add(_role_beside_noun(tree, phrases, complement, frame), complement.token)
    for determiner in tree.children(noun, "det"):
        if determiner.feat("Poss") == "Yes":
            roles.add("actor" if of == "none" else of, determiner)
    for adjective in tree.children(noun, "amod"):
        if not roles.actors and phrases.of_demonym(tree, adjective):
            roles.add("actor", adjective)
    return roles


def _role_beside_noun(tree: Tree, phrases: Phrases, complement: Complement, frame: Frame) -> str:
    if complement.preposition in frame.roles:
        return frame.roles[complement.preposition]
    kind = tree.language.prepositions.get(complement.preposition)
    if kind == "agent" or complement.preposition == "entre":
        return "actor"
    if kind == "opponent" or complement.preposition == "avec":
        return "target"
    return "place" if denotes_place(tree, phrases, complement) else "none"
