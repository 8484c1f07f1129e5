'use strict';
// The panel: what is said, in which sentence, by whom. `open` is called with the id of an entity or a claim to go there.

function welcome(open) {
  const hints = ['welcome.statement', 'welcome.entity', 'welcome.stance'].map((key) => element('p', {}, word(key)));
  const articles = Object.keys(content.documents).map((key) => element('li', {}, ...articleLine(key, open)));
  return [
    element('h2', {}, word('welcome')),
    ...hints,
    element('h3', {}, articles.length > 1 ? `${word('articles')} (${articles.length})` : word('article')),
    element('ul', { class: 'plain' }, ...articles),
  ];
}

function articleLine(key, open) {
  return [nameButton(key, open), ...articleOrigin(content.documents[key])];
}

/** Say when and where an article appeared, as far as that is known. */
function articleOrigin({ date, source, link: address }) {
  const parts = [];
  if (date) parts.push(isolated(readableTime(date)));
  if (source) parts.push(address ? link(address, source) : isolated(source));
  return parts.length ? [element('div', { class: 'quiet' }, ...separated(parts))] : [];
}

// ---- an article ------------------------------------------------------------------------------------------------------

function articlePanel(key, open) {
  const claims = claimsByArticle.get(key) ?? [];
  return [
    element('h2', {}, isolated(content.documents[key].title)),
    ...articleOrigin(content.documents[key]),
    ...section('statements', claims.map((claim) => statementItem(claim, open))),
  ];
}

// ---- a relation: one or more claims --------------------------------------------------------------------------------

function statementPanel(claims, open) {
  const alike = groupBy(claims, ({ document, quotes, stance, time, within }) => [JSON.stringify([document, quotes, stance, time, within])]);
  return [...alike.values()].flatMap((group, index) => [
    ...group.map((claim) => element(index ? 'h3' : 'h2', { class: 'claim' }, ...claimLine(claim, open))),
    ...evidencePanel(group[0], open),
  ]);
}

function evidencePanel(claim, open) {
  return [
    element('p', { class: `stance status-${claim.status}` }, isolated(claim.stance[state.language])),
    ...claim.quotes.map((pieces) => quotation(claim, pieces)),
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

/** A sentence with its evidence marked: every second piece. */
function quotation(claim, pieces) {
  const marked = pieces.map((piece, index) => (index % 2 ? element('mark', {}, piece) : piece));
  return element('blockquote', { lang: content.documents[claim.document].language, dir: 'auto' }, ...marked);
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
  return [
    element('h2', {}, isolated(entity.label)),
    element('p', { class: `kind type-${entity.type}` }, word(`type.${entity.type}`)),
    ...section('names', entity.names.map((name) => element('li', {}, isolated(name)))),
    ...section('links', entity.links.map((address) => element('li', {}, link(address, address)))),
    ...section('facts', claims.filter((claim) => claim.lasting).map((claim) => statementItem(claim, open))),
    ...section('statements', claims.filter((claim) => !claim.lasting).map((claim) => statementItem(claim, open))),
    ...section('neighbours', neighbours(key, claims).map((other) => element('li', {}, nameButton(other, open)))),
  ];
}

function section(key, items) {
  return items.length ? [element('h3', {}, word(key)), element('ul', { class: `plain ${key}` }, ...items)] : [];
}

function statementItem(claim, open) {
  const stance = claim.status === 'Asserted' ? [] : [element('span', { class: `stance status-${claim.status}` }, isolated(claim.stance[state.language]))];
  return element(
    'li',
    {},
    button(reading(claim), () => open(claim.id), { class: 'name' }),
    ...stance,
    ...claim.quotes.map((pieces) => quotation(claim, pieces)),
  );
}

function neighbours(key, claims) {
  return [...new Set(claims.flatMap(entitiesOf))].filter((other) => other !== key);
}
