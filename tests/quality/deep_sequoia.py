"""Who does what to whom in Deep Sequoia, against the canonical subject and object of every verb.

Takes Deep Sequoia (`deepsequoia/`) and the same sentences in Universal Dependencies (`ud/`); gives precision and recall
of heads, from the project's own parse of the raw text and from the gold trees. What the rules miss on the gold trees is
for the grammar, what they miss only on their own is for the parser. The copula, auxiliaries and clauses as subject or
object are left out: no event is told by them. Conjuncts go by the first of them, as Deep Sequoia has it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from kg.annotation import annotate
from kg.annotation.training.scoring import Counts, Place, token_places
from kg.annotation.training.treebanks import GoldSentence, read
from kg.extraction.arguments import arguments
from kg.extraction.tree import Tree
from kg.language import load
from kg.model import Article, Parse, Sentence, Span, Token

ROLES = {"suj": "subject", "obj": "object"}
FILLERS = frozenset({"N", "PRO", "CL"})
TOGETHER = 10
"""Sentences that are read as one text."""


@dataclass(frozen=True, slots=True)
class Argument:
    """A verb, a role of it, and the head of what fills it, by their places in a text."""

    verb: Place
    role: str
    filler: Place


@dataclass(slots=True)
class DeepSentence:
    """A sentence with its arguments, and the places of what is annotated otherwise and so counts neither way."""

    id: str
    text: str
    arguments: set[Argument] = field(default_factory=set)
    unjudged: set[Place] = field(default_factory=set)


def read_deep(path: Path) -> Iterator[DeepSentence]:
    """Read the sentences of a file of Deep Sequoia, places counted from the sentence's start."""
    for block in path.read_text(encoding="utf-8").strip().split("\n\n"):
        lines = block.splitlines()
        name, text = (next(line for line in lines if line.startswith(f"# {key} = ")) for key in ("sent_id", "text"))
        sentence = DeepSentence(name.partition(" = ")[2], text.partition(" = ")[2])
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        places, at = {}, 0
        for row in rows:
            found = sentence.text.find(row[1], at)
            start = found if found >= 0 else at
            places[row[0]] = (start, start + len(row[1]))
            at = start + len(row[1]) if found >= 0 else at
        verbs = {row[0] for row in rows if row[3] == "V" and "void=y" not in row[5] and row[2] != "être"}
        sentence.unjudged = {places[row[0]] for row in rows if row[3] == "A" or row[2] == "être"}
        for row in rows:
            for head, relation in zip(row[6].split("|"), row[7].split("|"), strict=True):
                role = ROLES.get(relation.rpartition(":")[2])
                if head in verbs and role and not relation.startswith("S:") and row[3] in FILLERS:
                    sentence.arguments.add(Argument(places[head], role, places[row[0]]))
        yield sentence


def found_in(parse: Parse) -> Iterator[Argument]:
    """Give the arguments that the rules find for every verb of a parse."""
    for sentence in parse.sentences:
        tree = Tree(sentence, load("fr"))
        for verb in tree.sentence.tokens:
            if verb.upos == "VERB" and verb.lemma != "être" and verb.relation not in {"aux", "cop", "fixed"}:
                found = arguments(tree, verb)
                for role, fillers in (("subject", found.subjects), ("object", found.objects)):
                    for filler in fillers:
                        if not _follows(tree, filler, fillers):
                            yield Argument(_place(verb), role, _place(filler))


def _follows(tree: Tree, filler: Token, fillers: Sequence[Token]) -> bool:
    """Tell whether a filler is coordinated with one before it."""
    return filler.relation == "conj" and any(above in fillers for above in tree.ancestors(filler))


def _place(token: Token) -> Place:
    return token.span.start, token.span.end


def gold_parse(sentence: GoldSentence) -> Parse:
    """Give the gold tree as the parser would have given it."""
    tokens = tuple(
        Token(
            id=index + 1,
            form=token.form,
            lemma=token.lemma,
            upos=token.upos,
            feats=tuple(sorted((k, v) for k, _, v in (f.partition("=") for f in token.feats.split("|")) if v)),
            head=(token.head or 0) + 1 if token.head != -1 else 0,
            deprel=token.deprel,
            span=Span(*place),
        )
        for index, (token, place) in enumerate(zip(sentence.tokens, token_places(sentence), strict=True))
    )
    whole = Span(0, len(sentence.text))
    return Parse(Article(sentence.id, sentence.text, "fr", (whole,)), (Sentence(0, whole, tokens),), ())


def own_arguments(sentences: Sequence[DeepSentence]) -> Iterator[set[Argument]]:
    """Read the sentences as texts of ten and give what is found in each, places counted from its start."""
    for start in range(0, len(sentences), TOGETHER):
        group = sentences[start : start + TOGETHER]
        text = " ".join(sentence.text for sentence in group)
        found = list(found_in(annotate(Article("text", text, "fr", (Span(0, len(text)),)))))
        offset = 0
        for sentence in group:
            end = offset + len(sentence.text)
            yield {_moved(each, offset) for each in found if offset <= each.verb[0] < end}
            offset = end + 1


def _moved(argument: Argument, by: int) -> Argument:
    (a, b), (c, d) = argument.verb, argument.filler
    return Argument((a - by, b - by), argument.role, (c - by, d - by))


def count(gold: Iterable[DeepSentence], found: Iterable[set[Argument]]) -> dict[str, Counts]:
    """Count arguments by role and together."""
    counts = {role: Counts() for role in (*ROLES.values(), "both")}
    for sentence, given in zip(gold, found, strict=True):
        judged = {each for each in given if each.verb not in sentence.unjudged}
        for role, counted in counts.items():
            expected, chosen = (
                {each for each in those if role in {each.role, "both"}} for those in (sentence.arguments, judged)
            )
            counted.gold += len(expected)
            counted.predicted += len(chosen)
            counted.correct += len(expected & chosen)
    return counts


@dataclass(slots=True)
class DeepComparison:
    """Counts by role from the project's own parse and from the gold trees, and the errors of the former by cause."""

    own: dict[str, Counts]
    by_rules: dict[str, Counts]
    errors: list[tuple[str, str]]


def compare(data: Path, part: str) -> DeepComparison:
    """Measure on a part of Deep Sequoia: `dev` or `train`.

    Raises:
        FileNotFoundError: `data` does not hold it.

    """
    trees = {sentence.id: sentence for sentence in read(data / f"ud/seq-{part}.conllu")}
    deep = list(read_deep(data / f"deepsequoia/sequoia.deep_and_surf.{part}.conll"))
    deep = [sentence for sentence in deep if sentence.id in trees]
    by_rules = [set(found_in(gold_parse(trees[sentence.id]))) for sentence in deep]
    own = list(own_arguments(deep))
    errors = [error for each in zip(deep, own, by_rules, strict=True) for error in _errors(*each)]
    return DeepComparison(count(deep, own), count(deep, by_rules), errors)


def _errors(sentence: DeepSentence, own: set[Argument], by_rules: set[Argument]) -> Iterator[tuple[str, str]]:
    for sign, arguments_ in (("missed", sentence.arguments - own), ("wrong", own - sentence.arguments)):
        for each in sorted(arguments_, key=lambda each: (each.verb, each.role)):
            if each.verb not in sentence.unjudged:
                cause = "parse" if (each in by_rules) == (sign == "missed") else "grammar"
                verb, filler = sentence.text[slice(*each.verb)], sentence.text[slice(*each.filler)]
                yield f"{sign}, for the {cause}", f"{each.role} {verb} <- {filler} | {sentence.text}"
