import { expect, test } from 'vitest';
import type { Json } from '../../shared/lib/json.ts';
import type { HttpReply, JournalIdentity } from './ports.ts';
import { Sessions } from './session.ts';

const met = { journalId: 'j1', epoch: 3 };

/** @param answers What is at each address: the journal of a hub, or nothing. */
function setUp(answers: { readonly [url: string]: JournalIdentity | undefined }, known: JournalIdentity | undefined) {
  const asked: string[] = [];
  const user = { id: 'lin', login: 'lin', name: 'Lin', roles: [] };
  const sessions = new Sessions(
    {
      clock: { machine: () => 0 },
      log: { info: () => undefined, warn: () => undefined, error: () => undefined },
      sessions: {
        load: () => undefined,
        save: () => undefined,
        loadVerifier: () => undefined,
        saveVerifier: () => undefined,
      },
      http: {
        async login(url: string, _body: Json): Promise<HttpReply> {
          asked.push(url);
          if (answers[url] === undefined) throw new Error('nothing there');
          return { status: 200, body: { token: url, expiresAt: 1, user } };
        },
        check: () => Promise.resolve({ status: 204, body: null }),
        logout: () => Promise.resolve(),
        journal: (url) => Promise.resolve(answers[url]),
      },
    },
    { hubUrls: Object.keys(answers), seat: 'seat1', met: () => known },
  );
  return { sessions, asked, login: () => sessions.login({ login: 'lin', password: 'x' }) };
}

test('nobody is logged in at the state of before a restore, even where nothing else answers', async () => {
  const old = { ...met, epoch: 2 };
  const both = setUp({ one: old, two: met }, met);
  expect((await both.login()).answer.status).toBe('signedIn');
  expect([both.asked, both.sessions.journal]).toEqual([['two'], met]);
  const alone = setUp({ one: old, two: undefined }, met);
  expect((await alone.login()).answer).toMatchObject({ status: 'refused', code: 'HubUnreachable' });
  expect(alone.asked).toEqual(['two']);
});

test('a hub that began anew is taken only where the one of before is nowhere, and known again by its journal', async () => {
  const fresh = { journalId: 'j2', epoch: 1 };
  const both = setUp({ one: fresh, two: met }, met);
  await both.login();
  expect(both.asked).toEqual(['two']);
  const alone = setUp({ one: fresh, two: undefined }, met);
  expect((await alone.login()).answer.status).toBe('signedIn');
  expect([alone.asked, alone.sessions.journal]).toEqual([['two', 'one'], fresh]);
});

test('a restored hub is the same one; with one address, or before the first word with any, there is no choice', async () => {
  const restored = setUp({ one: { ...met, epoch: 4 }, two: met }, met);
  await restored.login();
  expect(restored.asked).toEqual(['one']);
  for (const made of [setUp({ one: { ...met, epoch: 2 } }, met), setUp({ one: met, two: undefined }, undefined)]) {
    expect((await made.login()).answer.status).toBe('signedIn');
    expect(made.asked).toEqual(['one']);
  }
});

test('a right password over plain HTTP from another machine is a claim only', async () => {
  for (const [url, said] of [
    ['https://hub.lan', 'right'],
    ['http://127.0.0.1:7480', 'right'],
    ['http://10.0.0.5:7480', 'claimed'],
  ] as const) {
    const { sessions, login } = setUp({ [url]: met }, undefined);
    await login();
    expect(await sessions.check('x', null), url).toBe(said);
  }
});
