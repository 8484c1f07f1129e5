'use strict';
// What is shown: which claims pass, which relations and entities stand on the drawing because of them, and what of these
// lies near an entity, on the way between two, or among the best linked. Never how anything is drawn or listed.

const MANY = 600; // figures; a drawing of more opens with the best linked entities alone
const MOST = 300; // entities at first, and at each further request
const RANK = new Map(Object.keys(content.entities).sort((one, other) => degreeOf(other) - degreeOf(one)).map((key, rank) => [key, rank]));
const UNRESTRICTED = {
  relation: '', source: '', within: '', story: '', confidence: 0, since: '', until: '', near: '', steps: 1, path: '',
  most: model.nodes.length > MANY ? MOST : 0, // 0: all
};
state.restriction = { ...UNRESTRICTED };
state.pinned = new Set(); // entities that were chosen though they are not among the best linked
state.shown = { relations: new Set(), entities: new Set(), all: 0 }; // `all`: entities before the best linked were chosen
state.listed = [];

/** Restrict what is shown, and remember that; `replace` keeps Back from leading through each step. */
function restrict(changes, { replace = false } = {}) {
  Object.assign(state.restriction, changes);
  applyFilters();
  remember({ replace });
}

function applyFilters() {
  const legend = readLegend();
  const undated = content.claims.filter((claim) => passes(claim, legend));
  const passing = undated.filter(isInSpan);
  const found = whatIsToldBy(passing, legend);
  state.listed = found.listed;
  state.shown = bestLinked(found.relations, found.entities);
  show(state.shown, legend.places);
  showList();
  showRestrictions();
  drawTimeline(passing.length === undated.length ? found.listed : whatIsToldBy(undated, legend).listed);
  byId('only').setAttribute('aria-pressed', String(isAssertedOnly(legend)));
}

/** Give the relations and entities that claims stand for, and the claims to list. */
function whatIsToldBy(claims, legend) {
  const relations = nearby(relationsOf(claims, legend));
  const entities = entitiesAmong(relations, legend);
  const wanted = wantedText();
  const isFound = (claim) => !wanted || searchable().get(claim.id).includes(wanted);
  return { relations, entities, listed: claims.filter((claim) => isListed(claim, relations, entities, legend) && isFound(claim)) };
}

// ---- claims ----------------------------------------------------------------------------------------------------------

function readLegend() {
  return { types: checkedValues('type'), statuses: checkedValues('status'), facts: byId('facts').checked, places: byId('places').checked };
}

function checkedValues(name) {
  return new Set([...document.querySelectorAll(`#legend input[name=${name}]:checked`)].map((input) => input.value));
}

function passes(claim, { statuses, facts }) {
  const { relation, source, within, story, confidence } = state.restriction;
  return statuses.has(claim.status) && (facts || !claim.lasting)
    && (!relation || relationKey(claim) === relation)
    && (!source || sourceKey(claim) === source)
    && (!within || claim.document === within)
    && (!story || storyOf(claim) === story)
    && claim.confidence * 100 >= confidence;
}

/** Name a relation in addresses, the same in every language of the page. */
function relationKey(claim) {
  return claim.relation.en;
}

/** Tell who says it: an entity, or the articles themselves. */
function sourceKey(claim) {
  return claim.source ?? 'article';
}

function storyOf(claim) {
  return content.groupOf.story?.[claim.drawn] ?? content.groupOf.story?.[claim.subject];
}

/** While a span of time is chosen, what has no date is in none. */
function isInSpan(claim) {
  const { since, until } = state.restriction;
  if (!since && !until) return true;
  const days = content.days[claim.id];
  return days !== undefined && (!until || days[0] <= until) && (!since || days[1] >= since);
}

function isListed(claim, relations, entities, { types }) {
  const { near, path } = state.restriction;
  if (relationsById.has(claim.drawn)) return relations.has(claim.drawn);
  return isOfShownType(claim.subject, types) && (!(near || path) || entities.has(claim.subject));
}

function isAssertedOnly({ statuses }) {
  return statuses.size === 1 && statuses.has('Asserted') && filterBoxes().some((box) => box.name === 'status' && !box.checked);
}

// ---- relations and entities ------------------------------------------------------------------------------------------

