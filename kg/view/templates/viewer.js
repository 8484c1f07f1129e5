'use strict';
// What the reader does: choose, filter, search, switch between drawing and list, change the language.

const MOST_HITS = 12;
const linesOf = groupBy(model.edges, (line) => [line.relation]);
const relationsOf = groupBy(model.edges, (line) => [line.from, line.to]);
const rows = new Map([...document.querySelectorAll('#list tbody tr')].map((row) => [row.dataset.claim, row]));
const searchable = new Map([
  ...Object.entries(content.entities).map(([id, entity]) => [id, folded([entity.label, ...entity.names].join('\n'))]),
  ...content.claims.map((claim) => [claim.id, folded(searchText(claim))]),
]);
let hits = [];
let active = -1;

// ---- choosing --------------------------------------------------------------------------------------------------------

/** Open an entity, a relation, a claim or an article by its id and remember that; null closes the panel. */
function choose(id, { centre = true } = {}) {
  select(id, { centre });
  remember();
}

/** Show an entity, a relation, a claim or an article; `isMissing` says that the address named something else. */
function select(id, { centre = true, isMissing = false } = {}) {
  Object.assign(state, { selected: id, isMissing });
  renderDetails();
  mark(claimsById.get(id)?.drawn ?? id, { centre });
}

function renderDetails() {
  const id = state.selected;
  const details = byId('details');
  const close = button('×', () => choose(null), { class: 'close', 'aria-label': word('details.close') });
  const notice = state.isMissing ? [close, element('p', { class: 'notice' }, word('link.unknown'))] : [];
  details.replaceChildren(...(id ? [close, ...panelOf(id)] : [...notice, ...welcome(choose)]));
  details.classList.toggle('chosen', id !== null || state.isMissing);
  details.scrollTop = 0;
  for (const [key, row] of rows) row.classList.toggle('chosen', key === id);
}

function panelOf(id) {
  const kind = kindOf(id);
  if (kind === 'entity') return entityPanel(id, choose);
  if (kind === 'article') return articlePanel(id, choose);
  const claim = claimsById.get(id);
  return statementPanel(claimsByRelation.get(claim.drawn) ?? [claim], choose);
}

// ---- filters ---------------------------------------------------------------------------------------------------------

function applyFilters() {
  const filters = {
    types: checkedValues('type'), statuses: checkedValues('status'), facts: byId('facts').checked, places: byId('places').checked,
  };
  const relations = new Set([...linesOf.keys()].filter((id) => isShownRelation(id, filters)));
  const entities = Object.keys(content.entities).filter((key) => isShownEntity(key, relations, filters));
  show(new Set([...relations, ...entities]), (line) => relations.has(line.relation) && (filters.places || line.role !== 'place'));
  for (const claim of content.claims) rows.get(claim.id).hidden = !isListed(claim, relations, filters);
  countRows();
  const isOnly = filters.statuses.size === 1 && filters.statuses.has('Asserted');
  byId('only').setAttribute('aria-pressed', String(isOnly && filterBoxes().some((box) => box.name === 'status' && !box.checked)));
}

/** Filter as the reader has just said, and remember that. */
function filter() {
  applyFilters();
  remember();
}

function checkedValues(name) {
  return new Set([...document.querySelectorAll(`#legend input[name=${name}]:checked`)].map((input) => input.value));
}

/** A relation is shown with its stance, and while a subject and an object of it, if it has any, are shown. */
function isShownRelation(id, { types, statuses, facts }) {
  const own = linesOf.get(id);
  if (!statuses.has(own[0].status) || (own[0].role === 'fact' && !facts)) return false;
  const ends = { subject: [], object: [] };
  for (const line of own) {
    if (line.role === 'subject' || line.role === 'fact') ends.subject.push(line.from);
    if (line.role === 'object' || line.role === 'fact') ends.object.push(line.to);
  }
  return Object.values(ends).every((keys) => keys.length === 0 || keys.some((key) => isOfShownType(key, types)));
}

function isOfShownType(key, types) {
  return !(key in content.entities) || types.has(content.entities[key].type);
}

/** An entity is shown with its type, and while one of its relations is. */
function isShownEntity(key, relations, { types }) {
  const own = relationsOf.get(key) ?? [];
  return isOfShownType(key, types) && (own.length === 0 || own.some((line) => relations.has(line.relation)));
}

function isListed(claim, relations, { types, statuses, facts }) {
  const isShown = linesOf.has(claim.drawn)
    ? relations.has(claim.drawn)
    : statuses.has(claim.status) && (facts || !claim.lasting) && isOfShownType(claim.subject, types);
  return isShown && searchable.get(claim.id).includes(wantedText());
}

function countRows() {
  const count = [...rows.values()].filter((row) => !row.hidden).length;
  byId('list-count').textContent = word(count ? 'table.count' : 'table.none', { count, total: rows.size });
}

function toggleAssertedOnly() {
  const only = byId('only').getAttribute('aria-pressed') !== 'true';
  for (const input of document.querySelectorAll('#legend input[name=status]')) input.checked = !only || input.value === 'Asserted';
  filter();
}

