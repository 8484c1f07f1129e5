"""FollowTheMoney entities: validated and read back by the library itself."""

from __future__ import annotations

import json
import sys
from dataclasses import replace
from typing import Any

import pytest

from kg import export
from kg.errors import OutputError
from kg.graph import Network, assemble
from kg.model import Statements, TimeExpression

ftm = pytest.importorskip("followthemoney", reason="an optional extra: pip install 'kg[ftm]'")


def read(graph: Network) -> dict[str, Any]:
    """Give the entities by id, each read and validated by the library."""
    proxies = [ftm.model.get_proxy(json.loads(line), cleaned=False) for line in export.to_ftm(graph).splitlines()]
    for proxy in proxies:
        proxy.schema.validate(proxy.to_dict())
    return {proxy.id: proxy for proxy in proxies}


def named(found: dict[str, Any], caption: str) -> Any:
    (proxy,) = [proxy for proxy in found.values() if proxy.caption == caption]
    return proxy


@pytest.fixture
def network(statements: Statements) -> Network:
    return assemble([statements])


def test_participants_have_the_schema_of_their_type(network: Network) -> None:
    found = read(network)
    assert named(found, "Donald Trump").schema.name == "Person"
    assert named(found, "troupes américaines").schema.name == "LegalEntity"
    assert named(found, "Bagdad").schema.name == "Address"
    assert named(found, "Qassem Souleimani").get("position") == ["général"]
    assert not [proxy for proxy in found.values() if proxy.caption == "convoi"]


def test_events_have_their_day_their_place_and_those_involved(network: Network) -> None:
    found = read(network)
    killed = named(found, "drone américain a tué Qassem Souleimani")
    assert (killed.schema.name, killed.get("date"), killed.get("location")) == ("Event", ["2020-01-03"], ["Bagdad"])
    assert killed.get("involved") == [named(found, "Qassem Souleimani").id]
    (proof,) = killed.get("proof")
    assert (found[proof].schema.name, found[proof].get("title")) == ("Article", ["Un titre <b>&"])
    assert found[proof].get("publishedAt") == ["2020-09"]


def test_what_is_stated_links_two(network: Network) -> None:
    found = read(network)
    (origin,) = [proxy for proxy in found.values() if proxy.schema.name == "UnknownLink"]
    assert origin.get("role") == ["originaire de"]
    assert origin.get("subject") == [named(found, "troupes américaines").id]
    assert origin.get("object") == [named(found, "États-Unis").id]
    assert origin.get("proof")


def test_what_is_not_stated_makes_no_link_but_a_note_with_its_source(network: Network) -> None:
    found = read(network)
    (note,) = named(found, "troupes américaines").get("notes")
    assert note == (
        "Donald Trump a retiré (projeté) troupes américaines (promis par Donald Trump). Mustafa Al-Kadhimi a déclaré "
        "que Donald Trump avait promis de retirer les troupes américaines. (Un titre <b>&)"
    )
    roles = {role for proxy in found.values() for role in proxy.get("role", quiet=True)}
    assert not roles & {"a retiré", "souhaite", "a promis"}


@pytest.mark.parametrize(
    ("time", "dates"),
    [
        ("2020", {"date": ["2020"]}),
        ("2020-08", {"date": ["2020-08"]}),
        ("2020-W37-2", {"date": ["2020-09-08"]}),
        ("2020-W37", {"startDate": ["2020-09-07"], "endDate": ["2020-09-13"]}),
        ("2012-06-16/2012-06-17", {"startDate": ["2012-06-16"], "endDate": ["2012-06-17"]}),
        ("1999-05-20T18:00", {"date": ["1999-05-20"]}),
        ("PRESENT_REF", {}),
        ("2020-02-30", {}),
    ],
)
def test_dates_are_those_of_the_format(statements: Statements, time: str, dates: dict[str, list[str]]) -> None:
    first, *others = statements.events
    dated = replace(first, time=TimeExpression(first.triggers[0], "DATE", time))
    struck = named(read(assemble([replace(statements, events=(dated, *others))])), "drone américain a frappé convoi")
    properties = {name: struck.get(name) for name in ("date", "startDate", "endDate") if struck.get(name)}
    assert properties == dates


def test_the_same_graph_gives_the_same_bytes(statements: Statements, network: Network) -> None:
    assert export.to_ftm(assemble([statements])) == export.to_ftm(network)


def test_without_the_package_the_message_says_what_to_install(
    network: Network, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "followthemoney", None)
    with pytest.raises(OutputError, match=r"pip install 'kg\[ftm\]'"):
        export.to_ftm(network)
