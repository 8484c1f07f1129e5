"""Words: lemmas, tenses and moods that the model misreads.

Takes a tree and a word of it; changes its lemma and features. Knows the endings of regular verbs; never syntax.
"""

from __future__ import annotations

import re

from kg.annotation import lexicon
from kg.annotation.names import DEMONSTRATIVE
from kg.annotation.tree import Repair, Tree

CONTRACTED = {"au": "à", "aux": "à", "du": "de", "des": "de", "d'": "de", "d’": "de", "jusqu'": "jusque", "qu'": "que"}
CONDITIONAL = re.compile(r"r(?:ais|ait|ions|iez|aient)$")
FUTURE = re.compile(r"(?P<infinitive>\w+[ei]r)(?:ai|as|a|ons|ez|ont)")
IRREGULAR_FUTURE = re.compile(r"r(?:ai|as|a|ont)$")
"""Endings that a verb has in other tenses only if its infinitive ends in -rer or -rir: `entra`."""
NOMINAL_RELATIONS = frozenset({"flat:name", "flat:foreign", "amod", "acl"})
PARTICIPLE = re.compile(r"ée?s?$")
INFINITIVES = ("er", "ir", "re")
FIRST_CONJUGATION = re.compile(r"(?:ées?|és?|èrent|aient|ait|ant|ons|ez|ent|es|e|a)$")
SOFTENED = re.compile(r"ge$")
"""What is written for a soft g before a or o: `encourageant`."""
PRESENT_PARTICIPLE = re.compile(r"ante?s?$")
AUXILIARIES = frozenset({"être", "avoir"})
NUMBER_WORDS = frozenset({"cent", "cents", "mille", "vingts"})
FUTURE_ENDINGS = ("ai", "as", "a", "ons", "ez", "ont")


def function_word_lemma(tree: Tree, index: int) -> None:
    """Take contractions apart and leave pronouns as they stand: the model takes `entre` for a verb, `ils` for `il`."""
    word = tree.words[index]
    form = word.form.lower()
    if DEMONSTRATIVE.match(form):
        word.upos = "PRON"
    if word.upos == "ADP":
        word.lemma = CONTRACTED.get(form, form)
    elif word.upos == "PRON":
        word.lemma = form.lstrip("-")


def infinitive_in_er(form: str) -> str:
    """Give the infinitive that a form has in the first conjugation.

    >>> infinitive_in_er("blessant"), infinitive_in_er("encourageant"), infinitive_in_er("annonça")
    ('blesser', 'encourager', 'annoncer')
    """
    stem = SOFTENED.sub("g", FIRST_CONJUGATION.sub("", form))
    return stem.removesuffix("ç") + ("cer" if stem.endswith("ç") else "er")


def infinitive_lemma(tree: Tree, index: int) -> None:
    """Give a verb an infinitive as lemma where the model left a noun or a form: `recherche`, `sortira`."""
    word = tree.words[index]
    if word.upos != "VERB" or word.lemma in tree.language.verbs:
        return
    form = word.form.lower()
    if word.lemma.endswith(INFINITIVES) and word.lemma != form:
        return
    future = FUTURE.fullmatch(form)
    infinitive = future["infinitive"] if future else infinitive_in_er(form)
    if infinitive in tree.language.verbs:
        word.lemma = infinitive
    elif not lexicon.load(tree.language.code).is_infinitive(word.lemma):
        spelt = lexicon.load(tree.language.code).infinitive(
            form.replace("ait", "aît")
        )  # `apparait`, as reformed in 1990
        word.lemma = spelt or word.lemma


