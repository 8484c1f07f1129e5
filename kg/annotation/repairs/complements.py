"""Complements and appositions that were hung on the wrong word.

Takes a tree and a word of it; gives a complement to the verb or event noun whose frame in `relations.tsv` asks for it,
a name to the role beside it, an adjective to the noun that it agrees with. Knows frames and agreement; never clauses.
"""

from __future__ import annotations

from kg.annotation.tree import Repair, Tree
from kg.language import Role


def complement_of_event(tree: Tree, index: int) -> None:
    """Give the event noun the goal that was hung on its doer: `la visite du président à Moscou`."""
    doer = tree.words[index].head
    if tree.words[index].deprel != "nmod" or doer not in tree.members or tree.words[doer].deprel != "nmod":
        return
    event = tree.words[doer].head
    if event not in tree.members or not event < doer < index or "de" not in tree.case(doer):
        return
    if tree.words[doer].lemma.lower() in tree.language.nouns:  # `l'arrêt du traitement par injection`
        return
    frames = tree.language.nouns.get(tree.words[event].lemma.lower(), ())
    if not frames and not tree.words[event].event:
        return
    wanted = {preposition for frame in frames for preposition, role in frame.roles.items() if role == "target"}
    if tree.case(index) & (wanted - {"de"} | {"par"}) and not any(
        tree.case(i) & tree.case(index) for i in tree.children(event)
    ):
        tree.attach(index, event, "nmod")


def complement_of_object(tree: Tree, index: int) -> None:
    """Give the event noun the partner that was hung above it: `a organisé une série de réunions avec des élus`."""
    found = tree.case(index) & PARTNERS
    found -= _asked_for(tree, tree.words[index].head) if found else set()
    for holder in _holders(tree, index) if found else ():
        for noun in (holder, *tree.children(holder)):
            frames = tree.language.nouns.get(tree.words[noun].lemma.lower(), ())
            if noun < index and any(frame.roles.get(p) == "target" for frame in frames for p in found):
                tree.attach(index, noun, "nmod")
                return


def _asked_for(tree: Tree, verb: int) -> set[str]:
    """Give the prepositions in the frames of a verb."""
    lemma = tree.words[verb].lemma if verb in tree.members else ""
    return {preposition for frame in tree.language.verbs.get(lemma, ()) for preposition in frame.roles}


def _holders(tree: Tree, index: int) -> list[int]:
    """Give the noun that a complement hangs on, or the object right before it of the verb that it hangs on."""
    relation, head = tree.words[index].deprel.partition(":")[0], tree.words[index].head
    if head not in tree.members:
        return []
    if relation == "nmod":
        return [head]
    siblings = [i for i in tree.children(head) if i < index and tree.words[i].deprel != "punct"]
    is_object = bool(siblings) and tree.words[siblings[-1]].deprel.partition(":")[0] == "obj"
    return siblings[-1:] if relation == "obl" and is_object else []


PARTNERS = frozenset({"avec", "contre"})


def complement_of_verb(tree: Tree, index: int) -> None:
    """Give the verb the complement that was hung on its object: `accuser la banque de fraude`, `donner au club`."""
    noun = tree.words[index].head
    verb = tree.words[noun].head if noun in tree.members and noun < index else -1
    if tree.words[index].deprel != "nmod" or verb not in tree.members or tree.words[verb].upos != "VERB":
        return
    frames = tree.language.verbs.get(tree.words[verb].lemma, ())
    roles = {(preposition, role) for frame in frames for preposition, role in frame.roles.items()}
    taken = {preposition for i in tree.children(verb) for preposition in tree.case(i)}
    found = tree.case(index) & {preposition for preposition, _ in roles} - taken
    is_wanted = _is_recipient(tree, index, noun) or _is_charge(tree, index, noun, roles) or _is_topic(tree, index, noun)
    if found and is_wanted:
        tree.attach(index, verb, "obl:arg")


