"""When an event happens: by its own time expression, or by that of an event that happens at the same time.

Takes the tree of a sentence, the trigger of an event in it and the article's time expressions; gives one DATE or TIME,
or None. Knows which constructions tell of two events at one time. Precision comes first: no time is better than another
event's, so infinitives of purpose, past participles and what is promised or decided take none from their main clause.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from itertools import islice

from kg.extraction.times.owners import is_predicate, owner
from kg.extraction.times.rules import links
from kg.extraction.times.tense import is_narrated
from kg.extraction.tree import Tree
from kg.model import TimeExpression, Token

VISIT = "visited"
GATHERINGS = frozenset({"gathered", "protested", VISIT})
"""Relations besides those of movement by which somebody is where something is to be done."""
MEETINGS = frozenset({"CONSULT", "PROTEST", "COMPETE", "SUPPORT"})
"""Types of events that one goes to."""
VAGUE = frozenset({"PAST_REF", "FUTURE_REF"})
Owned = Mapping[int, list[TimeExpression]]
Link = Callable[[Tree, Token, Token], bool]


def event_time(tree: Tree, trigger: Token, times: Sequence[TimeExpression]) -> TimeExpression | None:
    """Give the expression that says when the event of a trigger happens, the most precise if there are several."""
    owned = _owned(tree, times)
    if not owned:
        return None
    found = next((owned[token.id] for token in _simultaneous(tree, trigger) if token.id in owned), [])
    found = found or _fronted(tree, trigger, owned)
    return max(found, key=lambda time: (len(time.value), -time.span.start), default=None)


def _owned(tree: Tree, times: Sequence[TimeExpression]) -> Owned:
    """Give the expressions that can place an event in time, by the ids of the tokens that they belong to."""
    here = [time for time in times if tree.sentence.span.covers(time.span)]
    placing = [time for time in here if time.type in {"DATE", "TIME"} and time.value not in VAGUE]
    owned: dict[int, list[TimeExpression]] = {}
    for time in placing:
        for token in (owner(tree, time, placing), _clause_after(tree, time)):
            if token is not None:
                owned.setdefault(token.id, []).append(time)
    return owned


def _clause_after(tree: Tree, time: TimeExpression) -> Token | None:
    """Give the verb of a clause that tells what happened at a date: `depuis le 3 janvier, lorsqu'il a frappé`."""
    following = [token for token in tree.sentence.tokens if token.span.start >= time.span.end and token.form != ","]
    if not following or not _is_conjunction(tree, following[0]):
        return None
    return next((token for token in following if _heads_clause(tree, token)), None)


def _simultaneous(tree: Tree, trigger: Token) -> list[Token]:
    """Give the trigger and the events that happen at the same time, nearest first."""
    found = [trigger]
    for token in found:
        near = [*tree.children(token), *islice(tree.ancestors(token), 2), *_grandchildren(tree, token)]
        found += [other for other in near if other not in found and _are_simultaneous(tree, token, other)]
    return found


def _grandchildren(tree: Tree, token: Token) -> list[Token]:
    """Give the tokens two steps below: a complex preposition may stand in between, `tué [lors [d'une mission]]`."""
    return [below for child in tree.children(token) for below in tree.children(child)]


def _are_simultaneous(tree: Tree, one: Token, other: Token) -> bool:
    """Tell whether the time of the other event holds for the one."""
    if any(link(tree, one, other) or link(tree, other, one) for _, link, _ in MUTUAL):
        return True
    return any(link(tree, one, other) for _, link, _ in ONE_WAY)


def _fronted(tree: Tree, trigger: Token, owned: Owned) -> list[TimeExpression]:
    """Give the dates before the first of several coordinated verbs: `Le 4 mai, ils ont envahi X et pris Y`."""
    first = tree.first_conjunct(trigger)
    if first is trigger or not (is_predicate(tree, trigger) and is_predicate(tree, first)):
        return []
    group = [first, *tree.children(first, "aux", "cop", "nsubj")]
    begin = min(token.span.start for token in group)
    return [time for time in owned.get(first.id, []) if time.span.end <= begin]


def _heads_clause(tree: Tree, token: Token) -> bool:
    return is_predicate(tree, token) and token.relation not in {"aux", "cop"}


def _is_conjunction(tree: Tree, token: Token) -> bool:
    known = links(tree.language.code)["conjunction"]
    following = tree.by_id.get(token.id + 1)
    form = token.form.lower()
    return form in known or (following is not None and f"{form} {following.form.lower()}" in known)


def _is_occasion(tree: Tree, noun: Token, main: Token) -> bool:
    """Tell whether the noun is the occasion of the main event."""
    head = tree.head(noun)
    if noun.upos != "NOUN" or head is None:
        return False
    known = links(tree.language.code)["preposition"]
    if set(tree.language.complex_prepositions.get(head.lemma.lower(), ())) & set(known):
        return tree.head(head) is main
    return head is main and tree.preposition(noun) in known


def _is_clause(tree: Tree, clause: Token, main: Token) -> bool:
    """Tell whether the clause says what goes on meanwhile; its conjunction is looked for left of its verb."""
    if clause.head != main.id or not _heads_clause(tree, clause):
        return False
    before = [token for token in tree.subtree(clause) if token.id < clause.id]
    openings = [token.id for token in before if _is_conjunction(tree, token)]
    return bool(openings) and not any(token.id > openings[-1] and _heads_clause(tree, token) for token in before)


def _is_happening(tree: Tree, noun: Token, verb: Token) -> bool:
    """Tell whether the verb only says that the noun's event takes place."""
    is_subject = noun.head == verb.id and noun.relation == "nsubj"
    is_antecedent = verb.head == noun.id and verb.deprel == "acl:relcl"
    is_event = noun.lemma.lower() in tree.language.nouns
    return is_event and (is_subject or is_antecedent) and tree.citation(verb) in links(tree.language.code)["happening"]


