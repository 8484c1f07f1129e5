"""News articles into a knowledge graph: who did what to whom, where, when and according to whom.

>>> import kg
>>> graph = kg.build("Un drone a frappé un convoi.", date="2020-01")  # doctest: +SKIP
>>> graph.triples()  # doctest: +SKIP
[('drone', 'struck', 'convoi')]
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kg.pipeline import Graph, build, load

__all__ = ["Graph", "build", "load"]


def __getattr__(name: str) -> object:
    """Load what is asked for when it is asked for: `import kg` costs nothing."""
    if name not in __all__:
        msg = f"module 'kg' has no attribute '{name}'"
        raise AttributeError(msg)
    from kg import pipeline

    return getattr(pipeline, name)