def verb_taken_for_noun(tree: Tree, index: int) -> None:
    """Read as the verb of a verbless sentence what looks like one: `Le ministre visitera Bagdad`."""
    word = tree.words[index]
    is_noun = word.upos in {"NOUN", "ADJ", "PROPN"} or (word.upos == "VERB" and word.deprel in NOMINAL_RELATIONS)
    is_sentence = tree.words[tree.members.stop - 1].form == "."
    reading = _finite_reading(tree, index) if is_noun and is_sentence else None
    if reading is None or tree.has(index, "det") or tree.has(index, "case"):
        return
    if any(tree.is_finite(i) for i in tree.members if i != index):
        return
    word.upos, word.lemma = "VERB", reading[0]
    word.feats = (("Mood", "Ind"), ("Tense", reading[1]), ("VerbForm", "Fin"))
    _make_root(tree, index)


def verb_by_the_dictionary(tree: Tree, index: int) -> None:
    """Read as a verb what can be nothing else: `les textos abîment la langue`, `le ministre dément la rumeur`."""
    word = tree.words[index]
    before = tree.words[index - 1].upos if index > tree.members.start else ""
    is_odd = word.upos in {"ADJ", "ADV"} and before not in {"", "DET", "ADP", "AUX"}
    is_behind_pronoun = word.upos in {"NOUN", "PROPN"} and before == "PRON"
    if not (is_odd or is_behind_pronoun) or not word.form.islower():
        return
    words = lexicon.load(tree.language.code)
    infinitive = words.infinitive(word.form) or (words.participle_of(word.form) if word.upos == "ADV" else None)
    if infinitive is not None and infinitive not in AUXILIARIES:
        word.upos, word.lemma, word.feats = "VERB", infinitive, (("Mood", "Ind"), ("VerbForm", "Fin"))
        _lift(tree, index)


def _lift(tree: Tree, index: int) -> None:
    """Hang a verb, which was taken for a modifier, above its subject or object, in their place."""
    noun = next((i for i in tree.ancestors(index) if tree.words[i].upos in NOMINAL), None)
    if noun is None:
        return
    above, deprel = tree.words[noun].head, tree.words[noun].deprel
    is_subject = noun < index
    tree.hang(index, above, "advcl" if is_subject and deprel.startswith("nsubj") else deprel)
    tree.hang(noun, index, "nsubj" if is_subject else "obj")
    for child in tree.children(noun):
        if is_subject == (child > index) and child != index:
            tree.hang(child, index)
            if tree.words[child].deprel in {"nmod", "appos", "flat"}:
                tree.words[child].deprel = "obl:mod" if tree.case(child) else "obj"


NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})


def _make_root(tree: Tree, index: int) -> None:
    """Make a verb the root in place of the noun before it, and give it what stands behind it."""
    head = tree.words[index].head
    behind = [*tree.children(index)]
    if head in tree.members and head < index and tree.words[head].head not in tree.members:
        behind += tree.children(head)
        tree.hang(index, -1, "ROOT")
        tree.hang(head, index, "nsubj")
    for child in behind:
        if child > index and tree.words[child].deprel.partition(":")[0] in {"nmod", "flat", "appos"}:
            tree.hang(child, index)
            tree.words[child].deprel = "obl:mod" if tree.case(child) else "obj"


def _finite_reading(tree: Tree, index: int) -> tuple[str, str] | None:
    """Give infinitive and tense of a form that a known verb has in the future, or behind its subject in the present."""
    form = tree.words[index].form
    future = FUTURE.fullmatch(form)
    if future is not None and future["infinitive"] in tree.language.verbs:
        return future["infinitive"], "Fut"
    if index == tree.members.start or not form.islower():
        return None
    before = tree.words[index - 1]
    is_many = tree.feature(index - 1, "Number") == "Plur" and form.endswith("ent")  # an adjective would end in -s
    is_behind_subject = before.upos == "PROPN" or before.deprel in {"root", "ROOT"} or is_many
    present = form.removesuffix("nt") + "r"
    is_known = present in tree.language.verbs and (form.endswith("e") or is_many)
    return (present, "Pres") if is_behind_subject and is_known else None


