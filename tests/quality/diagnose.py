"""What goes wrong, counted by cause: on annotated articles, on Deep Sequoia, on the French TimeBank, on chains.

Takes the folder in which `gold/dev` and `data/` lie, where there is one; without it, only the project's own gold is
read. Gives figures and, for each corpus, the causes of errors, the most frequent first; with --errors the errors too.

    python tests/quality/diagnose.py [../shared] [--errors]
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import causes
import coreference
import deep_sequoia
import quotations
import slots
import timebank
import timeml
from measure import GOLD, build
from scoring import FIGURES, Comparison, figures

from kg.annotation import annotate
from kg.annotation.training.scoring import table
from kg.model import Article, Span


def on_gold(gold: Path) -> list[tuple[str, str]]:
    """Build the articles of a gold, print the figures and give the errors with their causes."""
    found: list[tuple[str, str]] = []
    with tempfile.TemporaryDirectory() as folder:
        build(gold, Path(folder))
        pairs = [
            (json.loads(path.read_text(encoding="utf-8")), json.loads((Path(folder) / path.name).read_text("utf-8")))
            for path in sorted(gold.glob("*.json"))
        ]
    for annotated, got in pairs:
        text = annotated["text"]
        parse = annotate(Article("gold", text, "fr", (Span(0, len(text)),), date=annotated["date"]))
        found += causes.errors(Comparison(annotated, got), parse)
    measured = figures(pairs)
    print(*(f"{name} {measured[name]:.3f}" for name in (*FIGURES, "unsound")))
    print(f"in slots  {slots.measure(gold)}")
    return found


def on_deep_sequoia(data: Path) -> list[tuple[str, str]]:
    """Print the figures on Deep Sequoia's development part and give the errors with their causes."""
    comparison = deep_sequoia.compare(data, "dev")
    print(f"own parse\n{table(comparison.own)}\n\ngold trees\n{table(comparison.by_rules)}\n")
    return comparison.errors


def on_timebank(data: Path) -> list[tuple[str, str]]:
    """Print the figures of triggers and give the errors with their causes."""
    measured = timebank.measure(data / "timebank")
    print(f"all     {measured.triggers}\nnouns   {measured.nouns}")
    found = timeml.measure(data / "timebank")
    for name in ("spans", "values", "negated", "modal", "reported"):
        print(f"{name:9} {getattr(found, name)}")
    return measured.errors + found.errors


def on_quotations(data: Path) -> list[tuple[str, str]]:
    """Print the figures of quotations and give those that are missed or given to another."""
    measured = quotations.measure(data / "wikinews")
    print(measured)
    return measured.errors


def on_coreference(data: Path) -> list[tuple[str, str]]:
    """Print the figures of pronouns and chains; their errors have no cause."""
    measured = coreference.measure(data)
    print(f"Démocrat  {measured.democrat}\nPOPCORN   {measured.popcorn}")
    print(f"CoNLL average {measured.own:.3f}; nearest noun {measured.nearest:.3f}, no chains {measured.none:.3f}")
    return []


def show(title: str, errors: list[tuple[str, str]], *, each: bool) -> None:
    """Print how often each cause occurs, and the errors if asked."""
    counted = Counter(cause for cause, _ in errors)
    print(*(f"{number:5} {cause}" for cause, number in counted.most_common()), sep="\n")
    if each:
        print(*(f"{title}: {cause}: {what}" for cause, what in errors), sep="\n")


def main() -> int:
    """Measure on everything that is here."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("shared", type=Path, nargs="?", help="the folder in which gold/dev and data/ lie")
    parser.add_argument("--errors", action="store_true", help="print every error")
    options = parser.parse_args()
    if options.shared and not (options.shared / "data").is_dir():
        print(f"{options.shared} has no data/: give the folder in which gold/dev and data/ lie", file=sys.stderr)
        return 1
    corpora: list[tuple[str, Callable[[Path], list[tuple[str, str]]], Path]] = [("own gold", on_gold, GOLD)]
    if options.shared:
        corpora += [("development articles", on_gold, options.shared / "gold" / "dev")]
        corpora += [("Deep Sequoia", on_deep_sequoia, options.shared / "data")]
        corpora += [("TimeBank", on_timebank, options.shared / "data")]
        corpora += [("quotations", on_quotations, options.shared / "data")]
        corpora += [("coreference", on_coreference, options.shared / "data")]
    for title, measure, folder in corpora:
        print(f"\n== {title}")
        show(title, measure(folder), each=options.errors)
    return 0


if __name__ == "__main__":
    sys.exit(main())