def _is_recipient(tree: Tree, index: int, noun: int) -> bool:
    """Tell whether somebody is given a thing: `donner une médaille aux pompiers`."""
    own = {p for frame in tree.language.nouns.get(tree.words[noun].lemma.lower(), ()) for p in frame.roles}
    is_thing = not _is_animate(tree, noun) and "à" not in own
    is_object = tree.words[noun].deprel == "obj"
    return tree.case(index) == {"à"} and is_object and is_thing and _is_animate(tree, index)


def _is_charge(tree: Tree, index: int, noun: int, roles: set[tuple[str, Role]]) -> bool:
    """Tell whether somebody is blamed for something: `accuser la banque de fraude`."""
    is_of = ("de", "none") in roles and tree.case(index) == {"de"} and _is_bare(tree, index)
    is_object = tree.words[noun].deprel == "obj"
    return is_of and is_object and _is_animate(tree, noun) and not _is_animate(tree, index)


def _is_topic(tree: Tree, index: int, noun: int) -> bool:
    """Tell whether something is talked about with somebody: `discuter avec les syndicats de la réforme`."""
    is_with = tree.case(noun) == {"avec"} and tree.case(index) == {"de"}
    return is_with and _is_animate(tree, noun) and not _is_animate(tree, index)


def _is_animate(tree: Tree, index: int) -> bool:
    noun = tree.language.noun(tree.words[index].lemma, tree.words[index].form)
    return noun is not None and noun.type in {"Person", "Organization", "Group"}


def _is_bare(tree: Tree, index: int) -> bool:
    """Tell whether a noun has no article, not even one inside its preposition: `de fraude`."""
    cases = [tree.words[i].form.lower() for i in tree.children(index) if tree.words[i].deprel == "case"]
    return not tree.has(index, "det") and not {"du", "des"} & set(cases)


def noun_of_multiword_verb(tree: Tree, index: int) -> None:
    """Give the verb the noun of a multiword verb that was fixed to its preposition: `est entrée en vigueur`."""
    word, preposition = tree.words[index], tree.words[index].head
    if word.deprel != "fixed" or word.upos != "NOUN" or preposition != index - 1:
        return
    whole = f"{tree.words[preposition].lemma} {word.lemma.lower()}"
    for verb in tree.ancestors(preposition):
        if any(frame.verb_object == whole for frame in tree.language.verbs.get(tree.words[verb].lemma, ())):
            tree.hang(index, verb, "obl:arg")
            tree.hang(preposition, index, "case")
            return


def apposed_name(tree: Tree, index: int) -> None:
    """Make a name behind a comma, or right behind its adjectives, the apposition of the role noun before it."""
    for relation in ("nsubj", "obj") if len(tree.children(index)) > 1 else ():
        found = [i for i in tree.children(index) if tree.words[i].deprel.startswith(relation)]
        if len(found) == 2 and (relation == "obj" or found[1] < index):  # noqa: PLR2004 - the role noun, and its name
            role, name = found
            noun = tree.language.noun(tree.words[role].lemma, tree.words[role].form)
            is_role = noun is not None and noun.type == "Person"
            is_close = tree.words[name - 1].form == "," or tree.words[name - 1].head == role or name - 1 == role
            if tree.words[name].upos == "PROPN" and is_role and is_close:
                tree.attach(name, role, "appos")


def apposition_of_conjunct(tree: Tree, index: int) -> None:
    """Hang an apposition on the last conjunct before it: `Jean Dupont, maire, et Paul Durand, préfet`."""
    head = tree.words[index].head
    if tree.words[index].deprel != "appos" or head not in tree.members or tree.words[index - 1].form != ",":
        return
    conjuncts = [i for i in tree.children(head) if tree.words[i].deprel == "conj" and head < i < index]
    if conjuncts and tree.words[conjuncts[-1]].upos == "PROPN" and not tree.has(conjuncts[-1], "appos"):
        tree.attach(index, conjuncts[-1], "appos")


