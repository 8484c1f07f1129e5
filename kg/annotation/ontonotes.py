"""What models trained on OntoNotes say, in the terms of Universal Dependencies.

Takes words with the relations of ClearNLP (Choi and Palmer 2012), in which prepositions and `be` head what they
introduce, and the names that were found; gives basic UD (https://universaldependencies.org/u/dep). Knows the two
schemes and which nouns are titles; never what a sentence says. A model that speaks UD needs none of it.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass

from kg.annotation import titles
from kg.annotation.names import TokenSpan
from kg.annotation.parser import Word
from kg.annotation.tree import Tree
from kg.language import Language

RELATIONS = {
    "ROOT": "root",
    "acomp": "xcomp",  # She seems tired.
    "attr": "xcomp",  # He became president.
    "aux": "aux",
    "auxpass": "aux:pass",  # It was signed.
    "csubjpass": "csubj:pass",
    "dative": "iobj",  # gave him a book
    "dobj": "obj",
    "intj": "discourse",
    "meta": "dep",
    "neg": "advmod",  # did not sign
    "npadvmod": "obl:npmod",  # left last week
    "nsubjpass": "nsubj:pass",
    "oprd": "xcomp",  # was elected president
    "pcomp": "advcl",
    "pobj": "obl",
    "poss": "nmod:poss",  # the minister's visit
    "preconj": "cc:preconj",  # both Iraq and Iran
    "predet": "det:predet",  # all the troops
    "prep": "advmod",  # a preposition without its noun: the man he spoke to
    "prt": "compound:prt",  # gave up
    "quantmod": "advmod",  # about 50
    "relcl": "acl:relcl",  # the man who left
}
"""ClearNLP's relation and UD's, where no word moves; others are the same in both."""
MOODS = {
    "will": {"Tense": "Fut", "VerbForm": "Fin"},
    "shall": {"Tense": "Fut", "VerbForm": "Fin"},
    "would": {"Mood": "Cnd", "VerbForm": "Fin"},
}
"""Auxiliaries and what UD would call the tense or mood that they make."""
RELATIVES = frozenset({"who", "whom", "which", "that", "where"})
PREPOSITION = frozenset({"prep", "agent", "dative"})
NOUNS = frozenset({"NOUN", "PROPN", "PRON", "NUM", "SYM"})
PARTICIPLE = (("Aspect", "Perf"), ("Tense", "Past"), ("VerbForm", "Part"))
GOVERNED = frozenset({"of", "from", "in", "on", "to", "about", "against", "with", "at"})
"""Prepositions before the gerund that a verb takes: `accused of lying`; behind others it is an adverbial."""
AUXILIARY = frozenset({"aux", "auxpass"})


@dataclass(frozen=True, slots=True)
class Step:
    """A change to the tree of a sentence, with a sentence that it changes."""

    name: str
    apply: Callable[[Tree, Collection[int]], None]
    example: str


def speaks_clearnlp(relations: Iterable[str]) -> bool:
    """Tell whether a parser's relations are ClearNLP's.

    >>> speaks_clearnlp(["ROOT", "dobj", "pobj"]), speaks_clearnlp(["ROOT", "obj", "case"])
    (True, False)
    """
    return {"pobj", "dobj"} <= set(relations)


def convert(text: list[Word], starts: Sequence[int], found: list[TokenSpan], language: Language) -> list[TokenSpan]:
    """Bring every sentence into UD, in place; give the names that are none of a nationality."""
    found = titles.families(found, text)
    for start, end in zip(starts, [*starts[1:], len(text)], strict=True):
        tree = Tree(text, range(start, end), language)
        inside = {i for name in found for i in range(name.first, name.last + 1)}
        for step in STEPS:
            step.apply(tree, inside)
        titles.join_names(tree, [name for name in found if name.label == "PER" and name.first in tree.members])
    return [name for name in found if not titles.is_nationality(text, name)]


# ---- prepositions ----------------------------------------------------------------------------------------------


def _hang_prepositions(tree: Tree, _: Collection[int]) -> None:
    """Let the noun head its preposition; from the right, so that an inner preposition comes first."""
    for index in reversed(tree.members):
        word = tree.words[index]
        is_inner = word.deprel in {"conj", "pcomp"} and word.upos in {"ADP", "SCONJ"}
        if word.deprel in PREPOSITION or is_inner:
            inside = next((i for i in tree.children(index) if tree.words[i].deprel in {"pobj", "pcomp"}), None)
            noun = next((i for i in tree.children(index) if tree.words[i].deprel == "pobj"), inside)
            if noun is not None:
                _turn_over(tree, index, noun)


def _turn_over(tree: Tree, preposition: int, noun: int) -> None:
    """Put what a preposition introduces in its place: `[in [Iraq]]` becomes `[[in] Iraq]`."""
    deprel, head = tree.words[preposition].deprel, tree.words[preposition].head
    is_clause = tree.words[noun].upos in {"VERB", "AUX"}
    for child in list(tree.children(preposition)):
        is_part = tree.words[child].upos in {"ADP", "SCONJ"} and child == preposition + 1
        if child != noun and is_part:
            _make_case(tree, child, preposition, "fixed")  # because of
        elif child != noun:
            tree.hang(child, noun)
    is_within = tree.words[head].deprel in PREPOSITION and deprel != "conj"  # according [to [police]]
    relation = _relation(tree, deprel, head, tree.words[preposition].form.lower(), is_clause=is_clause)
    tree.hang(noun, head, "pobj" if is_within else relation)
    if is_clause:
        tree.hang(preposition, noun, "mark")
    elif is_within and head == preposition - 1:
        _make_case(tree, preposition, head, "fixed")
    else:
        _make_case(tree, preposition, noun, "case")


def _relation(tree: Tree, deprel: str, head: int, form: str, *, is_clause: bool) -> str:
    is_nominal = tree.words[head].upos in NOUNS
    if deprel == "conj":
        return "conj"
    if is_clause and not is_nominal:
        return "xcomp" if form in GOVERNED else "advcl"
    if is_clause:
        return "acl"
    if deprel == "agent":
        return "obl:agent"
    return "nmod" if is_nominal else "obl"


def _make_case(tree: Tree, index: int, head: int, deprel: str) -> None:
    word = tree.words[index]
    word.upos, word.lemma, word.feats = "ADP", word.form.lower(), ()
    tree.hang(index, head, deprel)


def _hang_charges(tree: Tree, _: Collection[int]) -> None:
    """Hang on its verb what somebody is charged with, which the model hangs on the object: `accused him of fraud`."""
    for index in tree.members:
        noun = tree.words[index].head
        if (
            noun not in tree.members
            or tree.words[noun].deprel != "dobj"
            or tree.words[index].deprel not in {"nmod", "acl"}
        ):
            continue
        verb = tree.words[noun].head
        before = [tree.words[i].form.lower() for i in tree.children(index) if tree.words[i].deprel in {"case", "mark"}]
        if any((tree.words[verb].lemma, form) in tree.language.charges for form in before):
            tree.hang(index, verb, "obl" if tree.words[index].deprel == "nmod" else "xcomp")


# ---- predicates ------------------------------------------------------------------------------------------------


def _hang_copulas(tree: Tree, _: Collection[int]) -> None:
    """Let the predicate head `be`: `[is [president]]` becomes `[[is] president]`; `there is` keeps its verb."""
    for index in tree.members:
        word = tree.words[index]
        if word.lemma != "be" or word.deprel in AUXILIARY:
            continue
        is_there = any(tree.words[i].deprel == "expl" for i in tree.children(index))
        predicate = _predicate(tree, index)
        if is_there:
            for i in tree.children(index):
                if tree.words[i].deprel == "attr":
                    tree.hang(i, index, "nsubj")
        elif predicate is not None:
            _make_predicate(tree, index, predicate)


def _predicate(tree: Tree, verb: int) -> int | None:
    """Give what is said of the subject: a noun or adjective, else the place or company right behind the verb."""
    behind = [i for i in tree.children(verb) if i > verb and tree.words[i].deprel in {"attr", "acomp"}]
    return behind[0] if behind else next((i for i in tree.children(verb) if _is_phrase_behind(tree, verb, i)), None)


def _is_phrase_behind(tree: Tree, verb: int, noun: int) -> bool:
    first = min([noun, *tree.children(noun)])
    return tree.words[noun].deprel == "obl" and first == verb + 1


def _make_predicate(tree: Tree, verb: int, predicate: int) -> None:
    word = tree.words[verb]
    for child in list(tree.children(verb)):
        if child != predicate:
            tree.hang(child, predicate)
    tree.hang(predicate, word.head if word.head in tree.members else -1, word.deprel)
    word.upos = "AUX"
    tree.hang(verb, predicate, "cop")


def _read_headlines(tree: Tree, _: Collection[int]) -> None:
    """Read as passive what cannot lack its object: `Twelve protesters killed in Myanmar`."""
    for index in tree.members:
        word = tree.words[index]
        group = [tree.words[i].deprel for i in tree.children(index)]
        is_past = tree.feature(index, "Tense") == "Past" and word.lemma in tree.language.words["undergone"]
        if is_past and not {"dobj", "aux", "auxpass", "ccomp", "xcomp", "oprd", "conj"} & set(group):
            for i in tree.children(index):
                if tree.words[i].deprel == "nsubj" and tree.words[i].upos != "PRON":
                    tree.words[i].deprel = "nsubjpass"
                    word.feats = PARTICIPLE


def _raise_subjects(tree: Tree, _: Collection[int]) -> None:
    """Give a verb the object whom its infinitive is about: `ordered [the army to withdraw]`."""
    for index in tree.members:
        head = tree.words[index].head
        subject = next((i for i in tree.children(index) if tree.words[i].deprel in {"nsubj", "nsubjpass"}), None)
        is_between = subject is not None and head in tree.members and head < subject < index
        if tree.words[index].deprel == "ccomp" and is_between and subject is not None and _is_bare(tree, index):
            tree.hang(subject, head, "dobj")
            tree.hang(index, head, "xcomp")


def _is_bare(tree: Tree, index: int) -> bool:
    """Tell whether a clause has neither tense nor conjunction."""
    group = [index, *(i for i in tree.children(index) if tree.words[i].deprel in {*AUXILIARY, "cop"})]
    is_open = any(tree.words[i].deprel == "mark" for i in tree.children(index))
    return not is_open and all(tree.feature(i, "VerbForm") != "Fin" for i in group)


def _mark_infinitives(tree: Tree, _: Collection[int]) -> None:
    """Make `to` a mark, and `when` and `where` at the head of a clause beside others."""
    for index in tree.members:
        word, head = tree.words[index], tree.words[index].head
        is_adverb = word.deprel == "advmod" and head in tree.members and tree.words[head].deprel == "advcl"
        if (word.deprel == "aux" and word.upos == "PART") or (is_adverb and word.upos == "SCONJ"):
            tree.hang(index, head, "mark")


def _bind_gerunds(tree: Tree, _: Collection[int]) -> None:
    """Make a complement of the gerund right behind its verb or the verb's particle: `ruled out leaving`."""
    for index in tree.members:
        word = tree.words[index]
        before = index - 1 if index - 1 not in tree.members or tree.words[index - 1].deprel != "prt" else index - 2
        is_gerund = word.deprel == "advcl" and tree.feature(index, "Aspect") == "Prog"
        if is_gerund and word.head == before:
            word.deprel = "xcomp"


