"""Names, titles and nationalities in the trees of a model that was trained on OntoNotes.

Takes words with ClearNLP's relations and the names that were found; changes heads, parts of speech and lemmas so that a
title heads the name behind it and an adjective of a country is one. Knows the language's nouns of persons and
countries; never who is meant.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import replace

from kg.annotation.names import TokenSpan, is_title
from kg.annotation.parser import Word
from kg.annotation.tree import Tree


def families(found: Sequence[TokenSpan], text: Sequence[Word]) -> list[TokenSpan]:
    """Let a family name be a person's where the article gives the full name: `Trump` beside `Donald Trump`."""
    full = (name for name in found if name.label == "PER" and name.first < name.last)
    families = {text[name.last].form for name in full}
    is_family = (name.first == name.last and text[name.first].form in families for name in found)
    return [replace(name, label="PER") if known else name for name, known in zip(found, is_family, strict=True)]


def is_nationality(text: Sequence[Word], name: TokenSpan) -> bool:
    """Tell whether a name was read as the adjective of a country: `Iraqi troops`, `U.S. troops`."""
    return name.first == name.last and text[name.first].upos == "ADJ"


def make_common(tree: Tree, inside: Collection[int]) -> None:
    """Make a noun of what has a capital though it names nobody: `the Prime Minister`, `the Iraqis`."""
    for index in tree.members:
        word = tree.words[index]
        form = word.form.lower()
        is_role = index not in inside and tree.language.noun(form, word.form) is not None
        is_inhabitant = form in tree.language.demonyms and form not in tree.language.countries
        if word.upos == "PROPN" and (is_role or is_inhabitant):
            word.upos, word.lemma = "NOUN", form


def make_adjectives(tree: Tree, _: Collection[int]) -> None:
    """Make an adjective of a country before its noun: `Iraqi troops`, `U.S. troops`."""
    for index in tree.members:
        word = tree.words[index]
        is_before = word.deprel in {"compound", "amod", "nmod"} and index < word.head
        is_alone = not tree.children(index) and word.form.lower() in tree.language.demonyms
        if is_before and is_alone and tree.words[word.head].deprel != "compound":
            word.upos = "ADJ"
            tree.hang(index, word.head, "amod")


def hang_names_on_titles(tree: Tree, inside: Collection[int]) -> None:
    """Let a title or role head the name behind it: `President Donald Trump`."""
    for index in tree.members:
        if tree.words[index].upos != "PROPN" or index not in inside:
            continue
        parts = [i for i in tree.children(index) if tree.words[i].deprel == "compound" and i < index]
        titles = [i for i in parts if is_title(tree.words[i].form, tree.language) and i not in inside]
        if titles and set(range(titles[-1] + 1, index)) <= set(parts):
            _make_title(tree, titles[-1], index)


def _make_title(tree: Tree, title: int, name: int) -> None:
    word = tree.words[title]
    for child in list(tree.children(name)):
        if child < title or child > name:
            tree.hang(child, title)
    tree.hang(title, tree.words[name].head, tree.words[name].deprel)
    tree.hang(name, title, "flat")
    word.upos, word.lemma = "NOUN", word.form.lower()


def join_names(tree: Tree, people: Iterable[TokenSpan]) -> None:
    """Let the first word of a person's name head the others: `[John] [Smith]`."""
    for name in people:
        parts = set(range(name.first, name.last))
        is_whole = all(tree.words[i].head in {*parts, name.last} and tree.words[i].deprel == "compound" for i in parts)
        if not parts or not is_whole:
            continue
        last = tree.words[name.last]
        tree.hang(name.first, last.head, last.deprel)
        for child in [i for i in tree.children(name.last) if i not in parts]:
            tree.hang(child, name.first)
        for part in (*range(name.first + 1, name.last), name.last):
            tree.hang(part, name.first, "flat")
