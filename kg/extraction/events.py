"""Events told by verbs and by nouns.

Takes the trees and noun phrases of an article; gives an `EventFinding` for each verb and each noun that tells an event.
Knows relations and their frames, light verbs, and which nouns only name a kind (`salle de réunion`); never who is who.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from kg.extraction.arguments import Arguments, arguments, charging_verb
from kg.extraction.phrases import Phrases
from kg.extraction.roles import DOERS, Roles, choose_frame, companions, denotes_place, roles_of_noun, roles_of_verb
from kg.extraction.sharing import ON_THE_SPOT, dateline, placed, share_complements, share_places
from kg.extraction.speakers import Quotation
from kg.extraction.stance import Commitment, commitment
from kg.extraction.times.tense import is_narrated
from kg.extraction.told import Told
from kg.extraction.tree import Tree
from kg.extraction.verb_forms import is_past_participle
from kg.language import Frame, Language, Relation, Role
from kg.model import EventFinding, Labels, Mention, Span, TimeExpression, Token

TimeOf = Callable[[Tree, Token], TimeExpression | None]
UNDERGONE = frozenset({"ELECT", "HARM", "DISASTER"})
"""Types of events that nobody does by planning, ending or cancelling them: `la Cour a annulé l'élection`."""
DEVERBAL = ("tion", "sion", "ment", "age", "ade", "erie", "ure")
"""Endings of nouns made of verbs: an `opération` is carried out, a `tâche` is something that is done."""
HAPPENED = "happened"
"""The relation of verbs that say of an event noun no more than that it takes place: `l'incident s'est produit`."""


def events(
    trees: Sequence[Tree], phrases: Phrases, quoted: Sequence[Quotation], time_of: TimeOf
) -> Iterator[EventFinding]:
    """Yield the events of an article in the order of the text."""
    place: Mention | None = None
    for tree in trees:
        told = [*_verbs(tree, phrases)]
        carried = {token.id for each in told for token in (*each.triggers, each.victim) if token}
        told += [each for each in _nouns(tree, phrases) if each.trigger.id not in carried]
        share_complements(told)
        share_places(told, phrases)
        for each in sorted(told, key=lambda each: each.trigger.id):
            found = _finding(each, phrases, commitment(tree, each.trigger, quoted), time_of)
            yield placed(found, place) if place else found
        place = dateline(tree, phrases)


def _verbs(tree: Tree, phrases: Phrases) -> Iterator[Told]:
    for verb in tree.sentence.tokens:
        if is_event_verb(tree, phrases, verb):
            found = arguments(tree, verb)
            frames = tree.language.verbs.get(verb.lemma, ())
            frame = choose_frame(_telling(tree, phrases, frames, found), found, companions(tree, verb, found))
            is_whole = frame is not None and frame.verb_object is not None and not _has_particle(tree, verb)
            carried = None if is_whole else _carried_noun(tree, verb, found, frame)
            if carried is not None:
                yield _light(tree, phrases, verb, found, carried)
            elif frame is None or frame.verb_object or not _is_causative(tree, verb):
                yield from _by_victim(tree, frames, _verb(tree, phrases, verb, found, frame))


def _has_particle(tree: Tree, verb: Token) -> bool:
    """Tell whether a verb has an adverb as its second part, beside which an event noun may stand: `carry out`."""
    return tree.child(verb, "compound:prt") is not None


def _telling(tree: Tree, phrases: Phrases, frames: Sequence[Frame], found: Arguments) -> Sequence[Frame]:
    """Prefer that something happens unless somebody does it: `un incendie s'est déclaré`, `le groupe s'est produit`."""
    plain = [frame for frame in frames if frame.reflexive == found.reflexive and not frame.verb_object]
    happening = [frame for frame in plain if frame.relation.id == HAPPENED]
    if not happening or len(happening) == len(plain):
        return frames
    is_done = any(_is_doer(tree, phrases, token) for token in found.subjects)
    return [frame for frame in frames if frame not in plain or (frame in happening) != is_done]


def _is_doer(tree: Tree, phrases: Phrases, token: Token) -> bool:
    mention = phrases.mention(tree, token)
    is_personal = token.upos == "PRON" and token.feat("PronType") == "Prs"
    return is_personal or (mention is not None and mention.type in DOERS)


def _by_victim(tree: Tree, frames: Sequence[Frame], told: Told) -> Iterator[Told]:
    """Yield one event for each kind of victim: `a fait dix morts et trente blessés`."""
    kinds = {frame.verb_object: frame for frame in frames if frame.object_is_target}
    victims = [token for token in told.roles.targets if token.lemma in kinds]
    for token in victims if told.victim is not None else ():
        if token is not told.victim:
            told.roles.targets.remove(token)
            relation, labels, kind, rule = _naming(tree, kinds[token.lemma], told.trigger)
            roles = Roles([*told.roles.actors], [token], [*told.roles.places])
            rules = (*told.rules[:-1], rule)
            yield replace(
                told, trigger=token, triggers=(token,), relation=relation, labels=labels, type=kind, roles=roles,
                rules=rules, victim=token,
            )  # fmt: skip
    yield told


def _is_causative(tree: Tree, verb: Token) -> bool:
    """Tell whether a verb only makes or lets somebody do what the infinitive says."""
    return verb.lemma in tree.words["causative"] and any(
        c.feat("VerbForm") == "Inf" for c in tree.children(verb, "xcomp", "ccomp")
    )


def is_event_verb(tree: Tree, phrases: Phrases, token: Token) -> bool:
    """Tell whether a token is a verb that can tell an event: no auxiliary, copula, modal, or part of a name."""
    if token.upos != "VERB" or token.relation in {"aux", "cop", "fixed", "flat", "case", "mark", "compound"}:
        return False
    if phrases.name(tree, token) is not None or _only_names(tree, token):
        return False
    governs_infinitive = tree.child(token, "xcomp", "ccomp") is not None
    is_modal = token.lemma in tree.language.modals and (governs_infinitive or token.lemma not in tree.language.verbs)
    endings = tuple(tree.words["infinitive_ending"])
    is_mistagged = bool(endings) and not token.lemma.endswith(endings)  # an adjective or noun without infinitive
    return not is_modal and not is_mistagged and token.lemma not in tree.words["no_event"]


def _only_names(tree: Tree, verb: Token) -> bool:
    """Tell whether a participle does no more than introduce a name or doubt it: `un stade appelé Madrid Arena`."""
    is_modifier = verb.relation in {"acl", "amod"} and is_past_participle(verb) and tree.child(verb, "aux") is None
    if is_modifier and verb.lemma in tree.words["supposed"]:
        return True
    return is_modifier and verb.lemma in tree.words["naming_verb"] and not tree.children(verb, "obl")


def _verb(tree: Tree, phrases: Phrases, verb: Token, found: Arguments, frame: Frame | None) -> Told:
    part = companions(tree, verb, found)[frame.verb_object] if frame and frame.verb_object else None
    relation, labels, kind, rule = _naming(tree, frame, verb)
    return Told(
        tree=tree,
        trigger=verb,
        triggers=(verb,) if part is None or (frame and frame.object_is_target) else (verb, part),
        relation=relation,
        labels=labels,
        type=kind,
        roles=roles_of_verb(tree, phrases, found, frame, part),
        rules=(*found.rules, rule),
        victim=part if part is not None and _is_somebody(tree, part) else None,
    )


def _is_somebody(tree: Tree, noun: Token) -> bool:
    entry = tree.language.noun(noun.lemma, noun.form)
    return entry is not None and entry.type in {"Person", "Group"}


def _naming(tree: Tree, frame: Frame | None, verb: Token) -> tuple[str, Labels, str, str]:
    if frame is not None:
        return frame.relation.id, frame.relation.labels, frame.relation.type, f"relation/{frame.relation.id}"
    lemma = tree.citation(verb)
    return open_relation(tree.language, lemma), ((tree.language.code, lemma),), "OTHER", "relation/open"


def open_relation(language: Language, lemma: str) -> str:
    """Make the relation of a verb or noun that the table does not have: `fr:rabaisser`."""
    return f"{language.code}:{lemma.replace(' ', '_')}"


def _carried_noun(tree: Tree, verb: Token, found: Arguments, frame: Frame | None) -> tuple[Token, Frame] | None:
    """Give the event noun that a light verb carries, as object or, of verbs of happening, as subject; and its frame."""
    if frame is not None and frame.relation.id == HAPPENED:
        told = next(_with_frames(tree, found.subjects, {}), None)
        return None if told is None or told[1].relation.id == HAPPENED else told  # the `incident` itself takes place
    light = tree.language.light_verbs
    lemma = tree.citation(verb)
    candidates = [("", token) for token in found.objects] + [(c.preposition, c.token) for c in found.complements]
    nouns = [noun for preposition, noun in candidates if (lemma, preposition) in light]
    return next(_with_frames(tree, nouns, _done_by_others(tree)), None)


def _with_frames(tree: Tree, nouns: Iterable[Token], roles: Mapping[str, Role]) -> Iterator[tuple[Token, Frame]]:
    """Yield the nouns that tell events, with the frame of the table or, where only the parser sees one, an open one."""
    for noun in nouns:
        frames, _ = tree.event_noun(noun)
        if frames:
            yield noun, frames[0]
        elif noun.event and _may_be_open(tree, noun) and (not roles or noun.lemma.endswith(DEVERBAL)):
            yield noun, _open_frame(tree, noun, roles)


def _done_by_others(tree: Tree) -> dict[str, Role]:
    """Give the roles beside a noun whose actor is told otherwise: `ont procédé à la dératisation du quartier`."""
    return dict.fromkeys(tree.words["genitive"], "target")


def _may_be_open(tree: Tree, noun: Token) -> bool:
    """Tell whether no table says that a noun is a thing: `le feu` breaks out, but is none of its own."""
    return tree.language.noun(noun.lemma, noun.form) is None


def _open_frame(tree: Tree, noun: Token, roles: Mapping[str, Role]) -> Frame:
    """Make the frame of an event noun that the table does not have."""
    lemma = noun.lemma.lower()
    labels = ((tree.language.code, lemma),)
    return Frame(Relation(open_relation(tree.language, lemma), "OTHER", "", labels, "", ""), lemma, roles=roles)


def _light(tree: Tree, phrases: Phrases, verb: Token, found: Arguments, carried: tuple[Token, Frame]) -> Told:
    noun, frame = carried
    told = _noun(tree, phrases, noun, frame, tree.event_noun(noun)[1])
    preposition = "" if noun in found.objects else tree.preposition(noun)
    lemma = tree.citation(verb)
    subject_role = tree.language.light_verbs.get((lemma, preposition), "none")
    if found.subjects and subject_role == "actor":  # the possessive of `apporte son soutien` is the subject again
        told.roles.actors[:] = [token for token in told.roles.actors if token.feat("Poss") != "Yes"]
    for token in found.subjects:
        told.roles.add(subject_role, token)
    for complement in found.complements:
        if complement.token is not noun:
            is_own = complement.preposition in frame.roles and complement.preposition not in tree.words["genitive"]
            own = frame if is_own else None
            role = roles_of_verb(tree, phrases, Arguments(complements=(complement,)), own)
            for token in role.targets + role.places:
                told.roles.add("target" if token in role.targets else "place", token)
    return Told(
        tree=tree,
        trigger=verb,
        triggers=(verb, noun),
        relation=told.relation,
        labels=told.labels,
        type=told.type,
        roles=told.roles,
        rules=(*found.rules, "verb/light-verb", *told.rules),
    )


def _nouns(tree: Tree, phrases: Phrases) -> Iterator[Told]:
    named = [(token, *tree.event_noun(token)) for token in tree.sentence.tokens if token.upos == "NOUN"]
    completing = {part.id for _, _, part in named if part is not None}  # `tirs` of `échange de tirs`
    for token, frames, part in named:
        if token.id in completing or not is_event_noun(tree, phrases, token):
            continue
        if frames:
            yield _noun(tree, phrases, token, frames[0], part)
        elif token.event and _has_agent(tree, phrases, token):
            yield _noun(tree, phrases, token, _open_frame(tree, token, _done_by_others(tree)))


def _has_agent(tree: Tree, phrases: Phrases, noun: Token) -> bool:
    """Tell whether somebody is said to do what a noun says: `la dératisation du quartier par la mairie`."""
    agents = (phrases.mention(tree, c.token) for c in tree.complements(noun) if c.preposition in tree.words["agent"])
    return any(agent is not None and agent.type in DOERS for agent in agents)


def is_event_noun(tree: Tree, phrases: Phrases, noun: Token) -> bool:
    """Tell whether a noun that can tell an event does here: not in a name, nor as the kind of something else."""
    if noun.upos != "NOUN" or phrases.name(tree, noun) is not None or noun.relation in {"fixed", "flat", "compound"}:
        return False
    is_manner = tree.preposition(noun) in tree.words["company"] and charging_verb(tree, noun) is None
    if is_manner and not tree.children(noun, "det", "amod", "nummod", "nmod"):
        return False  # `avec succès`
    head = tree.head(noun)
    is_complement = noun.relation == "nmod" and tree.preposition(noun) in tree.words["genitive"] and head is not None
    if not is_complement or head is None:
        return True
    kind = tree.language.types.get(head.lemma.lower())
    if kind is not None and (kind.kind == "role" or kind.type == "Organization"):
        return False
    is_bare = tree.child(noun, "det") is None and all(
        case.form.lower() in tree.words["genitive"] | {"d'"} for case in tree.children(noun, "case")
    )
    if noun.feat("Number") == "Plur" and (kind is None or kind.type not in {"Place", "Object"}):
        is_bare = False  # `une série d'attaques`, but `une salle de fêtes`
    return not is_bare or head.lemma.lower() in tree.language.nouns


def _nested_place(tree: Tree, phrases: Phrases, noun: Token) -> Iterator[Token]:
    """Yield the town that was hung on the thing to which something happened: `l'explosion d'un camion à Lyon`."""
    for complement in tree.complements(noun):
        for inner in tree.complements(complement.token) if complement.preposition in tree.words["genitive"] else ():
            is_town = inner.preposition in tree.words["town"] and phrases.name(tree, inner.token) is not None
            if is_town and denotes_place(tree, phrases, inner):
                yield inner.token


def _noun(tree: Tree, phrases: Phrases, noun: Token, frame: Frame, part: Token | None = None) -> Told:
    roles = roles_of_noun(tree, phrases, noun, frame, part)
    for token in _nested_place(tree, phrases, noun) if frame.relation.type in ON_THE_SPOT and not roles.places else ():
        roles.add("place", token)
    is_open = frame.relation.is_open
    rules = ["noun-event/parser", "relation/open"] if is_open else ["noun-event/table", f"relation/{frame.relation.id}"]
    head = tree.head(noun)
    may_do = not roles.actors and frame.relation.type not in UNDERGONE
    if may_do and head is not None and head.upos == "VERB" and _is_undertaken(tree, noun, head):
        roles.targets[:] = [token for token in roles.targets if token.feat("Poss") != "Yes"]  # the subject again
        for token in arguments(tree, head).subjects:
            roles.add("actor", token)
            rules.append("noun-event/subject-of-verb")
    if not roles.actors and head is not None and noun.relation == "xcomp" and head.upos == "VERB":
        for token in arguments(tree, head).objects:  # `il a été retrouvé mort`
            roles.add("actor", token)
            rules.append("noun-event/predicate")
    charging = charging_verb(tree, noun)
    if not roles.actors and charging is not None:
        for token in _charged(tree, phrases, charging):
            roles.add("actor", token)
            rules.append("noun-event/charged")
    relation = frame.relation
    triggers = (noun,) if part is None else (noun, part)
    return Told(tree, noun, triggers, relation.id, relation.labels, relation.type, roles, tuple(rules))


def _charged(tree: Tree, phrases: Phrases, verb: Token) -> list[Token]:
    """Give who is charged: the object, or who stands behind contre: `porter plainte contre son employeur pour vol`."""
    against = [c.token for c in tree.complements(verb) if c.preposition in tree.words["against"]]
    against += [
        c.token
        for noun in tree.children(verb, "obj")
        for c in tree.complements(noun)
        if c.preposition in tree.words["against"]
    ]
    return [token for token in (*arguments(tree, verb).objects, *against) if _is_doer(tree, phrases, token)]


def _is_undertaken(tree: Tree, noun: Token, verb: Token) -> bool:
    """Tell whether who does the verb also does the event: `est venu pour une visite`, `a lancé une attaque`."""
    is_object = noun.relation == "obj" and verb.lemma in tree.language.undertakings
    return is_object or (tree.preposition(noun) in tree.words["purpose"] and charging_verb(tree, noun) is None)


def _finding(told: Told, phrases: Phrases, stance: Commitment, time_of: TimeOf) -> EventFinding:
    tree, trigger = told.tree, told.trigger
    actors, targets, places = (
        _heads(tree, phrases, tokens) for tokens in (told.roles.actors, told.roles.targets, told.roles.places)
    )
    sources = [span for where, token in reversed(stance.sources) for span in _heads(where, phrases, [token])]
    time = time_of(tree, trigger)
    words = [token.span for token in told.triggers] + [*actors, *targets, *places]
    return EventFinding(
        trigger=trigger.span,
        triggers=tuple(token.span for token in told.triggers),
        sentence=tree.sentence.index,
        relation=told.relation,
        labels=told.labels,
        type=told.type,
        lemma=trigger.lemma.lower(),
        actors=actors,
        targets=targets,
        places=places,
        time=time,
        polarity=stance.polarity,
        modality=stance.modality,
        sources=tuple(dict.fromkeys(sources)),
        scope=stance.scope.span if stance.scope else None,
        evidence=_evidence(tree, phrases, words, time),
        nominal=trigger.upos == "NOUN",
        demonstrative=any(det.lemma in tree.words["demonstrative"] for det in tree.children(trigger, "det")),
        rules=(*told.rules, *stance.rules),
        narrated=is_narrated(tree.sentence, trigger, tree.language),
    )


def _heads(tree: Tree, phrases: Phrases, tokens: Sequence[Token]) -> tuple[Span, ...]:
    """Give the heads of the mentions that tokens stand for; a demonym may stand for two countries."""
    found: list[Span] = []
    for token in tokens:
        countries = phrases.of_demonym(tree, token) if token.upos == "ADJ" else []
        if countries:
            found += [mention.head for mention in countries]
        elif (mention := phrases.mention(tree, token)) is not None:
            found.append(mention.head)
    return tuple(dict.fromkeys(found))


def _evidence(tree: Tree, phrases: Phrases, words: Sequence[Span], time: TimeExpression | None) -> Span:
    """Give the stretch of the sentence from the first to the last word of the event and its participants."""
    spans = [phrases.extent(span) for span in words if tree.sentence.span.covers(span)]
    if time is not None and tree.sentence.span.covers(time.span):
        spans.append(time.span)
    return Span(min(span.start for span in spans), max(span.end for span in spans))
