/**
 * After a night's work no caller's datum, and no note made on scene, is in what any seat or wall was ever sent without
 * the right, nor in any file of the hub but the vault, nor of a seat but the one where it was typed, nor in a log.
 */
import { afterAll, expect, onTestFinished, test } from 'vitest';
import type { Role, RoleGrant } from '../../shared/domain/account/events.ts';
import { kinds } from '../../shared/domain/catalog.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { reachOf } from '../../shared/domain/rules/permissions.ts';
import { must } from '../../shared/lib/must.ts';
import type { FeedClient } from '../support/feed-client.ts';
import type { UnitState } from '../../shared/domain/unit/state.ts';
import { notOfTheRecord } from '../../shared/domain/unit/state.ts';
import { filesHolding } from '../support/files-holding.ts';
import { asks } from '../support/office-asks.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';
import type { NightSeatProcess } from '../support/night-seat.ts';
import { startNightSeat } from '../support/night-seat.ts';
import { officeKey, officePassword } from '../support/office-hub.ts';
import type { RightsHub } from '../support/rights-hub.ts';
import { allRoles, openRightsHub, strangers, widest } from '../support/rights-hub.ts';

/** Everything a link was sent, as it came over the wire. */
function recording(client: FeedClient): () => string {
  const packets: string[] = [];
  client.socket.io.engine.on('packet', ({ data }: { readonly data?: unknown }) => {
    if (typeof data === 'string') packets.push(data);
    else if (data instanceof Uint8Array || data instanceof ArrayBuffer)
      packets.push(Buffer.from(data as Uint8Array).toString('utf8'));
  });
  return () => packets.join('\n');
}

afterAll(() => cleanUp());

test('callers and notes are nowhere without the right', { timeout: 300_000 }, async () => {
  const at = await openRightsHub();
  const roles: readonly Role[] = allRoles;
  const links = new Map<Role, { readonly client: FeedClient; readonly sent: () => string }>();
  for (const role of roles) {
    await at.make(`the-${role}`, [widest(role, at.elsewhere)]);
    const client = await at.seat(`the-${role}`);
    const sent = recording(client);
    await client.hello();
    links.set(role, { client, sent });
  }

  const crew = await at.make('in-the-car', [{ role: 'officer', squad: 'mobile' }]);
  const unit = must(at.folder.journal.document('unit/m3'), 'm3').state as unknown as UnitState;
  const { status, statusSince, jobs, provenance } = unit;
  const record = Object.fromEntries(Object.entries(unit).filter(([name]) => !(name in notOfTheRecord)));
  expect([status, jobs.length, statusSince <= at.now()]).toEqual(['available', 1, true]);
  await at.done('RecordUnit', {
    ...{ id: 'm3', record: { ...record, devices: [...unit.devices], crew: [crew] } },
    provenance: { ...provenance, asOf: at.now() },
  });

  // Work goes on while they look, and everybody asks for all there is.
  const [first, second] = at.incidents;
  const lead = { user: 'x', seat: 'seat', role: 'shiftLead' };
  const { journal } = at.folder;
  const account = must(journal.documents('account', { where: { login: 'the-shiftLead' } })[0], 'lead');
  const by = { ...lead, user: (account.state as { readonly id: string }).id };
  await at.done('AcknowledgeIncident', { incident: second }, by);
  await at.done('JoinIncident', { incident: second, into: first }, by);
  await at.done('SwitchDutyMode', { mode: 'routine', cause: 'person', reason: '天亮' });
  const refs = [at.callerRef, at.noteRef];
  for (const [role, { client, sent }] of links) {
    const streams = [first, second].map((id) => `incident/${id}`);
    for (const stream of [...streams, `assignment/${at.assignment}`]) await client.history(stream);
    for (const ask of asks) await client.socket.timeout(30_000).emitWithAck('office', ask);
    const answers = [];
    for (const ref of refs) answers.push((await client.vaultRead(ref, '回访')).status);
    const callers = reachOf('readCaller', role) !== undefined;
    const notes = reachOf('readEvidence', role) !== undefined && role !== 'zoneLead';
    const far = !['commander', 'dutyLeader', 'shiftLead', 'dispatcher', 'nightDesk', 'legalSection'].includes(role);
    expect(answers, role).toEqual([callers && !far ? 'content' : 'refused', notes && !far ? 'content' : 'refused']);
    const [call] = strangers.calls;
    // Who may look finds it, so the search is one that finds: in the answer to that look, and for the record asked for.
    const allowed = [
      ...(answers[0] === 'content' ? [call.text, ...Object.values(call.caller)] : []),
      ...(answers[1] === 'content' ? [strangers.note] : []),
    ];
    for (const word of strangers.words)
      expect(sent().includes(word), `${role}: ${word}`).toBe(allowed.some((text) => text.includes(word)));
  }

  const paths = ['incidents', `incidents/${first}`, 'units', 'journal', 'journal/verify'].map(
    (name) => `/api/v1/${name}`,
  );
  const fetched = await Promise.all(
    [...paths, '/metrics', '/healthz'].map(async (path) => {
      const response = await fetch(`${at.url}${path}`, { headers: { authorization: `Bearer ${officeKey}` } });
      expect(response.status, path).toBe(200);
      return response.text();
    }),
  );
  // Of people of the bureau outside programs hear nothing either.
  expect(fetched[2]).toContain('"m3"');
  expect(fetched[2]).not.toContain(crew);
  await expect
    .poll(() => at.noted().filter((line) => line.startsWith('vaultRead')).length, { timeout: 30_000 })
    .toBeGreaterThan(5);
  for (const word of strangers.words)
    for (const text of [...fetched, JSON.stringify(at.lines), at.noted().join('\n')])
      expect(text.includes(word), word).toBe(false);
  const files = new Set(
    filesHolding(at.folder.dir, strangers.words).map(({ file }) => file.replace(/-(wal|shm)$/, '')),
  );
  expect([...files]).toEqual(['vault.sqlite']);
});