// ---- search ----------------------------------------------------------------------------------------------------------

function searchText(claim) {
  return [subjectOf(claim), ...Object.values(claim.relation), goalOf(claim), ...claim.quotes.map((pieces) => pieces.join(''))].join('\n');
}

function wantedText() {
  return folded(byId('query').value.trim());
}

function search() {
  const wanted = wantedText();
  const found = wanted ? [...searchable.keys()].filter((id) => searchable.get(id).includes(wanted)) : [];
  hits = found.slice(0, MOST_HITS);
  active = -1;
  byId('hits').replaceChildren(...hits.map(hitOption));
  byId('hits').hidden = hits.length === 0;
  byId('query').setAttribute('aria-expanded', String(hits.length > 0));
  byId('query').removeAttribute('aria-activedescendant');
  byId('hit-count').textContent = wanted ? word(hits.length ? 'search.count' : 'search.none', { count: found.length }) : '';
  applyFilters();
  remember({ replace: true });
}

function hitOption(id, index) {
  const entity = content.entities[id];
  const kind = entity ? word(`type.${entity.type}`) : word(`status.${claimsById.get(id).status}`);
  const text = entity ? entity.label : reading(claimsById.get(id));
  const option = element('li', { role: 'option', id: `hit-${index}`, 'aria-selected': 'false' });
  option.append(isolated(text), ' ', element('small', {}, kind));
  option.addEventListener('mousedown', (event) => event.preventDefault());
  option.addEventListener('click', () => takeHit(index));
  return option;
}

function takeHit(index) {
  const id = hits[index];
  byId('query').value = '';
  search();
  choose(id);
}

function moveActive(step) {
  active = (active + step + hits.length) % hits.length;
  for (const [index, option] of [...byId('hits').children].entries()) {
    option.setAttribute('aria-selected', String(index === active));
    if (index === active) option.scrollIntoView({ block: 'nearest' });
  }
  byId('query').setAttribute('aria-activedescendant', `hit-${active}`);
}

function typeInSearch(event) {
  if (!hits.length) return;
  if (event.key === 'ArrowDown') moveActive(1);
  else if (event.key === 'ArrowUp') moveActive(active < 0 ? 0 : -1);
  else if (event.key === 'Enter') takeHit(Math.max(active, 0));
  else return;
  event.preventDefault();
}

// ---- views and language ----------------------------------------------------------------------------------------------

function showView(isList) {
  document.body.classList.toggle('listing', isList);
  byId('show-graph').setAttribute('aria-pressed', String(!isList));
  byId('show-list').setAttribute('aria-pressed', String(isList));
}

function changeView(isList) {
  showView(isList);
  remember();
}

function skipToList(event) {
  event.preventDefault(); // the fragment is for what is shown
  changeView(true);
  byId('list').focus();
}

function switchLanguage() {
  state.language = state.language === 'fr' ? 'en' : 'fr';
  translatePage();
  relabel();
  fillRows();
  search();
  renderDetails();
}

function fillRows() {
  for (const claim of content.claims) {
    const row = rows.get(claim.id);
    row.querySelector('.subject bdi').textContent = subjectOf(claim);
    row.querySelector('.relation bdi').textContent = claim.relation[state.language];
    row.querySelector('.object bdi').textContent = goalOf(claim);
    row.querySelector('.stance bdi').textContent = claim.stance[state.language];
    row.querySelector('.date').textContent = claim.time ? readableTime(claim.time) : '';
  }
}

/** Close what is open, the nearest first. */
function escape(event) {
  if (event.key !== 'Escape') return;
  if (closeMenu()) {
    byId('share').querySelector('summary').focus();
  } else if (byId('query').value) {
    byId('query').value = '';
    search();
  } else {
    choose(null);
  }
}

function listen() {
  listenToDrawing((id) => choose(id, { centre: false }));
  byId('query').addEventListener('input', search);
  byId('query').addEventListener('keydown', typeInSearch);
  byId('show-graph').addEventListener('click', () => changeView(false));
  byId('show-list').addEventListener('click', () => changeView(true));
  byId('switch').addEventListener('click', switchLanguage);
  byId('zoom-in').addEventListener('click', () => zoom(1.25));
  byId('zoom-out').addEventListener('click', () => zoom(0.8));
  byId('zoom-fit').addEventListener('click', () => fit());
  byId('only').addEventListener('click', toggleAssertedOnly);
  byId('legend').addEventListener('change', filter);
  document.querySelector('.skip').addEventListener('click', skipToList);
  document.addEventListener('keydown', escape);
  for (const [id, row] of rows) row.addEventListener('click', () => choose(id));
  listenToMenu();
  addEventListener('hashchange', restore);
}

document.documentElement.classList.add('scripted');
paint();
fillRows();
listen();
fit({ legibly: true });
restore();
globalThis.kg = { network, nodes, lines, choose }; // for tests, and for whoever opens the console