def _is_light(tree: Tree, noun: Token, verb: Token) -> bool:
    """Tell whether verb and noun are one event."""
    is_object = noun.head == verb.id and noun.relation == "obj" and noun.lemma.lower() in tree.language.nouns
    return is_object and (verb.lemma, "") in tree.language.light_verbs


def _is_gerund(tree: Tree, participle: Token, main: Token) -> bool:
    """Tell whether a present participle says what the main event brings about or goes along with."""
    is_present = participle.feat("VerbForm") == "Part" and participle.feat("Tense") == "Pres"
    return is_present and participle in tree.children(main, "advcl")


def _is_modal(tree: Tree, infinitive: Token, main: Token) -> bool:
    """Tell whether the main verb only colours the infinitive."""
    return infinitive in tree.children(main, "xcomp") and main.lemma in tree.language.modals


def _is_relative(tree: Tree, verb: Token, noun: Token) -> bool:
    """Tell whether the verb's relative clause says what goes on during the noun's event."""
    if verb.head != noun.id or verb.deprel != "acl:relcl":
        return False
    known = links(tree.language.code)["preposition"]
    pronouns = [token for token in tree.subtree(verb) if token.id < verb.id and token.feat("PronType") == "Rel"]
    words = [word for pronoun in pronouns for word in [*tree.children(pronoun), *islice(tree.ancestors(pronoun), 1)]]
    names = {word.lemma.lower() for word in words}
    wholes = {whole for name in names for whole in tree.language.complex_prepositions.get(name, ())}
    return bool((names | wholes) & set(known))


def _is_undergone(tree: Tree, noun: Token, verb: Token) -> bool:
    """Tell whether the verb says whom the noun's event befalls or that it is held: `le pays a connu un attentat`."""
    is_object = noun.head == verb.id and noun.relation == "obj" and noun.lemma.lower() in tree.language.nouns
    known = links(tree.language.code)
    return is_object and tree.citation(verb) in known["undergoing"] | known["holding"]


