'use strict';
// The drawing: vis-network with the places, shapes and dashes that Python chose, in the colours of the style sheet.

const LEGIBLE_SCALE = 0.62; // at which names can be read with ease
const SMALLEST_SCALE = 0.5; // below, they can no longer be read at all
const FILL = 1.04; // vis-network leaves a wide margin when it fits the drawing to the window
const STEP = 60; // pixels that an arrow key moves the drawing

const model = JSON.parse(byId('network-data').textContent);
const nodes = new vis.DataSet(model.nodes);
const lines = new vis.DataSet(model.edges);
const network = new vis.Network(byId('graph'), { nodes, edges: lines }, JSON.parse(model.options));
let isUntouched = true;

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Colour everything anew: at the start, and when the reader's system turns dark or light. */
function paint() {
  const groups = new Map(model.nodes.map((node) => [node.group, node.shape === 'box' ? plateStyle : shapeStyle]));
  const styles = [...groups].map(([group, style]) => [group, style(group)]);
  network.setOptions({ groups: Object.fromEntries(styles) });
  nodes.update(model.nodes.map((node) => ({ id: node.id })));
  lines.update(model.edges.map((line) => ({ id: line.id, ...lineStyle(line) })));
}

function shapeStyle(type) {
  const chosen = { background: colour(`type-${type}`), border: colour('accent') };
  return {
    color: { background: colour(`type-${type}`), border: colour('outline'), highlight: chosen, hover: chosen },
    borderWidthSelected: 4,
    font: { color: colour('ink'), ital: { color: colour('quiet') }, strokeWidth: 3, strokeColor: colour('paper') },
  };
}

function plateStyle(status) {
  const ink = colour(`status-${status}`);
  const chosen = { background: colour('raised'), border: colour('accent') };
  return {
    color: { background: colour('paper'), border: status === 'Asserted' ? colour('paper') : ink, highlight: chosen, hover: chosen },
    borderWidthSelected: 2,
    font: { color: ink, ital: { color: ink } },
  };
}

function lineStyle(line) {
  const isLight = ['fact', 'place', 'source'].includes(line.role);
  const plain = colour(isLight ? 'faint' : `status-${line.status}`);
  const color = { color: plain, highlight: colour('accent'), hover: colour('accent') };
  return line.font ? { color, font: { ...line.font, color: colour('quiet'), background: colour('paper') } } : { color };
}

/** Put the names of relations into the reader's language. */
function relabel() {
  nodes.update(model.nodes.map((node) => ({ id: node.id, label: node.labels[state.language] })));
  lines.update(model.edges.filter((line) => line.labels).map((line) => ({ id: line.id, label: line.labels[state.language] })));
}

/** Show the figures whose ids are given, and the lines that `isShownLine` lets through between them. */
function show(shown, isShownLine) {
  hide(nodes, (node) => !shown.has(node.id));
  hide(lines, (line) => !(shown.has(line.from) && shown.has(line.to) && isShownLine(line)));
}

/** Tell vis-network of what changes only: it works anew on all that it is told. */
function hide(items, isHidden) {
  const changed = items.get().filter((item) => isHidden(item) !== Boolean(item.hidden));
  items.update(changed.map((item) => ({ id: item.id, hidden: isHidden(item) })));
}

/** Show all; where that makes names too small to read, start at the best linked figure instead. */
function fit({ legibly = false } = {}) {
  network.fit({ animation: false });
  network.moveTo({ scale: network.getScale() * FILL });
  if (legibly && network.getScale() < SMALLEST_SCALE) network.moveTo({ scale: LEGIBLE_SCALE, position: hubPosition() });
}

function hubPosition() {
  const hub = model.nodes.reduce((one, other) => ((other.size ?? 0) > (one.size ?? 0) ? other : one));
  return { x: hub.x, y: hub.y };
}

function zoom(factor) {
  isUntouched = false;
  network.moveTo({ scale: network.getScale() * factor, animation: animation() });
}

function animation() {
  return matchMedia('(prefers-reduced-motion: reduce)').matches ? false : { duration: 250 };
}

/** Mark an entity or a relation; bring it to the middle where it was chosen elsewhere than on the drawing. */
function mark(id, { centre }) {
  const own = model.edges.filter((line) => line.relation === id).map((line) => line.id);
  const figures = id !== null && nodes.get(id) ? [id] : []; // vis-network takes null for all
  network.setSelection({ nodes: figures, edges: own }, { highlightEdges: figures.length > 0 });
  const middle = figures[0] ?? network.getConnectedNodes(own[0] ?? '')[0];
  if (!centre || !middle) return;
  isUntouched = false;
  network.setSize('100%', '100%'); // the panel may just have taken some of its room
  network.focus(middle, { scale: Math.max(network.getScale(), 0.9), animation: animation() });
}

function moveByKey(event) {
  const moves = { ArrowLeft: [-STEP, 0], ArrowRight: [STEP, 0], ArrowUp: [0, -STEP], ArrowDown: [0, STEP] };
  const zooms = { '+': 1.25, '=': 1.25, '-': 0.8 };
  if (event.key in moves) pan(...moves[event.key]);
  else if (event.key in zooms) zoom(zooms[event.key]);
  else if (event.key === '0') fit();
  else return;
  event.preventDefault();
}

function pan(right, down) {
  isUntouched = false;
  const { x, y } = network.getViewPosition();
  const scale = network.getScale();
  network.moveTo({ position: { x: x + right / scale, y: y + down / scale } });
}

/** Let clicks on figures and lines call `choose` with an entity or a relation, on nothing with null. */
function listenToDrawing(choose) {
  network.on('click', ({ nodes: [node], edges: [line] }) => choose(node ?? (line && lines.get(line).relation) ?? null));
  network.on('dragStart', () => { isUntouched = false; });
  network.on('zoom', () => { isUntouched = false; });
  network.on('resize', () => { if (isUntouched) fit({ legibly: true }); });
  for (const [over, out] of [['hoverNode', 'blurNode'], ['hoverEdge', 'blurEdge']]) {
    network.on(over, () => byId('graph').classList.add('hand'));
    network.on(out, () => byId('graph').classList.remove('hand'));
  }
  byId('graph').addEventListener('keydown', moveByKey);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
}
