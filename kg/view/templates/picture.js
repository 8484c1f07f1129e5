'use strict';
// The drawing as a picture of what its window shows: PNG from the canvas, SVG drawn from the model itself.

const SVG = 'http://www.w3.org/2000/svg';
const LEGEND_RADIUS = 8; // of the shapes in the legend, which stand for those of the drawing
const NO_XML = /[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/gu; // XML has no escape for control characters

function toPng(take) {
  const { width, height } = byId('graph').querySelector('canvas');
  const copy = element('canvas', { width, height });
  const pen = copy.getContext('2d');
  pen.fillStyle = colour('paper'); // the canvas itself lets the page shine through
  pen.fillRect(0, 0, width, height);
  pen.drawImage(byId('graph').querySelector('canvas'), 0, 0);
  copy.toBlob(take, 'image/png');
}

function toSvg() {
  const { clientWidth: width, clientHeight: height } = byId('graph');
  const first = network.DOMtoCanvas({ x: 0, y: 0 });
  const last = network.DOMtoCanvas({ x: width, y: height });
  const frame = { x: first.x, y: first.y, width: last.x - first.x, height: last.y - first.y };
  const figures = new Map(nodes.get().filter((node) => !node.hidden).map((node) => [node.id, placed(node)]));
  const shownLines = lines.get().filter((line) => !line.hidden && figures.has(line.from) && figures.has(line.to));
  const drawn = svg('svg', { viewBox: Object.values(frame).map(rounded).join(' '), width, height, 'font-family': fontOptions.face });
  drawn.append(svg('title', {}, document.title), svg('rect', { ...frame, fill: colour('paper') }));
  drawn.append(...framed.flatMap(drawnFrame), ...shownLines.flatMap((line) => drawnLine(line, figures)), ...[...figures.values()].flatMap(drawnFigure));
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(drawn)}\n`;
}

function svg(tag, attributes, text = '') {
  const made = document.createElementNS(SVG, tag);
  for (const [name, value] of Object.entries(attributes)) made.setAttribute(name, typeof value === 'number' ? rounded(value) : value);
  made.textContent = text.replace(NO_XML, '');
  return made;
}

function rounded(number) {
  return Math.round(number * 100) / 100;
}

/** A figure where it stands now, with half its width and height; the reader may have moved it. */
function placed(node) {
  const { left, right, top, bottom } = network.getBoundingBox(node.id);
  const isPlate = node.shape === 'box';
  const around = isPlate ? node.shapeProperties.borderRadius : 0; // which vis-network counts to the box of a plate
  const halves = isPlate ? { across: (right - left) / 2 - around, down: (bottom - top) / 2 - around } : { across: node.size, down: node.size };
  return { ...node, ...network.getPosition(node.id), ...halves, isPlate };
}

// ---- figures ---------------------------------------------------------------------------------------------------------

function drawnFigure(figure) {
  return figure.isPlate ? drawnPlate(figure) : drawnShape(figure);
}

function drawnPlate(figure) {
  const style = plateStyle(figure.group);
  const { x, y, across, down } = figure;
  const plate = svg('rect', {
    x: x - across, y: y - down, width: 2 * across, height: 2 * down, rx: figure.shapeProperties.borderRadius,
    fill: style.color.background, stroke: style.color.border, 'stroke-width': 1.5, ...dashed(figure.shapeProperties.borderDashes),
  });
  const rows = letteringOf(figure);
  const height = rows.reduce((sum, row) => sum + row.size, 0);
  return [plate, ...lettering(rows, x, y - height / 2, { fill: style.font.color }, { fill: style.font.ital.color })];
}

function drawnShape(figure) {
  const style = shapeStyle(figure.group);
  const scale = figure.size / LEGEND_RADIUS;
  const shape = svg('path', {
    d: document.querySelector(`.chip.type-${figure.group} path`).getAttribute('d'),
    transform: `translate(${rounded(figure.x)} ${rounded(figure.y)}) scale(${rounded(scale)})`,
    fill: style.color.background, stroke: style.color.border, 'stroke-width': 1.5 / scale,
  });
  const halo = { stroke: style.font.strokeColor, 'stroke-width': style.font.strokeWidth, 'paint-order': 'stroke' };
  const [plain, note] = [{ ...halo, fill: style.font.color }, { ...halo, fill: style.font.ital.color }];
  return [shape, ...lettering(letteringOf(figure), figure.x, figure.y + figure.size + 3, plain, note)];
}

/** Read the rows of a label back from the small markup of vis-network, if it has any. */
function letteringOf(figure) {
  return figure.labels[state.language].split('\n').map((row) => {
    const isNote = figure.font?.multi === 'html' && row.startsWith('<i>');
    const text = isNote ? row.replace(/^<i>|<\/i>$/g, '') : row;
    return { text, isNote, size: isNote ? fontOptions.ital.size : (figure.font?.size ?? fontOptions.size) };
  });
}

/** Write rows below each other from a height on, in the middle. */
function lettering(rows, x, top, plain, note) {
  let bottom = top;
  return rows.map(({ text, isNote, size }) => {
    bottom += size;
    return svg('text', { x, y: bottom - size * 0.15, 'font-size': size, 'text-anchor': 'middle', ...(isNote ? note : plain) }, text);
  });
}

function dashed(dashes) {
  return dashes && dashes.length ? { 'stroke-dasharray': dashes.join(' ') } : {};
}

// ---- groups ----------------------------------------------------------------------------------------------------------

function drawnFrame([id, [x, y, width, height]]) {
  const frame = svg('rect', { x, y, width, height, rx: 12, fill: colour('raised'), stroke: colour('edge') });
  const title = { x: x + 10, y: y + FRAME_TITLE, 'font-size': FRAME_TITLE, 'font-weight': 600, fill: colour('quiet') };
  return [frame, svg('text', title, content.titles[id])];
}

// ---- lines -----------------------------------------------------------------------------------------------------------

function drawnLine(line, figures) {
  const curve = curveOf(line, figures.get(line.from), figures.get(line.to));
  const { color } = lineStyle(line);
  const way = svg('path', {
    d: `M${at(curve.first)}Q${at(curve.bend)} ${at(curve.last)}`, fill: 'none', stroke: color.color, 'stroke-width': line.width, ...dashed(line.dashes),
  });
  const head = line.arrows && arrowHead(curve, figures.get(line.to), line);
  return [way, ...(head ? [svg('path', { d: head, fill: color.color })] : []), ...lineLabel(line, curve)];
}

function at({ x, y }) {
  return `${rounded(x)} ${rounded(y)}`;
}

/** A straight line is a curve whose bend is in its middle; others bend as vis-network's `curvedCW` and `curvedCCW` do. */
function curveOf(line, { x, y }, last) {
  const first = { x, y };
  if (!line.smooth) return { first, last, bend: { x: (x + last.x) / 2, y: (y + last.y) / 2 } };
  const share = 0.5 * line.smooth.roundness + 0.5;
  const angle = Math.atan2(y - last.y, last.x - x) + (line.smooth.type === 'curvedCW' ? share : 1 - share) * Math.PI;
  const reach = share * Math.hypot(last.x - x, last.y - y);
  return { first, last, bend: { x: x + reach * Math.sin(angle), y: y + reach * Math.cos(angle) } };
}

function pointOf({ first, bend, last }, share) {
  const [one, two, three] = [(1 - share) ** 2, 2 * share * (1 - share), share ** 2];
  return { x: one * first.x + two * bend.x + three * last.x, y: one * first.y + two * bend.y + three * last.y };
}

/** The head of an arrow where the curve meets the edge of the figure, nothing where the figures overlap. */
function arrowHead(curve, figure, line) {
  let [outside, inside] = [0.5, 1];
  if (isWithin(pointOf(curve, outside), figure)) return null;
  for (let step = 0; step < 20; step += 1) {
    const middle = (outside + inside) / 2;
    if (isWithin(pointOf(curve, middle), figure)) inside = middle;
    else outside = middle;
  }
  return headPath(pointOf(curve, outside), pointOf(curve, outside - 0.02), line);
}

function isWithin({ x, y }, figure) {
  const [right, down] = [Math.abs(x - figure.x), Math.abs(y - figure.y)];
  return figure.shape === 'dot' ? Math.hypot(right, down) < figure.size : right < figure.across && down < figure.down;
}

/** vis-network's head: a third as wide as it is long, with a notch behind. */
function headPath(tip, before, line) {
  const length = 15 * (line.arrows.to?.scaleFactor ?? 0.55) + 3 * line.width;
  const angle = Math.atan2(tip.y - before.y, tip.x - before.x);
  const corner = (along, aside) => at({
    x: tip.x + length * (along * Math.cos(angle) - aside * Math.sin(angle)),
    y: tip.y + length * (along * Math.sin(angle) + aside * Math.cos(angle)),
  });
  return `M${at(tip)}L${corner(-1, 0.3)}L${corner(-0.9, 0)}L${corner(-1, -0.3)}Z`;
}

function lineLabel(line, curve) {
  const isLegible = line.labels && line.font.size * network.getScale() >= (line.scaling ?? drawingOptions.edges.scaling).label.drawThreshold;
  if (!isLegible) return [];
  const { x, y } = pointOf(curve, 0.5);
  const halo = { stroke: colour('paper'), 'stroke-width': 4, 'paint-order': 'stroke', fill: lineStyle(line).font.color };
  const { size } = line.font;
  const rows = line.labels[state.language].split('\n').map((text) => ({ text, isNote: false, size }));
  return lettering(rows, x, y - (rows.length * size) / 2, halo, halo);
}
