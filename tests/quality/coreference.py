"""Who is who, against annotated chains: Démocrat (newspaper part, CoNLL) and the reports of POPCORN.

Takes a folder in which `coref/` and `popcorn/` lie; gives for third-person pronouns how many are resolved and how many
of those rightly, and for Démocrat the CoNLL average of MUC, B³ and CEAFe (Pradhan et al. 2014) over the project's own
mentions, compared by their heads, single mentions left out, beside two baselines: no chains at all, and pronouns tied
to the nearest noun that agrees with them in gender and number.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import networkx as nx

from kg.annotation import annotate
from kg.extraction import extract
from kg.language import load
from kg.model import Article, Span
from kg.resolution import name_sieves, noun_sieves, pronouns
from kg.resolution.directory import Directory, directory
from kg.resolution.reader import Reader
from kg.resolution.references import Reference

FRENCH = load("fr")
THIRD_PERSON = frozenset("il elle ils elles lui leur le la l' les eux son sa ses leurs".split())
CLOSE_BEFORE = re.compile(r"[,.;:!?…)\]»”]|-\w+")
CLOSE_BEHIND = re.compile(r".*['’]|[(\[«“]")
Head = tuple[int, int]
"""Where the head of a mention stands in the text."""
Chains = Sequence[frozenset[Head]]


@dataclass(slots=True)
class Document:
    """A text with its chains: heads of mentions, and which of them are third-person pronouns."""

    text: str
    chains: list[set[Head]] = field(default_factory=list)
    pronouns: set[Head] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Pronouns:
    """How many pronouns there are, how many got an antecedent, and how many of those the right one."""

    all: int
    resolved: int
    right: int

    def __str__(self) -> str:
        """Write the shares."""
        return f"{self.all} pronouns, resolved {self.resolved / self.all:.3f}, right {self.right / self.resolved:.3f}"


# ---- corpora ---------------------------------------------------------------------------------------------------


def democrat(path: Path) -> Iterator[Document]:
    """Read the documents of a CoNLL file; chains stand in the last column, heads of phrases in the tree."""
    for part in path.read_text(encoding="utf-8").split("#begin document")[1:]:
        document, chains = Document(""), dict[str, set[Head]]()
        for block in part.split("\n\n"):
            rows = [line.split("\t") for line in block.splitlines() if re.match(r"\d+\t", line)]
            places = [_append(document, row[1]) for row in rows]
            for key, first, last in _mentions([row[-1] for row in rows]):
                head = _head(rows, first, last)
                chains.setdefault(key, set()).add(places[head])
                if first == last and rows[head][1].lower() in THIRD_PERSON and rows[head][3] in {"PRON", "DET"}:
                    document.pronouns.add(places[head])
        document.chains = list(chains.values())
        yield document


def _append(document: Document, form: str) -> Head:
    """Write a word behind the text, with a blank where French has one."""
    is_close = not document.text or CLOSE_BEFORE.fullmatch(form) or CLOSE_BEHIND.fullmatch(document.text.split(" ")[-1])
    document.text += form if is_close else f" {form}"
    return len(document.text) - len(form), len(document.text)


def _mentions(column: Sequence[str]) -> Iterator[tuple[str, int, int]]:
    """Yield the chain, first and last word of each mention of a sentence."""
    opened: dict[str, list[int]] = {}
    for number, cell in enumerate(column):
        for mark in cell.split("|") if cell != "_" else ():
            key = mark.strip("()")
            if mark.startswith("("):
                opened.setdefault(key, []).append(number)
            if mark.endswith(")") and opened.get(key):
                yield key, opened[key].pop(), number


def _head(rows: Sequence[Sequence[str]], first: int, last: int) -> int:
    """Give the word of a phrase whose governor is outside it."""
    ids = {rows[number][0] for number in range(first, last + 1)}
    return next((number for number in range(first, last + 1) if rows[number][6] not in ids), first)


def popcorn(path: Path) -> Iterator[Document]:
    """Read the reports; the last word of a mention is taken for its head."""
    for report in json.loads(path.read_text(encoding="utf-8")).values():
        document = Document(report["text"])
        for one in report["entities"]:
            heads = {_last_word(mention["value"], mention["start"]) for mention in one["mentions"]}
            document.chains.append(heads)
            found = {head for head in heads if document.text[slice(*head)].lower() in THIRD_PERSON}
            document.pronouns |= found
        yield document


def _last_word(words: str, start: int) -> Head:
    last = re.search(r"[^\s]+$", words)
    at = start + (last.start() if last else 0)
    return at, start + len(words)


# ---- the project's own chains ----------------------------------------------------------------------------------


def read(document: Document) -> Directory:
    """Tell who is who in a text."""
    article = Article("coreference", document.text, "fr", (Span(0, len(document.text)),))
    reader = Reader.of(article, extract(annotate(article), FRENCH), FRENCH)
    for sieve in (*name_sieves.SIEVES, *noun_sieves.SIEVES):
        sieve(reader)
    return directory(reader, pronouns.resolve(reader))


def own_chains(found: Directory) -> list[frozenset[Head]]:
    """Give the chains of a text, pronouns with the one that they stand for."""
    members: dict[int, set[Head]] = {}
    for reference in found.reader.references:
        for chain in found.chains_of(reference.index)[:1]:
            members.setdefault(chain.first, set()).add(_place(reference))
    return [frozenset(heads) for heads in members.values()]


def nearest(found: Directory) -> list[frozenset[Head]]:
    """Tie each pronoun to the nearest noun before it that agrees in gender and number: a baseline."""
    members: dict[int, set[Head]] = {}
    for reference in found.reader.references:
        chain = next((c for c in found.reader.before(reference) if _agrees(reference, c.gender, c.number)), None)
        if reference.is_pronoun and chain is not None:
            noun = chain.members[-1] if chain.members[-1].index < reference.index else chain.members[0]
            members.setdefault(noun.index, {_place(noun)}).add(_place(reference))
    return [frozenset(heads) for heads in members.values()]


def _agrees(reference: Reference, gender: str | None, number: str | None) -> bool:
    return reference.gender in {None, gender} and reference.number in {None, number}


def _place(reference: Reference) -> Head:
    return reference.mention.head.start, reference.mention.head.end


# ---- figures ---------------------------------------------------------------------------------------------------


def aligned(chains: Iterable[Iterable[Head]], gold: Iterable[Iterable[Head]]) -> list[frozenset[Head]]:
    """Give heads the places that the gold has for them where they overlap."""
    starts = {at: head for chain in gold for head in chain for at in range(*head)}
    return [frozenset(starts.get(head[0], head) for head in chain) for chain in chains]


def judge(found: Directory, document: Document) -> tuple[int, int]:
    """Count the pronouns that were resolved, and those of them that were tied to their chain."""
    by_start = {at: reference for reference in found.reader.references for at in range(*_place(reference))}
    resolved = right = 0
    for head in document.pronouns:
        reference = by_start.get(head[0])
        chains = found.chains_of(reference.index) if reference and reference.is_pronoun else ()
        mine = {at for chain in chains for m in chain.members for at in range(m.mention.span.start, m.mention.span.end)}
        true = {
            at
            for chain in document.chains
            if head in chain
            for other in chain - document.pronouns
            for at in range(*other)
        }
        resolved += bool(chains)
        right += bool(chains) and bool(mine & true)
    return resolved, right


def pronouns_of(documents: Iterable[Document]) -> Pronouns:
    """Measure the third-person pronouns of some documents."""
    counts = [(len(document.pronouns), *judge(read(document), document)) for document in documents]
    return Pronouns(*(sum(column) for column in zip(*counts, strict=True)))


def conll(pairs: Sequence[tuple[Chains, Chains]]) -> float:
    """Average the F1 of MUC, B³ and CEAFe over pairs of gold and found chains."""
    return sum(_f1(figure, pairs) for figure in (_muc, _b_cubed, _ceaf)) / 3


def _f1(figure: Callable[[Chains, Chains], tuple[float, float]], pairs: Sequence[tuple[Chains, Chains]]) -> float:
    recall = [figure(gold, found) for gold, found in pairs]
    precision = [figure(found, gold) for gold, found in pairs]
    r, p = (sum(n for n, _ in part) / (sum(d for _, d in part) or 1) for part in (recall, precision))
    return 2 * p * r / (p + r) if p + r else 0.0


def _muc(key: Chains, response: Chains) -> tuple[float, float]:
    by_head = {head: number for number, chain in enumerate(response) for head in chain}
    parts = [len({by_head.get(head, head) for head in chain}) for chain in key]
    return sum(len(chain) - part for chain, part in zip(key, parts, strict=True)), sum(len(chain) - 1 for chain in key)


def _b_cubed(key: Chains, response: Chains) -> tuple[float, float]:
    by_head: Mapping[Head, frozenset[Head]] = {head: chain for chain in response for head in chain}
    shares = (len(chain & by_head.get(head, frozenset())) / len(chain) for chain in key for head in chain)
    return sum(shares), sum(map(len, key))


def _ceaf(key: Chains, response: Chains) -> tuple[float, float]:
    graph: nx.Graph[tuple[str, int]] = nx.Graph()
    for i, one in enumerate(key):
        for j, other in enumerate(response):
            if one & other:
                graph.add_edge(("key", i), ("response", j), weight=2 * len(one & other) / (len(one) + len(other)))
    matched = nx.max_weight_matching(graph)
    return sum(graph.edges[edge]["weight"] for edge in matched), len(key)


def several(chains: Iterable[Iterable[Head]]) -> list[frozenset[Head]]:
    """Leave out what is mentioned once."""
    return [frozenset(chain) for chain in chains if len(set(chain)) > 1]


@dataclass(frozen=True, slots=True)
class Figures:
    """Pronouns on both corpora, and the CoNLL averages on Démocrat: own chains, nearest nouns, no chains."""

    democrat: Pronouns
    popcorn: Pronouns
    own: float
    nearest: float
    none: float


def measure(data: Path) -> Figures:
    """Measure on both corpora."""
    documents = list(democrat(data / "coref" / "dem_estrep.dev.conll"))
    found = [read(document) for document in documents]
    judged = [(len(document.pronouns), *judge(one, document)) for one, document in zip(found, documents, strict=True)]
    return Figures(
        Pronouns(*(sum(column) for column in zip(*judged, strict=True))),
        pronouns_of(popcorn(data / "popcorn" / "train.json")),
        *(_average(documents, map(chains_of, found)) for chains_of in (own_chains, nearest, _no_chains)),
    )


def _no_chains(_: Directory) -> list[frozenset[Head]]:
    return []


def _average(documents: Sequence[Document], found: Iterable[Chains]) -> float:
    pairs = (
        (several(document.chains), several(aligned(chains, document.chains)))
        for document, chains in zip(documents, found, strict=True)
    )
    return conll(list(pairs))
