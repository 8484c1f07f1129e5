'use strict';
// The drawing: vis-network with the places, shapes and dashes that Python chose, in the colours of the style sheet.

const LEGIBLE_SCALE = 0.62; // at which names can be read with ease
const SMALLEST_SCALE = 0.5; // below, they can no longer be read at all
const FILL = 1.04; // vis-network leaves a wide margin when it fits the drawing to the window
const STEP = 60; // pixels that an arrow key moves the drawing

const FRAME_TITLE = 20; // pixels of the drawing
const SMALLEST_TITLE = 12; // pixels of the screen
const drawingOptions = JSON.parse(model.options);
const fontOptions = drawingOptions.nodes.font;

const drawnAs = { isFolded: false, grouping: '' }; // '', or how figures are grouped: 'story' or 'article'
const nodes = new vis.DataSet();
const lines = new vis.DataSet();
const network = new vis.Network(byId('graph'), { nodes, edges: lines }, JSON.parse(model.options));
let isUntouched = true;
let framed = []; // groups with their frames, of which anything is shown

function colour(name) {
  return getComputedStyle(document.documentElement).getPropertyValue(`--${name}`).trim();
}

/** Colour everything anew: at the start, and when the reader's system turns dark or light. */
function paint() {
  const groups = new Map(model.nodes.map((node) => [node.group, isPlate(node) ? plateStyle : shapeStyle]));
  const styles = [...groups].map(([group, style]) => [group, style(group)]);
  network.setOptions({ groups: Object.fromEntries(styles) });
  nodes.update(nodes.getIds().map((id) => ({ id })));
  lines.update(lines.get().map((line) => ({ id: line.id, ...lineStyle(line) })));
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
  const ink = line.role === 'folded' ? plain : colour('quiet');
  return line.font ? { color, font: { ...line.font, color: ink, background: colour('paper') } } : { color };
}

/** Put the names of relations into the reader's language. */
function relabel() {
  nodes.update(nodes.get().map((node) => ({ id: node.id, label: node.labels[state.language] })));
  lines.update(lines.get({ filter: (line) => line.labels }).map((line) => ({ id: line.id, label: line.labels[state.language] })));
}

// ---- what is shown ---------------------------------------------------------------------------------------------------

/** Show relations and entities, and the lines between them. */
function show({ relations, entities }, isWithPlaces) {
  const drawn = drawnAs.isFolded
    ? model.edges.filter((line) => (line.role === 'folded' ? line.relations.some((id) => relations.has(id)) : line.role === 'fact' && relations.has(line.relation)))
    : plainLines.filter((line) => relations.has(line.relation) && (isWithPlaces || line.role !== 'place'));
  const figures = drawnAs.isFolded ? joinedBy(drawn, entities) : new Set([...relations, ...entities]);
  sync(nodes, model.nodes.filter((node) => figures.has(node.id)), figureOf);
  sync(lines, drawn.filter((line) => figures.has(line.from) && figures.has(line.to)), inColour);
  framed = shownFrames();
  if (nodes.length && !isAnyInView()) fit({ legibly: true });
}

/** Tell whether the reader sees any of the figures that are shown. */
function isAnyInView() {
  const { clientWidth: width, clientHeight: height } = byId('graph');
  const [first, last] = [{ x: 0, y: 0 }, { x: width, y: height }].map((corner) => network.DOMtoCanvas(corner));
  const places = Object.values(network.getPositions(shownFigures().map((node) => node.id)));
  return !places.length || places.some(({ x, y }) => first.x < x && x < last.x && first.y < y && y < last.y);
}

/** Where events are folded, an entity whose events join it to no other stands in the list alone. */
function joinedBy(drawn, entities) {
  const joined = new Set(drawn.filter((line) => entities.has(line.from) && entities.has(line.to)).flatMap((line) => [line.from, line.to]));
  return new Set([...entities].filter((key) => joined.has(key) || degreeOf(key) === 0));
}

/** Hide what is not wanted and add what was never shown: vis-network works anew on all that it is told. */
function sync(items, wanted, made) {
  const ids = new Set(wanted.map((item) => item.id));
  const changed = items.get().filter((item) => ids.has(item.id) === Boolean(item.hidden));
  items.update(changed.map((item) => ({ id: item.id, hidden: !item.hidden })));
  items.add(wanted.filter((item) => !items.get(item.id)).map(made));
}

function figureOf(node) {
  const [x, y] = placeOf(node);
  return { ...node, x, y, label: node.labels[state.language] };
}

