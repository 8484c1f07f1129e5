'use strict';
// The data of the page, its words in the reader's language, and how elements are made: from text, never from markup.

const DEPTH = 4; // of claims about claims, as in Python

const content = JSON.parse(document.getElementById('content-data').textContent);
const state = { language: readersLanguage(), selected: null, isMissing: false };

const claimsById = new Map(content.claims.map((claim) => [claim.id, claim]));
const claimsByRelation = groupBy(content.claims, (claim) => [claim.drawn]);
const claimsByEntity = groupBy(content.claims, entitiesOf);
const claimsByArticle = groupBy(content.claims, (claim) => [claim.document]);

/** Give the first language of the browser that the page speaks, else that of its articles. */
function readersLanguage() {
  const wanted = navigator.languages.map((tag) => tag.slice(0, 2).toLowerCase());
  return wanted.find((code) => Object.hasOwn(content.words, code)) ?? content.language;
}

function groupBy(items, keysOf) {
  const groups = new Map();
  for (const item of items) {
    for (const key of new Set(keysOf(item).filter(Boolean))) {
      if (!groups.has(key)) groups.set(key, []);
      groups.get(key).push(item);
    }
  }
  return groups;
}

function entitiesOf(claim) {
  const ends = [claim.subject, claim.object, claim.of, claim.source, ...claim.places];
  return ends.filter((key) => key in content.entities);
}

/** Say a claim in one line, as Python does for the list; what it tells, and what is a literal, follows a colon. */
function reading(claim, depth = 0) {
  const told = claimsById.has(claim.object) || claim.value !== undefined;
  const relation = claim.relation[state.language];
  return [subjectOf(claim, depth), told ? word('tells', { text: relation }) : relation, goalOf(claim, depth)].filter(Boolean).join(' ');
}

function subjectOf(claim, depth = 0) {
  const name = nameOf(claim.subject, depth);
  return claimsById.has(claim.subject) ? word('quoted', { text: name }) : name;
}

function goalOf(claim, depth = 0) {
  return [nameOf(claim.object, depth), claim.value, nameOf(claim.of, depth)].filter(Boolean).join(', ');
}

/** Name an entity, an article or a claim; claims about claims may run in a circle. */
function nameOf(key, depth) {
  const told = claimsById.get(key);
  if (told) return depth < DEPTH ? reading(told, depth + 1) : '…';
  return content.entities[key]?.label ?? content.documents[key]?.title ?? '';
}

function byId(id) {
  return document.getElementById(id);
}

function word(key, filled = {}) {
  const text = content.words[state.language][key];
  return text.replace(/\{(\w+)\}/g, (whole, name) => filled[name] ?? whole);
}

/** Lower case without accents: what a search compares. */
function folded(text) {
  return text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
}

/** Make an element; children are elements or texts, attributes with a value of undefined are left out. */
function element(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) made.setAttribute(name, value);
  }
  made.append(...children);
  return made;
}

/** A text of unknown direction, kept from turning the words around it. */
function isolated(text, attributes = {}) {
  return element('bdi', attributes, text);
}

function button(text, act, attributes = {}) {
  const made = element('button', { type: 'button', ...attributes }, isolated(text));
  made.addEventListener('click', act);
  return made;
}

/** A link that is followed only where Python let it through as http or https. */
function link(address, text) {
  return element('a', { href: address, target: '_blank', rel: 'noopener noreferrer' }, isolated(text));
}

/** Write a TimeML value as a reader would: years, months, days and minutes in words, anything else as it stands. */
function readableTime(value) {
  return value.split('/').map(readableMoment).join(' – ');
}

function readableMoment(value) {
  const parts = /^(\d{4})(?:-(\d\d)(?:-(\d\d)(?:T(\d\d):(\d\d)\S*)?)?)?$/.exec(value);
  if (!parts) return value;
  const [year, month, day, hour, minute] = parts.slice(1).map((part) => (part === undefined ? undefined : Number(part)));
  const moment = new Date(Date.UTC(year, (month ?? 1) - 1, day ?? 1, hour ?? 0, minute ?? 0));
  const wanted = { timeZone: 'UTC', year: 'numeric' };
  if (month !== undefined) wanted.month = 'long';
  if (day !== undefined) wanted.day = 'numeric';
  if (hour !== undefined) Object.assign(wanted, { hour: '2-digit', minute: '2-digit' });
  return new Intl.DateTimeFormat(state.language, wanted).format(moment);
}

/** Put every fixed word of the page into the reader's language. */
function translatePage() {
  document.documentElement.lang = state.language;
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = word(node.dataset.text);
  for (const node of document.querySelectorAll('[data-label]')) node.setAttribute('aria-label', word(node.dataset.label));
  for (const node of document.querySelectorAll('[data-hint]')) {
    node.setAttribute(node.localName === 'input' ? 'placeholder' : 'title', word(node.dataset.hint));
  }
}
