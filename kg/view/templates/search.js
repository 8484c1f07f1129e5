'use strict';
// The search field: what has the words in its names or its sentence, whatever its accents and letters.

const MOST_HITS = 12;
let folding; // of all texts, made when they are first searched
let hits = [];
let active = -1;

/** Give what is searched of each entity and each claim, by id. */
function searchable() {
  folding ??= new Map([
    ...Object.entries(content.entities).map(([id, entity]) => [id, folded([entity.label, ...(entity.names ?? [])].join('\n'))]),
    ...content.claims.map((claim) => [claim.id, folded(searchText(claim))]),
  ]);
  return folding;
}

function searchText(claim) {
  return [subjectOf(claim), ...Object.values(claim.relation), goalOf(claim), ...sentencesOf(claim)].join('\n');
}

function wantedText() {
  return folded(byId('query').value.trim());
}

function search() {
  const wanted = wantedText();
  const found = wanted ? [...searchable()].filter(([, text]) => text.includes(wanted)).map(([id]) => id) : [];
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
  clearSearch();
  choose(id);
}

function clearSearch() {
  byId('query').value = '';
  search();
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

function hideHits() {
  byId('hits').hidden = true;
  byId('query').setAttribute('aria-expanded', 'false');
}

function listenToSearch() {
  byId('query').addEventListener('blur', hideHits); // what is pressed among them keeps the focus where it is
  byId('query').addEventListener('focus', () => { if (wantedText()) search(); });
  byId('query').addEventListener('input', search);
  byId('query').addEventListener('keydown', typeInSearch);
}
