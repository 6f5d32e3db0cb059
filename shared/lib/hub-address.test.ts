import { expect, test } from 'vitest';
import { hubAddress, hubsTrouble, isPrivateWay } from './hub-address.ts';

test.each([
  ['http://127.0.0.1:7480', 'http://127.0.0.1:7480'],
  ['HTTPS://Hub.lan/', 'https://hub.lan'],
  ['https://[FE80::1]:443', 'https://[fe80::1]:443'],
  ['hub.lan', undefined],
  ['ftp://hub', undefined],
  ['https://user:secret@hub', undefined],
  ['https://hub/path', undefined],
  ['https://hub/?a', undefined],
  ['https://hub/#a', undefined],
  ['https://hub:70000', undefined],
  ['https://', undefined],
  ['https://-hub', undefined],
  ['', undefined],
])('%j is %j', (text, address) => {
  expect(hubAddress(text)).toBe(address);
  if (address !== undefined) expect(new URL(text).host).toBe(new URL(address).host);
});

test.each([
  ['https://hub', true],
  ['http://localhost:1', true],
  ['http://127.8.9.1', true],
  ['http://[::1]:2', true],
  ['http://10.0.0.5', false],
  ['http://127.0.0.1.evil.example', false],
  ['http://localhost.evil.example', false],
  ['nonsense', false],
])('whether the way to %s is private: %s', (hub, is) => expect(isPrivateWay(hub)).toBe(is));

test.each([
  [['https://a', 'http://b'], false, undefined],
  [['https://a', 'http://127.0.0.1'], true, undefined],
  [['https://a', 'http://b'], true, /^--hub http:\/\/b: without TLS/],
  [['http://a'], true, /^--hub-ca belongs/],
  [['https://a', 'b'], true, /^--hub b: give the address/],
  [[], false, /^--hub : give/],
])('%j, authority %s', (hubs, known, said) => {
  const trouble = hubsTrouble(hubs, known);
  if (said === undefined) expect(trouble).toBeUndefined();
  else expect(trouble).toMatch(said);
});
