/**
 * Every forbidden cell of the table of rights, with every role, over the raw socket and HTTP: refused, recorded, and
 * nothing told. One hub, on a night with work.
 */
import { describe, expect, test } from 'vitest';
import type { Role } from '../../shared/domain/account/events.ts';
import { commands } from '../../shared/domain/catalog.ts';
import type { Allowed, CommandType, OtherAction } from '../../shared/domain/rules/permissions.ts';
import {
  commandRights,
  doorRoles,
  otherRights,
  pageActions,
  reachOf,
  roleLimits,
} from '../../shared/domain/rules/permissions.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { KeyAction, OfficeGranted } from '../../shared/wire/office-api.ts';
import { keyActionSchema } from '../../shared/wire/office-api.ts';
import { noteOf, officeRights } from '../../hub/office/rights.ts';
import type { FeedClient } from '../support/feed-client.ts';
import { asks } from '../support/office-asks.ts';
import { countingReads } from '../support/counting-reads.ts';
import { FieldDevice } from '../support/field-device.ts';
import { ask, grantedBy } from '../support/office-hub.ts';
import type { RightsHub } from '../support/rights-hub.ts';
import { allRoles, grantElsewhere, openRightsHub, widest } from '../support/rights-hub.ts';

const nobody = '0198aaaa-0000-7000-8000-00000000dead';
const barred = { status: 'refused', refusal: { code: 'NotAllowed', params: {} } };
const notAllowed = { status: 'refused', code: 'NotAllowed' };
const commandTypes = Object.keys(commandRights) as CommandType[];
const mayGive = (type: CommandType, role: string): boolean => role in (commandRights[type] as Allowed);

/** Who has a role as wide as it goes, and who has it for what lies elsewhere, by role. */
const logins = (role: Role) => ({ wide: `wide-${role}`, far: `far-${role}` });

async function people(at: RightsHub): Promise<void> {
  for (const role of allRoles) {
    const { wide, far } = logins(role);
    await at.make(wide, [widest(role, at.elsewhere)]);
    await at.make(far, [grantElsewhere(role, at.elsewhere)]);
  }
}

/** Data that names a document wherever a command names one. */
function about(at: RightsHub, exists: boolean): { readonly [type: string]: Json } {
  const [incident, into] = exists ? at.incidents : [nobody, nobody];
  const own = (kind: string): string => {
    if (!exists) return nobody;
    return { Approval: at.approval, Operation: at.operation }[kind] ?? nobody;
  };
  return Object.fromEntries(
    commandTypes.map((type) => {
      const kind = /Approval|Operation/.exec(type)?.[0] ?? '';
      const id = type === 'SetUnitStatus' ? (exists ? 'm3' : 'm99') : own(kind);
      return [type, { id, incident, into, assignment: exists ? at.assignment : nobody, reason: '示例', status: 'x' }];
    }),
  );
}

