"""Words that the dictionary knows as forms of a verb and as nothing else.

Takes a written form; gives the verb's infinitive. Knows the tables of the lemmatizer in the model of the language (for
French, forms of 66,000 nouns, 28,000 adjectives, 15,000 verbs) and the endings of regular verbs; never the sentence.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from functools import cache
from typing import Any

from spacy.lookups import Lookups

from kg.annotation import pipelines

ENDINGS = tuple(
    sorted(
        """e es ons ez ent ais ait ions iez aient ai as a âmes âtes èrent erai eras era erons erez eront erais erait
        erions eriez eraient ant""".split(),
        key=lambda ending: -len(ending),
    )
)
"""What follows the stem of `parler`; the tables list the forms of irregular verbs only."""
PLURALS = (("s", ""), ("x", ""), ("aux", "al"), ("aux", "ail"), ("es", ""), ("e", ""))
"""Ending of a plural or feminine and of its masculine singular: `journaux`, `journal`."""
OTHERS = ("noun", "adj", "adv", "pron", "det", "adp", "num")


class Lexicon:
    """Words by the tables of spaCy's lemmatizer: lists of lemmas, and the irregular forms with their lemmas."""

    def __init__(self, tables: Lookups) -> None:
        lemmas, irregular = tables.get_table("lemma_index"), tables.get_table("lemma_exc")
        self._infinitives = frozenset(lemmas["verb"])
        self._irregular: Mapping[str, Any] = irregular["verb"]
        self._verbs = frozenset(str(found[0]) for found in self._irregular.values() if found)
        self._adverbs = _forms(lemmas, irregular, "adv")
        self._others = frozenset().union(*(_forms(lemmas, irregular, name) for name in OTHERS))

    def is_infinitive(self, lemma: str) -> bool:
        """Tell whether the dictionary knows a verb.

        >>> [load("fr").is_infinitive(lemma) for lemma in ("partir", "contenir", "modifier", "impuisser")]
        [True, True, True, False]
        """
        return lemma in self._infinitives or lemma in self._verbs

    def participle_of(self, form: str) -> str | None:
        """Give the infinitive of an irregular form that can be a verb's or an adjective's, but no adverb's.

        >>> [load("fr").participle_of(form) for form in ("vêtus", "souvent")]
        ['vêtir', None]
        """
        is_verb = form in self._irregular and form not in self._adverbs
        return str(self._irregular[form][0]) if is_verb else None

    def infinitive(self, form: str) -> str | None:
        """Give the infinitive of a form that can only be a verb's.

        >>> [load("fr").infinitive(form) for form in ("ralentit", "téléchargeaient", "maison", "Kadhimi")]
        ['ralentir', 'télécharger', None, None]
        """
        if form in self._others or any(form.endswith(a) and form[: -len(a)] + b in self._others for a, b in PLURALS):
            return None
        if form in self._irregular:
            return str(self._irregular[form][0])
        stems = (form.removesuffix(ending) for ending in ENDINGS if form.endswith(ending))
        found = (infinitive for stem in stems for infinitive in (f"{stem}er", f"{stem.removesuffix('e')}er"))
        return next((infinitive for infinitive in found if infinitive in self._infinitives), None)


def _forms(lemmas: Mapping[str, Any], irregular: Mapping[str, Any], name: str) -> Collection[str]:
    exceptions = irregular.get(name, {})
    return {*lemmas.get(name, ()), *exceptions, *(lemma for found in exceptions.values() for lemma in found)}


@cache
def load(code: str) -> Lexicon:
    """Read the tables of a language's model once."""
    lemmatizer: Any = pipelines.load(code).get_pipe("lemmatizer")
    return Lexicon(lemmatizer.lookups)
