"""A headline states as a fact what the article below it attributes: the article's word counts.

Takes the merged events of an article with a title; gives the events, those told by the headline alone with the stance
of the first lines that tell the same. Knows relations and in which sentence an event stands; never the reverse: what a
headline leaves open stays open.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from kg.resolution.events import Told

RULE = "stance/headline"
AHEAD = 10
"""How many events below the headline tell its news again."""


def attributed(told: Sequence[Told]) -> list[Told]:
    """Give what only the headline tells the source that the article names for it."""
    body = [one for one in told if not one.headline][:AHEAD]
    return [_with_source(one, body) if _is_headline(one) and _is_plain(one) else one for one in told]


def _is_headline(told: Told) -> bool:
    """Tell whether the headline tells an event, which nouns alone may take up below."""
    below = [finding for finding in told.findings if finding.trigger not in told.headline]
    return bool(told.headline) and all(finding.nominal for finding in below)


def _is_plain(told: Told) -> bool:
    """Tell whether an event is stated as a fact."""
    return not told.sources and told.telling.modality == "actual" and told.telling.polarity == "positive"


def _is_verb(told: Told) -> bool:
    return not told.telling.nominal and told.telling.polarity == "positive"


def _with_source(headline: Told, body: Sequence[Told]) -> Told:
    """Give a headline the stance of the article where no verb of the article states the same as a fact."""
    same = [one for one in body if one.telling.relation == headline.telling.relation and _is_verb(one)]
    if not same or any(_is_plain(one) for one in same):
        return headline
    told = same[0].telling
    findings = tuple(replace(finding, modality=told.modality, scope=told.scope) for finding in headline.findings)
    return replace(headline, findings=findings, sources=same[0].sources, rules=(*headline.rules, RULE))
