'use strict';
// The drawing as data: which figures there are, and the relations that join them. Figures are entities and, as plates, the
// events; facts are lines alone. A folded line stands for all events in which one entity acts alike on another.

const { styles, ...model } = JSON.parse(byId('network-data').textContent);
model.nodes = model.nodes.map(whole);
model.edges = model.edges.map(wholeLine);
model.edges.filter((line) => line.labels).forEach((line, number) => { line.number = number; }); // in the lists of bends
const plainLines = model.edges.filter((line) => line.role !== 'folded');
const foldedLines = model.edges.filter((line) => line.role === 'folded');
const relationsById = new Map(); // each with its subjects and objects, and all its ends
for (const node of model.nodes.filter(isPlate)) relationsById.set(node.id, { subjects: [], objects: [], ends: [] });
for (const line of plainLines) addLine(line);
const relationsByEnd = groupBy([...relationsById.keys()], (id) => relationsById.get(id).ends);
const foldedByRelation = groupBy(foldedLines, (line) => line.relations);

/** Give a figure what those of its kind have in common. */
function whole(node) {
  if (!isPlate(node)) return { ...node, ...labelsOf(node) };
  const { font, ...plate } = styles.plate;
  const borders = { borderRadius: 5, borderDashes: styles.dashes[node.group] };
  return { ...node, ...plate, font: { ...font, ...node.font }, shapeProperties: borders, ...labelsOf(node) };
}

/** Give a line what those of its role have in common, and the relation that it belongs to: a plate at one of its ends. */
function wholeLine(line, number) {
  const { role, from, to, status, relations: [first] = [] } = line;
  const plate = ['object', 'place'].includes(role) ? from : to;
  return { id: `line:${number}`, relation: first ?? plate, dashes: styles.dashes[status], ...styles.lines[role], ...line, ...labelsOf(line) };
}

/** Python gives one label where both languages have the same. */
function labelsOf({ label, labels }) {
  return label === undefined ? {} : { labels: labels ?? { en: label, fr: label } };
}

function isPlate(node) {
  return node.shape === 'box';
}

function addLine({ relation, role, from, to }) {
  if (!relationsById.has(relation)) relationsById.set(relation, { subjects: [], objects: [], ends: [] });
  const { subjects, objects, ends } = relationsById.get(relation);
  if (role === 'subject' || role === 'fact') subjects.push(from);
  if (role === 'object' || role === 'fact') objects.push(to);
  ends.push(...[from, to].filter((key) => key !== relation));
}