# ---- coordination ----------------------------------------------------------------------------------------------


def _flatten_conjuncts(tree: Tree, _: Collection[int]) -> None:
    """Hang all conjuncts on the first, and each conjunction on the conjunct behind it."""
    for index in tree.members:
        head = tree.words[index].head
        if tree.words[index].deprel == "conj" and head in tree.members and tree.words[head].deprel == "conj":
            tree.hang(index, tree.words[head].head)
    for index in tree.members:
        first = tree.words[index].head
        if tree.words[index].deprel == "cc" and first in tree.members:
            group = tree.words[first].head if tree.words[first].deprel == "conj" else first
            behind = (i for i in tree.children(group) if i > index and tree.words[i].deprel == "conj")
            tree.attach(index, next(behind, first), "cc")


def _mend_lemmas(tree: Tree, _: Collection[int]) -> None:
    """Give a verb the lemma that the tables know: `stage` for `stag` (of `staged`), `organize` for `organise`."""
    known = {*tree.language.verbs, *tree.language.stances, *(verb for verb, _ in tree.language.light_verbs)}
    for index in tree.members:
        word = tree.words[index]
        if word.upos == "VERB" and word.lemma not in known:
            forms = (f"{word.lemma}e", re.sub("is(e?)$", "ize", word.lemma), re.sub("ys(e?)$", "yze", word.lemma))
            word.lemma = next((form for form in forms if form in known), word.lemma)


