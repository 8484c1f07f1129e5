"""Names and nouns: who is who within an article, on findings written by hand, without a model."""

from __future__ import annotations

import pytest
from drafts import Draft, entity, labels, who

from kg.model import Span

# ---- names -----------------------------------------------------------------------------------------------------


def test_forms_of_a_persons_name_are_one_entity_under_the_fullest() -> None:
    draft = Draft("M. Al-Kadhimi est arrivé. Mustafa Al-Kadhimi a parlé. Al-Kadhimi est parti.")
    first, second, third = draft.name("Al-Kadhimi"), draft.name("Mustafa Al-Kadhimi"), draft.name("Al-Kadhimi#3")
    draft.event("arrivé", "arrived", actors=(first,))
    draft.event("parlé", "said", actors=(second,))
    draft.event("parti", "left", actors=(third,))
    statements = draft.resolve()
    assert labels(statements) == ["Mustafa Al-Kadhimi"]
    assert statements.entities[0].names == ("Mustafa Al-Kadhimi", "Al-Kadhimi")
    assert statements.entities[0].named
    assert len(statements.entities[0].mentions) == 3


def test_father_and_daughter_stay_two_and_the_bare_family_name_stays_open() -> None:
    draft = Draft("Marine Le Pen a parlé. Jean-Marie Le Pen a répondu. Le Pen est parti.")
    heads = [draft.name("Marine Le Pen"), draft.name("Jean-Marie Le Pen"), draft.name("Le Pen#3")]
    for verb, head in zip(("parlé", "répondu", "parti"), heads, strict=True):
        draft.event(verb, verb, actors=(head,))
    assert labels(draft.resolve()) == ["Marine Le Pen", "Jean-Marie Le Pen", "Le Pen"]


def test_the_form_of_address_tells_which_of_two() -> None:
    draft = Draft("Hillary Clinton a parlé. Bill Clinton a répondu. Mme Clinton est partie.")
    heads = [draft.name("Hillary Clinton"), draft.name("Bill Clinton"), draft.name("Clinton#3")]
    for verb, head in zip(("parlé", "répondu", "partie"), heads, strict=True):
        draft.event(verb, verb, actors=(head,))
    statements = draft.resolve()
    assert labels(statements) == ["Hillary Clinton", "Bill Clinton"]
    assert "Clinton" in entity(statements, "Hillary Clinton").names


def test_a_country_is_one_by_name_and_adjective() -> None:
    draft = Draft("Les Etats-Unis ont frappé. Des troupes américaines sont là.")
    named = draft.name("Etats-Unis", "Place")
    adjective = draft.mention("américaines", "adjective", "Place", country="États-Unis")
    troops = draft.noun("Des troupes", "troupes", "Group", number="Plur")
    draft.event("frappé", "struck", actors=(named,))
    draft.fact(troops, "origin", object=adjective)
    statements = draft.resolve()
    assert labels(statements) == ["Etats-Unis", "troupes"]
    assert statements.facts[0].object == statements.entities[0].id


def test_a_country_known_by_its_adjective_keeps_it_as_name() -> None:
    draft = Draft("La police britannique enquête.")
    police = draft.noun("La police", "police", "Organization")
    draft.fact(police, "origin", object=draft.mention("britannique", "adjective", "Place", country="Royaume-Uni"))
    assert labels(draft.resolve()) == ["police", "britannique"]


def test_an_acronym_its_expansion_and_a_stated_alias() -> None:
    draft = Draft("Le Parti populaire vote. Le PP gagne. L'Etat islamique (EI) tue.")
    party, acronym = draft.name("Parti populaire", "Organization"), draft.name("PP", "Organization")
    state, short = draft.name("Etat islamique", "Organization"), draft.name("EI", "Organization")
    draft.event("vote", "voted", actors=(party,))
    draft.event("gagne", "won", actors=(acronym,))
    draft.event("tue", "killed", actors=(state,))
    draft.fact(state, "alias", object=short)
    statements = draft.resolve()
    assert labels(statements) == ["Parti populaire", "Etat islamique"]
    assert entity(statements, "EI").label == "Etat islamique"
    assert [(fact.relation, fact.object, fact.value) for fact in statements.facts] == [
        ("alias", None, "PP"),
        ("alias", None, "EI"),
    ]


def test_a_capital_that_acts_is_the_government_and_one_that_is_reached_stays_a_town() -> None:
    draft = Draft("Moscou a refusé. Le ministre est arrivé à Moscou. Moscou accueille les Jeux.")
    draft.event("refusé", "refused", type="REJECT", actors=(draft.name("Moscou", "Place"),))
    minister = draft.noun("Le ministre", "ministre", "Person")
    draft.event("arrivé", "arrived", type="MOVE", actors=(minister,), targets=(draft.name("Moscou#2", "Place"),))
    draft.event("accueille", "hosted", type="CONSULT", actors=(draft.name("Moscou#3", "Place"),))
    statements = draft.resolve()
    assert labels(statements) == ["gouvernement de la Russie", "ministre", "Moscou"]
    assert [one.type for one in statements.entities] == ["Organization", "Person", "Place"]
    assert statements.entities[0].names == ("gouvernement de la Russie", "Moscou")
    assert ["name/seat-of-government" in event.rules for event in statements.events] == [True, False, False]


