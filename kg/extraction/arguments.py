"""Who takes part in what a verb says: canonical subject and object, whatever the construction.

Takes a tree and a verb; gives its `Arguments`. Knows how clauses hide participants: passives, relative clauses,
participles, infinitives controlled from above, coordination; never which role they play in which relation.
Antecedents, controllers and shared subjects follow the enhanced dependencies of Schuster and Manning (2016) and the
deep syntax of Sequoia (Candito et al. 2014).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from kg.extraction.relatives import antecedent_of
from kg.extraction.tree import NOMINAL, REFLEXIVE, Complement, Tree
from kg.extraction.verb_forms import INFINITE, is_past_participle, leading_form
from kg.language import Stance
from kg.model import Token

SPEECH: frozenset[Stance] = frozenset({"say", "know", "promise", "want", "order", "deny", "doubt"})
"""Stances of verbs that may stand beside a quotation: `« ... », a promis la directrice`."""
RELATIVE_PREPOSITIONS = {"dont": "de", "où": "à", "where": "in"}
"""Relative pronouns and the preposition that they hold."""
ENCLITICS = frozenset({"-il", "-elle", "-on", "-ils", "-elles", "-t-il", "-t-elle", "-t-on"})
GATHERING = frozenset({"réunir", "rassembler", "regrouper", "masser"})
"""Verbs whose bare participle tells what somebody did: `les manifestants, rassemblés devant la mairie`."""
WITH_DE = frozenset({"suivre", "précéder", "accompagner", "entourer", "escorter", "flanquer", "assortir", "émailler"})
"""Verbs whose doer may stand behind de in the passive (Grevisse & Goosse): `suivi d'un débat`."""
EXISTENCE = frozenset(
    {"exister", "manquer", "rester", "subsister", "survenir", "se produire", "se passer", "se dérouler", "suffire"}
)
"""Verbs that say that something is there or takes place, with an `il` that stands for nobody and the thing behind."""
DEEPEST = 12  # verbs whose subject is looked up from one another; longer chains are circles of a broken parse


@dataclass(frozen=True, slots=True)
class Arguments:
    """The participants of a verb, conjuncts apart; `rules` say how they were found."""

    subjects: tuple[Token, ...] = ()
    objects: tuple[Token, ...] = ()
    recipients: tuple[Token, ...] = ()
    complements: tuple[Complement, ...] = ()
    reflexive: bool = False
    passive: bool = False
    rules: tuple[str, ...] = ()


def arguments(tree: Tree, verb: Token) -> Arguments:
    """Give the canonical arguments of a verb."""
    surface, rule = surface_subjects(tree, verb)
    passive = is_passive(tree, verb)
    complements = _complements(tree, verb)
    agents = tuple(c.token for c in complements if _is_agent(tree, verb, c, passive=passive))
    rest = tuple(c for c in complements if c.token not in agents)
    objects = surface if passive and surface else _objects(tree, verb)  # `Est puni le fait de voler`
    if tree.is_undergone(verb):  # `il s'est fait voler son sac`
        objects = (*surface, *_objects(tree, verb))
    subjects = agents if passive else surface
    if not subjects and not passive and (inverted := _inverted_subject(tree, verb)) is not None:
        subjects, objects, rule = (inverted,), tuple(o for o in objects if o is not inverted), "inverted-subject"
    if not passive and objects and _is_impersonal(tree, verb, objects):  # `il existe des tensions`
        subjects, objects, rule = objects, (), "impersonal"
    voice = "passive" if passive else "active"
    return Arguments(
        subjects=subjects,
        objects=objects,
        recipients=tuple(child for child in tree.children(verb, "iobj") if is_recipient(tree, child)),
        complements=rest,
        reflexive=tree.is_reflexive(verb),
        passive=passive,
        rules=tuple(f"verb/{name}" for name in (voice, rule) if name),
    )


def is_recipient(tree: Tree, token: Token) -> bool:
    """Tell whether an indirect object says to whom: a clitic, or any where the language has no clitics."""
    clitics = tree.words["dative_clitic"]
    return not clitics or token.form.lower() in clitics


def charging_verb(tree: Tree, trigger: Token) -> Token | None:
    """Give the verb whose object is charged with an event: `accusé de fraude`, `arrêter un homme pour avoir volé`."""
    head = tree.head(trigger) if trigger.upos == "NOUN" or is_reason(tree, trigger) else None
    preposition = tree.preposition(trigger) if trigger.upos == "NOUN" else min(tree.words["reason_mark"], default="")
    for_reason = preposition in tree.words["reason_mark"]
    while head is not None and head.upos in {"NOUN", "PROPN"} and for_reason:  # read as the object's own
        head = tree.head(head)
    is_charge = head is not None and (head.lemma, preposition) in tree.language.charges
    return head if is_charge else None


def is_reason(tree: Tree, verb: Token) -> bool:
    """Tell `pour avoir volé`, `for stealing`, the reason of what is done, from `pour voler`, its purpose."""
    marks = {mark.lemma for mark in tree.children(verb, "mark", "case")}
    is_past = tree.child(verb, "aux:tense") is not None and leading_form(tree, verb) == "Inf"
    is_reason = bool(marks & tree.words["reason_mark"]) and (is_past or leading_form(tree, verb) == "Ger")
    return verb.relation == "advcl" and is_reason


def _is_impersonal(tree: Tree, verb: Token, objects: Sequence[Token]) -> bool:
    """Tell whether what stands behind a verb as its object is what exists or happens: `il est arrivé un accident`."""
    if verb.lemma not in tree.language.intransitives and tree.citation(verb) not in EXISTENCE:
        return False
    pronouns = [child for child in tree.children(verb, "nsubj", "expl") if child.form.lower() in {"il", "-il", "-t-il"}]
    is_definite = any(det.lemma == "le" for token in objects for det in tree.children(token, "det"))
    return any(pronoun.relation == "expl" or not is_definite for pronoun in pronouns)


def is_passive(tree: Tree, verb: Token) -> bool:
    """Tell whether the surface subject is the one acted upon."""
    if tree.child(verb, "aux:caus") is not None:
        return tree.is_undergone(verb)
    has_been = any(aux.lemma == "avoir" for aux in tree.children(verb, "aux"))  # `ont été sortis par la police`
    if (verb.lemma in tree.language.intransitives and not has_been) or tree.is_reflexive(verb):
        return False
    if tree.child(verb, "aux:pass", "nsubj:pass") is not None:
        return True
    if tree.child(verb, "aux") is not None or not is_past_participle(verb):
        return False
    head = tree.head(verb)
    if verb.relation == "conj" and head is not None and head.upos in {"VERB", "AUX"}:
        return is_passive(tree, head) and is_past_participle(head)
    return tree.child(verb, "obj") is None and verb.lemma not in GATHERING


def surface_subjects(tree: Tree, verb: Token, depth: int = 0) -> tuple[tuple[Token, ...], str]:
    """Give whom the verb agrees with or would agree with, and the name of the way there ("" for its own subject)."""
    enclitic = _enclitic_of_speech(tree, verb)
    if enclitic is not None:
        return (enclitic,), "inverted-subject"
    own = [child for child in tree.children(verb, "nsubj") if tree.is_nominal(child)]
    own.sort(key=lambda child: child.form.startswith("-"))  # `La police a-t-elle arrêté` repeats its subject
    if own:
        antecedent = antecedent_of(tree, own[0])
        return (tuple(tree.conjuncts(own[0])), "") if antecedent is None else (antecedent, "relative")
    head = tree.head(verb)
    if head is None or depth > DEEPEST or tree.child(verb, "nsubj", "csubj", "expl:subj") is not None:
        return (), ""
    form = leading_form(tree, verb)
    for name, applies, find in WAYS_TO_A_SUBJECT:
        if applies(verb, form, head):
            return find(tree, verb, head, depth + 1), name
    return (), ""


def _enclitic_of_speech(tree: Tree, verb: Token) -> Token | None:
    """Give the pronoun behind a verb of a quotation, whatever the parser took for its subject: `a-t-il dit`."""
    if verb.relation != "parataxis" or tree.stance(verb) not in SPEECH:
        return None
    return next((c for c in tree.children(verb, "nsubj", "expl") if c.form.lower() in ENCLITICS), None)


def _is_coordinated(verb: Token, form: str | None, head: Token) -> bool:
    is_bare_infinitive = form == "Inf" and head.feat("VerbForm") == "Fin"
    return verb.relation == "conj" and head.upos in {"VERB", "AUX", "ADJ"} and not is_bare_infinitive


def _is_noun_participle(verb: Token, form: str | None, head: Token) -> bool:
    is_modifier = form == "Part" or verb.upos == "ADJ"
    return verb.relation in {"acl", "amod"} and is_modifier and head.upos in NOMINAL


def _is_subjectless_adverbial(verb: Token, form: str | None, head: Token) -> bool:
    return verb.relation == "advcl" and form in {"Part", *INFINITE} and head.upos in {"VERB", "ADJ"}


def _is_infinitive_complement(verb: Token, form: str | None, _: Token) -> bool:
    return form in INFINITE and verb.relation in {"xcomp", "ccomp", "acl", "obl"}


def _subjects_of_head(tree: Tree, _: Token, head: Token, depth: int) -> tuple[Token, ...]:
    return surface_subjects(tree, head, depth)[0]


def _doers_of_head(tree: Tree, verb: Token, head: Token, depth: int) -> tuple[Token, ...]:
    """Give the doers of the main clause, but for a reason its object, and for the purpose of a passive its agent."""
    subjects = surface_subjects(tree, head, depth)[0]
    if is_reason(tree, verb):  # `a remercié les pompiers pour avoir sauvé le village`
        undergoers = () if is_passive(tree, head) else tuple(t for t in _objects(tree, head) if _is_somebody(tree, t))
        return undergoers or subjects
    if leading_form(tree, verb) != "Inf" or not is_passive(tree, head):
        return subjects
    agents = tuple(c.token for c in _complements(tree, head) if _is_agent(tree, head, c, passive=True))
    return agents or tuple(token for token in subjects if not token.event)  # `une réunion est tenue pour discuter`


def _is_somebody(tree: Tree, token: Token) -> bool:
    return token.upos == "PRON" or _can_decide(tree, token)


def _modified_noun(tree: Tree, verb: Token, head: Token, _: int) -> tuple[Token, ...]:
    members = tree.conjuncts(head)
    return tuple(members) if verb.id > members[-1].id else (head,)


def _controllers(tree: Tree, _: Token, head: Token, depth: int) -> tuple[Token, ...]:
    """Give who does the infinitive that hangs on `head`."""
    if head.upos in {"NOUN", "PROPN"} and _is_first(tree, head):
        return (head,)
    if head.upos in {"NOUN", "PROPN"} and tree.child(head, "cop") is None:
        return _holders(tree, head, depth)
    where = next((found for noun in tree.children(head, "obj") if (found := _wording(tree, head, noun))), None)
    where = where or tree.language.controllers.get(head.lemma)
    if where is None or (where == "object" and is_passive(tree, head)):
        return surface_subjects(tree, head, depth)[0]
    if where == "object":
        return _objects(tree, head)
    return _addressees(tree, head, where)


def _wording(tree: Tree, verb: Token, noun: Token) -> str | None:
    """Give the controller of an infinitive behind a verb and its noun: `donner l'ordre à l'armée de tirer`."""
    return tree.language.controllers.get(f"{verb.lemma} {noun.lemma}")


def _addressees(tree: Tree, verb: Token, preposition: str) -> tuple[Token, ...]:
    datives = [
        child for child in tree.children(verb, "iobj", "obj") if child.form.lower() in tree.words["dative_clitic"]
    ]
    addressed = (c.token for c in tree.complements(verb) if c.preposition == preposition)
    return tuple(datives or (t for t in addressed if t.deprel != "obl:mod" or _can_decide(tree, t)))


def _holders(tree: Tree, noun: Token, depth: int) -> tuple[Token, ...]:
    """Give whose decision, plan or promise it is: `sa décision de partir`, `il a pris la décision de partir`."""
    possessive = next((det for det in tree.children(noun, "det") if det.feat("Poss") == "Yes"), None)
    if possessive is not None:
        return (possessive,)
    of = tuple(
        c.token
        for c in tree.complements(noun)
        if c.preposition in tree.words["genitive"] and _can_decide(tree, c.token)
    )
    if of:
        return of
    above = tree.head(noun)
    if above is None or noun.relation != "obj" or above.upos != "VERB":
        return ()
    where = _wording(tree, above, noun)
    return _addressees(tree, above, where) if where else surface_subjects(tree, above, depth)[0]


def _can_decide(tree: Tree, token: Token) -> bool:
    noun = tree.language.noun(token.lemma, token.form)
    return token.upos == "PROPN" or (noun is not None and noun.type in {"Person", "Organization", "Group"})


WAYS_TO_A_SUBJECT = (
    ("shared-subject", _is_coordinated, _subjects_of_head),  # Il a parlé et quitté la salle.
    ("participle", _is_noun_participle, _modified_noun),  # une attaque visant un hôtel
    ("adverbial-clause", _is_subjectless_adverbial, _doers_of_head),  # Un drone a frappé, tuant le général.
    ("control", _is_infinitive_complement, _controllers),  # Il a promis de partir.
)
"""Name, where it applies and how the subject is found, for verbs without a subject of their own."""


def _inverted_subject(tree: Tree, verb: Token) -> Token | None:
    """Give the subject that was read as an object in `«...», a déclaré M. X`."""
    if verb.relation not in {"parataxis", "root", "ccomp"} or tree.child(verb, "nsubj", "ccomp") is not None:
        return None
    quoted = verb.relation == "parataxis" or tree.child(verb, "parataxis") or _is_behind_quotation(tree, verb)
    after = next((child for child in tree.children(verb, "obj") if child.id > verb.id), None)
    is_speech = tree.stance(verb) in SPEECH
    return after if quoted and is_speech and after is not None and after.upos in {"NOUN", "PROPN", "PRON"} else None


def _is_behind_quotation(tree: Tree, verb: Token) -> bool:
    """Tell whether a verb group opens right behind a closing quotation mark and a comma: `», a promis`."""
    first = min([verb.id, *(aux.id for aux in tree.children(verb, "aux"))])
    before = [tree.by_id[i].form for i in (first - 2, first - 1) if i in tree.by_id]
    return bool({"»", "”", '"'} & set(before)) and set(before) <= {"»", "”", '"', ","}


def _objects(tree: Tree, verb: Token) -> tuple[Token, ...]:
    own = [
        member
        for child in tree.children(verb, "obj")
        if tree.is_nominal(child) and child.form.lower() not in REFLEXIVE | {"en", "y"}
        for member in _referents(tree, child)
    ]
    if own:
        stray = [child for child in tree.children(verb, "conj") if _is_stray_conjunct(tree, child)]
        return (*own, *(member for child in stray for member in tree.conjuncts(child)))
    return _shared_objects(tree, verb) or _extracted_object(tree, verb)


def _extracted_object(tree: Tree, verb: Token) -> tuple[Token, ...]:
    """Give the object that stands before its clause: `les dossiers à traiter`, `c'est lui que le juge cherche`."""
    noun = tree.head(verb)
    if noun is not None and verb.relation == "acl" and verb.feat("VerbForm") == "Inf":
        marks = [mark.lemma for mark in tree.children(verb, "mark", "case")]
        return (noun,) if marks == ["à"] and _is_to_be_treated(tree, noun) else ()
    if _lacks_pronoun(tree, verb) and noun is not None:
        return (noun,)
    clause = verb
    while clause.relation == "xcomp" and (above := tree.head(clause)) is not None:
        clause = above
    noun = tree.head(clause)
    links = [child for child in tree.children(clause, "mark", "obj") if child.lemma == "que"]
    if clause.deprel != "advcl:cleft" or not links or noun is None or tree.child(verb, "xcomp", "ccomp") is not None:
        return ()
    if any(child not in links for child in tree.children(clause, "obj")):
        return ()
    is_thing = noun.upos == "PROPN" or tree.language.noun(noun.lemma, noun.form) is not None  # no date
    return (noun,) if is_thing and tree.child(noun, "case") is None else ()


def _lacks_pronoun(tree: Tree, verb: Token) -> bool:
    """Tell whether a relative clause is about its noun without a pronoun: `the man the police arrested`."""
    may_lack = bool(tree.words["zero_relative"]) and verb.deprel == "acl:relcl" and not is_passive(tree, verb)
    has_pronoun = any(token.feat("PronType") == "Rel" for token in tree.subtree(verb))
    is_filled = tree.child(verb, "xcomp", "ccomp") is not None or _is_stranded(tree, verb)
    return may_lack and not has_pronoun and not is_filled and tree.child(verb, "nsubj") is not None


def _is_stranded(tree: Tree, verb: Token) -> bool:
    """Tell whether a preposition has lost its noun: in `the man he spoke to` the man is no object."""
    return any(child.upos == "ADP" and child.relation == "advmod" for child in tree.children(verb))


def _is_to_be_treated(tree: Tree, noun: Token) -> bool:
    """Tell a thing to which something is to be done from an aptitude: `un dossier à traiter`, `sa capacité à agir`."""
    is_aptitude = noun.event is True or tree.stance(noun) is not None or noun.lemma in tree.language.controllers
    return noun.upos == "NOUN" and not is_aptitude and not _is_first(tree, noun)


def _is_first(tree: Tree, noun: Token) -> bool:
    """Tell whether a noun is the first, last or only one to do something: `le premier pays à signer`."""
    return any(child.lemma in tree.words["first"] for child in tree.children(noun, "amod"))


def _is_stray_conjunct(tree: Tree, token: Token) -> bool:
    """Tell whether a nominal was coordinated with the verb in place of its object: `tuant X et Y`."""
    is_nominal = token.upos in {"NOUN", "PROPN"} and tree.child(token, "nsubj", "cop", "case") is None
    return is_nominal and tree.child(token, "cc") is not None


def _shared_objects(tree: Tree, verb: Token) -> tuple[Token, ...]:
    """Give the object that stands behind the last of coordinated verbs: `a tué et blessé des civils`."""
    following = tree.child(verb, "conj")
    transitive = tree.words["undergone"] or tree.language.verbs  # `apologized and signed a letter`
    if following is None or following.upos != "VERB" or verb.lemma not in transitive:
        return ()
    if following.feat("VerbForm") != verb.feat("VerbForm") or tree.child(following, "aux", "nsubj") is not None:
        return ()
    between = [child for child in tree.children(verb) if verb.id < child.id < following.id and child.upos != "PUNCT"]
    return () if between else _objects(tree, following)


def _complements(tree: Tree, verb: Token) -> tuple[Complement, ...]:
    found = list(_extracted_complement(tree, verb))
    for complement in tree.complements(verb):
        token = complement.token
        if token.relation == "iobj" and token.form.lower() in tree.words["dative_clitic"] | REFLEXIVE:
            continue
        antecedent = antecedent_of(tree, token)
        if antecedent is None:
            found.append(complement)
        else:
            preposition = complement.preposition or RELATIVE_PREPOSITIONS.get(token.form.lower(), "")
            found += [Complement(preposition, member) for member in antecedent]
    return tuple(found)


def _extracted_complement(tree: Tree, verb: Token) -> Iterator[Complement]:
    """Yield what a cleft sentence puts first with its preposition: `c'est à Lyon que le pape a rencontré le roi`."""
    noun = tree.head(verb)
    is_linked = any(child.lemma == "que" for child in tree.children(verb, "mark", "obj"))
    if verb.deprel == "advcl:cleft" and is_linked and noun is not None and tree.preposition(noun):
        yield Complement(tree.preposition(noun), noun)


def _is_agent(tree: Tree, verb: Token, complement: Complement, *, passive: bool) -> bool:
    """Tell the doer behind `par` from the means: `tué par un soldat`, `mort par pendaison`."""
    is_means = complement.token.lemma.lower() in tree.language.nouns
    if complement.token.lemma.lower() in tree.words["means"]:
        return False
    is_named = complement.token.deprel == "obl:agent"
    if complement.preposition in tree.words["genitive"]:  # `une cérémonie suivie d'un défilé`
        return passive and (is_named or verb.lemma in WITH_DE)
    if complement.preposition not in tree.words["agent"] or _is_bare(tree, complement.token):
        return False
    return is_named or (passive and not is_means)


def _is_bare(tree: Tree, noun: Token) -> bool:
    """Tell a manner from a doer: `évacués par précaution`, `tué par balle`."""
    is_single = noun.feat("Number") != "Plur"  # `transporté par hélicoptères`
    return (
        noun.upos == "NOUN" and is_single and not tree.children(noun, "det", "nummod", "amod", "flat", "appos", "nmod")
    )


def _referents(tree: Tree, token: Token) -> tuple[Token, ...]:
    """Give the nominals that a token stands for: its conjuncts, or the antecedent of a relative pronoun."""
    antecedent = antecedent_of(tree, token)
    return tuple(tree.conjuncts(token)) if antecedent is None else antecedent