# ---- relations -------------------------------------------------------------------------------------------------


def _rename(tree: Tree, _: Collection[int]) -> None:
    """Give every word UD's relation; a possessive is a determiner, `have` the auxiliary of a tense, as in French."""
    for index in tree.members:
        word = tree.words[index]
        if word.deprel == "poss" and tree.feature(index, "Poss") == "Yes":
            word.upos, word.deprel = "DET", "det"
        if word.deprel == "aux" and word.lemma == "have":
            word.deprel = "aux:tense"
        word.deprel = RELATIONS.get(word.deprel, word.deprel)


def _add_features(tree: Tree, _: Collection[int]) -> None:
    """Tell the future, the conditional, gerunds and relative pronouns, which the model leaves open."""
    for index in tree.members:
        word = tree.words[index]
        if word.deprel == "aux" and word.lemma in MOODS:
            word.feats = tuple(sorted({**dict(word.feats), **MOODS[word.lemma]}.items()))
        is_noun_like = word.deprel in {"xcomp", "ccomp", "csubj"} or tree.has(index, "mark")
        if tree.feature(index, "Aspect") == "Prog" and is_noun_like and not tree.has(index, "aux"):
            word.feats = tuple(sorted({**dict(word.feats), "VerbForm": "Ger"}.items()))
        if _is_misread_past(tree, index):
            word.feats = (("Tense", "Past"), ("VerbForm", "Fin"))
        if word.form.lower() in RELATIVES and _is_in_relative_clause(tree, index):
            word.upos, word.feats = "PRON", (("PronType", "Rel"),)