def test_a_government_that_the_article_names_is_that_of_its_capital() -> None:
    draft = Draft("Pékin a protesté. Les autorités chinoises exigent des excuses. Le gouvernement russe refuse.")
    draft.event("protesté", "denounced", type="ACCUSE", actors=(draft.name("Pékin", "Place"),))
    chinese = draft.noun("Les autorités chinoises", "autorités", "Group", lemma="autorité", number="Plur")
    draft.event("exigent", "demanded", type="REQUEST", actors=(chinese,))
    russian = draft.noun("Le gouvernement russe", "gouvernement", "Organization", lemma="gouvernement")
    draft.event("refuse", "refused", type="REJECT", actors=(russian,))
    statements = draft.resolve()
    assert labels(statements) == ["autorités chinoises", "gouvernement russe"]
    assert statements.entities[0].names == ("autorités chinoises", "gouvernement de la Chine", "Pékin")


def test_what_an_accord_is_named_after_and_who_is_invaded_is_a_town() -> None:
    draft = Draft("L'accord de Paris est signé. Des manifestants ont envahi Sanaa.")
    draft.event("accord", "agreed", type="AGREE", nominal=True, actors=(draft.name("Paris", "Place"),))
    crowd = draft.noun("Des manifestants", "manifestants", "Group", number="Plur")
    draft.event("envahi", "invaded", actors=(crowd,), targets=(draft.name("Sanaa", "Place"),))
    assert labels(draft.resolve()) == ["Paris", "manifestants", "Sanaa"]


def test_brackets_behind_a_person_are_no_alias() -> None:
    draft = Draft("François Hollande (PS) a parlé.")
    person, party = draft.name("François Hollande"), draft.name("PS", "Organization")
    draft.event("parlé", "said", actors=(person,))
    draft.fact(person, "alias", object=party)
    statements = draft.resolve()
    assert labels(statements) == ["François Hollande"]
    assert not statements.facts


# ---- nouns -----------------------------------------------------------------------------------------------------


def test_a_role_is_later_its_holder() -> None:
    draft = Draft("Le président afghan Hamid Karzai est là. Le président a parlé.")
    holder = draft.name("Hamid Karzai", head="président")
    country = draft.mention("afghan", "adjective", "Place", country="Afghanistan")
    later = draft.noun("Le président#2", "président#2", "Person")
    draft.fact(holder, "position", value="président", of=country)
    draft.event("parlé", "said", actors=(later,))
    statements = draft.resolve()
    assert who(statements, statements.events[0].actors) == ["Hamid Karzai"]
    assert "noun/role" in statements.events[0].rules


def test_the_president_of_another_country_is_another() -> None:
    draft = Draft("Le président afghan Hamid Karzai est là. Le président irakien a parlé.")
    holder = draft.name("Hamid Karzai", head="président")
    country = draft.mention("afghan", "adjective", "Place", country="Afghanistan")
    later = draft.noun("Le président irakien", "président#2", "Person")
    draft.fact(holder, "position", value="président", of=country)
    draft.event("parlé", "said", actors=(later,))
    statements = draft.resolve()
    assert who(statements, statements.events[0].actors) == ["président irakien"]


def test_a_noun_beside_a_name_is_its_bearer_but_no_complement_is() -> None:
    draft = Draft("La présidente du comité, Léna Trameur, a parlé. La veuve du président, Souha Arafat, a répondu.")
    draft.noun("La présidente du comité", "présidente", "Person", gender="Fem")
    trameur = draft.name("Léna Trameur", is_subject=True)
    draft.noun("La veuve du président", "veuve", "Person", gender="Fem")
    draft.noun("président", "président", "Person", gender="Masc")
    arafat = draft.name("Souha Arafat", is_subject=True)
    draft.event("parlé", "said", actors=(trameur,))
    draft.event("répondu", "answered", actors=(arafat,))
    statements = draft.resolve()
    assert "présidente du comité" in entity(statements, "Léna Trameur").names
    assert "président" not in entity(statements, "Souha Arafat").names
    assert "veuve du président" in entity(statements, "Souha Arafat").names


def test_a_phrase_that_ends_with_a_name_is_its_bearer_but_not_behind_de() -> None:
    draft = Draft("Michel Sapin dort. Le ministre des Finances Michel Sapin a parlé. Le fils de Michel Sapin a ri.")
    draft.name("Michel Sapin")
    minister = draft.noun("Le ministre des Finances Michel Sapin", "ministre", "Person", gender="Masc")
    son = draft.noun("Le fils de Michel Sapin", "fils", "Person", gender="Masc")
    draft.event("parlé", "said", actors=(minister,))
    draft.event("ri", "laughed", actors=(son,))
    statements = draft.resolve()
    assert [event.actors for event in statements.events] == [("e1",), ("e2",)]
    assert statements.entities[0].label == "Michel Sapin"


