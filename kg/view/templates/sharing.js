'use strict';
// Taking away what is shown: the link to it, files of it, and paper. Files are made in the page and saved through links to
// them, which its policy does not govern: nothing is asked of a network.

const COLUMNS = ['subject', 'relation', 'object', 'stance', 'date', 'place', 'source', 'article', 'sentence', 'confidence'];
// The signs that begin a formula, as kg export knows them: behind any apostrophes, so that each text has one way back.
const FORMULA = /^'*[-=+@\uff0d\uff1d\uff0b\uff20]/;

function listedClaims() {
  return inOrder(state.listed);
}

// ---- the link --------------------------------------------------------------------------------------------------------

/** Copy the link; where the browser keeps pages from that, mark it for the reader to copy. */
async function copyLink() {
  const isCopied = await copiedByBrowser(byId('share-link').value);
  byId('share-status').textContent = word(isCopied ? 'share.copied' : 'share.marked');
}

async function copiedByBrowser(link) {
  try {
    await navigator.clipboard.writeText(link);
    return true;
  } catch { // no clipboard for pages opened from a folder, or none without the reader's leave
    byId('share-link').select();
    return document.execCommand('copy');
  }
}

// ---- files -----------------------------------------------------------------------------------------------------------

function save(blob, ending) {
  const address = URL.createObjectURL(blob);
  element('a', { href: address, download: `${fileName()}.${ending}` }).click();
  setTimeout(() => URL.revokeObjectURL(address), 60_000); // the browser may still be reading
}

function saveText(text, type, ending) {
  save(new Blob([text], { type: `${type};charset=utf-8` }), ending);
}

function fileName() {
  return document.title.replace(/[^\p{L}\p{N}]+/gu, '-').replace(/^-|-$/g, '').slice(0, 60) || 'graph';
}

/** A table for spreadsheets: with a byte order mark, without which Excel misreads it, and lines as RFC 4180 has them. */
function toCsv(claims) {
  const lines = [COLUMNS.map((key) => word(key)), ...claims.map(cellsOf)];
  return `\ufeff${lines.map((cells) => `${cells.map(csvCell).join(',')}\r\n`).join('')}`;
}

function cellsOf(claim) {
  return [
    subjectOf(claim),
    claim.relation[state.language],
    goalOf(claim),
    claim.stance[state.language],
    claim.time ?? '',
    claim.places.map((key) => nameOf(key, 0)).join(' | '),
    nameOf(claim.source, 0),
    content.documents[claim.document].title,
    sentencesOf(claim).join(' | '),
    String(claim.confidence),
  ];
}

function csvCell(text) {
  const line = text.replace(/\s+/g, ' ').trim();
  const guarded = FORMULA.test(line) ? `'${line}` : line;
  return /[",]/.test(guarded) ? `"${guarded.replace(/"/g, '""')}"` : guarded;
}

// ---- paper -----------------------------------------------------------------------------------------------------------

/** Put the articles behind the list: what they are, and the sentences that the listed statements come from. */
function fillArticles() {
  const groups = groupBy(listedClaims(), (claim) => [claim.document]);
  byId('articles').replaceChildren(...[...groups].flatMap(([key, claims]) => [
    element('h2', {}, isolated(content.documents[key].title)),
    element('p', { class: 'quiet' }, ...printedOrigin(content.documents[key])),
    ...[...new Set(claims.flatMap(sentencesOf))].map((text) => element('p', { lang: content.documents[key].language, dir: 'auto' }, text)),
  ]));
}

/** The address in full: paper has no links. */
function printedOrigin(article) {
  const original = article.reprintOf && `${word('reprint')} ${content.documents[article.reprintOf].title}`;
  const parts = [article.date && readableTime(article.date), article.source, original].filter(Boolean);
  return parts.length ? [isolated(parts.join(' · '))] : [];
}

// ---- the menu --------------------------------------------------------------------------------------------------------

function fillMenu() {
  byId('share-link').value = location.href;
  byId('share-status').textContent = '';
}

function menus() {
  return [...document.querySelectorAll('.dropdown')];
}

/** Close the menu that is open, but for one that shall stay; give it, if there was any. */
function closeMenus(kept = null) {
  const open = menus().find((menu) => menu.open && menu !== kept);
  if (open) open.open = false;
  return open;
}

function listenToMenus() {
  byId('share').querySelector('summary').addEventListener('click', fillMenu); // the menu tells of its opening too late
  byId('share-copy').addEventListener('click', copyLink);
  byId('share-csv').addEventListener('click', () => saveText(toCsv(listedClaims()), 'text/csv', 'csv'));
  byId('share-turtle').addEventListener('click', () => saveText(toTurtle(listedClaims()), 'text/turtle', 'ttl'));
  byId('share-svg').addEventListener('click', () => saveText(toSvg(), 'image/svg+xml', 'svg'));
  byId('share-png').addEventListener('click', () => toPng((blob) => save(blob, 'png')));
  byId('share-print').addEventListener('click', () => { closeMenus(); print(); });
  document.addEventListener('click', ({ target }) => closeMenus(target.closest('.dropdown')));
  addEventListener('beforeprint', () => { fillAllRows(); fillArticles(); });
  addEventListener('afterprint', showList);
  // in the frame of a notebook, the page has no address that leads back to it, and may not open the window for printing
  for (const id of ['share-address', 'share-print']) byId(id).hidden = location.protocol === 'about:';
}