def fronted_complement(tree: Tree, index: int) -> None:
    """Hang on the verb what stands before the noun it was hung on: `Selon le rapport, la police a arrêté un homme`."""
    word, noun = tree.words[index], tree.words[index].head
    is_complement = word.deprel.partition(":")[0] in {"obl", "nmod"} and bool(tree.case(index))
    if not is_complement or noun not in tree.members or noun < index or tree.words[noun].upos not in {"NOUN", "PROPN"}:
        return
    if any(tree.words[i].deprel == "cop" for i in tree.children(noun)):
        return
    verb = next((i for i in tree.ancestors(noun) if tree.words[i].upos == "VERB"), None)
    if verb is not None and noun < verb:
        tree.attach(index, verb, "obl:mod")


def noun_below_its_adjective(tree: Tree, index: int) -> None:
    """Make the noun the head of `le dissident chinois Liu Xiaobo`, `un parti d'extrême droite`."""
    word, before = tree.words[index], index - 1
    if before not in tree.members:
        return
    if word.upos == "ADJ" and tree.words[before].upos == "NOUN" and tree.words[before].deprel == "amod":
        noun, adjective = before, index
        is_swapped = tree.words[before].head == index and tree.has(index, "det")
    else:
        noun, adjective = index, before
        is_beside = tree.words[before].head == word.head and tree.words[before].deprel == "nmod"
        is_swapped = word.upos == "NOUN" and word.deprel == "amod" and tree.words[before].upos == "ADJ" and is_beside
    if not is_swapped:
        return
    tree.hang(noun, tree.words[adjective].head, tree.words[adjective].deprel)
    for i in tree.children(adjective):
        tree.hang(i, noun)
    tree.hang(adjective, noun, "amod")


def agreeing_participle(tree: Tree, index: int) -> None:
    """Hang a plural participle on the plural noun of a chain: `les partisans du candidat rassemblés ici`."""
    head = tree.words[index].head
    is_participle = tree.feature(index, "VerbForm") == "Part" and tree.feature(index, "Tense") == "Past"
    if tree.words[index].deprel != "acl" or not is_participle or head not in tree.members:
        return
    noun = tree.words[head].head if tree.words[head].deprel == "nmod" and not tree.has(head, "conj") else -1
    disagrees = tree.feature(index, "Number") == "Plur" and tree.feature(head, "Number") == "Sing"
    if disagrees and noun in tree.members and tree.feature(noun, "Number") == "Plur":
        tree.attach(index, noun, "acl")


def agreeing_adjective(tree: Tree, index: int) -> None:
    """Hang an adjective that does not agree on the noun above that it agrees with: `deux avions de chasse russes`."""
    word, head = tree.words[index], tree.words[index].head
    if word.upos != "ADJ" or word.deprel != "amod" or head not in tree.members or head > index:
        return
    noun = tree.words[head].head if tree.words[head].deprel == "nmod" and tree.case(head) == {"de"} else -1
    if noun not in tree.members or tree.words[noun].upos != "NOUN" or tree.has(head, "det") or tree.has(head, "conj"):
        return
    if not _agree(tree, index, head) and _agree(tree, index, noun):
        tree.attach(index, noun, "amod")


def _agree(tree: Tree, one: int, other: int) -> bool:
    """Tell whether two words have no different gender or number."""
    pairs = ((tree.feature(one, name), tree.feature(other, name)) for name in ("Gender", "Number"))
    return all(a is None or b is None or a == b for a, b in pairs)


def object_with_des(tree: Tree, index: int) -> None:
    """Give a verb its object with the article des: `a bloqué des routes et brûlé des pneus`.

    It was hung on a noun before the verb, or on a duration: `a retenu pendant deux heures des passants`.
    """
    word, article = tree.words[index], index - 1
    is_des = tree.words[article].form == "des" and tree.words[article].head == index and word.upos == "NOUN"
    if not is_des or word.deprel != "nmod" or word.head not in tree.members:
        return
    is_behind_duration = bool(tree.case(word.head) & {"pendant", "durant"})
    verb = tree.words[word.head].head if is_behind_duration else article - 1
    if verb not in tree.members or not (is_behind_duration or word.head < verb):
        return
    is_active = tree.words[verb].upos == "VERB" and tree.words[verb].lemma in tree.language.verbs
    if is_active and not any(tree.has(verb, name) for name in ("obj", "ccomp", "xcomp")):
        behind = [i for i in tree.children(word.head) if i > index and tree.words[i].deprel in {"acl", "acl:relcl"}]
        for i in behind:
            tree.hang(i, index)
        tree.attach(index, verb, "obj")
        tree.words[article].upos, tree.words[article].deprel = "DET", "det"


