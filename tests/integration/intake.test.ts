/** Orders of work from other systems over HTTP: taken once, whatever comes, and read again without anybody's data. */
import { describe, expect, test } from 'vitest';
import { isoTime, minute } from '../../shared/lib/time.ts';
import { gcj02ToWgs84 } from '../../shared/geo/coordinates.ts';
import { testNow } from '../support/given.ts';
import { smallPack } from '../support/small-pack.ts';
import { openWorkHub } from '../support/work-hub.ts';
import type { WorkHub } from '../support/work-hub.ts';

const pack = smallPack();
const path = '/api/v1/incidents';
const order = {
  ...{ source: '12345', externalId: 'GD-1', text: '斜土路小木桥路路口工地半夜打桩' },
  caller: { name: '不该留下的人', phone: '13912345678' },
};
const received = (at: WorkHub) => at.events().filter(({ type }) => type === 'IncidentReceived');

describe('an order', () => {
  test('is new once, then known, also with other words; all answers have the same members', async () => {
    const at = await openWorkHub({ pack });
    const first = await at.send('POST', path, order);
    expect([first.status, first.body]).toEqual([
      201,
      expect.objectContaining({ id: expect.any(String), number: '1121-001', source: '12345', externalId: 'GD-1' }),
    ]);
    const again = await at.send('POST', path, { ...order, externalId: ' GD-1 ', text: '别的话' });
    expect([again.status, again.body]).toEqual([200, first.body]);
    expect(received(at)).toHaveLength(1);
    const other = await at.send('POST', path, { ...order, source: '12319' });
    expect([other.status, other.body['number']]).toEqual([201, '1121-002']);
  });

  test('leaves no word of the caller in the journal, nor in what is read', async () => {
    const at = await openWorkHub({ pack });
    const { body } = await at.send('POST', path, order);
    const shown = await at.send('GET', `${path}/${String(body['id'])}`);
    expect(shown.body).toMatchObject({ incident: { personal: { has: ['name', 'phone', 'text'] } }, assignments: [] });
    const journal = JSON.stringify(at.events());
    for (const text of [journal, shown.text, (await at.send('GET', path)).text]) {
      expect(text).not.toContain('不该留下的人');
      expect(text).not.toContain('13912345678');
    }
    expect(shown.text).not.toMatch(/"mac"|"lastStep"/);
    expect(journal).toContain('"mac"');
  });

  test('sent two hundred times over, twice at once, is two hundred incidents', async () => {
    const at = await openWorkHub({ pack });
    const ids = Array.from({ length: 200 }, (_, i) => `GD-${i}`);
    const replies = await Promise.all(
      [...ids, ...ids].map((externalId) => at.send('POST', path, { ...order, externalId })),
    );
    expect(replies.filter(({ status }) => status === 201)).toHaveLength(200);
    expect(replies.filter(({ status }) => status === 200)).toHaveLength(200);
    expect(received(at)).toHaveLength(200);
    expect(new Set(replies.map(({ body }) => `${String(body['externalId'])} ${String(body['id'])}`)).size).toBe(200);
    expect(new Set(replies.map(({ body }) => body['number'])).size).toBe(200);
  }, 120_000);

  test('gives its time and place; a place is converted from what it was measured in', async () => {
    const at = await openWorkHub({ pack });
    const times = { receivedAt: isoTime(testNow - 5 * minute, 480), actAt: isoTime(testNow - 30 * minute, 480) };
    const [lon, lat] = [121.4631, 31.1916];
    const position = { lon, lat, crs: 'GCJ02', of: 'place' };
    const { body } = await at.send('POST', path, { ...order, ...times, position });
    for (const crs of ['WGS84', 'CGCS2000', 'BD09'])
      expect((await at.send('POST', path, { ...order, externalId: crs, position: { lon, lat, crs } })).status).toBe(
        201,
      );
    const shown = await at.send('GET', `${path}/${String(body['id'])}`);
    expect(shown.body['incident']).toMatchObject({ receivedAt: testNow - 5 * minute, actAt: testNow - 30 * minute });
    const real = gcj02ToWgs84({ lon, lat });
    expect(Math.abs(real.lon - lon)).toBeGreaterThan(0.003);
    expect(shown.text).not.toContain(`"lon":${lon}`);
  });
});

