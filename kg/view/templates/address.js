'use strict';
// The address of what is shown. Its fragment, such as `#entity=ent:bagdad-1f2e&view=list&hide=Reported,facts`, names what
// is chosen, the view, the search and what the filters hide, by ids of the graph: these stay while the articles do.

const CHOICES = ['entity', 'statement', 'article'];

/** Name what is shown; nothing where that is all there is. */
function fragment() {
  const parts = [
    [kindOf(state.selected), state.selected],
    ['view', document.body.classList.contains('listing') ? 'list' : ''],
    ['search', byId('query').value.trim()],
    ['hide', filterBoxes().filter((box) => !box.checked).map((box) => box.value).join(',')],
  ];
  return parts.filter(([, value]) => value).map(([name, value]) => `${name}=${percentEncoded(value)}`).join('&');
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
    isList: parts.get('view') === 'list',
    search: parts.get('search') ?? '',
    hidden: new Set((parts.get('hide') ?? '').split(',')),
  };
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
  const isMissing = wanted.id !== null && !kindOf(wanted.id);
  for (const box of filterBoxes()) box.checked = isMissing || !wanted.hidden.has(box.value);
  byId('query').value = isMissing ? '' : wanted.search;
  showView(wanted.isList);
  applyFilters();
  select(isMissing ? null : wanted.id, { isMissing });
}