/** Give the relations that any of the claims stand for, while a subject and an object of each, if it has any, are shown. */
function relationsOf(claims, { types }) {
  const found = new Set(claims.map((claim) => claim.drawn).filter((id) => relationsById.has(id)));
  return new Set([...found].filter((id) => sidesOf(id).every((keys) => keys.length === 0 || keys.some((key) => isOfShownType(key, types)))));
}

function sidesOf(id) {
  const { subjects, objects } = relationsById.get(id);
  return [subjects, objects];
}

function isOfShownType(key, types) {
  return !Object.hasOwn(content.entities, key) || types.has(content.entities[key].type);
}

/** An entity is shown with its type, and while one of its relations is; one without any while nothing is asked for. */
function entitiesAmong(relations, { types }) {
  const joined = new Set([...relations].flatMap((id) => relationsById.get(id).ends));
  const isAll = isUnrestricted();
  return new Set(Object.keys(content.entities).filter((key) => (
    isOfShownType(key, types) && (joined.has(key) || (isAll && degreeOf(key) === 0))
  )));
}

function isUnrestricted() {
  return Object.entries(UNRESTRICTED).every(([name, value]) => name === 'most' || state.restriction[name] === value);
}

function degreeOf(key) {
  return (relationsByEnd.get(key) ?? []).length;
}

/** Keep the best linked entities of a large graph and what is told between them, and those that the reader chose. */
function bestLinked(relations, entities) {
  const { most } = state.restriction;
  const all = entities.size;
  if (!most || all <= most) return { relations, entities, all };
  const ranked = [...entities].sort((one, other) => RANK.get(one) - RANK.get(other)).slice(0, most);
  const kept = new Set([...ranked, ...[...state.pinned].filter((key) => entities.has(key))]);
  const isKept = (key) => kept.has(key) || (relationsById.has(key) && relations.has(key));
  const between = [...relations].filter((id) => sidesOf(id).every((keys) => keys.length === 0 || keys.some(isKept)));
  return { relations: new Set(between), entities: kept, all };
}

/** Let an entity, or those that a claim joins, be shown whether or not they are among the best linked. */
function pin(id) {
  const wanted = Object.hasOwn(content.entities, id) ? [id] : entitiesOf(claimsById.get(id) ?? { places: [] });
  const missing = wanted.filter((key) => !state.shown.entities.has(key) && !state.pinned.has(key));
  if (!state.restriction.most || !missing.length) return;
  for (const key of missing) state.pinned.add(key);
  applyFilters();
}

// ---- near and between ------------------------------------------------------------------------------------------------

/** Keep what lies near the entity that the reader asked for, or on the shortest ways between two. */
function nearby(relations) {
  const { near, steps, path } = state.restriction;
  if (path) return between(...path.split(' '), relations);
  if (!near) return relations;
  const far = distances(near, relations);
  return new Set([...relations].filter((id) => far.get(id) <= 2 * steps)); // a step leads to a relation and on
}

/** Keep the relations on any shortest way from one entity to another; none where no way leads there. */
function between(one, other, relations) {
  const [from, to] = [distances(one, relations), distances(other, relations)];
  return new Set([...relations].filter((id) => from.get(id) + to.get(id) === from.get(other)));
}

/** Count the steps from an entity to the relations and entities that can be reached: an entity, a relation, an entity. */
function distances(start, relations) {
  const found = new Map([[start, 0]]);
  for (const [key, far] of found) { // a Map goes on to what is added on the way
    for (const next of linkedTo(key)) {
      const isOpen = !relationsById.has(next) || relations.has(next);
      if (isOpen && !found.has(next)) found.set(next, far + 1);
    }
  }
  return found;
}

function linkedTo(key) {
  return [...(relationsByEnd.get(key) ?? []), ...(relationsById.get(key)?.ends ?? [])];
}

/** Give one shortest way as relations in order, for the panel. */
function wayBetween(one, other) {
  const relations = state.shown.relations;
  const to = distances(other, relations);
  const way = [];
  for (let key = one; key !== other && to.has(key);) {
    key = linkedTo(key).filter((next) => to.get(next) === to.get(key) - 1).sort()[0];
    if (relationsById.has(key)) way.push(key);
  }
  return way;
}
