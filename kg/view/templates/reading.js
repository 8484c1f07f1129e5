'use strict';
// The sentence in the article's text: where the evidence of a claim lies, which words tell it and its date, and where those
// who take part in it are named. Pieces, and places within them, are those that Python cut.

const LAYERS = ['evidence', 'participant', 'time', 'trigger']; // of marks, the outermost first
const claimsByPiece = groupBy(content.claims, (claim) => claim.evidence.map(([index]) => pieceName(claim.document, index)));

function pieceName(key, index) {
  return `${key}/${index}`;
}

/** Give the pieces of the article, or parts of them, that are the sentences of a claim, in the order of the text. */
function piecesOf(claim) {
  const found = claim.evidence.map(([index, , , first, last]) => partOf(claim.document, index, first, last));
  const each = new Map(found.map((part) => [[part.index, part.first, part.last].join(), part]));
  return [...each.values()].sort((one, other) => one.index - other.index || one.first - other.first || one.last - other.last);
}

function partOf(key, index, first = 0, last = content.documents[key].pieces[index].text.length) {
  return { index, first, last, text: content.documents[key].pieces[index].text.slice(first, last) };
}

function sentencesOf(claim) {
  return piecesOf(claim).map(({ text }) => text);
}

/** Give the evidence of a claim as its key in RDF, which counts whole characters, and its words. */
function evidenceOf(claim) {
  const { pieces } = content.documents[claim.document];
  const found = claim.evidence.map(([index, from, to]) => {
    const { at, text } = pieces[index];
    const [start, end] = [from, to].map((place) => at + characters(text.slice(0, place)));
    return [`${claim.document.replace('doc:', 'men:')}-${start}-${end}`, text.slice(from, to)];
  });
  return [...new Map(found.sort(([one], [other]) => (one < other ? -1 : 1)))];
}

function characters(text) {
  return [...text].length;
}

// ---- marks -----------------------------------------------------------------------------------------------------------

/** Mark in a piece, or part of one, what concerns claims that are told alike; with `open`, participants can be pressed. */
function marked(piece, claims, open) {
  const dress = {
    evidence: (_, children) => element('mark', {}, ...children),
    participant: (key, children) => participant(key, children, open),
    time: (_, children) => element('span', { class: 'when' }, ...children),
    trigger: (_, children) => element('span', { class: `trigger status-${claims[0].status}` }, ...children),
  };
  return nested(cut(piece.text, marksOf(piece, claims)), LAYERS, dress);
}

/** List the marks of claims in a piece; of participants named within each other the inner one comes last. */
function marksOf({ index, first, last }, claims) {
  const here = (layer, places) => places.filter(([number]) => number === index).map(([, from, to]) => ({ layer, from, to, value: true }));
  const own = new Set(claims.flatMap(entitiesOf));
  const named = (content.documents[claims[0].document].pieces[index].marks ?? []).filter(([, , key]) => own.has(key));
  named.sort((one, other) => (other[1] - other[0]) - (one[1] - one[0]));
  const marks = [
    ...here('evidence', claims.flatMap(({ evidence }) => evidence)),
    ...here('trigger', claims.flatMap(({ triggers }) => triggers)),
    ...here('time', claims.flatMap(({ timeAt }) => (timeAt ? [timeAt] : []))),
    ...named.map(([from, to, value]) => ({ layer: 'participant', from, to, value })),
  ];
  const within = (place) => Math.min(Math.max(place, first), last) - first;
  return marks.map((mark) => ({ ...mark, from: within(mark.from), to: within(mark.to) }));
}

/** Cut a text where marks begin and end; each part knows, by layer, the mark that covers it. */
function cut(text, marks) {
  const ends = [...new Set([0, text.length, ...marks.flatMap(({ from, to }) => [from, to])])].sort((one, other) => one - other);
  return ends.slice(1).map((to, number) => {
    const from = ends[number];
    const covering = marks.filter((mark) => mark.from <= from && to <= mark.to).map(({ layer, value }) => [layer, value]);
    return { text: text.slice(from, to), ...Object.fromEntries(covering) };
  });
}