test('every forbidden cell', { timeout: 600_000 }, async () => {
  const at = await openRightsHub();
  await people(at);
  const admin = await at.seat('boss');
  const keyOf = (action: KeyAction): Promise<OfficeGranted<'makeKey'>> =>
    grantedBy(admin.socket, {
      ...{ ask: 'makeKey', kind: 'integration', name: action, expiresAt: null },
      subject: action === 'POST /api/v1/positions' ? 'police' : null,
      actions: [action],
    });
  const head = at.folder.journal.head().seq;
  /** The refusals that the access log must have in the end, each as often as it was given, and no others. */
  const expected: string[] = [];
  const idOf = (login: string): string =>
    must(at.folder.journal.documents('account', { where: { login } })[0]?.state as { id: string } | undefined, login)
      .id;

  // Commands, and what is subscribed to, by each role over its own link.
  const presenceOf = new Map<Role, FeedClient>();
  const pushedTo = new Map<Role, readonly string[]>();
  for (const role of allRoles) {
    const login = logins(role).wide;
    const user = idOf(login);
    const client = await at.seat(login);
    presenceOf.set(role, client);
    const pushed: string[] = [];
    pushedTo.set(role, pushed);
    client.socket.onAny((event: string) => void pushed.push(event));
    await client.hello();
    expect(client.welcomes, role).toHaveLength(1);

    for (const exists of [true, false]) {
      const data = about(at, exists);
      for (const type of commandTypes.filter((name) => !mayGive(name, role))) {
        const answer = await client.command({ ...at.command(type, must(data[type], type)) } as never);
        expect(answer, `${role} ${type}`).toEqual(barred);
        expected.push(`refused ${user} ${type} NotAllowed`);
      }
    }

    const may = (action: OtherAction): boolean => reachOf(action, role) !== undefined;
    const streams = [`incident/${at.incidents[0]}`, `incident/${nobody}`, `account/${user}`, `nokind/${nobody}`];
    if (!may('history'))
      for (const stream of streams) {
        expect(await client.history(stream), `${role} ${stream}`).toEqual(notAllowed);
        // What somebody typed for a name is not written down.
        const named = { [`incident/${nobody}`]: 'incident', [`nokind/${nobody}`]: 'unknown' }[stream] ?? stream;
        expected.push(`refused ${user} history ${named} NotAllowed`);
      }
    for (const [action, ref] of [
      ['readCaller', at.callerRef],
      ['readEvidence', at.noteRef],
      ['readMessage', at.messageRef],
    ] as const)
      if (!may(action))
        for (const one of [ref, 'ab'.repeat(16)]) {
          expect(await client.vaultRead(one, 'x'), `${role} ${action}`).toEqual(notAllowed);
          expected.push(`refused ${user} ${one} NotAllowed`);
        }
    if (!may('positions')) {
      client.socket.emit('unitIndex');
      expected.push(`refused ${user} positions NotAllowed`);
    }
    client.socket.emit('presence', { open: `incident/${at.incidents[0]}`, about: null });
    if (!may('presence')) expected.push(`refused ${user} presence NotAllowed`);
    const replay = await client.socket
      .timeout(60_000)
      .emitWithAck('replayOpen', { from: 0, to: 1, documents: true, tracks: null });
    if (replay.status === 'opened') client.socket.emit('replayClose', { replay: replay.replay });
    expect(replay.status, `${role} replay`).toBe(may('replay') ? 'opened' : 'refused');
    if (!may('replay')) expected.push(`refused ${user} replay replay NotAllowed 0 to 1:`);
    for (const message of asks) {
      if (officeRights[message.ask].some(may)) continue;
      const answer = await ask(client.socket, message);
      expect(answer, `${role} ${message.ask}`).toEqual({ ...notAllowed, field: null, minutes: null });
      const { subject, detail } = noteOf(message);
      expected.push(`refused ${user} ${subject} ${message.ask} NotAllowed ${detail}`.trimEnd());
    }
    // An answer comes after all that was pushed before it.
    const last = await client.history(`incident/${nobody}`);
    if (last.status === 'refused' && last.code === 'NotAllowed')
      expected.push(`refused ${user} history incident NotAllowed`);
    expect(pushed.includes('unitIndex'), `${role} positions`).toBe(may('positions'));
    expect(pushed.includes('intakes'), `${role} intakes`).toBe(may('intakes'));

    // Over HTTP a person's log-in opens nothing that is for programs.
    const token = must(at.tokens.get(login), 'token');
    for (const [action, method, path] of httpCells(at)) {
      const response = await fetch(`${at.url}${path}`, { method, headers: { authorization: `Bearer ${token}` } });
      expect(response.status, `${role} ${path}`).toBe(403);
      expect(await response.json()).toMatchObject({ code: 'NotAllowed' });
      expected.push(`refused ${user} ${action} NotAllowed`);
    }
  }

  // Nobody without the right is in anybody's list of who is there.
  const watching = must(presenceOf.get('dispatcher'), 'dispatcher');
  const shown = (): readonly string[] => watching.presence.map(({ seat }) => seat).sort();
  const present = allRoles.filter((role) => reachOf('presence', role) !== undefined);
  await expect.poll(shown, { timeout: 30_000 }).toEqual(present.map((role) => `seat-${logins(role).wide}`).sort());

  // The lists go out a few times a second: to everybody who may see them, and to nobody else.
  const listed = (): readonly Role[] => allRoles.filter((role) => pushedTo.get(role)?.includes('presence') === true);
  await expect.poll(listed, { timeout: 30_000 }).toEqual(present);

  // The hub's own doors: what they may not give, they may not give.
  for (const role of doorRoles.filter((name) => name !== 'system'))
    for (const type of commandTypes.filter((name) => !mayGive(name, role))) {
      expect(await at.give(type, about(at, true)[type] ?? null, { user: 'x', seat: 'x', role })).toEqual(barred);
      expected.push(`refused x ${type} NotAllowed`);
    }
  // A program's key opens its own actions only.
  for (const action of keyActionSchema.options) {
    const { id, key } = await keyOf(action);
    for (const [other, method, path] of httpCells(at).filter(([name]) => name !== action)) {
      const response = await fetch(`${at.url}${path}`, { method, headers: { authorization: `Bearer ${key}` } });
      expect(response.status, `${action} ${other}`).toBe(403);
      expected.push(`refused key:${id} ${other} NotAllowed`);
    }
  }

  expect(at.folder.journal.head().seq).toBe(head);
  expect(expected.length).toBeGreaterThan(2_000);
  await expect.poll(() => miscounted(at, expected), { timeout: 30_000 }).toEqual([]);
});

