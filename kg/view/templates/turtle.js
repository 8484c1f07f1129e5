'use strict';
// Statements as RDF in Turtle: part of what `kg build` writes of the same graph, under the same names. What an article
// states has its direct triple; all that is said is a claim with its stance, who answers for it, and its words.

const BASE = 'https://example.org/kg/';
const VOCABULARIES = {
  kg: 'https://w3id.org/newskg/ns#',
  rdf: 'http://www.w3.org/1999/02/22-rdf-syntax-ns#',
  rdfs: 'http://www.w3.org/2000/01/rdf-schema#',
  xsd: 'http://www.w3.org/2001/XMLSchema#',
  prov: 'http://www.w3.org/ns/prov#',
  nif: 'http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#',
};
const DATES = { 4: 'xsd:gYear', 7: 'xsd:gYearMonth', 10: 'xsd:date' }; // by their length
const FOLDERS = ['ent', 'ev', 'clm', 'men', 'doc', 'nar', 'rel']; // of the data, each below the base

function toTurtle(claims) {
  const blocks = [...claims.flatMap(directBlocks), ...claims.map(claimBlock), ...claims.flatMap(wordBlocks), ...nameBlocks(claims)];
  return [prefixLines(), ...new Set(blocks)].join('\n');
}

function prefixLines() {
  const data = FOLDERS.map((name) => [name, `${BASE}${name}/`]);
  return [...data, ...Object.entries(VOCABULARIES)].map(([name, iri]) => `@prefix ${name}: <${iri}> .\n`).join('');
}

function directBlocks(claim) {
  const [subject, relation] = claim.triple;
  return claim.status === 'Asserted' ? [block(subject, [[relation, objectOf(claim)]])] : [];
}

function claimBlock(claim) {
  const [subject, relation] = claim.triple;
  return block(claim.id, [
    ['a', 'kg:Claim'],
    ['rdf:subject', term(subject)],
    ['rdf:predicate', term(relation)],
    ['rdf:object', objectOf(claim)],
    ['kg:status', `kg:${claim.status}`],
    ['prov:wasAttributedTo', term(claim.source ?? claim.document.replace('doc:', 'nar:'))],
    ...(claim.within ? [['kg:within', term(claim.within)]] : []),
    ...(claim.of ? [['kg:of', term(claim.of)]] : []),
    ...claim.places.filter((key) => kindOf(key) === 'entity').map((key) => ['kg:place', term(key)]),
    ...dateLiterals(claim.time).map((date) => ['kg:time', date]),
    ...(claim.timeText ? [['kg:timeText', literal(claim.timeText, claim.document)]] : []),
    ['prov:wasDerivedFrom', term(claim.document)],
    ...evidenceOf(claim).map(([key]) => ['kg:evidence', term(key)]),
    ['kg:confidence', `"${claim.confidence}"^^xsd:decimal`],
    ...claim.rules.map((rule) => ['kg:rule', quoted(rule)]),
  ]);
}

function wordBlocks(claim) {
  return evidenceOf(claim).map(([key, words]) => block(key, [
    ['a', 'nif:Phrase'], ['nif:anchorOf', quoted(words)], ['nif:referenceContext', term(claim.document)],
  ]));
}

/** Name the entities that the claims speak of. */
function nameBlocks(claims) {
  const keys = new Set(claims.flatMap(entitiesOf));
  return [...keys].sort().map((key) => block(key, [['rdfs:label', quoted(content.entities[key].label)]]));
}

function block(subject, pairs) {
  return `${term(subject)} ${pairs.map(([name, value]) => `${name === 'a' ? name : term(name)} ${value}`).join(' ;\n    ')} .\n`;
}

function objectOf(claim) {
  const key = claim.triple[2];
  return key ? term(key) : literal(claim.value ?? '', claim.document);
}

/** Write a key, prefixed where that needs no escape, else as a whole IRI. */
function term(key) {
  const [prefix, ...rest] = key.split(':');
  const name = rest.join(':');
  return /^[\w-]+$/.test(name) ? key : `<${VOCABULARIES[prefix] ?? `${BASE}${prefix}/`}${name}>`;
}

/** Write a text in the language of its article, if it has letters: a number as written belongs to no language. */
function literal(text, document) {
  const { language } = content.documents[document];
  const isWords = /\p{Alphabetic}/u.test(text) && /^[a-z]{2,8}(-[a-z0-9]{1,8})*$/.test(language);
  return quoted(text) + (isWords ? `@${language}` : '');
}

/** Write a year, month or day; the other forms of TimeML are left to `kg build`, `kg:timeText` has their words. */
function dateLiterals(value) {
  const isWritten = /^(?!0000)\d{4}(-\d\d){0,2}$/.test(value ?? '') && !Number.isNaN(Date.parse(value));
  const isDate = isWritten && new Date(value).toISOString().startsWith(value); // no 30 February, which runs over
  return isDate ? [`"${value}"^^${DATES[value.length]}`] : [];
}

function quoted(text) {
  return `"${text.replace(/["\\\u0000-\u001f\u007f]/g, escapedInTurtle)}"`;
}

function escapedInTurtle(sign) {
  return /["\\]/.test(sign) ? `\\${sign}` : `\\u${sign.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