/** Put parts into elements, layer within layer; neighbours with the same mark share one. */
function nested(parts, [layer, ...inner], dress) {
  if (!layer) return parts.map(({ text }) => text);
  return runs(parts, layer).flatMap((run) => {
    const children = nested(run, inner, dress);
    return run[0][layer] ? [dress[layer](run[0][layer], children)] : children;
  });
}

function runs(parts, layer) {
  const found = [];
  for (const part of parts) {
    const last = found.at(-1);
    if (last && last[0][layer] === part[layer]) last.push(part);
    else found.push([part]);
  }
  return found;
}

function participant(key, children, open) {
  const { label, type } = content.entities[key];
  const attributes = { class: `participant type-${type}`, title: label };
  return open ? pressable(children, () => open(key), attributes) : element('span', attributes, ...children);
}

/** Words in running text that act as a button does; a real one would not break across lines. */
function pressable(children, act, attributes) {
  const made = element('span', { role: 'button', tabindex: '0', ...attributes }, ...children);
  made.addEventListener('click', act);
  made.addEventListener('keydown', (event) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault(); // a space would scroll
    act(event);
  });
  return made;
}

/** The sentences of claims that are told alike, with their marks. */
function quotations(claims, open) {
  const attributes = { lang: content.documents[claims[0].document].language, dir: 'auto' };
  return piecesOf(claims[0]).map((piece) => element('blockquote', attributes, ...marked(piece, claims, open)));
}

// ---- the article -----------------------------------------------------------------------------------------------------

/** The text of an article; a sentence that holds evidence can be pressed to list what is read from it. */
function articleText(key, open) {
  const { language, pieces } = content.documents[key];
  const passages = pieces.map((piece, index) => passage(key, piece, index, open));
  const parts = passages.flatMap((part, index) => (index ? [gap(pieces[index - 1], pieces[index]), part] : [part]));
  return element('div', { class: 'text', lang: language, dir: 'auto' }, ...parts);
}

function passage(key, piece, index, open) {
  const claims = claimsByPiece.get(pieceName(key, index));
  if (!claims || !piece.text.trim()) return piece.text;
  const attributes = { class: 'sentence', 'aria-expanded': 'false', 'data-piece': index };
  return pressable([piece.text], ({ currentTarget }) => toggleStatements(currentTarget, claims, open), attributes);
}

/** Say what stands between two pieces: nothing where they touch; one or two characters can be no more than a space. */
function gap(piece, next) {
  const length = next.at - piece.at - characters(piece.text);
  if (length <= 0) return '';
  return length > 2 ? ' […] ' : ' ';
}

function toggleStatements(sentence, claims, open) {
  const isOpen = sentence.getAttribute('aria-expanded') === 'true';
  sentence.setAttribute('aria-expanded', String(!isOpen));
  if (isOpen) sentence.nextSibling.remove();
  else sentence.after(statementList(claims, open));
}

function statementList(claims, open) {
  const items = claims.map((claim) => element('li', {}, ...statementLine(claim, open)));
  return element('ul', { class: 'plain', lang: state.language }, ...items);
}

/** Open the article at the first sentence of claims that are told alike, each of their sentences with the same marks. */
function readInArticle(claims, open) {
  const { document: key } = claims[0];
  open(key);
  const wanted = new Set(piecesOf(claims[0]).map(({ index }) => index));
  const sentences = [...byId('details').querySelectorAll('.sentence')].filter(({ dataset }) => wanted.has(Number(dataset.piece)));
  for (const sentence of sentences) {
    sentence.classList.add('pointed');
    sentence.replaceChildren(...marked(partOf(key, Number(sentence.dataset.piece)), claims));
  }
  sentences[0]?.focus({ preventScroll: true });
  sentences[0]?.scrollIntoView({ block: 'center' });
}