def _is_misread_past(tree: Tree, index: int) -> bool:
    """Tell whether a verb with a subject was tagged as a bare participle: `the village the army attacked`."""
    is_bare = tree.feature(index, "Aspect") == "Perf" and not tree.has(index, "aux")
    return is_bare and any(tree.words[i].deprel == "nsubj" for i in tree.children(index))


def _is_in_relative_clause(tree: Tree, index: int) -> bool:
    """Tell whether a word opens a relative clause, or stands behind the preposition that does."""
    above = next((i for i in tree.ancestors(index) if tree.words[i].deprel == "acl:relcl"), None)
    opens = above is not None and index < above and tree.words[index].deprel not in {"det", "mark"}
    return opens and not any(tree.words[i].deprel in {"ccomp", "xcomp"} for i in _path(tree, index, above))


def _path(tree: Tree, index: int, above: int | None) -> Iterator[int]:
    for i in tree.ancestors(index):
        if i == above:
            return
        yield i


STEPS = (
    Step("prepositions", _hang_prepositions, "Troops were killed in Iraq because of the storm."),
    Step("charges", _hang_charges, "The court accused the bank of fraud."),
    Step("copulas", _hang_copulas, "Angela Merkel is the chancellor."),
    Step("headlines", _read_headlines, "12 protesters killed as army tightens grip"),
    Step("raised-subjects", _raise_subjects, "He wants the army to leave."),
    Step("infinitives", _mark_infinitives, "He promised to leave."),
    Step("gerunds", _bind_gerunds, "The king ruled out attacking the village."),
    Step("conjuncts", _flatten_conjuncts, "He met Merkel, Macron and Johnson."),
    Step("common-nouns", titles.make_common, "The Prime Minister left."),
    Step("nationalities", titles.make_adjectives, "U.S. troops left."),
    Step("titles", titles.hang_names_on_titles, "President Donald Trump left."),
    Step("lemmas", _mend_lemmas, "The group staged a protest."),
    Step("relations", _rename, "The minister signed his letter."),
    Step("features", _add_features, "The man who left will return."),
)
"""In this order: each reads what those before it leave."""
