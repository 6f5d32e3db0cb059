/** Orders that come again over HTTP with other content. */
import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { isoTime, minute } from '../../shared/lib/time.ts';
import { testNow } from '../support/given.ts';
import { smallPack } from '../support/small-pack.ts';
import { openWorkHub } from '../support/work-hub.ts';
import type { WorkHub } from '../support/work-hub.ts';

const path = '/api/v1/incidents';
const order = {
  ...{ source: '12345', externalId: 'GD-1', text: '斜土路小木桥路路口工地半夜打桩' },
  caller: { name: '不该留下的人', phone: '13912345678' },
};
const corrections = (at: WorkHub) => at.events().filter(({ type }) => type === 'IncidentCorrected');
const incident = async (at: WorkHub, id: unknown): Promise<IncidentState> =>
  (await at.send('GET', `${path}/${String(id)}`)).body['incident'] as IncidentState;

test('given an order on file, when it comes again and again, then only what it says otherwise is kept, and no caller told', async () => {
  const at = await openWorkHub({ pack: smallPack() });
  const { body } = await at.send('POST', path, order);
  await at.send('POST', path, order);
  // Less is not otherwise.
  await at.send('POST', path, { source: '12345', externalId: 'GD-1', text: order.text });
  expect(corrections(at)).toEqual([]);
  const first = await incident(at, body['id']);
  const actAt = isoTime(testNow - 30 * minute, 480);
  const other = { ...order, actAt, caller: { ...order.caller, phone: '13987654321' } };
  const replies = await Promise.all([other, other, other].map((one) => at.send('POST', path, one)));
  expect(replies.map(({ status }) => status)).toEqual([200, 200, 200]);
  expect(replies[0]?.body).toEqual(body);
  const [corrected, ...more] = corrections(at);
  expect(more).toEqual([]);
  expect(corrected?.data).toMatchObject({
    via: 'http',
    changes: [
      { field: 'phone', before: null, after: null },
      { field: 'actAt', before: first.actAt, after: testNow - 30 * minute },
    ],
    offer: { actAt: testNow - 30 * minute },
    personal: { has: ['name', 'phone', 'text'] },
  });
  const now = await incident(at, body['id']);
  expect(now).toMatchObject({ actAt: first.actAt, placing: first.placing, assessments: first.assessments });
  expect(JSON.stringify(at.events())).not.toMatch(/1398765|1391234|不该留下/);
  // The same once more is on file; and what came first is another correction.
  await at.send('POST', path, other);
  expect(corrections(at)).toHaveLength(1);
  await at.send('POST', path, { ...order, actAt });
  expect(corrections(at)).toHaveLength(2);
});

test('given other words, then the place they say is offered', async () => {
  const at = await openWorkHub({ pack: smallPack() });
  const { body } = await at.send('POST', path, order);
  const { placing } = await incident(at, body['id']);
  await at.send('POST', path, { ...order, text: '说错了，是宜山路中山西路路口工地半夜打桩' });
  const [corrected] = corrections(at);
  expect(corrected?.data).toMatchObject({
    changes: expect.arrayContaining([expect.objectContaining({ field: 'place' })]),
  });
  expect((await incident(at, body['id'])).placing).toEqual(placing);
});
