/**
 * The main job, played without a screen on real processes: a night complaint comes in over HTTP, two seats see it, a unit
 * is sent, reports, the callers are answered, it is checked and closed; and what must not be done is refused.
 */
import { afterAll, expect, test } from 'vitest';
import type { AssignmentState } from '../../shared/domain/assignment/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { must } from '../../shared/lib/must.ts';
import { startHub, testKey } from '../support/hub-process.ts';
import { cleanUp, demoPackFile, openNightSeat, reportForDuty, startNightHub } from '../support/night-hub.ts';

afterAll(() => cleanUp());

const order = {
  source: '12345',
  externalId: 'SH-20261121-0001',
  text: '斜土路小木桥路口往东那个工地，十点多了还在打桩，咚咚咚，家里老人心脏不好，要求马上停。',
  caller: { phone: '13900000001' },
};
const second = {
  ...({ source: 'phone', externalId: null, place: null, position: null, actAt: null, wantsReply: 'yes' } as const),
  ...{ name: '', phone: '13900000002', address: '零陵路示例小区' },
  text: '我住零陵路这边小区，窗户一震一震的，声音从北边传过来，有半个钟头了。',
} as const;

test('scene 1: from the ring to closed, on two seats', { timeout: 180_000 }, async () => {
  const hub = await startNightHub('2026-11-21T22:41:00+08:00');
  const [night, desk, lead] = await Promise.all([
    openNightSeat(hub, 'seat-night', 'yeban'),
    openNightSeat(hub, 'seat-desk', 'zhihui1'),
    openNightSeat(hub, 'seat-lead', 'zhiban'),
  ]);
  await lead.act('SwitchDutyMode', { mode: 'night', cause: 'person', reason: '夜间联防', reportNight: '2026-11-21' });
  await reportForDuty(night, ['m1', 'm2', 'm3', 'm4', 'z2-car']);

  // In over HTTP; the same order again is the same order.
  const taken = await hub.call('POST', '/api/v1/incidents', order);
  expect(taken.status).toBe(201);
  expect((await hub.call('POST', '/api/v1/incidents', order)).status).toBe(200);
  const { id } = taken.body as { readonly id: string };
  const stream = `incident/${id}`;
  const at = (seat: typeof night): IncidentState => must(seat.document<IncidentState>(stream), 'the incident');
  await Promise.all([night, desk].map((seat) => seat.until(() => seat.document(stream) !== undefined)));
  expect(at(desk)).toEqual(at(night));
  const received = at(night);
  expect(received.placing).toMatchObject({ precision: 'crossing', certain: true, squad: 'fenglin', outside: null });
  expect(Object.values(received.placing.grids ?? {}).every((code) => code !== '')).toBe(true);
  expect(received.match).toMatchObject({ status: 'certain' });
  expect(received.assessments.at(-1)).toMatchObject({ kind: 'none', legalNight: true });
  expect(JSON.stringify(received)).not.toContain('老人');

  // The second caller is typed in; joining is offered, not done.
  const other = crypto.randomUUID();
  const draft = await night.seat.request('draft', draftOf(other));
  expect(draft).toMatchObject({ status: 'worked', incident: { match: { status: 'proposed' } } });
  const entry = await night.seat.request('takeIn', { ...second, id: other });
  await night.settled(must(entry.status === 'queued' ? entry.entry : undefined, 'an entry'), 'takeIn');
  await desk.until(() => desk.document(`incident/${other}`) !== undefined);
  expect(desk.document<IncidentState>(`incident/${other}`)?.similar[0]).toMatchObject({ incident: id });
  expect(desk.document<IncidentState>(`incident/${other}`)?.joinedInto).toBeNull();
  await night.act('JoinIncident', { incident: other, into: id }, [`incident/${other}`, stream]);

  // Whom to send, with reasons; one press; every seat sees it.
  const asked = await desk.seat.request('recommend', { incident: id });
  const { units, advice } = must(asked.status === 'recommended' ? asked.recommendation : undefined, 'a recommendation');
  expect(advice).toBe('send');
  expect(units[0]).toMatchObject({ unit: 'm1', task: 'enforce' });
  await desk.until(() => at(desk).tookIn.length === 1);
  const assignment = crypto.randomUUID();
  const stale = Object.freeze([stream]);
  await desk.act('AssignUnit', { id: assignment, incident: id, unit: 'm1', queue: false }, [stream, 'unit/m1']);
  await night.until(() => night.document(`assignment/${assignment}`) !== undefined);
  await night.until(() => night.document<UnitState>('unit/m1')?.jobs.length === 1 && at(night).stage === 'dispatched');
  // The same unit again is refused with what was in the way.
  await expect(
    night.act('AssignUnit', { id: crypto.randomUUID(), incident: id, unit: 'm1', queue: true }, stale),
  ).rejects.toThrow('UnitAlreadyAssigned');

  // Every step by the desk for the unit.
  const step = { assignment, channel: 'radio' };
  for (const type of ['AcceptAssignment', 'SetOut', 'Arrive'])
    await night.act(type, step, [`assignment/${assignment}`]);
  const sent = (): AssignmentState =>
    must(night.document<AssignmentState>(`assignment/${assignment}`), 'the assignment');
  await night.until(() => sent().arrived !== null && at(night).stage === 'onScene');
  expect(sent().arrived).toMatchObject({ grade: 'reportedByDesk' });
  expect(at(night).assessments.at(-1)).toMatchObject({ occasion: 'arrival' });
  await night.act('NoteEvidence', { ...step, kind: 'note', personal: { text: '工地负责人在场' } });
  await night.act('ReportOutcome', { ...step, kind: 'stopped' }, [`assignment/${assignment}`, stream]);
  await night.until(
    () => night.document<UnitState>('unit/m1')?.jobs.length === 0 && at(night).outcome?.kind === 'stopped',
  );

  // Not yet: two callers wait, two checks are owed. Nobody is rung at night.
  await expect(night.act('CloseIncident', { incident: id }, [stream])).rejects.toThrow('ObligationOpen');
  await expect(night.act('RecordReply', { incident: id, way: 'spoken' }, [stream])).rejects.toThrow(
    'ReplyNotAtThisHour',
  );
  await night.act('RecordReply', { incident: id, way: 'message', personal: { text: '已到场，已停工。' } }, [stream]);
  await night.act('RecordReply', { incident: other, way: 'message' }, [`incident/${other}`]);
  await night.act('TellLocalSquad', { incident: id }, [stream]);
  await expect(night.act('CloseIncident', { incident: id }, [stream])).rejects.toThrow('ObligationOpen');

  // The same night again, and the same hour of the next day, on a hub that was restarted. Not before it says something.
  const sameNight = { incident: id, which: 'sameNight', way: 'camera', quiet: true };
  await expect(night.act('RecordCheck', sameNight, [stream])).rejects.toThrow('CheckTooEarly');
  hub.process.signal('SIGTERM');
  await hub.process.exited;
  const common = ['--data', hub.data, '--port', String(hub.port), '--demo', '--api-key', testKey];
  const again = startHub([...common, '--pack', demoPackFile(), '--clock', '2026-11-22T23:55:00+08:00']);
  await again.listening;
  await night.until(() => at(night).overdue.length > 0, 'what fell due meanwhile is noted', 60_000);
  const happenedAt = must(at(night).outcome?.recheckBetween, 'the time of the check').from;
  await night.act('RecordCheck', { ...sameNight, happenedAt }, [stream]);
  await night.act('RecordCheck', { incident: id, which: 'sameHour', way: 'passingUnit', quiet: true }, [stream]);
  await night.act('HandToLocalSquad', { incident: id, owes: ['file'] }, [stream]);
  await night.act('CloseIncident', { incident: id }, [stream, `incident/${other}`]);
  const joined = (): IncidentState => must(desk.document<IncidentState>(`incident/${other}`), 'the joined one');
  await desk.until(() => at(desk).closed !== null && joined().closed !== null);
  expect([at(desk).closed?.result, joined().closed?.result]).toEqual(['handled', 'joined']);

  await Promise.all([night, desk, lead].map((seat) => seat.live()));
  const digests = await Promise.all([night, desk, lead].map((seat) => seat.seat.request('checkDigest', {})));
  expect(digests.map(({ status }) => status)).toEqual(['equal', 'equal', 'equal']);
  expect(await hub.call('GET', '/api/v1/journal/verify')).toMatchObject({ status: 200 });
});

function draftOf(id: string) {
  const { name: _name, phone: _phone, address: _address, ...rest } = second;
  return { ...rest, id };
}
