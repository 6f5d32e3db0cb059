import { expect, test } from 'vitest';
import { mediaHost, mediaHosts } from './hosts.ts';

test.each([
  ['10.1.2.3', '10.1.2.3'],
  ['10.1.2.3:8080', '10.1.2.3:8080'],
  ['Media.Example.CN:80', 'media.example.cn:80'],
  ['[2001:DB8:0:0::1]:8080', '[2001:db8::1]:8080'],
])('%s is written as URLs write it', (text, host) => {
  expect(mediaHost(text)).toBe(host);
});

test.each(['', 'http://10.1.2.3', 'a b', 'user@host', 'host/path', 'host:', 'host:99999', '2001:db8::1', '[x]'])(
  '%s is no host',
  (text) => {
    expect(mediaHost(text)).toBeUndefined();
  },
);

test('a host without a port is let through at any, one with a port at that only', () => {
  const hosts = mediaHosts(['10.1.2.3', 'media.example:80', 'tls.example:443']);
  const has = (url: string): boolean => hosts.has(new URL(url));
  expect(has('http://10.1.2.3:9999/x')).toBe(true);
  expect(has('wss://10.1.2.3/x')).toBe(true);
  expect([has('http://media.example/x'), has('ws://media.example/x'), has('https://tls.example/')]).toEqual([
    true,
    true,
    true,
  ]);
  expect([has('http://media.example:81/'), has('https://media.example/')]).toEqual([false, false]);
  expect(has('http://10.1.2.4/')).toBe(false);
  expect(has('rtsp://10.1.2.3/x')).toBe(false);
  expect(has('http://user:pass@10.1.2.3/x')).toBe(false);
  expect(has('http://10.1.2.3.evil.example/')).toBe(false);
});
