'use strict';
// The menu by which the reader restricts what is shown, and the line above the drawing that says how it is restricted, with
// a way out of each restriction.

const EVERY = { relation: 'every.relation', source: 'every.source', within: 'every.article', story: 'every.story' };
const FARTHEST = 4; // steps around an entity
const MOST_STORIES = 12;
let pathFrom = null; // an entity, while the reader looks for where a path shall lead

// ---- the menu --------------------------------------------------------------------------------------------------------

/** Fill the menu in the reader's language; what there is but one of needs no choice. */
function fillRefinements() {
  for (const [name, every] of Object.entries(EVERY)) {
    const choices = choicesOf(name);
    const options = choices.map(([value, text, count]) => element('option', { value }, `${text} (${count})`));
    byId(`refine-${name}`).replaceChildren(element('option', { value: '' }, word(every)), ...options);
    byId(`refine-${name}`).parentElement.hidden = choices.length < 2;
  }
  syncRefinements();
}

/** List the values of a restriction with their names and how many claims each lets through, the most frequent first. */
function choicesOf(name) {
  const keyOf = { relation: relationKey, source: sourceKey, within: (claim) => claim.document, story: storyOf }[name];
  const groups = groupBy(content.claims, (claim) => [keyOf(claim)]);
  const choices = [...groups].map(([value, claims]) => [value, restrictionText(name, value), claims.length]);
  return choices.sort((one, other) => other[2] - one[2] || one[1].localeCompare(other[1], state.language));
}

function restrictionText(name, value) {
  if (name === 'relation') return content.claims.find((claim) => relationKey(claim) === value)?.relation[state.language] ?? value;
  if (name === 'within' || name === 'story') return content.titles[value] ?? content.documents[value]?.title ?? '';
  return value === 'article' ? word('source.article') : nameOf(value, 0);
}

function syncRefinements() {
  for (const name of Object.keys(EVERY)) byId(`refine-${name}`).value = state.restriction[name];
  byId('refine-confidence').value = state.restriction.confidence;
  byId('refine-confidence-value').textContent = word('percent', { count: state.restriction.confidence });
}

function listenToRefinements() {
  for (const name of Object.keys(EVERY)) byId(`refine-${name}`).addEventListener('change', ({ target }) => restrict({ [name]: target.value }));
  byId('refine-confidence').addEventListener('input', ({ target }) => restrict({ confidence: Number(target.value) }, { replace: true }));
  byId('refine-none').addEventListener('click', liftAll);
}

/** Show everything again, legend included. */
function liftAll() {
  for (const box of filterBoxes()) box.checked = true;
  pathFrom = null;
  restrict({ ...UNRESTRICTED });
}

// ---- the line above the drawing --------------------------------------------------------------------------------------

function showRestrictions() {
  byId('restrictions').replaceChildren(...restrictionItems().map(([text, ...buttons]) => element('li', {}, isolated(text), ...buttons)));
  syncRefinements();
}

function restrictionItems() {
  const { near, path, since, until, confidence } = state.restriction;
  const items = Object.keys(EVERY).filter((name) => state.restriction[name]).map((name) => item(
    word(`only.${name}`, { text: restrictionText(name, state.restriction[name]) }), { [name]: '' },
  ));
  if (confidence) items.push(item(word('only.confidence', { count: confidence }), { confidence: 0 }));
  if (since || until) items.push(item(word('only.dates', { text: spanText(since, until) }), { since: '', until: '' }));
  if (near) items.push(nearItem(near));
  if (path) items.push(item(pathText(path), { path: '' }));
  if (pathFrom) items.push([word('path.from', { text: nameOf(pathFrom, 0) }), cross(word('path.cancel'), cancelPath)]);
  return [...items, ...mostItems()];
}

/** A restriction in words, with the button that lifts it. */
function item(text, lifted) {
  return [text, cross(word('lift', { text }), () => restrict(lifted))];
}

function cross(label, act) {
  return button('×', act, { class: 'lift', 'aria-label': label });
}

function spanText(since, until) {
  if (since && until) return readableSpan([since, until]);
  return since ? `${readableTime(since)} –` : `– ${readableTime(until)}`;
}

function nearItem(near) {
  const { steps } = state.restriction;
  const [text, lift] = item(word(steps > 1 ? 'only.near.steps' : 'only.near', { text: nameOf(near, 0), count: steps }), { near: '', steps: 1 });
  const wider = button(word('near.wider'), () => restrict({ steps: steps + 1 }), { class: 'wider' });
  return steps < FARTHEST ? [text, wider, lift] : [text, lift];
}

function pathText(path) {
  const [one, other] = path.split(' ');
  return word(wayBetween(one, other).length ? 'only.path' : 'only.path.none', { one: nameOf(one, 0), other: nameOf(other, 0) });
}

/** Say how many of the best linked entities of a large graph are shown, with the way to more. */
function mostItems() {
  const { most } = state.restriction;
  const { all, entities } = state.shown;
  if (!most || entities.size >= all) return [];
  const more = button(word('most.more', { count: Math.min(MOST, all - most) }), () => restrict({ most: most + MOST }), { class: 'wider' });
  return [[word('only.most', { count: entities.size, total: all }), more, button(word('most.all'), () => restrict({ most: 0 }), { class: 'wider' })]];
}

// ---- what the panel offers -------------------------------------------------------------------------------------------

function entityActions(key) {
  if (!degreeOf(key)) return [];
  const near = button(word('near'), () => restrict({ near: key, steps: 1, path: '' }), { id: 'show-near' });
  const path = button(word('path'), () => startPath(key), { id: 'show-path' });
  return [element('p', { class: 'actions' }, near, ' ', path)];
}

function articleActions(key) {
  if (Object.keys(content.documents).length < 2) return [];
  return [element('p', { class: 'actions' }, button(word('within'), () => restrict({ within: key }), { id: 'show-within' }))];
}

/** The stories of several articles, each with the way to it alone. */
function storyList() {
  const stories = choicesOf('story').filter(([value]) => value).slice(0, MOST_STORIES); // the menu has all
  const items = stories.map(([value, text, count]) => element('li', {}, button(text, () => restrict({ story: value }), { class: 'name' }), ' ', element('small', {}, String(count))));
  return section('stories', items);
}

function startPath(key) {
  pathFrom = key;
  showRestrictions();
  byId('query').focus();
}

function cancelPath() {
  pathFrom = null;
  showRestrictions();
}

/** Take an entity as the other end of the path that the reader looks for; tell whether one was looked for. */
function endPath(id) {
  if (!pathFrom || pathFrom === id || !Object.hasOwn(content.entities, id)) return false;
  const path = `${pathFrom} ${id}`;
  pathFrom = null;
  select(null);
  restrict({ path, near: '', steps: 1 });
  renderDetails();
  return true;
}

/** What joins two entities, one statement after the other. */
function pathPanel(open) {
  const [one, other] = state.restriction.path.split(' ');
  const claims = wayBetween(one, other).map((id) => claimsByRelation.get(id)[0]);
  return [
    element('h2', {}, isolated(pathText(state.restriction.path))),
    element('p', {}, nameButton(one, open), ' … ', nameButton(other, open)),
    ...section('statements', claims.map((claim) => statementItem(claim, open))),
  ];
}
