"""Who is who across articles, on entities written by hand: what is one, what stays apart, what the user decides."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.graph import read_decisions
from kg.graph.decisions import Decisions
from kg.graph.identity import Appearance, identify
from kg.model import EntityNode, EntityType


def person(
    document: str, label: str, *roles: str, kind: EntityType = "Person", names: tuple[str, ...] = ()
) -> Appearance:
    """Let somebody appear in an article."""
    node = EntityNode(f"ent:{label.lower().replace(' ', '-')}", label, kind, (label, *names))
    return Appearance(f"doc:{document}", document, node, is_named=True, roles=frozenset(roles))


def body(document: str, label: str, *names: str) -> Appearance:
    """Let an organisation appear in an article under its names."""
    return person(document, label, kind="Organization", names=names)


def keys(*appearances: Appearance, decisions: Decisions | None = None) -> list[str]:
    """Give the key under which each appearance goes."""
    found = identify(appearances, decisions or Decisions())
    return [found.applied(one.node, one.document).id for one in appearances]


def test_a_family_name_is_the_one_who_bears_it_when_they_share_a_position() -> None:
    full, bare = person("a", "Barack Obama", "président"), person("b", "Obama", "président")
    assert keys(full, bare) == ["ent:barack-obama"] * 2
    found = identify([full, bare])
    assert found.reasons["ent:barack-obama"] == ("name/short-form: Obama is Barack Obama, both with président",)


def test_a_family_name_is_the_one_who_bears_it_when_the_same_stand_beside_them() -> None:
    articles = [
        person("a", "Barack Obama"),
        person("a", "Angela Merkel"),
        person("b", "Obama"),
        person("b", "Angela Merkel"),
    ]
    assert keys(*articles)[2] == "ent:barack-obama"


def test_without_anything_in_common_a_family_name_stays_apart() -> None:
    assert keys(person("a", "Jean Martin"), person("b", "Martin")) == ["ent:jean-martin", "ent:martin"]


def test_of_two_bearers_of_a_name_none_is_chosen() -> None:
    people = [person("a", "Marine Le Pen", "députée"), person("b", "Jean-Marie Le Pen", "député")]
    assert keys(*people, person("c", "Le Pen", "député"))[2] == "ent:le-pen"


def test_spellings_of_a_name_are_one() -> None:
    assert len(set(keys(person("a", "Qassem Souleimani"), person("b", "Qasem Soleimani")))) == 1


def test_two_in_one_article_are_never_one() -> None:
    assert len(set(keys(person("a", "Kenneth McKenzie"), person("a", "K. McKenzie")))) == 2


def test_types_keep_apart() -> None:
    assert len(set(keys(person("a", "Renault Martin"), person("b", "Martin", kind="Organization")))) == 2


def test_an_acronym_is_the_body_that_an_article_gives_it_to() -> None:
    full, short = body("a", "Organisation des Nations unies", "ONU"), body("b", "ONU")
    assert keys(full, short) == ["ent:organisation-des-nations-unies"] * 2


def test_an_acronym_of_two_bodies_stays_open() -> None:
    bodies = [body("a", "Parti socialiste", "PS"), body("b", "Parti de la science", "PS"), body("c", "PS")]
    assert len(set(keys(*bodies))) == 3


def test_the_user_merges_and_splits() -> None:
    people = [person("a", "Jean Martin"), person("b", "Martin"), person("c", "Paul Durand"), person("d", "Paul Durand")]
    decided = read_decisions('# of May\nmerge "Jean Martin" Martin\nsplit "Paul Durand"\n')
    assert keys(*people, decisions=decided) == [
        "ent:jean-martin", "ent:jean-martin", "ent:paul-durand-c", "ent:paul-durand-d",
    ]  # fmt: skip


def test_what_is_split_is_joined_by_no_rule() -> None:
    people = [person("a", "Barack Obama", "président"), person("b", "Obama", "président")]
    assert len(set(keys(*people, decisions=read_decisions("split Obama")))) == 2


@pytest.mark.parametrize("line", ["merge A", "split A B", "join A B", 'merge "A B'])
def test_a_line_that_is_no_decision_is_refused(line: str) -> None:
    with pytest.raises(InputError, match=r"line 2 of the decisions is neither"):
        read_decisions(f"# here\n{line}")


def test_decisions_in_a_circle_end() -> None:
    people = [person("a", "Jean Martin"), person("b", "Martin")]
    assert (
        len(set(keys(*people, decisions=read_decisions('merge Martin "Jean Martin"\nmerge "Jean Martin" Martin')))) == 1
    )


NAMES = ("Barack Obama", "Obama", "B. Obama", "Michelle Obama", "Angela Merkel", "Merkel")


@given(st.lists(st.tuples(st.sampled_from("abcd"), st.sampled_from(NAMES)), min_size=2, max_size=6, unique=True))
def test_the_order_of_articles_does_not_matter(drawn: list[tuple[str, str]]) -> None:
    people = [person(document, name) for document, name in drawn]
    expected = dict(zip(people, keys(*people), strict=True))
    for order in list(permutations(people))[::7]:
        assert dict(zip(order, keys(*order), strict=True)) == expected
