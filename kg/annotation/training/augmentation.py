"""Annotated sentences varied into what newspapers print and treebanks hardly hold.

Takes a `GoldSentence` and a source of chance; gives it as it was, or varied: unknown names, unaccented capitals, other
quotation marks, numbers with dots, headlines without a full stop or in capitals, clauses of speech. Knows how
Universal Dependencies annotate what it adds; never touches a sentence that is measured.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from random import Random

from kg.annotation.training.treebanks import GoldSentence, GoldToken

Variation = Callable[[GoldSentence, Random], GoldSentence]

QUOTATION_MARKS = (("«", "»", True), ("“", "”", False), ('"', '"', False))
"""Opening and closing mark, and whether a blank stands between them and the words."""
ONSETS = "b d f g h j k kh l m n r s sh t w y z".split()
VOWELS = "a a a i i o u ou e ei ai".split()
CODAS = ["", "", "", "n", "r", "d", "l", "m", "s", "h", "b"]
ARTICLES = ("Al-", "Al-", "al-", "El-", "Abdel-", "Ben-")
LIKELIHOOD_OF_ARTICLE = 0.35
SPEECH_VERBS = (
    ("déclaré", "déclarer"),
    ("affirmé", "affirmer"),
    ("expliqué", "expliquer"),
    ("indiqué", "indiquer"),
    ("annoncé", "annoncer"),
    ("ajouté", "ajouter"),
    ("estimé", "estimer"),
    ("précisé", "préciser"),
    ("assuré", "assurer"),
    ("confié", "confier"),
)
SPEAKERS = (
    ("le", "ministre", "Gender=Masc|Number=Sing"),
    ("la", "présidente", "Gender=Fem|Number=Sing"),
    ("le", "porte-parole", "Gender=Masc|Number=Sing"),
    ("une", "source", "Gender=Fem|Number=Sing"),
    ("le", "procureur", "Gender=Masc|Number=Sing"),
)
SHORTEST_QUOTATION = 6
"""Words; a shorter sentence is rarely what somebody said."""


@dataclass(frozen=True, slots=True)
class Rule:
    """A variation, the share of the sentences that it is tried on, and what it makes of an example."""

    name: str
    share: float
    apply: Variation


def augment(sentence: GoldSentence, chance: Random) -> GoldSentence:
    """Give the sentence, varied by the rules that chance chooses; the same object if none changes it."""
    varied = sentence
    for rule in RULES:
        if chance.random() < rule.share:
            varied = rule.apply(varied, chance)
    return sentence if varied.tokens == sentence.tokens else varied


def invented_name(chance: Random) -> str:
    """Make a name that no vocabulary holds.

    >>> invented_name(Random(3)), invented_name(Random(4))
    ('Zareim', 'Al-Masou')
    """
    syllables = [chance.choice(ONSETS) + chance.choice(VOWELS) for _ in range(chance.randint(2, 3))]
    name = ("".join(syllables) + chance.choice(CODAS)).capitalize()
    return chance.choice(ARTICLES) + name if chance.random() < LIKELIHOOD_OF_ARTICLE else name


def _unknown_names(sentence: GoldSentence, chance: Random) -> GoldSentence:
    """Put invented names for the names of people: `M. Thiriot` becomes `M. Al-Dakhour`."""
    tokens = list(sentence.tokens)
    for index, token in enumerate(tokens):
        if token.upos != "PROPN" or not token.form[:1].isupper() or not token.form.isalpha():
            continue
        is_person = token.entity is None or token.entity.endswith("PER")
        if is_person and token.form != "M" and len(token.form) > 1:
            name = invented_name(chance)
            tokens[index] = replace(token, form=name, lemma=name)
    return replace(sentence, tokens=tuple(tokens))


def _unaccented_capitals(sentence: GoldSentence, _: Random) -> GoldSentence:
    """Take the accents off capitals: `Etats-Unis`, `A Paris`."""
    bare = str.maketrans("ÉÈÊÀÂÎÔÇ", "EEEAAIOC")
    return replace(sentence, tokens=tuple(replace(t, form=t.form.translate(bare)) for t in sentence.tokens))


def _other_quotation_marks(sentence: GoldSentence, chance: Random) -> GoldSentence:
    opening, closing, spaced = chance.choice(QUOTATION_MARKS)
    tokens = list(sentence.tokens)
    is_open = False
    for index, token in enumerate(tokens):
        if token.form not in {mark for pair in QUOTATION_MARKS for mark in pair[:2]}:
            continue
        is_open = token.form in {"«", "“"} or (token.form == '"' and not is_open)
        if is_open:
            tokens[index] = replace(token, form=opening, space=spaced)
        else:
            tokens[index] = replace(token, form=closing)
            if index:
                tokens[index - 1] = replace(tokens[index - 1], space=spaced)
    return replace(sentence, tokens=tuple(tokens))


def _numbers_with_dots(sentence: GoldSentence, _: Random) -> GoldSentence:
    """Write `5.200` for `5200`; years keep their form."""
    tokens = (
        replace(token, form=f"{int(token.form):,}".replace(",", "."))
        if token.form.isascii() and token.form.isdigit() and token.upos == "NUM" and token.deprel == "nummod"
        else token
        for token in sentence.tokens
    )
    return replace(sentence, tokens=tuple(tokens))


def _without_full_stop(sentence: GoldSentence, _: Random) -> GoldSentence:
    *words, last = sentence.tokens
    is_leaf = words and last.head != -1 and all(token.head != len(words) for token in words)
    return replace(sentence, tokens=tuple(words)) if last.form == "." and is_leaf else sentence


def _in_capitals(sentence: GoldSentence, _: Random) -> GoldSentence:
    return replace(sentence, tokens=tuple(replace(token, form=token.form.upper()) for token in sentence.tokens))


def _clause_of_speech(sentence: GoldSentence, chance: Random) -> GoldSentence:
    """Say that somebody said the sentence, behind it or behind its first comma: `… », a déclaré M. Takou`."""
    root = next((i for i, token in enumerate(sentence.tokens) if token.head == -1), None)
    if root is None or len(sentence.tokens) < SHORTEST_QUOTATION or sentence.tokens[-1].form not in {".", "»", '"'}:
        return sentence
    if any(token.deprel.startswith("parataxis") for token in sentence.tokens):
        return sentence
    commas = [i for i, token in enumerate(sentence.tokens) if token.form == "," and token.head == root]
    if commas and chance.random() < 1 / 2:
        return _insert(sentence, commas[0] + 1, [*_speech(root, chance), _punctuation(",")])
    end = len(sentence.tokens) - 1
    if sentence.tokens[end].form != "." or sentence.tokens[end].head == -1:
        return sentence
    return _insert(sentence, end, [_punctuation(","), *_speech(root, chance)])


def _punctuation(form: str) -> tuple[GoldToken, str]:
    return GoldToken(form, space=True, lemma=form, upos="PUNCT", deprel="punct", entity="O", event=False), "verb"


def _speech(root: int, chance: Random) -> list[tuple[GoldToken, str]]:
    """Give the words of a clause of speech, each with what it hangs on: the `root`, the `verb` or the `name`."""
    participle, lemma = chance.choice(SPEECH_VERBS)
    word = GoldToken("", space=True, entity="O", event=False)
    finite = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
    past = "Gender=Masc|Number=Sing|Tense=Past|VerbForm=Part"
    words = [
        (replace(word, form="a", lemma="avoir", upos="AUX", feats=finite, deprel="aux:tense"), "verb"),
        (
            replace(word, form=participle, lemma=lemma, upos="VERB", feats=past, deprel="parataxis:insert", head=root),
            "root",
        ),
    ]
    if chance.random() < 1 / 2:
        determiner, noun, feats = chance.choice(SPEAKERS)
        kind = "Definite=Ind" if determiner == "une" else "Definite=Def"
        article = f"{kind}|{feats}|PronType=Art"
        lemma = "un" if determiner == "une" else "le"
        words.append((replace(word, form=determiner, lemma=lemma, upos="DET", feats=article, deprel="det"), "name"))
        words.append((replace(word, form=noun, lemma=noun, upos="NOUN", feats=feats, deprel="nsubj"), "verb"))
        return words
    first, last = invented_name(chance), invented_name(chance)
    if chance.random() < 1 / 2:
        title = replace(word, form="M.", lemma="monsieur", upos="NOUN", feats="Gender=Masc|Number=Sing", deprel="nsubj")
        words.append((title, "verb"))
    else:
        name = replace(word, form=first, lemma=first, upos="PROPN", deprel="nsubj", entity="B-PER")
        words.append((name, "verb"))
    label = "I-PER" if words[-1][0].upos == "PROPN" else "B-PER"
    surname = replace(word, form=last, lemma=last, upos="PROPN", deprel="flat:name", entity=label)
    words.append((surname, "name"))
    return words


def _insert(sentence: GoldSentence, at: int, words: list[tuple[GoldToken, str]]) -> GoldSentence:
    """Put words into the sentence and hang them where they belong."""
    verb = at + next(i for i, (token, _) in enumerate(words) if token.deprel == "parataxis:insert")
    subject = at + next(i for i, (token, _) in enumerate(words) if token.deprel == "nsubj")

    def moved(head: int | None) -> int | None:
        return head + len(words) if head is not None and head >= at else head

    has_names = sentence.tokens[0].entity is not None
    has_events = sentence.tokens[0].event is not None
    added = [
        replace(
            token,
            head=moved(token.head) if on == "root" else verb if on == "verb" else subject,
            entity=token.entity if has_names else None,
            event=token.event if has_events else None,
        )
        for token, on in words
    ]
    kept = [replace(token, head=moved(token.head)) for token in sentence.tokens]
    before = kept[:at]
    if before and added[0].form == ",":
        before[-1] = replace(before[-1], space=False)
    for i, token in enumerate(added[:-1]):
        if added[i + 1].form == ",":
            added[i] = replace(token, space=False)
    if kept[at:] and kept[at].form == ".":
        added[-1] = replace(added[-1], space=False)
    return replace(sentence, tokens=(*before, *added, *kept[at:]))


RULES = (
    Rule("unknown-names", 0.25, _unknown_names),
    Rule("unaccented-capitals", 0.2, _unaccented_capitals),
    Rule("other-quotation-marks", 0.3, _other_quotation_marks),
    Rule("numbers-with-dots", 0.3, _numbers_with_dots),
    Rule("clause-of-speech", 0.06, _clause_of_speech),
    Rule("without-full-stop", 0.06, _without_full_stop),
    Rule("in-capitals", 0.01, _in_capitals),
)
"""Each rule with the share of sentences that it is tried on."""
