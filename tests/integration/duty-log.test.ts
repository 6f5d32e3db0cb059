/** The duty log over a whole hub: it writes itself, slice by slice, of what each may read; remarks stay as they were written. */
import { expect, test } from 'vitest';
import type { RemarkState } from '../../shared/domain/remark/state.ts';
import { must } from '../../shared/lib/must.ts';
import { civilDate, day, hour } from '../../shared/lib/time.ts';
import type { DutyLogAnswer } from '../../shared/wire/duty-log.ts';
import { ask, grantedBy, linked } from '../support/office-hub.ts';
import type { OfficeLink } from '../support/office-hub.ts';
import { openRightsHub } from '../support/rights-hub.ts';
import type { RightsHub } from '../support/rights-hub.ts';

async function enter(at: RightsHub, login: string): Promise<OfficeLink> {
  return linked(at, await at.enter(login, `seat-${login}`), `seat-${login}`);
}

async function whole(link: OfficeLink, from: number, to: number): Promise<DutyLogAnswer> {
  const lines: DutyLogAnswer['lines'] = [];
  for (let after = 0; ;) {
    const answer = await grantedBy<'dutyLog'>(link, { ask: 'dutyLog', from, to, after });
    lines.push(...answer.lines);
    if (answer.done) return { ...answer, lines };
    expect(answer.through).toBeGreaterThan(after);
    after = answer.through;
  }
}

const typesOf = ({ lines }: DutyLogAnswer): readonly string[] => lines.map(({ type }) => type);

test('what happened stands in it once, in the reach of who asks, and goes on from where it was read', async () => {
  const at = await openRightsHub();
  await at.make('desk', [{ role: 'dispatcher' }]);
  await at.make('far', [{ role: 'zoneLead', zone: at.elsewhere.zone }]);
  await at.make('room', [{ role: 'squadRoom', squad: 'fenglin' }]);
  const [desk, far, room] = [await enter(at, 'desk'), await enter(at, 'far'), await enter(at, 'room')];
  const [from, to] = [at.now() - hour, at.now() + day];

  const log = await whole(desk, from, to);
  const seqs = log.lines.map(({ seq }) => seq);
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b));
  expect(typesOf(log).filter((type) => type === 'IncidentReceived')).toHaveLength(2);
  expect(typesOf(log)).toEqual(expect.arrayContaining(['DutyModeSwitched', 'UnitAssigned', 'UnitStatusChanged']));
  // Steps in between stand in the timelines, and the words of callers in the vault.
  expect(typesOf(log)).not.toContain('IncidentPlaced');
  expect(JSON.stringify(log)).not.toContain('不该外传');
  expect(log.through).toBe(at.folder.journal.head().seq);

  // The zone at the other end of the town: the mode of the night, and nothing of this work.
  const elsewhere = typesOf(await whole(far, from, to));
  expect(elsewhere).toContain('DutyModeSwitched');
  expect(elsewhere.some((type) => type.startsWith('Incident') || type === 'UnitAssigned')).toBe(false);
  expect(await ask(room, { ask: 'dutyLog', from, to, after: 0 })).toMatchObject({
    status: 'refused',
    code: 'NotAllowed',
  });

  const none = { ask: 'dutyLog', from, to, after: log.through } as const;
  expect((await grantedBy<'dutyLog'>(desk, none)).lines).toEqual([]);
  const before = at.folder.journal.head().seq;
  await at.done('SetUnitStatus', { id: 'm2', status: 'resting', channel: 'radio' }, at.lead);
  const next = await grantedBy<'dutyLog'>(desk, { ...none, after: before });
  expect(typesOf(next)).toEqual(['UnitStatusChanged']);
  expect(next.through).toBe(at.folder.journal.head().seq);
});

test('a night has what happened in it, whenever it was entered; longer than two days is no night', async () => {
  const at = await openRightsHub();
  await at.make('desk', [{ role: 'dispatcher' }]);
  const desk = await enter(at, 'desk');
  const now = at.now();
  expect((await whole(desk, now - 3 * day, now - 2 * day)).lines).toEqual([]);
  expect((await whole(desk, now + day, now + 2 * day)).lines).toEqual([]);
  for (const to of [now, now - 1, now + 2 * day + 1])
    expect(await ask(desk, { ask: 'dutyLog', from: now, to, after: 0 }).catch(() => 'refused')).not.toMatchObject({
      status: 'granted',
    });
  // Said a minute ago at a seat that was cut off: it stands where it happened.
  const occurredAt = now - 60_000;
  const data = { id: 'm2', status: 'resting', channel: 'radio', happenedAt: occurredAt };
  expect(await at.give('SetUnitStatus', data, at.lead)).toMatchObject({ status: 'accepted' });
  const then = await whole(desk, occurredAt, occurredAt + 1);
  expect(typesOf(then)).toEqual(['UnitStatusChanged']);
  expect(then.lines[0]?.at).toBeGreaterThan(occurredAt);
});

test('remarks: whoever keeps the book writes into it; what was written stays beneath its correction', async () => {
  const at = await openRightsHub();
  const desk = await at.make('desk', [{ role: 'dispatcher' }]);
  const by = { user: desk, seat: 's1', role: 'dispatcher' };
  const id = crypto.randomUUID();
  const remark = { id, night: civilDate(at.now(), 480), text: '电台二号充电', about: null };
  await at.done('NoteRemark', remark, by);
  await at.done('NoteRemark', remark, by);
  const room = await at.make('room', [{ role: 'squadRoom', squad: 'fenglin' }]);
  const other = { user: room, seat: 's2', role: 'squadRoom' };
  expect(await at.give('NoteRemark', { ...remark, id: crypto.randomUUID() }, other)).toMatchObject({
    status: 'refused',
  });
  await at.done('CorrectRemark', { remark: id, text: '电台三号充电', reason: '写错了号' }, by);
  const state = must(at.folder.journal.document(`remark/${id}`), 'the remark').state as unknown as RemarkState;
  expect(state).toMatchObject({
    text: '电台三号充电',
    corrected: { reason: '写错了号' },
    before: [{ text: '电台二号充电' }],
  });
});
