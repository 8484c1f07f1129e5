"""Whether the article states an event, and according to whom.

Takes a tree and the trigger of an event; gives a `Commitment`: polarity, modality and the ones who say so, read off the
path from the trigger up to the root. Knows negation, tense and mood, verbs and nouns of saying, wanting, planning and
denying, quotations and `selon X`; never the event's participants. The values are those of TimeML; the idea that every
event is relative to a source is FactBank's (Saurí and Pustejovsky 2009).
"""

from __future__ import annotations

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field

from kg.extraction.arguments import arguments, charging_verb, is_reason
from kg.extraction.negation import is_absent, is_beyond, is_lacking, is_negated
from kg.extraction.sources import SOURCE, cited, holders_of_noun, holders_of_verb, may_answer
from kg.extraction.speakers import Quotation
from kg.extraction.times.rules import links
from kg.extraction.tree import Tree
from kg.extraction.verb_forms import (
    INFINITE,
    finite_form,
    has_infinitive_mark,
    has_preposition,
    holder_of_auxiliaries,
    is_bare_participle,
    is_compound,
    is_inverted,
    is_perfect,
    is_told_in_the_past,
    leading_form,
)
from kg.language import Stance
from kg.model import Modality, Polarity, Token

EFFECTS: dict[Stance, tuple[Polarity, Modality | None, bool]] = {
    "say": ("positive", None, True),
    "promise": ("positive", "future", True),
    "plan": ("positive", "future", False),
    "want": ("positive", "possible", True),
    "order": ("positive", "possible", True),
    "doubt": ("positive", "possible", True),
    "deny": ("negative", None, True),
    "know": ("positive", None, True),
    "perceive": ("positive", None, False),
    "forbid": ("negative", "possible", True),
    "try": ("positive", "possible", False),
    "allow": ("positive", "possible", False),
    "manage": ("positive", None, False),
    "fail": ("negative", None, False),
    "prevent": ("negative", None, False),
}
"""What a stance does to its complement: polarity, modality, and whether its holder becomes a source."""
COMPLEMENTS = frozenset({"ccomp", "xcomp", "csubj", "acl"})
AIMS: frozenset[Stance] = frozenset(
    {"promise", "plan", "want", "order", "forbid", "doubt", "deny", "try", "allow", "prevent"}
)
"""Stances whose noun complement is itself what is aimed at or denied: `il a promis le retrait`."""
COMMITTED: frozenset[Stance] = frozenset({"know", "perceive"})
"""Stances whose complement is true, whoever holds them."""
TWO_WAY: frozenset[Stance] = frozenset({"manage", "fail"})
"""Stances whose complement turns with their own negation (Karttunen 2012): `il n'a pas réussi à fuir`."""
PRESUPPOSED = frozenset({"acl:relcl", "advcl:cleft"})
SAME_EVENT = frozenset({"xcomp", "ccomp", "conj", "csubj", "acl", "advcl", "parataxis", "cop"})
"""Relations by which a clause hangs on what speaks of it; a noun is only a part of what its verb tells."""


@dataclass(slots=True)
class Commitment:
    """How far the article commits itself; `sources` run from the innermost speaker out, `scope` tells the event.

    `direct` tells whether what stands above still speaks of the event itself, and not of one that it is a part of;
    `implied` whether it is negative only by what something else brings about: `a évité une crise`.
    """

    polarity: Polarity = "positive"
    modality: Modality = "actual"
    sources: list[tuple[Tree, Token]] = field(default_factory=list)
    scope: Token | None = None
    rules: list[str] = field(default_factory=list)
    direct: bool = True
    implied: bool = False

    def negate(self, rule: str) -> None:
        """Turn the polarity over; what is a part of something that did not happen is left open."""
        if not self.direct:
            self.weaken("possible", rule)
            return
        self.polarity = "negative" if self.polarity == "positive" else "positive"
        self.rules.append(f"stance/{rule}")

    def weaken(self, modality: Modality, rule: str) -> None:
        """Lower the modality: what is possible stays possible, what is future stays future."""
        if self.modality == "actual" and modality != "actual":
            self.modality = modality
            self.rules.append(f"stance/{rule}")
            if self.implied:  # `afin d'éviter une crise`
                self.polarity, self.implied = "positive", False

    def attribute(self, tree: Tree, speaker: Token | None, teller: Token | None, rule: str) -> None:
        """Add a speaker, and the verb or noun by which the event is told; what nobody answers for is only possible."""
        if speaker is not None and all(known is not speaker for _, known in self.sources):
            self.sources.append((tree, speaker))
            self.rules.append(f"stance/{rule}")
        elif speaker is None and rule not in COMMITTED:
            self.weaken("possible", "unknown-speaker")
        self.scope = self.scope or teller


