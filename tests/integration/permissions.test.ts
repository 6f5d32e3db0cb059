/**
 * Every forbidden cell of the table of rights, with every role, over the raw socket and HTTP: refused, recorded, and
 * nothing told. One hub, on a night with work.
 */
import { describe, expect, test } from 'vitest';
import type { Role } from '../../shared/domain/account/events.ts';
import { commands } from '../../shared/domain/catalog.ts';
import type { Allowed, CommandType, OtherAction } from '../../shared/domain/rules/permissions.ts';
import { commandRights, doorRoles, otherRights, reachOf, roleLimits } from '../../shared/domain/rules/permissions.ts';
import type { CommandEnvelope } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import type { KeyAction } from '../../shared/wire/office-api.ts';
import { keyActionSchema, officeAnswerSchema } from '../../shared/wire/office-api.ts';
import { officeRights } from '../../hub/office/rights.ts';
import type { FeedClient } from '../support/feed-client.ts';
import { asks } from '../support/office-asks.ts';
import { grantedBy } from '../support/office-hub.ts';
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
  const keyOf = async (action: KeyAction): Promise<string> => {
    const made = await grantedBy(admin.socket, {
      ...{ ask: 'makeKey', kind: 'integration', name: action, subject: null, expiresAt: null },
      actions: [action],
    });
    return made.key;
  };
  const head = at.folder.journal.head().seq;
  /** What the access log must have in the end. */
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
        expected.push(`refused ${user} history`);
      }
    for (const [action, ref] of [
      ['readCaller', at.callerRef],
      ['readEvidence', at.noteRef],
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
    for (const ask of asks) {
      if (officeRights[ask.ask].some(may)) continue;
      const answer = officeAnswerSchema.parse(await client.socket.timeout(30_000).emitWithAck('office', ask));
      expect(answer, `${role} ${ask.ask}`).toEqual({ ...notAllowed, field: null, minutes: null });
      expected.push(`officeRefused ${user}`);
    }
    // An answer comes after all that was pushed before it.
    await client.history(`incident/${nobody}`);
    expect(pushed.includes('unitIndex'), `${role} positions`).toBe(may('positions'));

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
    for (const type of commandTypes.filter((name) => !mayGive(name, role)))
      expect(await at.give(type, about(at, true)[type] ?? null, { user: 'x', seat: 'x', role })).toEqual(barred);
  // A program's key opens its own actions only.
  for (const action of keyActionSchema.options) {
    const key = await keyOf(action);
    for (const [other, method, path] of httpCells(at).filter(([name]) => name !== action)) {
      const response = await fetch(`${at.url}${path}`, { method, headers: { authorization: `Bearer ${key}` } });
      expect(response.status, `${action} ${other}`).toBe(403);
    }
  }

  expect(at.folder.journal.head().seq).toBe(head);
  await expect.poll(() => missing(at, expected), { timeout: 30_000 }).toEqual([]);
});

/** What was expected and is not in the access log, each once. */
function missing(at: RightsHub, expected: readonly string[]): readonly string[] {
  const lines = at.noted();
  return [...new Set(expected)].filter((part) => !lines.some((line) => line.startsWith(part))).slice(0, 5);
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
    ['POST /api/v1/units/key', 'POST', '/api/v1/units/m3/key'],
    ['POST /api/v1/units/key', 'POST', '/api/v1/units/m99/key'],
  ];
}

/** Opened by what a seat holds, or on screens alone: there is nothing of its own to ask the hub. */
const elsewhereHeld: readonly OtherAction[] = ['consolePage', 'wallPage', 'shiftReport'];

test('no action of the table is left out', () => {
  const asked: readonly OtherAction[] = [
    ...['history', 'positions', 'presence', 'plates', 'digest', 'readCaller', 'readEvidence'],
    ...Object.values(officeRights).flat(),
    ...keyActionSchema.options,
  ] as readonly OtherAction[];
  expect([...new Set([...asked, ...elsewhereHeld])].sort()).toEqual(Object.keys(otherRights).sort());
  // These two have no forbidden cell among people.
  for (const action of ['plates', 'digest'] as const)
    expect(allRoles.filter((role) => reachOf(action, role) === undefined)).toEqual([]);
  expect(commandTypes.sort()).toEqual([...commands.keys()].sort());
});

describe('out of scope', () => {
  test('what lies elsewhere is refused as what there is not', { timeout: 300_000 }, async () => {
    const at = await openRightsHub();
    await people(at);
    const limited = allRoles.filter((role) => roleLimits[role].some((limit) => limit !== 'bureau'));
    const head = at.folder.journal.head().seq;
    let cells = 0;
    for (const role of limited) {
      const { far } = logins(role);
      const client = await at.seat(far);
      await client.hello();
      expect(client.welcomes, far).toHaveLength(1);
      for (const type of commandTypes) {
        const right = (commandRights[type] as Allowed)[role];
        if (right !== 'scope' || commands.get(type)?.subject === undefined) continue;
        const answers = await Promise.all(
          [true, false].map((exists) => client.command(at.command(type, about(at, exists)[type] ?? null) as never)),
        );
        expect(answers, `${role} ${type}`).toEqual([barred, barred]);
        cells += 1;
      }
      const streams = [
        ...[`incident/${at.incidents[0]}`, `assignment/${at.assignment}`, `jointOperation/${at.operation}`],
        ...['incident', 'assignment', 'jointOperation'].map((kind) => `${kind}/${nobody}`),
      ];
      for (const stream of streams) expect(await client.history(stream), `${role} ${stream}`).toEqual(notAllowed);
      for (const ref of [at.callerRef, at.noteRef, 'ab'.repeat(16)])
        expect(await client.vaultRead(ref, 'x'), role).toEqual(notAllowed);
      for (const id of [...at.incidents, at.assignment]) expect(documentsWith(client, id), role).toEqual([]);
      expect(JSON.stringify([...client.documents])).not.toContain(at.callerRef);
      client.disconnect();
    }
    expect(cells).toBeGreaterThan(100);
    expect(at.folder.journal.head().seq).toBe(head);
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
    const plan = { id: crypto.randomUUID(), name: '示例', squads: ['far', 'huajing'], lead: 'far' };
    const planned: CommandEnvelope = { ...at.command('PlanOperation', plan), basedOn };
    expect(await narrow.command(planned as never)).toMatchObject({ status: 'accepted' });
  });
});

/** Streams of work that hold the id; units name their jobs to everybody in the hall. */
function documentsWith(client: FeedClient, id: string): readonly string[] {
  return [...client.documents].flatMap(([stream, { state }]) =>
    !stream.startsWith('unit/') && JSON.stringify(state).includes(id) ? [stream] : [],
  );
}