const position = { lon: 121.46, lat: 31.19, crs: 'WGS84' };
test.each([
  ['nothing', undefined, 400, 'source'],
  ['no object', [], 400, 'body'],
  ['no JSON', '{', 400, 'body'],
  ['no source', { ...order, source: undefined }, 400, 'source'],
  ['a source of the desk', { ...order, source: 'phone' }, 400, 'source'],
  ['a number as id', { ...order, externalId: 7 }, 400, 'externalId'],
  ['a blank id', { ...order, externalId: '  ' }, 400, 'externalId'],
  ['a long id', { ...order, externalId: 'x'.repeat(81) }, 400, 'externalId'],
  ['no text', { ...order, text: '' }, 400, 'text'],
  ['a long text', { ...order, text: '吵'.repeat(4_001) }, 400, 'text'],
  ['half a character', { ...order, text: '吵\ud800' }, 400, 'text'],
  ['a stranger', { ...order, priority: 1 }, 400, 'priority'],
  ['a stranger in the caller', { ...order, caller: { age: 7 } }, 400, 'caller.age'],
  ['no crs', { ...order, position: { lon: 121.46, lat: 31.19 } }, 400, 'position.crs'],
  ['an unknown crs', { ...order, position: { ...position, crs: 'XIAN80' } }, 400, 'position.crs'],
  ['no longitude', { ...order, position: { ...position, lon: 181 } }, 400, 'position.lon'],
  ['a place far outside', { ...order, position: { ...position, lon: 116.4 } }, 422, 'position'],
  ['a time without offset', { ...order, actAt: '2026-11-21T22:00:00' }, 400, 'actAt'],
  ['no time', { ...order, receivedAt: 1 }, 400, 'receivedAt'],
  ['a receipt to come', { ...order, receivedAt: isoTime(testNow + minute, 480) }, 422, 'receivedAt'],
  ['an act to come', { ...order, actAt: isoTime(testNow + minute, 480) }, 422, 'actAt'],
  ['a wish nobody has', { ...order, wantsReply: 'maybe' }, 400, 'wantsReply'],
])('%s is refused, naming the field', async (_what, body, status, field) => {
  const at = await openWorkHub({ pack });
  const reply = await at.send('POST', path, body);
  expect([reply.status, reply.body]).toEqual([
    status,
    expect.objectContaining({ code: expect.any(String), message: expect.any(String), field }),
  ]);
  expect(received(at)).toEqual([]);
});

test('without the key, a pack or room nothing is taken; afterwards it is', async () => {
  const at = await openWorkHub();
  expect((await at.send('POST', path, order, false)).status).toBe(401);
  const none = await at.send('POST', path, order);
  expect([none.status, none.body['code'], none.headers.get('retry-after')]).toEqual([503, 'NoPackInForce', '60']);
  expect((await at.send('POST', '/api/v1/pack', pack)).status).toBe(200);
  at.volume.free = 0;
  const full = await at.send('POST', path, order);
  expect([full.status, full.body['code'], full.headers.get('retry-after')]).toEqual([503, 'StorageFull', '30']);
  at.volume.free = Number.MAX_SAFE_INTEGER;
  expect((await at.send('POST', path, order)).status).toBe(201);
});

test('incidents are read in pages by time of receipt, open ones alone, and from a time on', async () => {
  const at = await openWorkHub({ pack });
  const sent: unknown[] = [];
  for (let i = 0; i < 5; i += 1) {
    // Three in the same instant: the page ends among them.
    const receivedAt = isoTime(testNow - (i < 3 ? 10 : 5) * minute, 480);
    sent.push((await at.send('POST', path, { ...order, externalId: `GD-${i}`, receivedAt })).body['id']);
  }
  const read: unknown[] = [];
  let after = '';
  for (let page = 0; page < 10; page += 1) {
    const { body } = await at.send('GET', `${path}?limit=2${after}`);
    read.push(...(body['incidents'] as { id: string }[]).map(({ id }) => id));
    if (body['next'] === null) break;
    after = `&after=${String(body['next'])}`;
  }
  expect([...read].sort()).toEqual([...sent].sort());
  expect(new Set(read.slice(0, 3))).toEqual(new Set(sent.slice(0, 3)));
  const since = encodeURIComponent(isoTime(testNow - 6 * minute, 480));
  expect((await at.send('GET', `${path}?since=${since}`)).body['incidents']).toHaveLength(2);
  expect((await at.send('GET', `${path}?open=true`)).body['incidents']).toHaveLength(5);
  expect((await at.send('GET', `${path}?open=false`)).body['incidents']).toEqual([]);
  for (const [query, field] of [
    ['limit=0', 'limit'],
    ['open=maybe', 'open'],
    ['since=yesterday', 'since'],
    ['after=x', 'after'],
    ['order=up', 'order'],
  ]) {
    const reply = await at.send('GET', `${path}?${query}`);
    expect([reply.status, reply.body['field']]).toEqual([400, field]);
  }
  expect((await at.send('GET', `${path}/00000000-0000-7000-8000-000000000000`)).status).toBe(404);
  expect((await at.send('GET', `${path}/x`)).body).toMatchObject({ code: 'InvalidInput', field: 'id' });
});