def commitment(tree: Tree, trigger: Token, quoted: Sequence[Quotation]) -> Commitment:
    """Read the stance of an event off its surroundings."""
    made = Commitment()
    _own_form(tree, trigger, made)
    _climb(tree, trigger, made)
    charging = charging_verb(tree, trigger)
    if charging is not None:
        accusers = arguments(tree, charging).subjects
        made.attribute(tree, accusers[0] if accusers else None, charging, "charge")
    for token in (trigger, *tree.ancestors(trigger)):
        _comment(tree, token, trigger, made)
    for quotation in quoted:
        if quotation.span.covers(trigger.span):
            made.attribute(quotation.tree, quotation.speaker, quotation.verb, "quotation")
    if tree.sentence.tokens[-1].form == "?":
        made.weaken("possible", "question")
    return made


def _climb(tree: Tree, trigger: Token, made: Commitment) -> None:
    """Apply what stands above an event, up to the root; what is taken for granted is touched by nothing above."""
    presupposed = tensed = related = False
    child = trigger
    for head in tree.ancestors(trigger):
        tensed = tensed or _is_tensed(tree, child)
        presupposed = presupposed or _tells_how(tree, child)
        if not presupposed:
            _between(tree, child, head, made)
        if not presupposed and not tensed:
            _share_time(tree, child, head, made)
        if not (related and child.relation == "obj"):  # `a décrit la crue qui a touché la ville`
            _saying(tree, child, head, made)
        if not presupposed and _is_unrealised(tree, child):
            made.weaken("possible", "subjunctive")
            presupposed = True
        presupposed = presupposed or _is_presupposed(tree, child)
        related = related or child.deprel in PRESUPPOSED
        made.direct = made.direct and child.relation in SAME_EVENT
        child = head


def _own_form(tree: Tree, trigger: Token, made: Commitment) -> None:
    if is_negated(tree, trigger):
        made.negate("negation")
    marks = {mark.form.lower() for mark in tree.children(trigger, "mark")}
    if trigger.relation != "ccomp" and marks & tree.words["condition"]:
        made.weaken("possible", "condition")
    if is_absent(tree, trigger):
        made.negate("absence")
    if is_beyond(tree, trigger):
        made.negate("excess")
    if any(child.lemma.lower() in tree.words["hearsay"] for child in tree.children(trigger, "advmod")):
        made.weaken("possible", "hearsay")
    if any(child.lemma.lower() in tree.words["doubting"] for child in tree.children(trigger, "amod")):
        made.weaken("possible", "hearsay")
    if trigger.upos in {"VERB", "AUX"}:
        _auxiliaries(tree, trigger, made)
        if trigger.head == 0 and has_infinitive_mark(tree, trigger):
            made.weaken("future", "headline-infinitive")


def _tense(tree: Tree, verb: Token, made: Commitment) -> None:
    form = finite_form(tree, verb)
    if form.feat("Mood") == "Cnd":
        is_simple = form is verb or (form.deprel == "aux" and tree.child(verb, "aux:tense") is None)
        made.weaken("future" if is_simple and is_told_in_the_past(tree, verb) else "possible", "conditional")
    elif form.feat("Tense") == "Fut":
        made.weaken("future", "future-tense")
    elif form.feat("Mood") == "Imp" and tree.child(verb, "nsubj") is None:
        made.weaken("possible", "imperative")