/** Refusals of which the access log has more or fewer than there were; the first few. */
function miscounted(at: RightsHub, expected: readonly string[]): readonly string[] {
  const counts = new Map<string, number>();
  for (const line of expected) counts.set(line, (counts.get(line) ?? 0) + 1);
  for (const line of at.noted().filter((one) => one.startsWith('refused ')))
    counts.set(line, (counts.get(line) ?? 0) - 1);
  return [...counts].flatMap(([line, count]) => (count === 0 ? [] : [`${line}: ${-count}`])).slice(0, 5);
}

/** For each action of programs a way to ask for it: what is there, and what is not. */
function httpCells(at: RightsHub): readonly (readonly [KeyAction, 'GET' | 'POST', string])[] {
  return [
    ['POST /api/v1/incidents', 'POST', '/api/v1/incidents'],
    ['GET /api/v1/incidents', 'GET', `/api/v1/incidents/${at.incidents[0]}`],
    ['GET /api/v1/incidents', 'GET', `/api/v1/incidents/${nobody}`],
    ['GET /api/v1/units', 'GET', '/api/v1/units'],
    ['GET /api/v1/journal', 'GET', '/api/v1/journal'],
    ['verifyJournal', 'GET', '/api/v1/journal/verify'],
    ['GET /metrics', 'GET', '/metrics'],
    ['POST /api/v1/pack', 'POST', '/api/v1/pack'],
    ['POST /api/v1/pack', 'GET', `/api/v1/plates/${at.plates}`],
    ['POST /api/v1/pack', 'GET', `/api/v1/plates/${'ab'.repeat(32)}`],
    ['POST /api/v1/units/key', 'POST', '/api/v1/units/m3/key'],
    ['POST /api/v1/units/key', 'POST', '/api/v1/units/m99/key'],
    ['POST /api/v1/positions', 'POST', '/api/v1/positions'],
    ['POST /api/v1/tracks', 'POST', '/api/v1/tracks?crs=WGS84'],
  ];
}

