"""Noun phrases around names: who is the apposition of whom.

Takes a tree and a word of it; re-hangs names, nationalities and roles. Knows demonyms and role nouns; never verbs.
"""

from __future__ import annotations

from kg.annotation.repairs.tree import Repair, Tree


def demonym_as_adjective(tree: Tree, index: int) -> None:
    """Read a lower-case nationality behind a noun as its adjective: `le président afghan`."""
    word, head = tree.words[index], tree.words[index].head
    if word.form not in tree.language.demonyms or head not in tree.members or tree.words[head].upos != "NOUN":
        return
    if head < index and word.deprel in {"nmod", "appos", "flat:name", "flat"} and not tree.has(index, "case"):
        word.upos, word.deprel = "ADJ", "amod"


def name_behind_adjective(tree: Tree, index: int) -> None:
    """Hang a name not on the adjective before it but on the noun: `le défenseur sénégalais Djibril Diawara`."""
    head = tree.words[index].head
    if tree.words[index].upos != "PROPN" or head not in tree.members or tree.words[head].upos != "ADJ":
        return
    noun = tree.words[head].head
    if tree.words[head].deprel == "amod" and noun in tree.members and noun < head == index - 1:
        tree.attach(index, noun, "appos")


def apposed_name(tree: Tree, index: int) -> None:
    """Make a name behind a comma, or right behind its adjectives, the apposition of the role noun before it."""
    for relation in ("nsubj", "obj"):
        found = [i for i in tree.children(index) if tree.words[i].deprel.startswith(relation)]
        if len(found) == 2 and (relation == "obj" or found[1] < index):  # noqa: PLR2004 - the role noun, and its name
            role, name = found
            noun = tree.language.noun(tree.words[role].lemma, tree.words[role].form)
            is_role = noun is not None and noun.type == "Person"
            is_close = tree.words[name - 1].form == "," or tree.words[name - 1].head == role or name - 1 == role
            if tree.words[name].upos == "PROPN" and is_role and is_close:
                tree.attach(name, role, "appos")


def name_behind_role(tree: Tree, index: int) -> None:
    """Read a name behind a role and a comma as its apposition, not as another person: `la directrice, Anne Durand,`."""
    word, role = tree.words[index], tree.words[index].head
    if word.deprel != "conj" or word.upos != "PROPN" or role not in tree.members or tree.words[index - 1].form != ",":
        return
    noun = tree.language.noun(tree.words[role].lemma, tree.words[role].form)
    is_list = any(tree.has(i, "cc") for i in tree.children(role) if tree.words[i].deprel == "conj")
    is_one = tree.feature(role, "Number") != "Plur"  # `les frères Sitwell, Maurice Baring et Aldous Huxley`
    if noun is not None and noun.type == "Person" and is_one and not is_list and not tree.has(index, "cc"):
        word.deprel = "appos"


def complement_of_demonym(tree: Tree, index: int) -> None:
    """Hang a complement not on the adjective of nationality but on its noun."""
    head = tree.words[index].head
    if head not in tree.members or tree.words[head].form.lower() not in tree.language.demonyms:
        return
    noun = tree.words[head].head
    is_complement = tree.words[index].deprel.partition(":")[0] in {"obl", "nmod"}
    if is_complement and tree.words[head].deprel == "amod" and noun in tree.members and noun < head < index:
        tree.attach(index, noun, "nmod")


def apposition_behind_comma(tree: Tree, index: int) -> None:
    """Read a bare noun behind a name and a comma as its apposition: `Anne Durand, directrice de l'agence`."""
    word, head = tree.words[index], tree.words[index].head
    if word.deprel != "nmod" or word.upos != "NOUN" or head not in tree.members or tree.words[head].upos != "PROPN":
        return
    if (
        head < index
        and tree.words[index - 1].form == ","
        and not tree.has(index, "case")
        and not tree.has(index, "det")
    ):
        word.deprel = "appos"


def partner_of_between(tree: Tree, index: int) -> None:
    """Coordinate with the first of two partners: `les négociations entre l'Iran et la Turquie`."""
    head = tree.words[index].head
    if tree.words[index].deprel != "conj" or head not in tree.members or tree.has(index, "case"):
        return
    partners = [i for i in tree.children(head) if head < i < index and "entre" in tree.case(i)]
    if partners and not tree.has(partners[-1], "conj") and tree.words[index].upos in {"NOUN", "PROPN", "NUM", "PRON"}:
        tree.attach(index, partners[-1], "conj")


RULES: tuple[Repair, ...] = (
    Repair("demonym-as-adjective", demonym_as_adjective, "Le président afghan a parlé.", mended=3, broken=0),
    Repair(
        "name-behind-adjective",
        name_behind_adjective,
        "L'ancien député centriste Jean-Paul Morel critique la loi.",
        mended=3,
        broken=0,
    ),
    Repair("apposed-name", apposed_name, "Le directeur de l'école, Luc Arnaud s'est dit surpris.", mended=2, broken=0),
    Repair(
        "name-behind-role",
        name_behind_role,
        "«Nous resterons», a promis la directrice générale de Norvia, Hélène Carvin, lors d'une visite.",
        mended=3,
        broken=0,
    ),
    Repair("complement-of-demonym", complement_of_demonym, "les troupes américaines d'Irak", mended=0, broken=0),
    Repair(
        "apposition-behind-comma",
        apposition_behind_comma,
        "Anne Durand, directrice de l'agence, a démissionné.",
        mended=2,
        broken=0,
    ),
    Repair(
        "partner-of-between",
        partner_of_between,
        "Les négociations entre l'Iran et la Turquie ont échoué.",
        mended=9,
        broken=0,
    ),
)