/** Typed at the desk's own seat, which keeps what it sent for a while. */
const typed = {
  text: '零陵路东安路口有人敲铁皮，我是隔壁裁缝铺的学徒',
  ...{ name: '不该外传的庚', phone: '13912340007', address: '隔壁弄堂二号楼庚室' },
};
const typedWords = ['隔壁裁缝铺', '不该外传的庚', '13912340007', '二号楼庚室'];
const kindsWatched = [...kinds.keys()];

test('the files of seats hold none of it but where it was typed', { timeout: 300_000 }, async () => {
  const at = await openRightsHub();
  const people = {
    wall: [{ role: 'wall' }],
    room: [{ role: 'squadRoom', squad: 'fenglin' }],
    officer: [{ role: 'officer', squad: 'fenglin' }],
    street: [{ role: 'street', street: streetOf(at) }],
    desk: [{ role: 'nightDesk' }],
  } as const satisfies { readonly [name: string]: readonly RoleGrant[] };
  type Name = keyof typeof people;
  const names = Object.keys(people) as Name[];
  const seats = new Map<Name, NightSeatProcess>();
  for (const name of names) {
    await at.make(name, people[name]);
    seats.set(name, startNightSeat(tempFolder(), `seat-${name}`, at.url));
  }
  const seatOf = (name: Name): NightSeatProcess => must(seats.get(name), name);
  onTestFinished(async () => void (await Promise.all([...seats.values()].map((seat) => seat.stop()))));
  for (const name of names) {
    const { process, desk } = seatOf(name);
    await process.listening;
    const answer = await desk.seat.request('login', { login: name, password: officePassword });
    expect(answer, name).toMatchObject({ status: 'signedIn' });
    await desk.seat.request('watch', { watch: 1, kinds: kindsWatched });
    await desk.seat.request('watchPositions', { on: true });
    await desk.live();
  }

  // A night goes on: a call is typed, steps are reported, and everybody asks for all there is.
  const third = crypto.randomUUID();
  const { desk } = seatOf('desk');
  // The district comes after the documents; without it no call can be understood.
  await expect.poll(async () => (await desk.seat.request('plates', {})).status, { timeout: 30_000 }).toBe('plates');
  const taken = await desk.seat.request('takeIn', {
    ...{ id: third, source: 'phone', externalId: null, place: null, position: null, actAt: null, wantsReply: 'yes' },
    ...typed,
  });
  await desk.settled(must(taken.status === 'queued' ? taken.entry : undefined, 'an entry'), 'takeIn');
  const [first, second] = at.incidents;
  await desk.act('AcknowledgeIncident', { incident: second }, [`incident/${second}`]);
  await desk.act('JoinIncident', { incident: second, into: first }, [`incident/${first}`]);
  await seatOf('room').desk.act('SetOut', { assignment: at.assignment, channel: 'radio' }, [
    `assignment/${at.assignment}`,
  ]);
  // Beside these there is what the hub keeps for itself, under no such name.
  const named = at.folder.journal.vaultReferences().map(({ ref }) => ref);
  const refs = named.filter((ref) => /^[0-9a-f]{32}$/.test(ref));
  // Two orders, a note, the words of a message, the call.
  expect(refs).toHaveLength(5);
  expect(refs).toContain(at.messageRef);
  const streams = [...[first, second, third].map((id) => `incident/${id}`), `assignment/${at.assignment}`];
  const read = new Map<Name, number>();
  for (const name of names) {
    const { seat } = seatOf(name).desk;
    for (const stream of streams) await seat.request('history', { stream });
    for (const stream of streams.slice(0, 3)) await seat.request('presence', { open: stream, about: null });
    for (const incident of [first, second, third]) await seat.request('recommend', { incident });
    await seat.request('draft', {
      ...{ id: crypto.randomUUID(), source: 'phone', externalId: null, place: null, position: null },
      ...{ actAt: null, wantsReply: 'yes', text: '斜土路小木桥路口的工地' },
    });
    for (const message of asks) await seat.request('office', message);
    for (const ref of refs) {
      const answer = await seat.request('personal', { ref, reason: '回访' });
      if (answer.status === 'content') read.set(name, (read.get(name) ?? 0) + 1);
      else expect(answer, `${name} ${ref}`).toEqual({ status: 'refused', code: 'NotAllowed' });
    }
  }
  // The desk reads all, the room what was noted on scene, nobody else anything.
  expect(Object.fromEntries(read)).toEqual({ desk: 5, room: 1 });
  await seatOf('room').desk.until(() => seatOf('room').desk.document(`incident/${first}`) !== undefined);

  const words = [...strangers.words, ...typedWords];
  const inFiles = (name: Name): readonly string[] => [
    ...new Set(filesHolding(seatOf(name).dir, words).map(({ text }) => text)),
  ];
  const check = (when: string): void => {
    for (const name of names.filter((one) => one !== 'desk')) {
      expect(inFiles(name), `${name} ${when}`).toEqual([]);
      // All that its screens were told, but what the room was shown on asking.
      const told = seatOf(name).process.out.filter((line) => name !== 'room' || !line.includes(strangers.note));
      for (const word of words) expect(told.join('\n').includes(word), `${name} ${when} ${word}`).toBe(false);
    }
    // The search is one that finds; what was only read leaves nothing behind even where it may be read.
    expect(inFiles('desk').toSorted()).toEqual(typedWords.toSorted());
    for (const name of names)
      for (const word of words)
        expect(seatOf(name).process.log().includes(word), `log of ${name}: ${word}`).toBe(false);
  };
  check('at work');
  for (const name of names) await seatOf(name).stop();
  check('after its end');
});

/** A street with work in it. */
function streetOf(at: RightsHub): string {
  const { state } = must(at.folder.journal.document(`incident/${at.incidents[0]}`), 'the incident');
  return must((state as unknown as IncidentState).placing.grids?.responsibility, 'its street');
}
