"""What the merging of articles looked at last, kept in a file, so that the next merging reads only what has changed.

Takes the state of a merging; gives it back once. Knows JSON; a file that is not as it should be is no state, for the
articles can always be read again. Never knows what merging does.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from kg.errors import InputError
from kg.graph import Summary, decision_lines, read_decisions
from kg.model import DocumentNode, EntityNode, EventNode, Evidence, RelationNode, Span
from kg.rdf.increments import State
from kg.store.files import write

VERSION: Final = 2
Json = dict[str, Any]


@dataclass(frozen=True, slots=True)
class MergingMemory:
    """A file that holds the state of the last merging, or is not there."""

    path: Path

    def take(self) -> State | None:
        """Give the state, and delete the file."""
        try:
            text = self.path.read_text(encoding="utf-8")
            self.path.unlink()
        except (OSError, UnicodeDecodeError):
            return None
        try:
            return from_json(text)
        except (ValueError, TypeError, KeyError, AttributeError, InputError):
            return None

    def keep(self, state: State) -> None:
        """Write the state."""
        write(self.path, to_json(state))


def to_json(state: State) -> str:
    """Write a state of bare summaries."""
    articles = [_summary(summary) for _, summary in sorted(state.summaries.items())]
    content = {"version": VERSION, "decisions": decision_lines(state.decisions), "articles": articles}
    return json.dumps(content, separators=(",", ":"))


def from_json(text: str) -> State:
    """Read a state back.

    Raises:
        ValueError: it is none, or one of another version; a KeyError, TypeError or AttributeError tells the same.
        InputError: a decision is none.

    """
    content = json.loads(text)
    if content["version"] != VERSION:
        msg = f"version {content['version']} is not {VERSION}"
        raise ValueError(msg)
    summaries = [_read(article) for article in content["articles"]]
    by_key = {summary.document.id: summary for summary in summaries}
    return State(by_key, read_decisions("\n".join(content["decisions"])))


def _summary(summary: Summary) -> Json:
    return {
        "document": asdict(summary.document),
        "entities": [asdict(node) for node in summary.entities],
        "roles": {key: sorted(words) for key, words in summary.roles.items()},
        "events": [{**asdict(node), "evidence": [_place(piece) for piece in node.evidence]} for node in summary.events],
        "relations": [asdict(node) for node in summary.relations],
        "shingles": summary.shingles,
    }


def _read(content: Json) -> Summary:
    return Summary(
        DocumentNode(**content["document"]),
        tuple(EntityNode(**_frozen(node)) for node in content["entities"]),
        {key: frozenset(words) for key, words in content["roles"].items()},
        tuple(EventNode(**{**_frozen(node), "evidence": _evidence(node)}) for node in content["events"]),
        tuple(RelationNode(**_frozen(node)) for node in content["relations"]),
        tuple(content["shingles"]),
    )


def _place(piece: Evidence) -> tuple[str, int, int]:
    return piece.document, piece.span.start, piece.span.end


def _evidence(node: Json) -> tuple[Evidence, ...]:
    places = ((document, Span(start, end)) for document, start, end in node["evidence"])
    return tuple(Evidence(document, span, "", span, "") for document, span in places)


def _frozen(content: Any) -> Any:
    """Make tuples of lists."""
    if isinstance(content, dict):
        return {key: _frozen(value) for key, value in content.items()}
    return tuple(map(_frozen, content)) if isinstance(content, list) else content
