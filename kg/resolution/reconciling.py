"""People and organisations tied to the ids of a reconciliation service that the user names.

Takes the address of an endpoint of the W3C Reconciliation API (https://www.w3.org/community/reports/reconciliation/
CG-FINAL-specs-0.2-20230410/) and entities; gives those that the service is sure of their IRIs. Knows the protocol;
asks for each name once, follows no redirection, reads no more than a fixed size, and goes nowhere but to that address.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from math import isfinite
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.parse import urlencode
from urllib.request import OpenerDirector, Request

from kg import web
from kg.errors import InputError
from kg.model import Entity, EntityType

ASKED: frozenset[EntityType] = frozenset({"Person", "Organization"})
TOGETHER = 10
"""Names in one request."""
SECONDS = 20
UNSCORED = 0.9
"""How sure a match is that the service gives no score."""
LARGEST = 4_000_000
"""Bytes of an answer."""


@dataclass(frozen=True)
class Match:
    """What the service is sure of: its IRI and its name there."""

    iri: str
    name: str
    confidence: float


@dataclass
class Reconciler:
    """A reconciliation service, and what it has answered so far."""

    endpoint: str
    _space: str | None = None
    _answers: dict[str, Match | None] = field(default_factory=dict)
    _opener: OpenerDirector = field(default_factory=web.opener)

    def __post_init__(self) -> None:
        parts = web.split(self.endpoint)
        if parts.scheme not in {"http", "https"} or not parts.netloc:
            msg = f"'{self.endpoint}' is no address of a reconciliation service: it begins with http:// or https://"
            raise InputError(msg)

    def linked(self, entities: Iterable[Entity]) -> tuple[Entity, ...]:
        """Give each person and organisation without a link that of the service, where it is sure.

        Raises:
            InputError: the service does not answer as the protocol wants.

        """
        entities = tuple(entities)
        asked = [entity.label for entity in entities if _is_open(entity)]
        self._ask([name for name in dict.fromkeys(asked) if name not in self._answers])
        return tuple(self._linked(entity) for entity in entities)

    def _linked(self, entity: Entity) -> Entity:
        match = self._answers.get(entity.label) if _is_open(entity) else None
        if match is None:
            return entity
        return replace(entity, links=(match.iri,), linked_name=match.name, link_confidence=match.confidence)

    def _ask(self, names: Sequence[str]) -> None:
        for start in range(0, len(names), TOGETHER):
            batch = names[start : start + TOGETHER]
            queries = {f"q{number}": {"query": name, "limit": 3} for number, name in enumerate(batch)}
            answer = self._fetch(urlencode({"queries": json.dumps(queries)}).encode())
            for number, name in enumerate(batch):
                self._answers[name] = self._sure(answer.get(f"q{number}"))

    def _sure(self, answer: object) -> Match | None:
        """Give the one candidate that the service calls a match."""
        found = answer.get("result") if isinstance(answer, dict) else None
        matches = [one for one in found or () if isinstance(one, dict) and one.get("match") is True]
        if len(matches) != 1 or not all(isinstance(matches[0].get(key), str) for key in ("id", "name")):
            return None
        return Match(self._identifier_space() + matches[0]["id"], matches[0]["name"], _share(matches[0].get("score")))

    def _identifier_space(self) -> str:
        """Read from the service's manifest what stands before its ids."""
        if self._space is None:
            space = self._fetch(None).get("identifierSpace")
            if not isinstance(space, str) or web.split(space).scheme not in {"http", "https"}:
                msg = f"the reconciliation service {self.endpoint} names no identifierSpace"
                raise InputError(msg)
            self._space = space
        return self._space

    def _fetch(self, form: bytes | None) -> dict[str, Any]:
        request = Request(self.endpoint, data=form, headers={"Accept": "application/json"})  # noqa: S310 - checked
        try:
            with self._opener.open(request, timeout=SECONDS) as response:
                answer = json.loads(response.read(LARGEST))
        except HTTPError as error:
            error.close()
            is_elsewhere = error.code in web.REDIRECTIONS
            advice = "it sends elsewhere; give the address itself" if is_elsewhere else "is the address right?"
            msg = f"the reconciliation service {self.endpoint} answers {error.code}; {advice}"
            raise InputError(msg) from None
        except (URLError, OSError, ValueError) as error:
            msg = f"the reconciliation service {self.endpoint} cannot be asked: {getattr(error, 'reason', error)}"
            raise InputError(msg) from None
        if not isinstance(answer, dict):
            msg = f"the reconciliation service {self.endpoint} answers with something else than JSON objects"
            raise InputError(msg)
        return answer


def _share(score: object) -> float:
    """Give a score of the service, out of a hundred, as a share; what the protocol leaves out is `UNSCORED`."""
    if not isinstance(score, int | float) or isinstance(score, bool) or not isfinite(score):
        return UNSCORED
    return round(min(max(score / 100, 0.0), 1.0), 2)


def _is_open(entity: Entity) -> bool:
    return entity.named and entity.type in ASKED and not entity.links
