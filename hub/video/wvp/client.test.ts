import { expect, test } from 'vitest';
import { z } from 'zod';
import { ManualClock } from '../../../tests/support/hub-kit.ts';
import { quietHubLog } from '../../../tests/support/quiet-hub-log.ts';
import { AnswerTooLarge } from '../http.ts';
import type { HttpReply } from '../http.ts';
import { WvpClient } from './client.ts';

const said = (data: unknown): HttpReply => ({
  ...{ status: 200, headers: {} },
  body: Buffer.from(JSON.stringify({ code: 0, msg: 'success', data })),
});

function given() {
  const clock = new ManualClock();
  const world = { answer: (): HttpReply => said(1), asked: 0 };
  const client = new WvpClient({
    ...{ base: new URL('http://wvp.test/'), credentials: { kind: 'apiKey', key: 'key' }, clock, log: quietHubLog },
    monotonic: () => clock.now(),
    send() {
      world.asked += 1;
      try {
        return Promise.resolve(world.answer());
      } catch (error) {
        return Promise.reject(error instanceof Error ? error : new Error(String(error)));
      }
    },
  });
  const ask = () => client.ask({ path: 'x', timeoutMs: 1, again: true }, z.number());
  return { client, world, ask };
}

test('an answer of one camera that cannot be read takes no other camera away', async () => {
  const { client, world, ask } = given();
  world.answer = () => said({ another: 'version' });
  for (let n = 0; n < 5; n += 1) expect(await ask()).toEqual({ ok: false, error: { is: 'unusable' } });
  expect(client.awaySince).toBeUndefined();
  world.answer = () => said(7);
  expect(await ask()).toEqual({ ok: true, value: 7 });
});

test('a picture that is too large is asked for once, and is no platform away', async () => {
  const { client, world, ask } = given();
  world.answer = () => {
    throw new AnswerTooLarge('more than 700000 bytes');
  };
  const picture = () => client.picture({ path: 'snap', timeoutMs: 1, again: true });
  for (let n = 0; n < 4; n += 1) expect(await picture()).toEqual({ ok: false, error: { is: 'unusable' } });
  expect([world.asked, client.awaySince]).toEqual([4, undefined]);
  world.answer = () => said(7);
  expect(await ask()).toMatchObject({ ok: true });
});

test('three asks in a row without an answer, and a refused log-in at once, are a platform away', async () => {
  const { client, world, ask } = given();
  world.answer = () => {
    throw new Error('refused');
  };
  for (let n = 0; n < 3; n += 1) expect(await ask()).toMatchObject({ error: { is: 'away' } });
  const { asked } = world;
  expect(await ask()).toMatchObject({ error: { is: 'away' } });
  expect(world.asked).toBe(asked);
  expect(client.awaySince).toBeTypeOf('number');
  const other = given();
  other.world.answer = () => ({ ...said(1), status: 401 });
  expect(await other.ask()).toMatchObject({ error: { is: 'away' } });
  expect(await other.ask()).toMatchObject({ error: { is: 'away' } });
  expect(other.world.asked).toBe(1);
});