test('no action of the table is left out', () => {
  const asked: readonly OtherAction[] = [
    ...['history', 'positions', 'presence', 'intakes', 'plates', 'digest', 'replay', 'readCaller', 'readEvidence'],
    'readMessage',
    // Asked in video-hub.test.ts.
    ...['watchVideo', 'moveCamera'],
    // Asked in secret-caller.test.ts.
    'readSecretCaller',
    ...Object.values(officeRights).flat(),
    ...keyActionSchema.options,
  ] as readonly OtherAction[];
  expect([...new Set([...asked, ...pageActions])].sort()).toEqual(Object.keys(otherRights).sort());
  // These two have no forbidden cell among people.
  for (const action of ['plates', 'digest'] as const)
    expect(allRoles.filter((role) => reachOf(action, role) === undefined)).toEqual([]);
  expect(commandTypes.sort()).toEqual([...commands.keys()].sort());
});

test('what is reached only as the own is not reached where it is that of others', { timeout: 300_000 }, async () => {
  const at = await openRightsHub();
  await people(at);
  const head = at.folder.journal.head().seq;
  const idOf = (login: string): string =>
    must(at.folder.journal.documents('account', { where: { login } })[0]?.state as { id: string } | undefined, login)
      .id;
  const owned = commandTypes.flatMap((type) => {
    const roles = Object.entries(commandRights[type] as Allowed).flatMap(([role, reach]) =>
      reach === 'own' && role !== 'device' ? [role as Role] : [],
    );
    return roles.map((role) => [type, role] as const);
  });
  const [victim, third] = [idOf(logins('commander').far), idOf(logins('leader').far)];
  const clients = new Map<Role, FeedClient>();
  for (const [type, role] of owned) {
    const client = clients.get(role) ?? (await at.seat(logins(role).wide));
    if (!clients.has(role)) await client.hello();
    clients.set(role, client);
    const forOther = (who: string): { readonly [member: string]: Json } => {
      const period = { from: at.now(), to: at.now() + 60_000, reason: '示例' };
      const byType: { readonly [type: string]: { readonly [member: string]: Json } } = {
        NameDeputy: { id: third, for: who, roles: [{ role: 'commander', brigade: 'b2' }], ...period },
        EndDeputy: { id: third, for: who },
        SetUnitStatus: { id: 'm3', status: 'offDuty' },
      };
      return must(byType[type], `a try at ${type}`);
    };
    for (const who of [victim, nobody])
      expect(await client.command(at.command(type, forOther(who)) as never), `${role} ${type}`).toMatchObject({
        status: 'refused',
        refusal: { code: 'NotAllowed' },
      });
  }
  expect(new Set(owned.map(([type]) => type))).toEqual(new Set(['NameDeputy', 'EndDeputy', 'SetUnitStatus']));
  expect(at.folder.journal.head().seq).toBe(head);

  // A log-in of somebody else is not there for who ends their own.
  const admin = await at.seat('boss');
  const { sessions } = await grantedBy(admin.socket, { ask: 'sessions', account: idOf(logins('commander').wide) });
  for (const role of allRoles.filter((name) => reachOf('ownAccount', name) === 'own' && name !== 'commander')) {
    const { socket } = clients.get(role) ?? (await at.seat(logins(role).wide));
    for (const session of [must(sessions[0], 'a log-in').id, 'a'.repeat(32)])
      expect(await ask(socket, { ask: 'endMySession', session }), role).toMatchObject({ code: 'Unknown' });
  }
  expect((await grantedBy(admin.socket, { ask: 'sessions', account: victim })).sessions.length).toBe(0);

  // The devices of a unit: steps in another one's work, and what there is not, are refused alike.
  const { key } = await grantedBy(admin.socket, {
    ...{ ask: 'makeKey', kind: 'device', name: 'm1', subject: 'm1', actions: [], expiresAt: null },
  });
  const device = await FieldDevice.connect(at.url, { unit: 'm1', key });
  await device.until(() => device.jobs !== undefined, 'told what to do');
  expect(device.jobs?.jobs).toEqual([]);
  const steps = ['accept', 'setOut', 'arrive', 'safe'] as const;
  for (const said of steps)
    for (const assignment of [at.assignment, nobody])
      expect(await device.step({ step: said, assignment }), said).toEqual({
        ...{ status: 'refused', code: 'NotYours', params: { assignment } },
      });
  // What it says of its duty is said of its own unit, whatever it calls itself.
  const duty = { id: crypto.randomUUID(), status: 'resting', unit: 'm3' };
  const answer: unknown = await device.socket.timeout(30_000).emitWithAck('duty', duty as never);
  expect(answer).toMatchObject({ status: 'refused', code: 'InvalidMessage' });
  for (const type of commandTypes.filter((name) => (commandRights[name] as Allowed).device === 'own')) {
    const by = { user: 'unit:m1', seat: 'field', role: 'device' };
    if (type === 'SetUnitStatus')
      expect(await at.give(type, { id: 'm3', status: 'resting' }, by)).toMatchObject({
        refusal: { code: 'NotAllowed' },
      });
  }
  expect(at.folder.journal.head().seq).toBe(head);
  await expect
    .poll(() => at.noted().filter((line) => line.startsWith('refused unit:m1 ')).length, { timeout: 30_000 })
    .toBe(2 * steps.length + 1);
});

