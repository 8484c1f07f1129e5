"""Which role a complement plays: the frame of the verb or noun decides, else the preposition and the kind of noun.

Takes arguments and a frame of `relations.tsv`; gives tokens by role. Knows frames, prepositions and places;
never tense, negation or quotation.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from kg.extraction.arguments import Arguments
from kg.extraction.phrases import Phrases
from kg.extraction.relatives import genitive_antecedent
from kg.extraction.tree import Complement, Tree
from kg.language import Frame
from kg.model import EntityType, Mention, Token

DOERS: frozenset[EntityType] = frozenset({"Person", "Organization", "Group"})
LOCATED: frozenset[EntityType] = frozenset({"Place", "Organization", "Object"})
"""What something can happen in front of: `devant l'ambassade`."""
POSSESSOR = "nmod:poss"
DIRECT_OBJECT = "obj"
"""In a frame, in place of a preposition: the verb means this only with an object (`manifester sa joie`)."""


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


def companions(tree: Tree, verb: Token, found: Arguments) -> dict[str, Token]:
    """Give the nouns that may make a multiword verb with it, as `relations.tsv` writes them: `lieu`, `en place`."""
    words: dict[str, Token] = {}
    for token in [*found.objects, *tree.children(verb, "obj", "xcomp", "obl", "advmod", "fixed", "compound:prt")]:
        preposition = tree.preposition(token)
        for form in (token.lemma.lower(), token.form.lower()):
            words.setdefault(f"{preposition} {form}".strip(), token)
            words.setdefault(f"d'{form}" if preposition == "de" else form if not preposition else "", token)
    return words


def choose_frame(frames: Sequence[Frame], found: Arguments, words: Mapping[str, Token]) -> Frame | None:
    """Choose the most specific frame that fits: its multiword object first, then the prepositions that are there."""
    prepositions = {complement.preposition for complement in found.complements}
    if found.objects or found.passive:
        prepositions.add(DIRECT_OBJECT)

    def fit(frame: Frame) -> tuple[bool, int, bool, int]:
        return bool(frame.verb_object), len(prepositions & set(frame.roles)), not frame.roles, -frame.rank

    fitting = [
        frame
        for frame in frames
        if frame.reflexive == found.reflexive
        and (not frame.verb_object or frame.verb_object in words)
        and (DIRECT_OBJECT in prepositions or DIRECT_OBJECT not in frame.roles)
    ]
    return max(fitting, key=fit, default=None)


def roles_of_verb(
    tree: Tree, phrases: Phrases, found: Arguments, frame: Frame | None, part: Token | None = None
) -> Roles:
    """Give the roles of a verb's arguments; `part` is the noun of a multiword verb."""
    roles = Roles()
    is_target = frame is not None and frame.object_is_target
    for token in found.subjects:
        roles.add("actor", token)
    for token in found.objects:
        if token.upos == "NUM" and roles.targets:  # `en battant Lens 2-0`
            continue
        roles.add("target" if token is not part or is_target else "none", token)
        is_event = token.lemma.lower() in tree.language.nouns  # a place behind it is that event's own
        for complement in tree.complements(token):
            if (
                not is_event
                and complement.preposition in tree.words["place_of_object"]
                and denotes_place(tree, phrases, complement)
            ):
                roles.add("place", complement.token)
            elif token is part and not is_target:
                roles.add(role_of_complement(tree, phrases, complement, frame), complement.token)
    for token in found.recipients:
        roles.add("target", token)
    for complement in found.complements:
        if complement.token is not part:
            is_object = not found.passive and not roles.targets and _is_partitive(tree, complement, frame)
            role = "target" if is_object else role_of_complement(tree, phrases, complement, frame)
            roles.add(role, complement.token)
    return roles


def _is_partitive(tree: Tree, complement: Complement, frame: Frame | None) -> bool:
    """Tell an object with the article `des` or the `de` of negation from a complement: `sans provoquer de réaction`."""
    if complement.preposition != "de" or frame is None or "de" in frame.roles or frame.relation.is_open:
        return False
    forms = {case.form.lower() for case in tree.children(complement.token, "case")}
    return (
        complement.token.upos == "NOUN"
        and bool(forms & {"des", "de", "d'"})
        and not tree.child(complement.token, "det")
    )


