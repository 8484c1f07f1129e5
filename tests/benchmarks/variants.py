"""As many articles as wanted, made from a few: so that a corpus of any size can be had from a fixed seed.

    python tests/benchmarks/variants.py FOLDER COUNT > corpus.jsonl

Takes a folder of articles (`.txt`); writes JSON Lines. Each article comes again with some of its sentences left out and
with other people, places and numbers in it: capitalised words inside sentences are exchanged for words of other
articles, the same for the same word throughout an article, so that names stay names and repeat as they did.
"""

from __future__ import annotations

import argparse
import json
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

_NAME = re.compile(r"(?<=[a-zà-ÿ,'’] )[A-ZÀ-Þ][a-zà-ÿ-]{3,}\b|(?<=['’])[A-ZÀ-Þ][a-zà-ÿ-]{3,}\b")
_NUMBER = re.compile(r"\b\d{2,3}\b(?![\d,.]|\s*(?:h|janv|févr|mars|avr|mai|juin|juil|août|sept|oct|nov|déc))")
_SENTENCE = re.compile(r"(?<=[.!?»])\s+(?=[A-ZÀ-Þ«])")
KEPT = 0.85  # of the sentences
RENAMED = 0.7  # of the names
FIRST_YEAR, YEARS = 2000, 24


def variants(folder: Path, count: int, seed: int = 2020) -> Iterator[dict[str, str]]:
    """Yield articles: the same for the same folder, count and seed, and the first ones the same for any count."""
    texts = [path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.txt"))]
    names = sorted({name for text in texts for name in _NAME.findall(text)})
    for number in range(count):
        random = Random(f"{seed} {number}")  # noqa: S311 - the same in every run, no secret
        text = _varied(texts[number % len(texts)], names, random)
        date = f"{FIRST_YEAR + random.randrange(YEARS)}-{random.randint(1, 12):02}-{random.randint(1, 28):02}"
        yield {"id": f"variant-{number:06}", "date": date, "language": "fr", "text": text}


def _varied(text: str, names: Sequence[str], random: Random) -> str:
    exchanged: dict[str, str] = {}

    def other(found: re.Match[str]) -> str:
        name = found[0]
        if name not in exchanged:
            exchanged[name] = random.choice(names) if random.random() < RENAMED else name
        return exchanged[name]

    lines = [
        " ".join(sentence for sentence in _SENTENCE.split(line) if random.random() < KEPT) for line in text.splitlines()
    ]
    kept = "\n".join(line for line in lines if line.strip()) or text
    return _NUMBER.sub(lambda _: str(random.randint(11, 989)), _NAME.sub(other, kept))


def main() -> None:
    """Write articles to standard output."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folder", type=Path, help="articles, one a file")
    parser.add_argument("count", type=int, help="how many to write")
    options = parser.parse_args()
    for record in variants(options.folder, options.count):
        sys.stdout.write(json.dumps(record, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