function inColour(line) {
  return { ...line, ...lineStyle(line), ...bent(line), ...(line.labels ? { label: line.labels[state.language] } : {}) };
}

function shownFigures() {
  return nodes.get({ filter: (node) => !node.hidden });
}

// ---- arrangements ----------------------------------------------------------------------------------------------------

function arrangement() {
  return (drawnAs.isFolded ? 'folded' : 'events') + (drawnAs.grouping && `.${drawnAs.grouping}`);
}

/** Where events are folded, their plates keep their place. */
function placeOf(node) {
  return node.places[arrangement()] ?? node.places.events;
}

/** Bend a line with a label as the arrangement has it: above 0 to the left of its way, below to the right. */
function bent({ number }) {
  const bend = content.bends[arrangement()]?.[number];
  if (bend === undefined) return {};
  return { smooth: { enabled: true, type: bend < 0 ? 'curvedCCW' : 'curvedCW', roundness: Math.abs(bend) * styles.bend } };
}

/** Put every figure where the arrangement has it, and show what belongs there. */
function arrange({ isFolded, grouping }) {
  Object.assign(drawnAs, { isFolded, grouping });
  nodes.update(nodes.get().map(figureOf).map(({ id, x, y }) => ({ id, x, y })));
  lines.update(lines.get().map((line) => ({ id: line.id, ...bent(line) })));
  applyFilters();
  isUntouched = true;
  fit({ legibly: !grouping });
}

/** Keep figures where the reader put them, until the page is opened again. */
function keepMoved(ids) {
  for (const id of ids) {
    const { x, y } = network.getPosition(id);
    const places = { ...nodes.get(id).places, [arrangement()]: [x, y] };
    nodes.update({ id, x, y, places });
  }
}

/** Give the groups, with their frames, of which anything is shown; the rest has none. */
function shownFrames() {
  const shown = new Set(shownFigures().map((node) => content.groupOf[drawnAs.grouping]?.[node.id]));
  return Object.entries(content.frames[arrangement()] ?? {}).filter(([id]) => id && shown.has(id));
}

function drawFrames(pen) {
  const size = Math.max(FRAME_TITLE, SMALLEST_TITLE / network.getScale());
  for (const [id, [left, top, width, height]] of framed) {
    pen.beginPath();
    pen.roundRect(left, top, width, height, 12);
    pen.fillStyle = colour('raised');
    pen.strokeStyle = colour('edge');
    pen.fill();
    pen.stroke();
    pen.font = `600 ${size}px ${fontOptions.face}`;
    pen.textAlign = 'left';
    pen.fillStyle = colour('quiet');
    pen.fillText(cutTo(width - 20, content.titles[id], (text) => pen.measureText(text).width), left + 10, top + size);
  }
}

/** Cut a text where it grows wider than its place. */
function cutTo(width, text, measure) {
  if (measure(text) <= width) return text;
  const letters = [...text];
  while (letters.length && measure(`${letters.join('')}…`) > width) letters.pop();
  return letters.length ? `${letters.join('')}…` : '';
}

// ---- the window ------------------------------------------------------------------------------------------------------

/** Show all; where that makes names too small to read, start at the best linked figure instead. */
function fit({ legibly = false } = {}) {
  network.redraw(); // vis-network fits what it has drawn
  network.fit({ animation: false });
  network.moveTo({ scale: network.getScale() * FILL });
  if (legibly && network.getScale() < SMALLEST_SCALE && shownFigures().length) network.moveTo({ scale: LEGIBLE_SCALE, position: hubPosition() });
}

function hubPosition() {
  const hub = shownFigures().reduce((one, other) => ((other.size ?? 0) > (one.size ?? 0) ? other : one));
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
  const own = lines.get({ filter: (line) => !line.hidden && (line.relations ?? [line.relation]).includes(id) }).map((line) => line.id);
  const figures = id !== null && nodes.get(id) && !nodes.get(id).hidden ? [id] : []; // vis-network takes null for all
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
  network.on('dragEnd', (event) => keepMoved(event.nodes));
  network.on('beforeDrawing', drawFrames);
  network.on('zoom', () => { isUntouched = false; });
  network.on('resize', () => { if (isUntouched) fit({ legibly: !drawnAs.grouping }); });
  for (const [over, out] of [['hoverNode', 'blurNode'], ['hoverEdge', 'blurEdge']]) {
    network.on(over, () => byId('graph').classList.add('hand'));
    network.on(out, () => byId('graph').classList.remove('hand'));
  }
  byId('graph').addEventListener('keydown', moveByKey);
  matchMedia('(prefers-color-scheme: dark)').addEventListener('change', paint);
}