def verb_by_its_dependents(tree: Tree, index: int) -> None:
    """Read as a verb a known one's participle behind avoir, or form with an object: `a comploté`, `prédit la crise`."""
    word, children = tree.words[index], tree.children(index)
    if word.upos not in {"NOUN", "ADJ", "ADV", "PROPN"}:
        return
    helpers = {tree.words[i].lemma for i in children if tree.words[i].deprel == "aux:tense"}
    is_perfect = "avoir" in helpers and PARTICIPLE.search(word.form) is not None
    is_governing = word.upos in {"ADJ", "ADV"} and tree.has(index, "obj") and tree.has(index, "nsubj")
    infinitive = PARTICIPLE.sub("er", word.form) if is_perfect else word.lemma
    is_known = infinitive in tree.language.verbs or infinitive in tree.language.stances
    if (is_perfect or is_governing) and is_known:
        word.upos, word.lemma = "VERB", infinitive
        form = {"Tense": "Past", "VerbForm": "Part"} if is_perfect else {"Mood": "Ind", "VerbForm": "Fin"}
        word.feats = tuple(sorted({**dict(word.feats), **form}.items()))


def noun_taken_for_name(tree: Tree, index: int) -> None:
    """Read a word of the tables that only begins a sentence as the noun it is: `Crash à Lyon`."""
    word = tree.words[index]
    form = word.form.lower()
    if word.upos != "PROPN" or index != tree.members.start or word.form == form or tree.has(index, "flat"):
        return
    known = (lemma for lemma in (form, form.removesuffix("s")) if lemma in tree.language.nouns)
    lemma = next(known, None)
    if lemma is not None and lemma not in tree.language.gazetteer and word.deprel != "flat:name":
        number = "Plur" if form.endswith("s") and lemma != form else "Sing"
        word.upos, word.lemma, word.feats = "NOUN", lemma, (("Number", number),)


def number_word(tree: Tree, index: int) -> None:
    """Read `cents` and `mille` as part of a number, and what they count as the head: `trois cents ouvriers`."""
    word = tree.words[index]
    if word.form.lower() not in NUMBER_WORDS or tree.has(index, "det"):
        return
    noun = index + 1
    is_head = noun in tree.members and tree.words[noun].head == index and tree.words[noun].upos == "NOUN"
    if word.deprel in {"nummod", "amod"} or (is_head and not tree.case(noun)):
        word.upos, word.feats = "NUM", (("NumType", "Card"),)
    if word.deprel in {"nummod", "amod"} or word.upos != "NUM":
        return
    tree.hang(noun, word.head, word.deprel)
    for i in tree.children(index):
        if tree.words[i].upos != "NUM":
            tree.hang(i, noun)
    tree.hang(index, noun, "nummod")


def dependent_of_auxiliary(tree: Tree, index: int) -> None:
    """Give the subject of an auxiliary to its verb: `Le gouvernement a de son côté dénoncé l'attaque`."""
    auxiliary = tree.words[index].head
    is_argument = tree.words[index].deprel.partition(":")[0] in {"nsubj", "obj", "obl", "expl", "advcl"}
    if auxiliary in tree.members and is_argument and tree.words[auxiliary].deprel.startswith("aux"):
        tree.attach(index, tree.words[auxiliary].head, tree.words[index].deprel)


def verb_taken_for_auxiliary(tree: Tree, index: int) -> None:
    """Put a verb of saying above what follows its colon, not below it: `Un témoin a indiqué : « Il est parti. »`."""
    word, head = tree.words[index], tree.words[index].head
    is_speech = word.upos == "VERB" and word.lemma in tree.language.stances
    if not is_speech or not word.deprel.startswith("aux") or head not in tree.members:
        return
    if any(tree.words[i].form == ":" for i in range(index + 1, head)):
        tree.hang(index, tree.words[head].head, tree.words[head].deprel)
        tree.hang(head, index, "ccomp")


