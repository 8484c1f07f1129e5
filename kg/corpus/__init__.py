"""Many articles: on all cores, again and again, each read only when it or the rules are new.

Takes articles; gives what each says, in their order, whatever came of it elsewhere. Knows processes, limits of time and
what was read before; never how an article is read, which it leaves to the pipeline.
"""

from kg.corpus.memory import Memory
from kg.corpus.record import Record
from kg.corpus.runs import merged, write_run
from kg.corpus.spreading import spread
from kg.corpus.values import UNREADABLE, from_json, to_json
from kg.corpus.version import program_version, rules_version
from kg.corpus.working import Limits, as_they_are, work_through

__all__ = [
    "UNREADABLE",
    "Limits",
    "Memory",
    "Record",
    "as_they_are",
    "from_json",
    "merged",
    "program_version",
    "rules_version",
    "spread",
    "to_json",
    "work_through",
    "write_run",
]
