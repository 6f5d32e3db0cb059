/** Whether the ways in are alive, from the door to a seat; and what the administrator is shown of devices. */
import { expect, test, vi } from 'vitest';
import { hour, minute } from '../../shared/lib/time.ts';
import { smallPack } from '../support/small-pack.ts';
import { openWorkHub, unitOnDuty } from '../support/work-hub.ts';

const order = (externalId: string) => ({ source: '12319', externalId, text: '漕溪路打桩声很大' });

test('an order wakes its intake, a night without one is said once, and the metrics know', async () => {
  const hub = await openWorkHub({ pack: smallPack(), gateways: { osmandPort: 0 } });
  const { clock } = hub;
  await unitOnDuty(hub, 'car', ['osmand:phone']);
  expect((await hub.send('POST', '/api/v1/incidents', order('a'))).status).toBe(201);
  clock.advance(hour);
  // Sent again: the order is known, and the intake is alive all the same.
  expect((await hub.send('POST', '/api/v1/incidents', order('a'))).status).toBe(200);
  const last = clock.now();
  const silences = () =>
    hub.lines.filter(({ level, message }) => level === 'warn' && message.includes('silent for longer than usual'));
  clock.advance(5 * hour);
  expect(silences().map(({ data }) => data)).toEqual([
    expect.objectContaining({ intake: 'osmand' }),
    { intake: '12319', since: last, usualMs: 4 * hour },
  ]);
  clock.advance(10 * hour);
  expect(silences()).toHaveLength(2);
  const metrics = async (): Promise<string> => {
    const authorization = `Bearer key-of-the-work-hub-tests`;
    const response = await fetch(`http://127.0.0.1:${hub.hub.address()?.http}/metrics`, { headers: { authorization } });
    return response.text();
  };
  expect(await metrics()).toContain('lianqin_intake_silent{intake="12319"} 1');
  const phone = `http://127.0.0.1:${hub.hub.address()?.osmand}/?id=phone&lat=31.188&lon=121.437`;
  expect((await fetch(phone)).status).toBe(200);
  await hub.send('POST', '/api/v1/incidents', order('b'));
  const after = await metrics();
  expect(after).toContain('lianqin_intake_silent{intake="12319"} 0');
  expect(after).toContain('lianqin_intake_silent{intake="osmand"} 0');
  expect(after).toContain('lianqin_intake_age_seconds{intake="osmand"} 0');
  expect(after).not.toContain('lianqin_intake_age_seconds{intake="110"}');
});

test('what was usual is learned from the orders in the journal after a restart of the hub', async () => {
  const hub = await openWorkHub({ pack: smallPack() });
  for (let n = 0; n < 40; n += 1) {
    hub.clock.advance(30 * minute);
    expect((await hub.send('POST', '/api/v1/incidents', order(`n${n}`))).status).toBe(201);
  }
  const { orderHistory } = await import('../../hub/intakes/order-history.ts');
  const { createIntakes } = await import('../../hub/intakes/intakes.ts');
  const again = createIntakes({
    ...{ clock: hub.clock, timers: hub.clock, utcOffset: 480, open: () => false, expected: () => new Set<string>() },
    log: { debug: vi.fn(), info: vi.fn(), warn: vi.fn(), error: vi.fn() },
    history: () => orderHistory(hub.folder.journal, hub.clock.now()),
  });
  again.start();
  await again.learned();
  const found = again.board().intakes.find(({ id }) => id === '12319');
  // Less than ten gaps began in any one hour; of three hours together it is known.
  expect(found).toMatchObject({ state: 'speaks', lastAt: hub.clock.now() });
  await again.stop();
});
