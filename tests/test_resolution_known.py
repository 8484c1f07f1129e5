"""Names that the user gives IRIs: what they link, and which lines are refused."""

from __future__ import annotations

import pytest
from drafts import Draft, entity

from kg.errors import InputError
from kg.model import Entity, EntityType
from kg.resolution import read_known

OBAMA = "http://www.wikidata.org/entity/Q76"
TABLE = f"""# name, aliases, IRI, type
Barack Obama\tObama|B. Obama\t{OBAMA}\tPerson
Jean Martin\t\thttps://example.org/martin-1\tPerson
Jean Martin\t\thttps://example.org/martin-2\tPerson
Al-Qods\tForce Al-Qods\thttps://example.org/qods\tOrganization
"""


def linked(name: str, kind: EntityType = "Person") -> Entity:
    """Resolve an article that names somebody, and give the entity its link."""
    draft = Draft(f"{name} a parlé.")
    draft.event("parlé", "said", actors=(draft.name(name, kind),))
    (found,) = read_known(TABLE).linked([entity(draft.resolve(), name)])
    return found


@pytest.mark.parametrize("name", ["Barack Obama", "Obama", "BARACK OBAMA", "B. Obama"])
def test_a_known_name_gets_its_link(name: str) -> None:
    assert linked(name).links == (OBAMA,)
    assert linked(name).linked_name == "Barack Obama"


def test_a_name_that_two_bear_stays_open() -> None:
    assert linked("Jean Martin").links == ()


def test_another_type_is_somebody_else() -> None:
    assert OBAMA not in linked("Obama", "Place").links  # the town in Japan


def test_what_is_of_no_type_takes_that_of_the_table() -> None:
    assert linked("Al-Qods", "Other").type == "Organization"


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("Obama\tPerson", "has 2 cells"),
        ("\t\thttps://example.org/1\tPerson", "has no name"),
        ("Obama\t\tQ76\tPerson", "has no IRI"),
        ("Obama\t\thttps://example.org/a b\tPerson", "has no IRI"),
        ("Obama\t\thttps://example.org/1\tHuman", "has no type"),
    ],
)
def test_a_broken_line_is_refused(line: str, fault: str) -> None:
    with pytest.raises(InputError, match=f"line 2 of the gazetteer {fault}"):
        read_known(f"# mine\n{line}")
