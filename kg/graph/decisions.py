"""What the user decided on who is who: a file of `merge A B` and `split A`, one a line.

Takes the text of the file; gives `Decisions`. Knows how lines are written; never which nodes there are. A name with
blanks stands in quotation marks, `#` begins a comment, an id of the graph (`ent:...`) will do for a name.

    merge "Barack Obama" Obama        # one node in all articles
    split "Jean Martin"               # one node in each article
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass

from kg.errors import InputError

SIZES = {"merge": 3, "split": 2}
"""Words of a line, the verb with them."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Pairs to be one node, and names to be one node in each article."""

    merges: tuple[tuple[str, str], ...] = ()
    splits: tuple[str, ...] = ()


def read_decisions(text: str) -> Decisions:
    """Read the decisions.

    >>> read_decisions('merge "Barack Obama" Obama  # the same')
    Decisions(merges=(('Barack Obama', 'Obama'),), splits=())

    Raises:
        InputError: a line is no decision.

    """
    merges: list[tuple[str, str]] = []
    splits: list[str] = []
    for number, line in enumerate(re.split(r"\r?\n", text), 1):
        try:
            said = shlex.split(line, comments=True)
        except ValueError:
            said = ["?"]  # a quotation mark without its partner
        if not said:
            continue
        if len(said) != SIZES.get(said[0], 0):
            where = f"line {number} of the decisions is neither 'merge A B' nor 'split A': {line.strip():.100}"
            msg = f"{where}; names with blanks stand in quotation marks"
            raise InputError(msg)
        if said[0] == "merge":
            merges.append((said[1], said[2]))
        else:
            splits.append(said[1])
    return Decisions(tuple(merges), tuple(splits))


def decision_lines(decisions: Decisions) -> tuple[str, ...]:
    """Write decisions as the lines that `read_decisions` reads.

    >>> decision_lines(Decisions(merges=(("Barack Obama", "Obama"),)))
    ("merge 'Barack Obama' Obama",)
    """
    merges = (f"merge {shlex.join(names)}" for names in decisions.merges)
    return (*merges, *(f"split {shlex.quote(name)}" for name in decisions.splits))
