/** What a seat works out for its screens is for whoever is signed in, and for nobody after them. */
import { afterAll, expect, test } from 'vitest';
import { cleanUp, openNightSeat, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

test('a seat that nobody is signed in at works nothing out of what it holds', { timeout: 120_000 }, async () => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const desk = await openNightSeat(hub, 'seat-desk', 'zhihui1');
  const order = { source: '12345', externalId: '1', text: '斜土路小木桥路口的工地十点多了还在打桩' };
  const { id } = (await hub.call('POST', '/api/v1/incidents', order)).body as { readonly id: string };
  await desk.until(() => desk.document(`incident/${id}`) !== undefined);
  const draft = {
    ...({ id: crypto.randomUUID(), source: 'phone', externalId: null, place: null, position: null } as const),
    ...({ actAt: null, wantsReply: 'yes', text: '零陵路这边打桩声很响' } as const),
  };
  const asked = async () =>
    Promise.all([desk.seat.request('recommend', { incident: id }), desk.seat.request('draft', draft)]);
  expect((await asked()).map(({ status }) => status)).toEqual(['recommended', 'worked']);
  await desk.seat.request('logout', {});
  expect((await asked()).map(({ status }) => status)).toEqual(['unknown', 'noPack']);
  await desk.signIn('zhihui1');
  expect((await asked()).map(({ status }) => status)).toEqual(['recommended', 'worked']);
});