def _auxiliaries(tree: Tree, verb: Token, made: Commitment) -> None:
    """Read tense, mood and modal auxiliaries, a verb's own or those of the verb it is coordinated with."""
    holder = holder_of_auxiliaries(tree, verb)
    _tense(tree, holder, made)
    for auxiliary in tree.children(holder, "aux"):
        effect = tree.language.modals.get(auxiliary.lemma)
        if effect is not None and auxiliary.deprel == "aux" and auxiliary.feat("Tense") is None:  # not `is leaving`
            made.weaken(effect, "modal")
    if holder is not verb and is_negated(tree, holder):
        made.weaken("possible", "part-of-negated")


def _is_circumstance(tree: Tree, clause: Token) -> bool:
    """Tell whether a clause or occasion is taken for granted: `lorsqu'un drone a frappé`, `après qu'il a tiré`."""
    if clause.relation != "advcl":
        return _is_occasion(tree, clause)
    marks = {mark.lemma for mark in tree.children(clause, "mark")} - {"que"}
    opens = tree.words["condition"] | tree.words["purpose_mark"] | tree.words["absence"]
    return bool(marks) and not marks & opens and not _is_unrealised(tree, clause)


def _is_unrealised(tree: Tree, clause: Token) -> bool:
    """Tell whether a clause is left open: `jusqu'à ce qu'il parte`, `avant que la police n'arrive`."""
    head = tree.head(clause)
    is_behind_that = clause.relation == "acl" and head is not None and head.lemma == "ce"
    if not (clause.relation == "advcl" or is_behind_that) or finite_form(tree, clause).feat("VerbForm") != "Fin":
        return False
    marks = {mark.lemma for mark in tree.children(clause, "mark", "advmod", "case")}
    if is_behind_that and head is not None:
        marks |= {case.lemma for case in tree.children(head, "case")}
    is_open = bool(marks & tree.words["open_conjunction"]) or _opens_before_that(tree, marks)
    return (is_open or finite_form(tree, clause).feat("Mood") == "Sub") and not marks & tree.words["concessive"]


def _opens_before_that(tree: Tree, marks: AbstractSet[str]) -> bool:
    """Tell whether a conjunction of two words leaves its clause open: `avant que`."""
    return bool(marks & tree.words["open_before_that"] and marks & tree.words["complementizer"])


def _between(tree: Tree, child: Token, head: Token, made: Commitment) -> None:
    """Apply what the head does to its dependent."""
    modals = tree.language.modals
    if child.relation == "advcl":
        _adverbial_clause(tree, child, head, made)
    if child.relation in {"xcomp", "ccomp"} and head.lemma in modals and not _is_phase(tree, child, head):
        made.weaken(modals[head.lemma], "modal")
        _inherit(tree, head, made)
        return
    if child.relation == "obj" and is_lacking(tree, child, head):
        made.negate("negation")
    if child.upos == "NOUN" and is_negated(tree, head) and tree.stance(head) is None:
        _of_negated(tree, child, head, made)
    stance = tree.stance(head)
    if stance is None and _is_infinitive_complement(tree, child):
        _unread_governor(tree, child, head, made)
    if child.deprel in PRESUPPOSED and is_negated(tree, head) and tree.child(head, "cop") is not None:
        made.negate("cleft")  # `Ce n'est pas la police qui a tiré.`
    marks = {mark.lemma.lower() for mark in tree.children(child, "mark")}
    if child.relation == "ccomp" and marks & tree.words["condition"]:
        made.weaken("possible", "indirect-question")
    if stance is None or not _is_complement(tree, child, head, stance):
        return
    _apply(tree, head, stance, made)


def _of_negated(tree: Tree, noun: Token, verb: Token, made: Commitment) -> None:
    """Read the event noun beside a negated verb: `le match n'a pas eu lieu`, `n'ont pas abouti à un accord`."""
    is_indefinite = any(det.feat("Definite") == "Ind" for det in tree.children(noun, "det"))
    happens = verb.lemma != "avoir" or any(child.lemma == "lieu" for child in tree.children(verb, "obj"))
    if noun.relation == "nsubj" and happens and tree.citation(verb) in links(tree.language.code)["happening"]:
        made.negate("negation")
    elif (noun.relation == "obj" or noun.deprel == "obl:arg") and is_indefinite:
        made.weaken("possible", "part-of-negated")


