/** What a squad room may say: of the incidents and assignments it may hold, and of no others. */
import { afterAll, expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { cleanUp, openNightSeat, reportForDuty, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

test("a squad room's word counts for its own work only", { timeout: 120_000 }, async () => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const [desk, room] = await Promise.all([
    openNightSeat(hub, 'seat-desk', 'zhihui1'),
    openNightSeat(hub, 'seat-room', 'fenglin'),
  ]);
  await reportForDuty(desk, ['m3']);
  const taken = async (externalId: string, text: string): Promise<string> => {
    const { body } = await hub.call('POST', '/api/v1/incidents', { source: '12345', externalId, text });
    const { id } = body as { readonly id: string };
    await desk.until(() => desk.document(`incident/${id}`) !== undefined);
    return id;
  };
  const own = await taken('1', '斜土路小木桥路口的工地十点多了还在打桩');
  const other = await taken('2', '漕宝路柳州路工地夜间吊装钢筋');
  expect(desk.document<IncidentState>(`incident/${other}`)?.placing.squad).not.toBe('fenglin');
  const assignment = crypto.randomUUID();
  await desk.act('AssignUnit', { id: assignment, incident: other, unit: 'm3', queue: false });
  // Every unit shows which incidents and assignments it has: so their ids are no secret.
  await room.until(() => room.document<UnitState>('unit/m3')?.jobs.length === 1);
  await room.until(() => room.document(`incident/${own}`) !== undefined);
  expect(room.document(`incident/${other}`)).toBeUndefined();

  const check = { which: 'sameNight', way: 'phone', quiet: false };
  await expect(room.act('RecordCheck', { ...check, incident: other })).rejects.toThrow('NotAllowed');
  await expect(room.act('ReportOutcome', { assignment, kind: 'stopped' })).rejects.toThrow('NotAllowed');
  await expect(room.act('RecordReply', { incident: other, way: 'hotline' })).rejects.toThrow('NotAllowed');
  expect(desk.document<UnitState>('unit/m3')?.jobs).toHaveLength(1);

  await room.act('RecordReply', { incident: own, way: 'hotline' });
  await desk.until(() => desk.document<IncidentState>(`incident/${own}`)?.replies.length === 1);
});
