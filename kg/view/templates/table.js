'use strict';
// The list of statements: what passes the filters, in the order that the reader wants, a few hundred rows at a time.

const AT_ONCE = 200; // rows
const order = { column: '', isDescending: false }; // '': the order of the articles
let rowCount = AT_ONCE;

/** List what passes, from the first row on. */
function showList() {
  rowCount = AT_ONCE;
  fillRows();
}

function fillRows() {
  const claims = inOrder(state.listed);
  document.querySelector('#list tbody').replaceChildren(...claims.slice(0, rowCount).map(rowOf));
  byId('list-count').textContent = word(claims.length ? 'table.count' : 'table.none', { count: claims.length, total: content.claims.length });
  byId('list-more').hidden = claims.length <= rowCount;
  byId('list-more').textContent = word('table.more', { count: Math.min(AT_ONCE, claims.length - rowCount) });
}

function rowOf(claim) {
  const cells = {
    subject: isolated(subjectOf(claim)),
    relation: button(claim.relation[state.language], () => {}),
    object: isolated(goalOf(claim)),
    stance: isolated(claim.stance[state.language]),
    date: content.days[claim.id] ? readableTime(claim.time) : isolated(claim.timeText ?? ''), // PAST_REF is no word for readers
    article: isolated(content.documents[claim.document].title),
  };
  const chosen = claim.id === state.selected ? 'chosen' : undefined;
  return element('tr', { 'data-claim': claim.id, class: chosen }, ...Object.entries(cells).flatMap(([name, cell]) => [element('td', { class: name }, cell), ' ']));
}

function markRow() {
  for (const row of document.querySelectorAll('#list tbody tr')) row.classList.toggle('chosen', row.dataset.claim === state.selected);
}

// ---- order -----------------------------------------------------------------------------------------------------------

const SORTED_BY = {
  subject: subjectOf,
  relation: (claim) => claim.relation[state.language],
  object: goalOf,
  stance: (claim) => claim.stance[state.language],
  date: (claim) => content.days[claim.id]?.join() ?? '',
  article: (claim) => content.documents[claim.document].title,
};

/** Sort by the column that the reader chose; what has nothing there comes last either way. */
function inOrder(claims) {
  if (!order.column) return claims;
  const collator = new Intl.Collator(state.language, { numeric: true });
  const keyed = claims.map((claim) => [SORTED_BY[order.column](claim), claim]);
  const sign = order.isDescending ? -1 : 1;
  keyed.sort(([one], [other]) => Number(!one) - Number(!other) || sign * collator.compare(one, other));
  return keyed.map(([, claim]) => claim);
}

/** Sort by a column; again, the other way round; a third time, as the articles have it. */
function sortBy(column) {
  const isSame = order.column === column;
  Object.assign(order, isSame && order.isDescending ? { column: '', isDescending: false } : { column, isDescending: isSame });
  for (const head of document.querySelectorAll('#list th')) {
    head.setAttribute('aria-sort', head.className !== order.column ? 'none' : order.isDescending ? 'descending' : 'ascending');
  }
  showList();
}

/** Put every row in, for paper. */
function fillAllRows() {
  rowCount = Infinity;
  fillRows();
}

function listenToList() {
  for (const head of document.querySelectorAll('#list th')) head.addEventListener('click', () => sortBy(head.className));
  byId('list-more').addEventListener('click', () => { rowCount += AT_ONCE; fillRows(); });
  document.querySelector('#list tbody').addEventListener('click', ({ target }) => {
    const row = target.closest('tr');
    if (row) choose(row.dataset.claim);
  });
}