def _apply(tree: Tree, head: Token, stance: Stance, made: Commitment) -> None:
    """Do to the complement what the stance of its head does."""
    polarity, modality, _ = EFFECTS[stance]
    if polarity == "negative" and not (stance == "deny" and is_negated(tree, head)):  # `il n'exclut pas de partir`
        made.negate(stance)
        made.implied = made.polarity == "negative" and stance in {"prevent", "fail"}
    if stance in TWO_WAY and is_negated(tree, head):
        made.negate("negation")
    if stance in {"say", "perceive", "deny"} and is_negated(tree, head):
        made.weaken("possible", "negated-report")  # `rien ne prouve que l'Iran a tiré`
    if modality is not None and not (stance == "allow" and is_compound(tree, head)):  # what was allowed was done
        made.weaken(modality, stance)


def _unread_governor(tree: Tree, child: Token, head: Token, made: Commitment) -> None:
    """Abstain where an infinitive hangs on a noun, an adjective or a negated verb of which no stance is known."""
    if head.upos in {"NOUN", "ADJ"}:
        if not is_perfect(tree, child):  # `le premier à avoir signé l'accord`
            made.weaken("possible", "infinitive-of-noun")
    elif is_negated(tree, head):
        made.weaken("possible", "infinitive-of-negated")
    elif has_infinitive_mark(tree, child) or leading_form(tree, child) == "Ger":
        made.weaken("possible", "infinitive-of-unread")


def _is_infinitive_complement(tree: Tree, child: Token) -> bool:
    """Tell whether an infinitive completes a noun or adjective: `le droit de partir`, `prêt à partir`."""
    return child.relation in COMPLEMENTS and child.upos == "VERB" and leading_form(tree, child) in INFINITE


def _is_complement(tree: Tree, child: Token, head: Token, stance: Stance) -> bool:
    if child.deprel in PRESUPPOSED or (child.relation == "acl" and is_bare_participle(tree, child)):
        return False
    if child.relation in COMPLEMENTS:
        return True
    is_reached = stance == "manage" and tree.preposition(child) in tree.words["dative"]
    if is_reached and child.lemma.lower() in tree.language.nouns:
        return True  # `parvenir à un accord`
    is_open = stance in AIMS or head.lemma in tree.words["refusal"] | tree.words["telling_of"]
    if child.upos != "NOUN" or not is_open:
        return False
    is_aimed_at = child.relation == "obj" or child.deprel == "nsubj:pass"
    is_told = child.deprel == "obl:arg" and child.lemma.lower() in tree.language.nouns
    is_told = is_told or (child.relation == "obl" and _is_aim(tree, child, head))
    is_of_noun = child.relation == "nmod" and bool(tree.event_noun(child)[0])  # `trois tentatives de vol de voitures`
    return is_aimed_at or is_told or is_of_noun


def _is_aim(tree: Tree, noun: Token, verb: Token) -> bool:
    """Tell whether a verb wants or tells what stands behind its preposition: `called for a strike`."""
    aims = tree.words["aim"]
    taken = {word for frame in tree.language.verbs.get(verb.lemma, ()) for word in frame.roles if aims}
    return tree.preposition(noun) in aims | taken


def _is_phase(tree: Tree, child: Token, head: Token) -> bool:
    """Tell `il est allé jusqu'à interdire` from `il va interdire`: the future has no preposition."""
    return tree.language.modals[head.lemma] == "future" and has_preposition(tree, child)


def _is_tensed(tree: Tree, token: Token) -> bool:
    return token.upos in {"VERB", "AUX"} and finite_form(tree, token).feat("VerbForm") == "Fin"


def _tells_how(tree: Tree, clause: Token) -> bool:
    """Tell whether a question takes its clause for granted: `il n'a pas expliqué pourquoi ils ont cassé la vitrine`."""
    words = {child.lemma.lower() for child in tree.children(clause, "advmod", "mark")}
    return clause.relation == "ccomp" and bool(words & tree.words["circumstance"])