def unknown_verb(tree: Tree, index: int) -> None:
    """Read as an adjective a present participle of no verb: `Le maire, impuissant, a démissionné`."""
    word = tree.words[index]
    is_modifier = word.deprel in {"acl", "amod", "advcl", "appos"} and PRESENT_PARTICIPLE.search(word.form) is not None
    is_known = word.lemma in tree.language.verbs or word.lemma in tree.language.stances
    if (
        word.upos == "VERB"
        and is_modifier
        and not is_known
        and not lexicon.load(tree.language.code).is_infinitive(word.lemma)
    ):
        word.upos, word.lemma = "ADJ", word.form.lower()
        word.feats = tuple(pair for pair in word.feats if pair[0] in {"Gender", "Number"})


def office_taken_for_participle(tree: Tree, index: int) -> None:
    """Read as a noun the office behind a name that looks like a participle: `Paul Durand, correspondant à Rome`."""
    word, head = tree.words[index], tree.words[index].head
    if word.upos != "VERB" or not word.form.endswith(("ant", "ante", "ants", "antes")) or head not in tree.members:
        return
    noun = tree.language.noun(word.form, word.form.removesuffix("s"))
    is_behind_name = tree.words[index - 1].form == "," and head < index and tree.words[head].upos in {"NOUN", "PROPN"}
    following = tree.words[index + 1].upos if index + 1 in tree.members else ""
    if noun is None or noun.kind not in {"role", "title"} or not is_behind_name or following not in {"ADP", "ADJ"}:
        return
    word.upos, word.lemma, word.deprel = "NOUN", noun.lemma, "appos"
    word.feats = tuple(pair for pair in word.feats if pair[0] in {"Gender", "Number"})
    for i in tree.children(index):
        if tree.words[i].deprel.startswith("obl"):
            tree.words[i].deprel = "nmod"


def infinitive_taken_for_fixed(tree: Tree, index: int) -> None:
    """Take apart `de partir`, which the parser knows from `à partir de`: `Il conseille aux habitants de partir`."""
    word, preposition = tree.words[index], tree.words[index].head
    if word.deprel != "fixed" or word.form != "partir" or preposition != index - 1:
        return
    following = tree.words[index + 1].lemma if index + 1 in tree.members else ""
    if tree.words[preposition].lemma in {"de", "à"} and following != "de":
        tree.hang(index, tree.words[preposition].head, "xcomp")
        tree.hang(preposition, index, "mark")


def simple_past(tree: Tree, index: int) -> None:
    """Read the simple past of regular verbs from the ending: `il déclara`, `ils déclarèrent`."""
    word = tree.words[index]
    stem = word.lemma.lower().removesuffix("er")
    if word.upos == "VERB" and word.form.lower() in {stem + "a", stem + "èrent"}:
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Ind", "Tense": "Past", "VerbForm": "Fin"}.items()))


def conditional_mood(tree: Tree, index: int) -> None:
    """Read the conditional from the ending, which the model often takes for an indicative, and the other way round."""
    word = tree.words[index]
    if word.upos not in {"VERB", "AUX"} or tree.feature(index, "VerbForm") not in {"Fin", None}:
        return
    stem = CONDITIONAL.sub("r", word.form.lower())
    is_imperfect = stem == word.lemma.lower()[:-2]  # the stem of `entrer` ends in r by itself: `entrait`
    if stem != word.form.lower() and not is_imperfect:
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Cnd", "VerbForm": "Fin"}.items()))
    elif tree.feature(index, "Mood") == "Cnd":
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Ind"}.items()))


