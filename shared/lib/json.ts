/** A value that JSON can hold. `undefined` members are left out, as JSON.stringify does. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json | undefined };

/**
 * Canonical JSON after RFC 8785 (JCS): members sorted by UTF-16 code units, no white space, ECMAScript number form.
 * Throws on what JSON cannot hold (NaN, infinities, lone surrogates, functions): such a value must never be hashed.
 */
export function canonicalJson(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new Error(`not JSON: ${value}`);
    return `${value}`;
  }
  if (value === null) return 'null';
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (typeof value !== 'object') throw new Error(`not JSON: ${typeof value}`);
  return Array.isArray(value) ? list(value) : record(value as Readonly<Record<string, unknown>>);
}

// Every document and event that is written passes through here. One text that grows, and a look at each string in place
// of a call, take half the time of joined lists.
function list(items: readonly unknown[]): string {
  let text = '[';
  for (let index = 0; index < items.length; index += 1) {
    const item = items[index];
    if (index > 0) text += ',';
    text += item === undefined ? 'null' : canonicalJson(item);
  }
  return `${text}]`;
}

function record(members: Readonly<Record<string, unknown>>): string {
  let text = '{';
  for (const key of inOrder(Object.keys(members))) {
    const member = members[key];
    if (member === undefined) continue;
    if (text.length > 1) text += ',';
    text += nameOf(key) + canonicalJson(member);
  }
  return `${text}}`;
}

/** Sorts in place where it has to; most come sorted. */
function inOrder(keys: string[]): readonly string[] {
  for (let index = 1; index < keys.length; index += 1) {
    const before = keys[index - 1];
    const key = keys[index];
    // The order of `sort` without a comparison is that of the code units.
    if (before !== undefined && key !== undefined && before > key) return keys.sort();
  }
  return keys;
}

/** What a quoted string cannot hold as it is, and every half of a pair: whether it is alone has to be looked at. */
// eslint-disable-next-line no-control-regex
const unplain = /["\\\u0000-\u001f\ud800-\udfff]/;

function quoted(text: string): string {
  if (!unplain.test(text)) return `"${text}"`;
  if (/\p{Surrogate}/u.test(text)) throw new Error('not JSON: a string with a lone surrogate');
  return JSON.stringify(text);
}

/** Quoted names of members with their colon. Those of the schemas are few; ids as names must not fill it without end. */
const names = new Map<string, string>();
const mostNames = 2_000;

function nameOf(key: string): string {
  const known = names.get(key);
  if (known !== undefined) return known;
  const name = `${quoted(key)}:`;
  if (names.size < mostNames) names.set(key, name);
  return name;
}