def _is_presupposed(tree: Tree, child: Token) -> bool:
    """Tell whether what is below is taken for granted, whatever is planned, wished or denied above it."""
    is_participle = child.relation == "acl" and is_bare_participle(tree, child)
    is_known = child.relation == "nmod" and child.upos == "NOUN" and _is_definite(tree, child)
    return child.deprel in PRESUPPOSED or is_participle or is_known or _is_circumstance(tree, child)


def _is_occasion(tree: Tree, noun: Token) -> bool:
    """Tell whether a noun says when or in spite of what: `n'ont pu rattraper le voleur lors d'une course`."""
    kind = tree.language.prepositions.get(tree.preposition(noun))
    return noun.relation == "obl" and noun.upos == "NOUN" and kind in {"time", "circumstance", "cause"}


def _share_time(tree: Tree, child: Token, head: Token, made: Commitment) -> None:
    """Let what has no tense of its own stand in the future with its verb: `il ira en Guyane exprimer son soutien`."""
    if head.upos not in {"VERB", "AUX"} or child.relation in {"ccomp", "parataxis", "conj"}:
        return
    form = finite_form(tree, head)
    if form.feat("Tense") == "Fut":
        made.weaken("future", "future-tense")
    elif form.feat("Mood") == "Cnd" and child.relation in {"obj", "obl"} and not _is_definite(tree, child):
        made.weaken("possible", "conditional")


def _is_definite(tree: Tree, noun: Token) -> bool:
    return any(det.feat("Definite") == "Def" or det.feat("Poss") == "Yes" for det in tree.children(noun, "det"))


def _inherit(tree: Tree, modal: Token, made: Commitment) -> None:
    if is_negated(tree, modal):
        made.negate("negation")
    _tense(tree, modal, made)


def _adverbial_clause(tree: Tree, clause: Token, head: Token, made: Commitment) -> None:
    marks = {mark.lemma.lower() for mark in tree.children(clause, "mark", "case", "advmod")}
    if marks & tree.words["condition"] or is_inverted(tree, clause):
        made.weaken("possible", "condition")
    elif marks & tree.words["purpose_mark"] and clause.feat("VerbForm") == "Inf" and not is_reason(tree, clause):
        is_ahead = finite_form(tree, head).feat("Tense") == "Fut"
        made.weaken("future" if is_ahead else "possible", "purpose")


def _saying(tree: Tree, child: Token, head: Token, made: Commitment) -> None:
    """Attribute the event to the holder of a verb or noun that tells it."""
    stance = tree.stance(head)
    if stance is None or not EFFECTS[stance][2]:
        return
    if head.upos in {"VERB", "AUX"}:
        is_said = stance in {"say", "know"} and head.lemma not in tree.language.undertakings
        is_named = is_said and child.relation == "obj" and child.lemma.lower() in tree.language.nouns
        is_told = is_named or child.relation in {"ccomp", "xcomp"} or _is_complement(tree, child, head, stance)
        is_ability = head.lemma in tree.language.modals and child.relation == "xcomp"  # `il sait nager`
        if is_told and child.relation != "acl" and not is_ability:
            holders = holders_of_verb(tree, head)
            if not holders or may_answer(tree, holders[0]):
                made.attribute(tree, holders[0] if holders else None, head, stance)
    elif child.relation == "acl" and child.deprel not in PRESUPPOSED and not is_bare_participle(tree, child):
        holder = next(iter(holders_of_noun(tree, head)), None)
        made.attribute(tree, holder, head, stance)


def _comment(tree: Tree, token: Token, trigger: Token, made: Commitment) -> None:
    """Attribute the event to who is named beside the clause: `selon la police`, `..., a indiqué la police`."""
    for source in cited(tree, token):
        is_own = token is trigger and source.lemma == SOURCE and source.id > trigger.id  # `indique-t-on de source sûre`
        if trigger not in tree.subtree(source) and not is_own:
            made.attribute(tree, source, None, "according-to")
    for clause in tree.children(token, "parataxis"):
        is_speech = tree.stance(clause) == "say" and clause.upos == "VERB"
        if is_speech and trigger not in tree.subtree(clause):
            holders = holders_of_verb(tree, clause)
            made.attribute(tree, holders[0] if holders else None, clause, "speech-clause")
