'use strict';
// The panel: what is said, in which sentence, by whom. `open` is called with the id of an entity or a claim to go there.

function welcome(open) {
  const hints = ['welcome.statement', 'welcome.entity', 'welcome.stance'].map((key) => element('p', {}, word(key)));
  const articles = Object.keys(content.documents).map((key) => element('li', {}, ...articleLine(key, open)));
  return [
    element('h2', {}, word('welcome')),
    ...hints,
    ...storyList(),
    element('h3', {}, articles.length > 1 ? `${word('articles')} (${articles.length})` : word('article')),
    element('ul', { class: 'plain' }, ...articles),
  ];
}

function articleLine(key, open) {
  return [nameButton(key, open), ...articleOrigin(content.documents[key], open)];
}

/** Say when and where an article appeared and which other it repeats, as far as that is known. */
function articleOrigin({ date, source, link: address, reprintOf }, open) {
  const parts = [];
  if (date) parts.push(isolated(readableTime(date)));
  if (source) parts.push(address ? link(address, source) : isolated(source));
  if (reprintOf) parts.push(element('span', {}, word('reprint'), ' ', nameButton(reprintOf, open)));
  return parts.length ? [element('div', { class: 'quiet' }, ...separated(parts))] : [];
}

// ---- an article ------------------------------------------------------------------------------------------------------

function articlePanel(key, open) {
  const claims = claimsByArticle.get(key) ?? [];
  return [
    element('h2', {}, isolated(content.documents[key].title)),
    ...articleOrigin(content.documents[key], open),
    ...articleActions(key),
    articleText(key, open),
    ...section('statements', claims.map((claim) => statementItem(claim, open))),
  ];
}

// ---- a relation: one or more claims --------------------------------------------------------------------------------

function statementPanel(claims, open) {
  const alike = groupBy(claims, ({ document, evidence, stance, time, within }) => [JSON.stringify([document, evidence, stance, time, within])]);
  return [...alike.values()].flatMap((group, index) => [
    ...group.map((claim) => element(index ? 'h3' : 'h2', { class: 'claim' }, ...claimLine(claim, open))),
    ...evidencePanel(group, open),
  ]);
}

function evidencePanel(claims, open) {
  const [claim] = claims;
  return [
    element('p', { class: `stance status-${claim.status}` }, isolated(claim.stance[state.language])),
    ...quotations(claims, open),
    ...(claim.evidence.length ? [button(word('article.read'), () => readInArticle(claims, open), { class: 'read' })] : []),
    claimTable(claim, open),
  ];
}

/** The claim in one line, its participants as buttons. */
function claimLine(claim, open) {
  const parts = [];
  if (claim.subject) parts.push(nameButton(claim.subject, open));
  parts.push(isolated(claim.relation[state.language], { class: 'relation' }));
  if (claim.object) parts.push(nameButton(claim.object, open));
  if (claim.value) parts.push(isolated(claim.value, { class: 'value' }));
  if (claim.of) parts.push(nameButton(claim.of, open));
  return parts.flatMap((part, index) => (index ? [' ', part] : [part]));
}

function nameButton(key, open) {
  if (key in content.entities) return button(content.entities[key].label, () => open(key), { class: 'name' });
  const told = claimsById.get(key);
  if (told) return button(word('quoted', { text: reading(told) }), () => open(key), { class: 'name told' });
  const title = content.documents[key]?.title;
  return title === undefined ? isolated(key) : button(title, () => open(key), { class: 'name' });
}

function claimTable(claim, open) {
  const rows = [
    ['date', claim.time && timeCell(claim)],
    ['place', claim.places.length && separated(claim.places.map((key) => nameButton(key, open)))],
    ['source', claim.source && [nameButton(claim.source, open)]],
    ['told.by', claim.within && [nameButton(claim.within, open)]],
    ['article', articleLine(claim.document, open)],
    ['confidence', [word('percent', { count: Math.round(claim.confidence * 100) })]],
    ['rules', claim.rules.length && separated(claim.rules.map((rule) => element('code', {}, rule)))],
  ].filter(([, cell]) => cell);
  return element('dl', {}, ...rows.flatMap(([key, cell]) => [element('dt', {}, word(key)), element('dd', {}, ...cell)]));
}

function timeCell(claim) {
  const moment = element('time', { datetime: claim.time }, readableTime(claim.time));
  if (!claim.timeText) return [moment];
  return [moment, ' ', element('span', { class: 'quiet' }, isolated(word('date.text', { text: claim.timeText })))];
}

function separated(parts) {
  return parts.flatMap((part, index) => (index ? [', ', part] : [part]));
}

// ---- an entity -------------------------------------------------------------------------------------------------------

function entityPanel(key, open) {
  const entity = content.entities[key];
  const claims = claimsByEntity.get(key) ?? [];
  const lasting = claims.filter((claim) => claim.lasting);
  const dated = claims.filter((claim) => !claim.lasting && isDated(claim)).sort(inOrderOfTime);
  const others = claims.filter((claim) => !claim.lasting && !isDated(claim));
  return [
    element('h2', {}, isolated(entity.label)),
    element('p', { class: `kind type-${entity.type}` }, word(`type.${entity.type}`)),
    ...entityActions(key),
    ...section('names', entity.names.map((name) => element('li', {}, isolated(name)))),
    ...section('links', entity.links.map((address) => element('li', {}, link(address, catalogued(address))))),
    ...section('facts', lasting.map((claim) => statementItem(claim, open))),
    ...section('timeline', dated.map((claim) => datedItem(claim, open))),
    ...section('statements', others.map((claim) => statementItem(claim, open)), others.length < claims.length ? 'statements.other' : 'statements'),
    ...section('neighbours', neighbours(key, claims).map((other) => element('li', {}, nameButton(other, open)))),
  ];
}

/** Tell whether a claim has a place in time: TimeML has values for what is past or present without a date, too. */
function isDated(claim) {
  return /^\d/.test(claim.time ?? '');
}

function inOrderOfTime(one, other) {
  if (one.time === other.time) return 0;
  return one.time < other.time ? -1 : 1;
}

/** Name a link by its catalogue, as far as we know it. */
function catalogued(address) {
  const [, name] = /^https?:\/\/(?:www\.)?wikidata\.org\/(?:entity|wiki)\/(Q\d+)$/.exec(address) ?? [];
  if (name) return `Wikidata ${name}`;
  const [, number] = /^https?:\/\/(?:sws\.|www\.)?geonames\.org\/(\d+)\/?$/.exec(address) ?? [];
  return number ? `GeoNames ${number}` : address;
}

function section(key, items, title = key) {
  return items.length ? [element('h3', {}, word(title)), element('ul', { class: `plain ${key}` }, ...items)] : [];
}

function statementItem(claim, open) {
  return element('li', {}, ...statementLine(claim, open), ...quotations([claim]));
}

function datedItem(claim, open) {
  const moment = element('time', { datetime: claim.time }, readableTime(claim.time));
  return element('li', {}, moment, ' ', ...statementLine(claim, open), ...quotations([claim]));
}

/** A claim as a button, with its stance unless the article states it. */
function statementLine(claim, open) {
  const name = button(reading(claim), () => open(claim.id), { class: 'name' });
  if (claim.status === 'Asserted') return [name];
  return [name, ' ', element('span', { class: `stance status-${claim.status}` }, isolated(claim.stance[state.language]))];
}

function neighbours(key, claims) {
  return [...new Set(claims.flatMap(entitiesOf))].filter((other) => other !== key);
}