def future_tense(tree: Tree, index: int) -> None:
    """Read the future from the ending: `quitteront`; of irregular stems where no other tense ends so: `ira`."""
    word = tree.words[index]
    if word.upos not in {"VERB", "AUX"}:
        return
    form, lemma = word.form.lower(), word.lemma.lower()
    is_regular = form in {lemma.removesuffix("e") + ending for ending in FUTURE_ENDINGS}
    is_irregular = IRREGULAR_FUTURE.search(form) is not None and lemma.endswith(INFINITIVES) and lemma[-3:-2] != "r"
    if is_regular or is_irregular:
        word.feats = tuple(sorted({**dict(word.feats), "Mood": "Ind", "Tense": "Fut", "VerbForm": "Fin"}.items()))


def personal_il(tree: Tree, index: int) -> None:
    """Make `il` the subject of a verb that is not impersonal and has nothing that could be its real subject."""
    word, verb = tree.words[index], tree.words[index].head
    if word.deprel != "expl:subj" or word.form.lower() != "il" or verb not in tree.members:
        return
    later = {tree.words[i].deprel.partition(":")[0] for i in tree.children(verb) if i > verb}
    if tree.words[verb].upos != "VERB" or tree.words[verb].lemma in WEATHER or later & REAL_SUBJECTS:
        return
    if not tree.language.is_impersonal(" ".join(tree.words[i].form for i in range(index, tree.members.stop))):
        word.deprel = "nsubj"


WEATHER = frozenset({"pleuvoir", "neiger", "geler", "grêler", "tonner", "venter", "bruiner"})
REAL_SUBJECTS = frozenset({"obj", "nsubj", "ccomp", "xcomp", "csubj", "iobj"})

RULES: tuple[Repair, ...] = (
    Repair(
        "function-word-lemma",
        function_word_lemma,
        "Les négociations entre l'Iran et la Turquie ont échoué.",
        mended=134,
        broken=47,
    ),
    Repair("verb-taken-for-noun", verb_taken_for_noun, "La clinique vaccine les enfants.", mended=2, broken=0),
    Repair(
        "verb-by-its-dependents",
        verb_by_its_dependents,
        "Le groupe a comploté de renverser le roi.",
        mended=0,
        broken=0,
    ),
    Repair("verb-by-the-dictionary", verb_by_the_dictionary, "La croissance ralentit.", mended=0, broken=0),
    Repair("noun-taken-for-name", noun_taken_for_name, "Crash à Lyon", mended=0, broken=0),
    Repair("personal-il", personal_il, "Il s'est enfui une fois.", mended=0, broken=0),
    Repair(
        "office-taken-for-participle",
        office_taken_for_participle,
        "Le maire a rencontré Paul Durand, correspondant égyptien pour la chaîne.",
        mended=0,
        broken=0,
    ),
    Repair(
        "infinitive-taken-for-fixed",
        infinitive_taken_for_fixed,
        "Il conseille aux habitants de partir.",
        mended=0,
        broken=0,
    ),
    Repair(
        "infinitive-lemma", infinitive_lemma, "Le ministre tente de rassurer les agriculteurs.", mended=15, broken=0
    ),
    Repair("number-word", number_word, "Trois cents ouvriers ont manifesté.", mended=0, broken=0),
    Repair(
        "verb-taken-for-auxiliary",
        verb_taken_for_auxiliary,
        "Un ancien guide a indiqué : « Ils sont venus avec des pioches, ils ont commencé par crier. »",
        mended=0,
        broken=0,
    ),
    Repair(
        "dependent-of-auxiliary",
        dependent_of_auxiliary,
        "Le gouvernement a de son côté dénoncé la furie.",
        mended=0,
        broken=0,
    ),
    Repair(
        "unknown-verb",
        unknown_verb,
        "Le gouvernement malien, impuissant, a de son côté dénoncé la furie.",
        mended=0,
        broken=0,
    ),
    Repair("simple-past", simple_past, "Il pleura longtemps.", mended=0, broken=0),
    Repair("conditional-mood", conditional_mood, "Le Pentagone rabaisserait le niveau.", mended=0, broken=0),
    Repair("future-tense", future_tense, "Le ministre ira à Lyon.", mended=0, broken=0),
)
