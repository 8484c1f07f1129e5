'use strict';
// What the reader does: choose, filter, switch between drawing and list, change the language.

const VIEWS = ['graph', 'list', 'both'];

// ---- choosing --------------------------------------------------------------------------------------------------------

/** Open an entity, a relation, a claim or an article by its id and remember that; null closes the panel. */
function choose(id, { centre = true } = {}) {
  if (endPath(id)) return;
  select(id, { centre });
  remember();
}

/** Show an entity, a relation, a claim or an article; `isMissing` says that the address named something else. */
function select(id, { centre = true, isMissing = false } = {}) {
  Object.assign(state, { selected: id, isMissing });
  if (id) pin(id);
  renderDetails();
  markRow();
  mark(claimsById.get(id)?.drawn ?? id, { centre });
}

/** Go on to another entity of the drawing by key, from the best linked one downwards. */
function stepThrough(event) {
  const step = { n: 1, p: -1 }[event.key];
  if (!step || event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = shownFigures().map((node) => node.id).filter((id) => RANK.has(id)).sort((one, other) => RANK.get(one) - RANK.get(other));
  const at = keys.indexOf(state.selected);
  if (keys.length) choose(keys[at < 0 && step < 0 ? keys.length - 1 : (at + step + keys.length) % keys.length]);
}

function renderDetails() {
  const id = state.selected;
  const details = byId('details');
  const close = button('×', () => choose(null), { class: 'close', 'aria-label': word('details.close') });
  const notice = state.isMissing ? [close, element('p', { class: 'notice' }, word('link.unknown'))] : [];
  const unchosen = state.restriction.path ? pathPanel(choose) : welcome(choose);
  details.replaceChildren(...(id ? [close, ...panelOf(id)] : [...notice, ...unchosen]));
  details.classList.toggle('chosen', id !== null || state.isMissing || state.restriction.path !== '');
  details.scrollTop = 0;
}

function panelOf(id) {
  const kind = kindOf(id);
  if (kind === 'entity') return entityPanel(id, choose);
  if (kind === 'article') return articlePanel(id, choose);
  return statementPanel(claimsAlike(claimsById.get(id)), choose);
}

/** Give all that the drawing says by the same figure or line. */
function claimsAlike(claim) {
  const line = drawnAs.isFolded && foldedByRelation.get(claim.drawn)?.find(({ from, to }) => from === claim.subject && to === claim.object);
  const relations = line ? line.relations.filter((id) => state.shown.relations.has(id)) : [claim.drawn];
  const found = relations.flatMap((id) => claimsByRelation.get(id) ?? []);
  return found.includes(claim) ? found : [claim];
}

// ---- views and language ----------------------------------------------------------------------------------------------

function showView(view) {
  for (const name of VIEWS) {
    document.body.classList.toggle(`view-${name}`, name === view);
    byId(`show-${name}`).setAttribute('aria-pressed', String(name === view));
  }
}

function shownView() {
  return VIEWS.find((name) => document.body.classList.contains(`view-${name}`)) ?? 'graph';
}

function changeView(view) {
  showView(view);
  remember();
}

/** Draw events as figures or folded, figures grouped or not. */
function showDrawing(wanted) {
  byId('show-events').setAttribute('aria-pressed', String(!wanted.isFolded));
  byId('show-folded').setAttribute('aria-pressed', String(wanted.isFolded));
  byId('grouping').value = wanted.grouping;
  if (wanted.isFolded === drawnAs.isFolded && wanted.grouping === drawnAs.grouping) return;
  arrange(wanted);
}

function changeDrawing(changes) {
  showDrawing({ ...drawnAs, ...changes });
  renderDetails();
  mark(claimsById.get(state.selected)?.drawn ?? state.selected, { centre: false });
  remember();
}

function skipToList(event) {
  event.preventDefault(); // the fragment is for what is shown
  changeView('list');
  byId('list').focus();
}

function switchLanguage() {
  state.language = state.language === 'fr' ? 'en' : 'fr';
  translatePage();
  fillRefinements();
  relabel();
  search();
  renderDetails();
}

/** Filter as the reader has just said in the legend, and remember that. */
function filter() {
  applyFilters();
  remember();
}

function toggleAssertedOnly() {
  const only = byId('only').getAttribute('aria-pressed') !== 'true';
  for (const input of document.querySelectorAll('#legend input[name=status]')) input.checked = !only || input.value === 'Asserted';
  filter();
}

/** Close what is open, the nearest first. */
function escape(event) {
  if (event.key !== 'Escape') return;
  const menu = closeMenus();
  if (menu) menu.querySelector('summary').focus();
  else if (byId('query').value) clearSearch();
  else if (pathFrom) cancelPath();
  else choose(null);
}

function listen() {
  listenToDrawing((id) => choose(id, { centre: false }));
  byId('graph').addEventListener('keydown', stepThrough);
  listenToSearch();
  listenToList();
  listenToRefinements();
  listenToTimeline();
  for (const view of VIEWS) byId(`show-${view}`).addEventListener('click', () => changeView(view));
  byId('show-events').addEventListener('click', () => changeDrawing({ isFolded: false }));
  byId('show-folded').addEventListener('click', () => changeDrawing({ isFolded: true }));
  byId('grouping').addEventListener('change', ({ target }) => changeDrawing({ grouping: target.value }));
  byId('switch').addEventListener('click', switchLanguage);
  byId('zoom-in').addEventListener('click', () => zoom(1.25));
  byId('zoom-out').addEventListener('click', () => zoom(0.8));
  byId('zoom-fit').addEventListener('click', () => fit());
  byId('only').addEventListener('click', toggleAssertedOnly);
  byId('legend').addEventListener('change', filter);
  document.querySelector('.skip').addEventListener('click', skipToList);
  document.addEventListener('keydown', escape);
  listenToMenus();
  addEventListener('hashchange', restore);
}

document.documentElement.classList.add('scripted');
translatePage();
byId('grouping-choice').hidden = !content.groupOf.story;
paint();
fillRefinements();
listen();
restore();
if (isUntouched) fit({ legibly: !drawnAs.grouping });
globalThis.kg = { network, nodes, lines, choose, state }; // for tests, and for whoever opens the console