describe('out of scope', () => {
  test('what lies elsewhere is refused as what there is not', { timeout: 300_000 }, async () => {
    const { wrap, during } = countingReads();
    // Without documents at hand: what is counted is what is looked at, not what happened to be looked at before.
    const at = await openRightsHub({ journal: wrap, documentsAtHand: 0 });
    await people(at);
    const limited = allRoles.filter((role) => roleLimits[role].some((limit) => limit !== 'bureau'));
    const head = at.folder.journal.head().seq;
    // How far reactions have come is written down a little later; from then on nothing goes on by itself.
    await expect.poll(() => at.folder.journal.reactionCursor(), { timeout: 30_000 }).toBe(head);
    let cells = 0;
    for (const role of limited) {
      const { far } = logins(role);
      const client = await at.seat(far);
      await client.hello();
      expect(client.welcomes, far).toHaveLength(1);
      for (const type of commandTypes) {
        const right = (commandRights[type] as Allowed)[role];
        if (right !== 'scope' || commands.get(type)?.subject === undefined) continue;
        const give = (exists: boolean) => (): Promise<unknown> =>
          client.command(at.command(type, about(at, exists)[type] ?? null) as never);
        let [there, nowhere] = [await during(give(true)), await during(give(false))];
        // What the hub does by the clock reads now and then: a difference that lasts is one of the asking.
        for (let again = 0; again < 3 && there.reads.join() !== nowhere.reads.join(); again += 1)
          [there, nowhere] = [await during(give(true)), await during(give(false))];
        expect([there.value, nowhere.value], `${role} ${type}`).toEqual([barred, barred]);
        // As many looks at the store: how long it takes tells nothing of what there is.
        expect(there.reads, `${role} ${type}`).toEqual(nowhere.reads);
        expect(there.reads.length, `${role} ${type}`).toBeGreaterThan(1);
        cells += 1;
      }
      for (const [kind, id] of [
        ['incident', at.incidents[0]],
        ['assignment', at.assignment],
        ['jointOperation', at.operation],
      ] as const) {
        const there = await during(() => client.history(`${kind}/${id}`));
        const nowhere = await during(() => client.history(`${kind}/${nobody}`));
        expect([there.value, nowhere.value], `${role} ${kind}`).toEqual([notAllowed, notAllowed]);
        expect(there.reads, `${role} ${kind}`).toEqual(nowhere.reads);
      }
      const nowhere = await during(() => client.vaultRead('ab'.repeat(16), 'x'));
      expect(nowhere.value, role).toEqual(notAllowed);
      for (const ref of [at.callerRef, at.noteRef]) {
        const there = await during(() => client.vaultRead(ref, 'x'));
        expect(there.value, role).toEqual(notAllowed);
        expect(there.reads, role).toEqual(nowhere.reads);
      }
      for (const id of [...at.incidents, at.assignment]) expect(documentsWith(client, id), role).toEqual([]);
      expect(JSON.stringify([...client.documents])).not.toContain(at.callerRef);
      client.disconnect();
    }
    expect(cells).toBeGreaterThan(100);
    expect(at.folder.journal.head().seq).toBe(head);
  });

  test('what others have open is shown to who may hold it only', { timeout: 120_000 }, async () => {
    const at = await openRightsHub();
    const opener = await at.make('opener', [{ role: 'dispatcher' }]);
    const desk = await at.seat('opener');
    await desk.hello();
    const about = { incident: `incident/${at.incidents[0]}`, unit: 'unit/m3' };
    desk.socket.emit('presence', { open: `incident/${at.incidents[0]}`, about });
    for (const role of allRoles) {
      const { wide, far } = logins(role);
      await at.make(wide, [widest(role, at.elsewhere)]);
      await at.make(far, [grantElsewhere(role, at.elsewhere)]);
      for (const login of [wide, far]) {
        const client = await at.seat(login);
        await client.hello();
        const holds = client.cache?.labels ?? client.welcomes[0]?.labels ?? [];
        const sees = holds.includes('bureau');
        if (reachOf('presence', role) === undefined) {
          // An answer comes after all that was pushed before it.
          await client.history(`incident/${nobody}`);
          expect(client.presence, login).toEqual([]);
        } else {
          const shown = (): unknown => client.presence.find(({ user }) => user === opener);
          const open = sees ? { open: `incident/${at.incidents[0]}`, about } : { open: null, about: null };
          await expect.poll(shown, { timeout: 30_000, message: login }).toMatchObject(open);
          expect(JSON.stringify(client.presence).includes(at.incidents[0]), login).toBe(sees);
        }
        client.disconnect();
      }
    }
  });

  test('who may see all of a kind is told what there is not; nothing is told of what was done elsewhere', async () => {
    const at = await openRightsHub();
    await at.make('wide', [{ role: 'dispatcher' }]);
    await at.make('narrow', [{ role: 'dispatcher', zone: 'zfar' }]);
    const [wide, narrow] = [await at.seat('wide'), await at.seat('narrow')];
    await Promise.all([wide.hello(), narrow.hello()]);
    const acknowledge = (incident: string, more: object = {}): never =>
      ({ ...at.command('AcknowledgeIncident', { incident }), ...more }) as never;
    expect(await wide.command(acknowledge(nobody))).toMatchObject({ refusal: { code: 'IncidentUnknown' } });
    expect(await wide.history(`incident/${nobody}`)).toEqual({ status: 'refused', code: 'Unknown' });
    expect(await narrow.command(acknowledge(nobody))).toEqual(barred);
    // Neither a wrong field nor another document named tells of what is there.
    const join = (incident: string, into: string): never => at.command('JoinIncident', { incident, into }) as never;
    const wrong = (incident: string): never => at.command('AcknowledgeIncident', { incident, more: 1 }) as never;
    for (const message of [wrong(at.incidents[0]), wrong(nobody), join(nobody, at.incidents[0])])
      expect(await narrow.command(message)).toEqual(barred);
    expect(await wide.command(wrong(nobody))).toMatchObject({ refusal: { code: 'InvalidCommand' } });
    // What somebody did meanwhile to a document elsewhere is nobody else's to hear.
    const basedOn = { [`incident/${at.incidents[0]}`]: 0 };
    const status = { ...at.command('SetUnitStatus', { id: 'm1', status: 'available' }), basedOn };
    expect(await narrow.command(status as never)).toMatchObject({ status: 'accepted' });
  });
});

/** Streams of work that hold the id; units name their jobs to everybody in the hall. */
function documentsWith(client: FeedClient, id: string): readonly string[] {
  return [...client.documents].flatMap(([stream, { state }]) =>
    !stream.startsWith('unit/') && JSON.stringify(state).includes(id) ? [stream] : [],
  );
}