def test_a_name_that_swallowed_a_person_gives_it_back() -> None:
    draft = Draft("Julian Assange parle. WikiLeaks Julian Assange publie. WikiLeaks se tait.")
    person = draft.name("Julian Assange")
    both = draft.name("WikiLeaks Julian Assange", "Organization")
    draft.event("parle", "said", actors=(person,))
    draft.event("publie", "published", actors=(both,))
    draft.event("tait", "hid", actors=(draft.name("WikiLeaks#2", "Organization"),))
    assert labels(draft.resolve()) == ["Julian Assange", "WikiLeaks"]


def test_a_footnote_is_no_part_of_a_name() -> None:
    draft = Draft("Le Parti populaire[1] vote. Le Parti populaire gagne.")
    first = draft.name("Parti populaire", "Organization", name="Parti populaire[1", label="Parti populaire[1")
    draft.event("vote", "voted", actors=(first,))
    draft.event("gagne", "won", actors=(draft.name("Parti populaire#2", "Organization"),))
    assert labels(draft.resolve()) == ["Parti populaire"]


def test_a_definite_noun_takes_up_its_head_noun_an_indefinite_one_does_not() -> None:
    draft = Draft("Un hôtel brûle. Cet hôtel est vide. Un hôtel rouvre.")
    heads = [draft.noun("Un hôtel", "hôtel"), draft.noun("Cet hôtel", "hôtel#2"), draft.noun("Un hôtel#2", "hôtel#3")]
    for verb, head in zip(("brûle", "vide", "rouvre"), heads, strict=True):
        draft.event(verb, verb, actors=(head,))
    statements = draft.resolve()
    assert [event.actors for event in statements.events] == [("e1",), ("e1",), ("e2",)]


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("des soldats irakiens", "les soldats américains"),
        ("deux soldats", "les trois soldats"),
        ("un soldat", "les soldats"),
    ],
)
def test_nouns_that_differ_in_modifiers_quantity_or_number_stay_apart(first: str, second: str) -> None:
    draft = Draft(f"On voit {first}. On voit {second}.")
    old_number, new_number = ("Sing" if phrase.startswith("un ") else "Plur" for phrase in (first, second))
    second_head = "soldats" if first.startswith("un ") else "soldats#2"
    old = draft.noun(first, "soldat" if first.startswith("un ") else "soldats", "Group", number=old_number)
    new = draft.noun(second, second_head, "Group", number=new_number)
    draft.event("voit", "saw", targets=(old,))
    draft.event("voit#2", "saw", targets=(new,))
    assert len(draft.resolve().entities) == 2


def test_the_title_and_the_lead_name_the_same() -> None:
    draft = Draft("Deux militaires tués\n Deux militaires français sont morts.", title="Deux militaires tués")
    old = draft.noun("Deux militaires", "militaires", "Group", number="Plur", label="deux militaires")
    new = draft.noun(
        "Deux militaires français", "militaires#2", "Group", number="Plur", label="deux militaires français"
    )
    draft.event("tués", "killed", targets=(old,))
    draft.event("morts", "died", actors=(new,), type="HARM")
    assert len(draft.resolve().entities) == 1


def test_a_general_noun_is_the_named_one_in_focus_and_no_partner_in_its_event() -> None:
    draft = Draft("L'Irak proteste. La France quitte ce pays.")
    iraq, france = draft.name("Irak", "Place", is_subject=True), draft.name("France", "Place", is_subject=True)
    country = draft.noun("ce pays", "pays", "Place")
    draft.event("proteste", "protested", actors=(iraq,))
    draft.event("quitte", "left", actors=(france,), targets=(country,))
    statements = draft.resolve()
    assert who(statements, statements.events[1].targets) == ["Irak"]


# ---- facts -----------------------------------------------------------------------------------------------------


def test_equal_facts_are_one_with_all_evidence_and_none_ties_a_thing_to_itself() -> None:
    draft = Draft("L'armée des Etats-Unis. L'armée américaine.")
    one, other = draft.noun("L'armée", "armée", "Organization"), draft.noun("L'armée#2", "armée#2", "Organization")
    named = draft.name("Etats-Unis", "Place")
    adjective = draft.mention("américaine", "adjective", "Place", country="États-Unis")
    draft.fact(one, "origin", object=named, evidence=Span(0, 21))
    draft.fact(other, "origin", object=adjective, evidence=Span(23, 41))
    draft.fact(named, "part_of", object=adjective)
    statements = draft.resolve()
    assert [(fact.relation, len(fact.evidence)) for fact in statements.facts] == [("origin", 2)]