def _is_told_of(tree: Tree, verb: Token, noun: Token) -> bool:
    """Tell whether a verb in the past says what the noun's event did or became."""
    is_event = noun.upos == "NOUN" and noun.lemma.lower() in tree.language.nouns
    if not is_event or not is_narrated(tree.sentence, verb, tree.language):
        return False
    if noun.head == verb.id:
        return noun.relation == "nsubj"
    subject = tree.child(verb, "nsubj")
    return verb.head == noun.id and verb.deprel == "acl:relcl" and subject is not None and subject.lemma == "qui"


def _is_brought_about(tree: Tree, infinitive: Token, main: Token) -> bool:
    """Tell whether the infinitive comes true with its main verb: `a réussi à fuir`, `a laissé éclater sa joie`."""
    is_lower = infinitive in tree.children(main, "xcomp", "ccomp") and infinitive.feat("VerbForm") == "Inf"
    return is_lower and (tree.stance(main) == "manage" or main.lemma in tree.words["causative"])


def _is_errand(tree: Tree, errand: Token, main: Token) -> bool:
    """Tell whether somebody goes or meets for it: `ira à Lyon pour signer`, `réunis pour une manifestation`."""
    marks = {token.lemma.lower() for token in tree.children(errand, "mark", "case")}
    is_infinitive = errand.relation == "advcl" and errand.feat("VerbForm") == "Inf"
    nouns = tree.language.nouns.get(errand.lemma.lower(), ())
    is_event = errand.relation == "obl" and any(frame.relation.type in MEETINGS for frame in nouns)
    is_visit = any(frame.relation.id == VISIT for frame in nouns)
    frames = tree.language.verbs.get(main.lemma, ())
    goes = any(frame.relation.type == "MOVE" or frame.relation.id in GATHERINGS for frame in frames)
    if errand.head != main.id or not marks & (tree.words["purpose"] | tree.words["purpose_mark"]):
        return False
    return (goes and is_infinitive) or (is_event and (goes or is_visit))


def _is_first_of_two(tree: Tree, first: Token, last: Token) -> bool:
    """Tell whether a date behind the last of two coordinated verbs holds for both: `X est mort et Y a fui mardi`."""
    is_pair = last.head == first.id and last.deprel == "conj" and len(tree.children(first, "conj")) == 1
    if not (is_pair and _are_narrated(tree, first, last)):
        return False
    between = [token for token in tree.sentence.tokens if first.id < token.id < last.id]
    return not any(token.form in {",", ";", ":"} or token.relation == "parataxis" for token in between)


def _are_narrated(tree: Tree, *verbs: Token) -> bool:
    return all(is_narrated(tree.sentence, verb, tree.language) for verb in verbs)


MUTUAL: tuple[tuple[str, Link, str], ...] = (
    ("occasion", _is_occasion, "Ils ont été tués mardi lors d'une mission."),
    ("clause", _is_clause, "Elle a été agressée alors qu'elle travaillait vendredi."),
    ("happening", _is_happening, "La manifestation s'est déroulée vendredi."),
    ("light-verb", _is_light, "L'armée a mené une attaque mardi."),
    ("undergoing", _is_undergone, "Le pays a connu lundi un attentat."),
)
"""Constructions in which the time of either event holds for the other; name, test (dependent first), example."""
ONE_WAY: tuple[tuple[str, Link, str], ...] = (
    ("gerund", _is_gerund, "Mardi, un drone a frappé un convoi, tuant un général."),
    ("told-of", _is_told_of, "La manifestation de vendredi a réuni des étudiants."),
    ("brought-about", _is_brought_about, "Mardi, le prisonnier a réussi à quitter la ville."),
    ("errand", _is_errand, "Mardi, le ministre se rendra à Lyon pour signer un accord."),
    ("first-of-two", _is_first_of_two, "Trois femmes sont mortes et deux hommes ont quitté la ville mardi."),
    ("modal-verb", _is_modal, "Mardi, il doit rencontrer le maire."),
    ("relative-clause", _is_relative, "La réunion du 3 mai, pendant laquelle il a parlé, a tout changé."),
)
"""Constructions in which only the dependent takes the time of its governor."""