def oblique_with_des(tree: Tree, index: int) -> None:
    """Read `des` right behind an active verb that takes no `de` as its object's article: `ont brandi des drapeaux`."""
    word, article = tree.words[index], index - 1
    verb = article - 1
    is_des = article in tree.members and tree.words[article].form == "des" and tree.words[article].head == index
    if not is_des or not word.deprel.startswith("obl") or word.head != verb or tree.words[verb].upos != "VERB":
        return
    frames = tree.language.verbs.get(tree.words[verb].lemma, ())
    is_transitive = bool(frames) and not any("de" in frame.roles for frame in frames)
    bearer = tree.words[verb].head if tree.words[verb].deprel == "conj" else verb  # `ont chanté et agité`
    is_active = tree.feature(verb, "VerbForm") != "Part" or any(
        tree.words[i].deprel == "aux:tense" for i in tree.children(bearer)
    )
    taken = ("obj", "expl", "aux:pass", "ccomp", "xcomp")
    if is_transitive and is_active and not any(tree.words[i].deprel in taken for i in tree.children(verb)):
        tree.attach(index, verb, "obj")
        tree.words[article].upos, tree.words[article].deprel = "DET", "det"


RULES: tuple[Repair, ...] = (
    Repair(
        "noun-below-its-adjective",
        noun_below_its_adjective,
        "Le parti d'extrême droite est arrivé en tête.",
        mended=0,
        broken=0,
    ),
    Repair(
        "fronted-complement",
        fronted_complement,
        "Selon des conclusions d'analyses, Yasser Arafat aurait été empoisonné au polonium, une substance radioactive.",
        mended=0,
        broken=0,
    ),
    Repair(
        "agreeing-participle",
        agreeing_participle,
        "Les partisans du candidat rassemblés devant la mairie ont chanté.",
        mended=0,
        broken=0,
    ),
    Repair("agreeing-adjective", agreeing_adjective, "Deux avions de chasse russes ont atterri.", mended=1, broken=0),
    Repair(
        "oblique-with-des",
        oblique_with_des,
        "Les habitants ont chanté des hymnes et brandi des drapeaux, des portraits du roi.",
        mended=0,
        broken=0,
    ),
    Repair(
        "object-with-des",
        object_with_des,
        "Les grévistes ont bloqué des routes départementales et brûlé des pneus usés.",
        mended=0,
        broken=0,
    ),
    Repair(
        "apposed-name",
        apposed_name,
        "Il a déclaré que le président des États-Unis, Donald Trump avait promis de venir.",
        mended=0,
        broken=0,
    ),
    Repair(
        "apposition-of-conjunct",
        apposition_of_conjunct,
        "Le drone a tué le général Qassem Souleimani, ex-commandant de la force Al-Qods, et Abu Mahdi Al-Muhandis, "
        "chef adjoint des forces irakiennes.",
        mended=0,
        broken=0,
    ),
    Repair(
        "complement-of-event", complement_of_event, "La visite du président à Moscou a commencé.", mended=0, broken=0
    ),
    Repair(
        "complement-of-object",
        complement_of_object,
        "Il a organisé une série de réunions avec des responsables américains et assisté à un débat.",
        mended=1,
        broken=0,
    ),
    Repair("complement-of-verb", complement_of_verb, "Le tribunal a accusé la banque de fraude.", mended=2, broken=0),
    Repair(
        "noun-of-multiword-verb",
        noun_of_multiword_verb,
        "La loi est entrée en vigueur lundi.",
        mended=0,
        broken=0,
    ),
)
