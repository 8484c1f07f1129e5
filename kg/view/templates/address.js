'use strict';
// The address of what is shown. Its fragment, such as `#entity=ent:bagdad-1f2e&view=list&hide=Reported,facts`, names what
// is chosen, the view, the search, and how all is filtered, by ids of the graph: these stay while the articles do.

const CHOICES = ['entity', 'statement', 'article'];

/** Name what is shown; nothing where that is all there is. */
function fragment() {
  const view = shownView();
  const parts = [
    [kindOf(state.selected), state.selected],
    ['view', view === 'graph' ? '' : view],
    ['draw', drawnAs.isFolded ? 'folded' : ''],
    ['group', drawnAs.grouping],
    ['search', byId('query').value.trim()],
    ['hide', filterBoxes().filter((box) => !box.checked).map((box) => box.value).join(',')],
  ];
  const restrictions = Object.entries(state.restriction).filter(([name, value]) => value !== UNRESTRICTED[name]);
  return [...parts.filter(([, value]) => value), ...restrictions].map(([name, value]) => `${name}=${percentEncoded(String(value))}`).join('&');
}

/** Tell what an id names, undefined where it names nothing on this page. */
function kindOf(id) {
  if (Object.hasOwn(content.entities, id)) return 'entity';
  if (claimsById.has(id)) return 'statement';
  return Object.hasOwn(content.documents, id) ? 'article' : undefined;
}

/** Escape a value, but for the signs in our ids; also those at which programs that look for links in a text end one. */
function percentEncoded(text) {
  const whole = text.replace(/\p{Surrogate}/gu, '\ufffd'); // half a character has no encoding
  const escaped = encodeURIComponent(whole).replace(/%3A/g, ':').replace(/%2C/g, ',');
  return escaped.replace(/[!'()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** Read the fragment; what it does not name is as on a page just opened. */
function readFragment() {
  const parts = new URLSearchParams(location.hash.slice(1));
  return {
    id: CHOICES.map((name) => parts.get(name)).find(Boolean) ?? null,
    view: VIEWS.find((name) => name === parts.get('view')) ?? 'graph',
    drawing: { isFolded: parts.get('draw') === 'folded', grouping: Object.hasOwn(content.groupOf, parts.get('group')) ? parts.get('group') : '' },
    search: parts.get('search') ?? '',
    hidden: new Set((parts.get('hide') ?? '').split(',')),
    restriction: readRestriction(parts),
  };
}

/** Read the restrictions; null where one names an entity that is not on this page. */
function readRestriction(parts) {
  const read = Object.entries(UNRESTRICTED).map(([name, usual]) => {
    const text = parts.get(name);
    return [name, text === null ? usual : readValue(name, text, usual)];
  });
  const restriction = Object.fromEntries(read);
  const named = [...restriction.path.split(' '), restriction.near].filter(Boolean);
  const isKnown = named.every((key) => Object.hasOwn(content.entities, key)) && [0, 2].includes(restriction.path ? restriction.path.split(' ').length : 0);
  return isKnown ? restriction : null;
}

function readValue(name, text, usual) {
  if (typeof usual === 'number') return Math.max(0, Math.round(Number(text))) || 0;
  const isNoDay = !/^\d{4}-\d\d-\d\d$/.test(text) || Number.isNaN(Date.parse(text));
  return ['since', 'until'].includes(name) && isNoDay ? '' : text;
}

function filterBoxes() {
  return [...document.querySelectorAll('#legend input')];
}

/** Let the address tell what is shown; `replace` keeps Back from leading through each letter that was typed. */
function remember({ replace = false } = {}) {
  const wanted = fragment();
  if (wanted === location.hash.slice(1)) return;
  const address = wanted ? `#${wanted}` : location.href.replace(/#.*/s, '');
  try {
    history[replace ? 'replaceState' : 'pushState'](null, '', address);
  } catch (error) {
    if (error.name !== 'SecurityError') throw error; // the frame of a notebook has no address of its own
  }
}

/** Show what the address names; all, with a word about it, where it names what is not on this page. */
function restore() {
  const wanted = readFragment();
  const isMissing = !wanted.restriction || (wanted.id !== null && !kindOf(wanted.id));
  for (const box of filterBoxes()) box.checked = isMissing || !wanted.hidden.has(box.value);
  byId('query').value = isMissing ? '' : wanted.search;
  state.restriction = isMissing ? { ...UNRESTRICTED } : wanted.restriction;
  showView(wanted.view);
  applyFilters();
  showDrawing(wanted.drawing);
  select(isMissing ? null : wanted.id, { isMissing });
}