def role_of_complement(tree: Tree, phrases: Phrases, complement: Complement, frame: Frame | None) -> str:
    """Give the role of a prepositional complement."""
    if frame is not None and complement.preposition in frame.roles:
        role = frame.roles[complement.preposition]
        if complement.preposition in tree.words["inside"] and complement.token.lemma in tree.words["condition_noun"]:
            return "none"  # `transporté dans un état grave`
        if role == "none" and complement.token.upos == "PROPN" and denotes_place(tree, phrases, complement):
            return "place"
        is_occasion = frame.relation.type == "STATE" and complement.token.lemma.lower() in tree.language.nouns
        return "none" if role == "target" and complement.preposition in tree.words["dative"] and is_occasion else role
    kind = tree.language.prepositions.get(complement.preposition)
    if denotes_place(tree, phrases, complement):
        return "place"
    if kind == "opponent":
        return "none" if _is_amount(complement.token) else "target"  # `par 178 voix contre 133`
    is_recipient = complement.preposition in tree.words["dative"] and complement.token.deprel in {"obl:arg", "iobj"}
    mention = phrases.mention(tree, complement.token) if is_recipient else None
    return "target" if mention is not None and mention.type in {"Person", "Organization", "Group"} else "none"


def _is_amount(token: Token) -> bool:
    return token.upos in {"NUM", "SYM"} or token.form == "%"


def denotes_place(tree: Tree, phrases: Phrases, complement: Complement) -> bool:
    """Tell whether a complement says where: a place behind a preposition of place."""
    is_bare = not complement.preposition and complement.token.deprel == "obl:mod"  # `rassemblés place Tahrir`
    kind = tree.language.prepositions.get(complement.preposition)
    if kind not in {"place", "spot"} and not is_bare:
        return False
    if complement.token.form.lower() in tree.words["relative_place"]:
        return True
    mention = phrases.mention(tree, complement.token)
    return mention is not None and mention.type in (LOCATED if kind == "spot" else {"Place"})


def roles_of_noun(tree: Tree, phrases: Phrases, noun: Token, frame: Frame, part: Token | None = None) -> Roles:
    """Give the roles of an event noun's complements, possessive and nationality; `part` completes the noun itself."""
    roles = Roles()
    genitive = tree.words["genitive"]
    of = next((frame.roles[word] for word in sorted(genitive) if word in frame.roles), "none")
    complements = [c for c in tree.complements(noun) if c.token is not part and _may_complete(noun, c)]
    is_opposed = any(tree.language.prepositions.get(c.preposition) == "opponent" for c in complements)
    for complement in complements:
        role = _role_beside_noun(tree, phrases, complement, frame)
        if (
            is_opposed
            and complement.preposition in genitive
            and role == "target"
            and _is_doer(tree, phrases, complement)
        ):
            role = "actor"  # `les bombardements de l'armée contre le village`
        roles.add(role, complement.token)
    antecedent = None if any(c.preposition in genitive for c in complements) else genitive_antecedent(tree, noun)
    if antecedent is not None and of != "none":
        roles.add(of, antecedent)
    for determiner in tree.children(noun, "det"):
        if determiner.feat("Poss") == "Yes":
            roles.add("actor" if of == "none" else of, determiner)
    for adjective in tree.children(noun, "amod"):
        if not roles.actors and phrases.of_demonym(tree, adjective):
            roles.add("actor", adjective)
    return roles


def _may_complete(noun: Token, complement: Complement) -> bool:
    """Tell whether a complement stands where one does: behind its noun, or before it as a possessive."""
    return complement.token.id > noun.id or complement.token.deprel == POSSESSOR


def _is_doer(tree: Tree, phrases: Phrases, complement: Complement) -> bool:
    mention = phrases.mention(tree, complement.token)
    return mention is not None and mention.type in DOERS


def _role_beside_noun(tree: Tree, phrases: Phrases, complement: Complement, frame: Frame) -> str:
    mention = phrases.mention(tree, complement.token)
    genitive = tree.words["genitive"]
    if complement.preposition in frame.roles:
        role = frame.roles[complement.preposition]
        return (
            "none" if complement.preposition in genitive and not _takes_part(tree, complement, mention, role) else role
        )
    kind = tree.language.prepositions.get(complement.preposition)
    is_spot = mention is not None and mention.type == "Place" and mention.country is None
    if kind == "agent" or (complement.preposition in tree.words["mutual"] and not is_spot):
        return "actor"
    if complement.preposition in genitive and mention is not None and mention.type in DOERS:
        return "actor"
    if kind == "opponent" or complement.preposition in tree.words["company"]:
        return "target"
    return "place" if denotes_place(tree, phrases, complement) else "none"


def _takes_part(tree: Tree, complement: Complement, mention: Mention | None, role: str) -> bool:
    """Tell participants from what only says of which kind an event is: `visite d'État`, `déclaration de dialogue`."""
    if mention is None or (role == "actor" and (mention.type == "Event" or _is_amount(complement.token))):
        return False
    noun = complement.token
    is_bare = not tree.children(noun, "det", "nummod", "amod") and "Definite" not in dict(_case_features(tree, noun))
    return mention.kind == "name" or not is_bare or noun.feat("Number") == "Plur"


def _case_features(tree: Tree, noun: Token) -> tuple[tuple[str, str], ...]:
    """Give the features of the preposition: `du` and `des` hold an article."""
    return tuple(feature for case in tree.children(noun, "case") for feature in case.feats)
