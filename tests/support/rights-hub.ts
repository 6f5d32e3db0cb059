/** A hub on a night with work of two squads, and people of every role: some for it, some for what lies elsewhere. */
import { expect } from 'vitest';
import { makeDemoPack } from '../../build/demo-district/pack.ts';
import type { GrantLimit, Role, RoleGrant } from '../../shared/domain/account/events.ts';
import { roleSchema } from '../../shared/domain/account/events.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { roleLimits } from '../../shared/domain/rules/permissions.ts';
import type { Actor, CommandAnswer, CommandEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import { kinds } from '../../shared/domain/catalog.ts';
import { FeedClient } from './feed-client.ts';
import type { OfficeHub, OfficeHubOptions } from './office-hub.ts';
import { officeKey, openOfficeHub } from './office-hub.ts';

const system: Actor = { user: 'system', seat: 'hub', role: 'system' };
export const night = '2026-11-21';

/** Of callers and of a note on scene: something of each that stands nowhere else. */
export const strangers = {
  calls: [
    {
      text: '斜土路小木桥路口的工地十点多了还在打桩，我是对面钟表铺的掌柜',
      caller: { name: '不该外传的丁', phone: '13912340004', address: '对面小区七号楼丁室' },
    },
    {
      text: '漕宝路柳州路工地夜间吊装钢筋，我家鹦鹉都不睡了',
      caller: { name: '不该外传的戊', phone: '13912340005', address: '对面小区八号楼戊室' },
    },
  ],
  note: '工头自称不该外传的己，电话13912340006',
  words: [
    ...['对面钟表铺', '不该外传的丁', '13912340004', '七号楼丁室'],
    ...['我家鹦鹉', '不该外传的戊', '13912340005', '八号楼戊室'],
    ...['不该外传的己', '13912340006'],
  ],
} as const;

export type Elsewhere = { readonly [limit in GrantLimit]: string };

export interface RightsHub extends OfficeHub {
  readonly port: number;
  /** The first lies with squad `fenglin`; both in no squad, zone, brigade, street or operation of `elsewhere`. */
  readonly incidents: readonly [string, string];
  /** On the first incident. */
  readonly assignment: string;
  /** Of squads that have the first incident; and that of `elsewhere`. */
  readonly operation: string;
  readonly approval: string;
  readonly callerRef: string;
  readonly noteRef: string;
  /** Of the words of a message to a unit. */
  readonly messageRef: string;
  readonly elsewhere: Elsewhere;
  /** Hash of the plates in force. */
  readonly plates: string;
  /** Who gave the night's orders. */
  readonly lead: Actor;
  command(type: string, data: CommandEnvelope['data']): CommandEnvelope;
  give(type: string, data: CommandEnvelope['data'], by?: Actor): Promise<CommandAnswer>;
  /** As `give`; throws the code of a refusal. */
  done(type: string, data: CommandEnvelope['data'], by?: Actor): Promise<void>;
  /** Logs somebody in at a seat of their own, and says hello. */
  seat(login: string): Promise<FeedClient>;
  tokens: ReadonlyMap<string, string>;
}

/** A grant of the role for what the night's work is not in; for the whole bureau where the role knows no limits. */
export function grantElsewhere(role: Role, elsewhere: Elsewhere): RoleGrant {
  const limit = roleLimits[role].find((one) => one !== 'bureau');
  return limit === undefined ? { role } : { role, [limit]: elsewhere[limit] };
}

/** A grant as wide as the role allows. */
export function widest(role: Role, elsewhere: Elsewhere): RoleGrant {
  return roleLimits[role].includes('bureau') ? { role } : grantElsewhere(role, elsewhere);
}

export async function openRightsHub(
  more: Pick<OfficeHubOptions, 'journal' | 'documentsAtHand'> = {},
): Promise<RightsHub> {
  const office = await openOfficeHub({
    ...more,
    pack: makeDemoPack(night),
    policy: { passwordDays: null, secondFactorFor: [] },
  });
  const { hub, folder } = office;
  const port = must(hub.address(), 'an address').http;
  const newId = (): string => crypto.randomUUID();
  const command = (type: string, data: CommandEnvelope['data']): CommandEnvelope => ({
    ...{ id: newId(), type, data, basedOn: {}, madeAt: Date.now() },
  });
  async function give(type: string, data: CommandEnvelope['data'], by: Actor = system): Promise<CommandAnswer> {
    const answer = await hub.desk.submit(command(type, data), by);
    if (answer.status === 'unavailable') throw new Error(answer.code);
    return answer;
  }
  async function done(type: string, data: CommandEnvelope['data'], by: Actor = system): Promise<void> {
    const answer = await give(type, data, by);
    if (answer.status === 'refused') throw new Error(`${type}: ${JSON.stringify(answer.refusal)}`);
  }

  const provenance = { source: '值班表', asOf: Date.now() - 1_000, how: 'import' };
  const far = { name: '远处中队', kind: 'area', grids: [], zone: 'zfar', brigade: 'b2' };
  await done('RecordZone', {
    ...{ id: 'zfar', provenance },
    record: { name: '远处', order: 9, squads: ['far'], neighbours: [] },
  });
  await done('RecordSquad', { id: 'far', provenance, record: far });
  await done('SwitchDutyMode', { mode: 'night', cause: 'person', reason: '夜间联防', reportNight: night });
  await office.make('boss', [{ role: 'administrator' }]);
  const lead: Actor = { user: await office.make('lead', [{ role: 'shiftLead' }]), seat: 's', role: 'shiftLead' };

  const taken: string[] = [];
  for (const [index, call] of strangers.calls.entries()) {
    const { status, body } = await office.post(
      '/api/v1/incidents',
      { source: '12345', externalId: `n${index}`, ...call },
      officeKey,
    );
    expect(status).toBe(201);
    taken.push((body as { readonly id: string }).id);
  }
  const [first = '', second = ''] = taken;
  const placing = (id: string): IncidentState['placing'] =>
    (must(folder.journal.document(`incident/${id}`), id).state as unknown as IncidentState).placing;
  expect(placing(first).squad).toBe('fenglin');
  expect(placing(second).squad).not.toBe('fenglin');

  const assignment = newId();
  await done('SetUnitStatus', { id: 'm3', status: 'available' });
  await done('AssignUnit', { id: assignment, incident: first, unit: 'm3', queue: false }, lead);
  await done('AcceptAssignment', { assignment, channel: 'radio' }, lead);
  const before = new Set(folder.journal.vaultReferences().map(({ ref }) => ref));
  await done('NoteEvidence', { assignment, channel: 'radio', kind: 'note', personal: { text: strangers.note } }, lead);
  const refs = folder.journal.vaultReferences().map(({ ref }) => ref);
  const noteRef = must(
    refs.find((ref) => !before.has(ref)),
    'the note',
  );
  const callerRef = must(
    refs.find((ref) => folder.journal.vaultReference(ref)?.stream === `incident/${first}`),
    'the caller',
  );

  const message = { id: newId(), audience: { kind: 'unit', id: 'm3' }, urgent: false, incident: null };
  await done('SendMessage', { ...message, personal: { text: '请到大木桥路口。' } }, lead);
  const messageRef = must(
    folder.journal
      .vaultReferences()
      .find(({ ref }) => folder.journal.vaultReference(ref)?.stream === `message/${message.id}`)?.ref,
    'the message',
  );

  const [operation, farOperation, approval] = [newId(), newId(), newId()];
  for (const [id, host, other] of [
    [operation, 'fenglin', 'xietu'],
    [farOperation, 'far', 'huajing'],
  ] as const) {
    await done('PlanOperation', { id, name: `行动 ${host}`, squads: [host, other], lead: host }, lead);
    await done('StartOperation', { id }, lead);
  }
  await done('AskApproval', { id: approval, matter: 'emergencyMode', reason: '示例' }, lead);

  const used = new Set(taken.flatMap((id) => placing(id).grids?.responsibility ?? []));
  const street = must(
    makeDemoPack(night).plates.grids.find(({ code, level }) => level === 'responsibility' && !used.has(code)),
    'a street far away',
  ).code;
  const tokens = new Map<string, string>();
  return {
    ...{
      ...office,
      port,
      incidents: [first, second],
      assignment,
      operation,
      approval,
      callerRef,
      noteRef,
      messageRef,
      tokens,
      lead,
    },
    plates: (must(folder.journal.documents('pack')[0], 'a pack').state as unknown as { readonly plates: string })
      .plates,
    elsewhere: { brigade: 'b2', squad: 'far', zone: 'zfar', street, operation: farOperation },
    ...{ command, give, done },
    async seat(login) {
      const token = await office.enter(login, `seat-${login}`);
      tokens.set(login, token);
      const client = new FeedClient({ kinds, seat: `seat-${login}`, token });
      await client.connect(port, false);
      return client;
    },
  };
}

export const allRoles: readonly Role[] = roleSchema.options;
