"""Names: when two spellings may name one person or organisation, and when they cannot.

Takes names as written; gives folded words and verdicts on pairs. Knows particles, initials, acronyms and the spellings
of transliterated names (`knowledge/transliteration.tsv`); never the article around the name.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache

from anyascii import anyascii

from kg.language import KNOWLEDGE, rows

PARTICLES = frozenset("de du des d la le les l van von der den ter el al bin ben ibn da dos di del della y".split())
JOINTS = frozenset("et pour a en of and for the".split())
"""Words inside a name, besides particles, that leave no letter in its acronym."""
ARTICLE = re.compile(r"^(?:al|el|ad|as|ash|ar|an|at)-(?=[a-z])")
MIN_ACRONYM, MAX_ACRONYM = 2, 7
SHORTEST_FOLDED = 4
"""Shorter words are kept as they are: `Hu` is not `Ho`."""
CACHED = 2**14
"""Names that are remembered: many times those of an article, and no more for a corpus of any size."""


@cache
def transliterations() -> tuple[tuple[re.Pattern[str], str], ...]:
    """Read the rules that bring the spellings of a transliterated name together, in their order."""
    table = rows(KNOWLEDGE / "transliteration.tsv", ("pattern", "replacement", "example", "source"))
    return tuple((re.compile(row["pattern"]), row["replacement"]) for row in table)


@lru_cache(maxsize=CACHED)
def words(text: str) -> tuple[str, ...]:
    """Fold a text to its lower-case ASCII words; hyphens stay inside a word, apostrophes part words.

    >>> words("l'École Jean-Moulin d’Épinay")
    ('l', 'ecole', 'jean-moulin', 'd', 'epinay')
    """
    folded = anyascii(text).lower().replace("'", " ")
    return tuple(word.strip("-") for word in re.findall(r"[a-z0-9][a-z0-9-]*", folded))


@lru_cache(maxsize=CACHED)
def key(word: str) -> str:
    """Bring the spellings of a transliterated word together; the Arabic article goes.

    >>> key("souleimani") == key("soleimani"), key("al-kadhimi") == key("kadhimi"), key("irak") == key("iran")
    (True, True, False)
    """
    folded = ARTICLE.sub("", word).replace("-", "")  # `Jin-ping`
    if len(folded) < SHORTEST_FOLDED:
        return folded
    for pattern, replacement in transliterations():
        folded = pattern.sub(replacement, folded)
    return folded


@lru_cache(maxsize=CACHED)
def content(name: str) -> tuple[str, ...]:
    """Give the words of a name that tell it apart, in their transliteration key; particles are left out.

    >>> content("Jean-Yves Le Drian") == content("Jean-Yves Drian")
    True
    """
    found = words(name)
    return tuple(key(word) for word in found if word not in PARTICLES) or tuple(key(word) for word in found)


def same_name(one: str, other: str) -> bool:
    """Tell whether two names are spellings of one another.

    >>> same_name("Qassem Souleimani", "Qasem Soleimani"), same_name("Irak", "Iran")
    (True, False)
    """
    return content(one) == content(other)


def same_person(one: str, other: str) -> bool:
    """Tell whether two names of persons may be forms of one name.

    The family name must agree, and so must the first given name, or its initial; of the others each of the shorter form
    must be among those of the longer one. A family name alone agrees with any given name.

    >>> same_person("Kadhimi", "Mustafa Al-Kadhimi"), same_person("K. McKenzie", "Kenneth F. McKenzie")
    (True, True)
    >>> same_person("Marine Le Pen", "Jean-Marie Le Pen"), same_person("Mali", "Maliki")
    (False, False)
    >>> same_person("J.-M. Ayrault", "Jean-Marc Ayrault"), same_person("Boris Johnson", "Lyndon B. Johnson")
    (True, False)
    """
    short, long = sorted((content(one), content(other)), key=len)
    if len(short) == 1:
        return short[0] in long[1:] or short == long
    if short and short[-1] == long[-1] and _same_given(one, other):
        return True
    is_end = len(short) > 1 and short == long[-len(short) :]  # `Suu Kyi`
    return bool(short) and (is_end or short == long[: len(short)])


def _same_given(one: str, other: str) -> bool:
    """Compare what stands before the family name."""
    first, second = _given(one), _given(other)
    initials = [given for given in (first, second) if all(len(word) == 1 for word in given)]
    if initials:
        short, long = sorted((_initials_of(first), _initials_of(second)), key=len)
        return short == long[: len(short)]
    short, long = sorted((first, second), key=len)
    rest = iter(long[1:])
    return _agrees(short[0], long[0]) and all(any(_agrees(word, given) for given in rest) for word in short[1:])


def _given(name: str) -> tuple[str, ...]:
    """Give the words of a name before the family name, folded but not rewritten; particles are left out."""
    return tuple(word for word in words(name) if word not in PARTICLES)[:-1] or words(name)[:1]


def _initials_of(given: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(part[0] for word in given for part in word.split("-"))


def _agrees(one: str, other: str) -> bool:
    return key(one) == key(other) or (min(len(one), len(other)) == 1 and one[0] == other[0])


def is_given_name(short: str, full: str) -> bool:
    """Tell whether the short form is the first word of the full name: `Marine`, and `Xi` for Xi Jinping."""
    parts = content(full)
    return len(words(short)) == 1 and len(parts) > 1 and content(short)[0] == parts[0]


def is_short_form(short: str, full: str) -> bool:
    """Tell whether a name of an organisation is the beginning of a fuller one, and no mere first word.

    >>> is_short_form("Parti populaire", "Parti populaire espagnol"), is_short_form("Parti", "Parti populaire")
    (True, False)
    >>> is_short_form("SUD", "SUD-PTT")
    True
    """
    few, many = content(short), content(full)
    if len(few) > 1:
        return len(few) < len(many) and many[: len(few)] == few
    return short.isupper() and full.startswith(f"{short}-")


def is_acronym(text: str) -> bool:
    """Tell whether a name has the shape of an acronym: `ONU`, `P.S.`, no `Le`."""
    letters = text.replace(".", "")
    return MIN_ACRONYM <= len(letters) <= MAX_ACRONYM and letters.isupper() and letters.isalpha()


def abbreviates(acronym: str, name: str) -> bool:
    """Tell whether an acronym is made of the initials of a name; the last word may be left out.

    >>> abbreviates("EI", "Etat islamique"), abbreviates("PP", "Parti populaire espagnol"), abbreviates("ONU", "OTAN")
    (True, True, False)
    """
    return is_acronym(acronym) and anyascii(acronym.replace(".", "").lower()) in _initials(name)


@lru_cache(maxsize=CACHED)
def _initials(name: str) -> frozenset[str]:
    """Give the acronyms that a name of several words may have, in lower case."""
    parts = words(name.replace("-", " "))
    if len(parts) < MIN_ACRONYM:
        return frozenset()
    heavy = "".join(word[0] for word in parts if word not in PARTICLES | JOINTS)
    forms = {heavy, "".join(word[0] for word in parts)}
    return frozenset(forms | {heavy[:-1]} if len(heavy) > MIN_ACRONYM else forms)
