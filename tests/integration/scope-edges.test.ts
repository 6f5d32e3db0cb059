/** Where scopes end: who puts squads together, what may be said after the night, and what a refusal tells. */
import { expect, test } from 'vitest';
import { makeDemoPack } from '../../build/demo-district/pack.ts';
import type { Role } from '../../shared/domain/account/events.ts';
import { commands } from '../../shared/domain/catalog.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { Allowed, CommandType } from '../../shared/domain/rules/permissions.ts';
import { commandRights, roleLimits } from '../../shared/domain/rules/permissions.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import type { CommandAnswer, CommandEnvelope } from '../../shared/lib/journal.ts';
import { must } from '../../shared/lib/must.ts';
import type { FeedClient } from '../support/feed-client.ts';
import { demoDistrict } from '../support/demo-night.ts';
import type { RightsHub } from '../support/rights-hub.ts';
import { allRoles, night, openRightsHub } from '../support/rights-hub.ts';

const barred = { status: 'refused', refusal: { code: 'NotAllowed', params: {} } };
const accepted = { status: 'accepted' };
const newId = (): string => crypto.randomUUID();

async function enter(at: RightsHub, login: string): Promise<FeedClient> {
  const client = await at.seat(login);
  await client.hello();
  expect(client.welcomes, login).toHaveLength(1);
  return client;
}

async function said(
  at: RightsHub,
  client: FeedClient,
  type: string,
  data: object,
  basedOn: CommandEnvelope['basedOn'] = {},
): Promise<unknown> {
  return client.command({ ...at.command(type, data as CommandEnvelope['data']), basedOn } as never);
}

const provenance = () => ({ source: '值班表', asOf: Date.now() - 500, how: 'hand' });
const squadRecord = (more: object = {}) => ({ name: '远处二中队', kind: 'area', grids: [], brigade: 'b2', ...more });

test('nobody puts squads together, or moves them, that are not all theirs', { timeout: 120_000 }, async () => {
  const at = await openRightsHub();
  await at.done('RecordSquad', { id: 'far2', provenance: provenance(), record: squadRecord() });
  await at.make('whole', [{ role: 'shiftLead' }]);
  const limited = [
    ['brigade-lead', { role: 'shiftLead', brigade: 'b2' }],
    ['brigade-desk', { role: 'dispatcher', brigade: 'b2' }],
    ['brigade-head', { role: 'commander', brigade: 'b2' }],
  ] as const;
  for (const [login, grant] of limited) await at.make(login, [grant]);
  await at.make('zone-desk', [{ role: 'dispatcher', zone: 'zfar' }]);
  const whole = await enter(at, 'whole');
  const plan = (...squads: readonly string[]) => ({ id: newId(), name: '示例', squads, lead: squads[0] });

  const mixed = plan('far', 'fenglin');
  expect(await said(at, whole, 'PlanOperation', mixed)).toMatchObject(accepted);
  for (const [login] of limited) {
    const one = await enter(at, login);
    const head = at.folder.journal.head().seq;
    expect(await said(at, one, 'PlanOperation', plan('far', 'fenglin')), login).toEqual(barred);
    expect(await said(at, one, 'PlanOperation', plan('fenglin', 'xietu')), login).toEqual(barred);
    // They hold it, for their own squad is in it; to start it would show their room the other's work.
    await expect.poll(() => one.documents.has(`jointOperation/${mixed.id}`)).toBe(true);
    expect(await said(at, one, 'StartOperation', { id: mixed.id }), login).toEqual(barred);
    const without = { id: mixed.id, squads: ['far', 'far2'], lead: 'far' };
    expect(await said(at, one, 'ChangeOperationMembers', without), login).toEqual(barred);
    expect(at.folder.journal.head().seq).toBe(head);

    const own = plan('far', 'far2');
    expect(await said(at, one, 'PlanOperation', own), login).toMatchObject(accepted);
    const wider = { id: own.id, squads: ['far', 'far2', 'fenglin'], lead: 'far' };
    expect(await said(at, one, 'ChangeOperationMembers', wider), login).toEqual(barred);
    expect(await said(at, one, 'StartOperation', { id: own.id }), login).toMatchObject(accepted);
    expect(await said(at, one, 'EndOperation', { id: own.id, reason: '收队' }), login).toMatchObject(accepted);
  }
  // A zone is there for the night, an operation for its squads by day too.
  const zone = await enter(at, 'zone-desk');
  expect(await said(at, zone, 'PlanOperation', plan('far', 'far2'))).toEqual(barred);
  expect(await said(at, whole, 'StartOperation', { id: mixed.id })).toMatchObject(accepted);

  const lead = await enter(at, 'brigade-lead');
  const moved = { id: 'fenglin', provenance: provenance(), record: squadRecord({ name: '枫林中队' }) };
  const own = { id: 'far2', provenance: provenance(), record: squadRecord({ name: '改名' }) };
  const zoneRecord = { name: '远处', order: 9, squads: ['far', 'fenglin'], neighbours: [] };
  const head = at.folder.journal.head().seq;
  expect(await said(at, lead, 'RecordSquad', moved)).toEqual(barred);
  expect(await said(at, lead, 'RecordSquad', own)).toEqual(barred);
  const holiday = { mode: 'holiday', cause: 'person', reason: '示例' };
  expect(await said(at, lead, 'SwitchDutyMode', holiday)).toEqual(barred);
  expect(await said(at, lead, 'RecordZone', { id: 'zfar', provenance: provenance(), record: zoneRecord })).toEqual(
    barred,
  );
  const { record } = must(
    makeDemoPack(night).registers.units.find(({ id }) => id === 'm3'),
    'm3',
  );
  for (const squad of ['far', record.squad])
    expect(
      await said(at, lead, 'RecordUnit', { id: 'm3', provenance: provenance(), record: { ...record, squad } }),
    ).toEqual(barred);
  expect(at.folder.journal.head().seq).toBe(head);
  expect(
    await said(at, lead, 'RecordUnit', { id: 'far-1', provenance: provenance(), record: { ...record, squad: 'far' } }),
  ).toMatchObject(accepted);
  expect(await said(at, whole, 'RecordSquad', own)).toMatchObject(accepted);
  expect(
    await said(at, whole, 'RecordUnit', { id: 'm3', provenance: provenance(), record: { ...record, squad: 'far' } }),
  ).toMatchObject(accepted);
});

test('what others did elsewhere meanwhile is told to who may hold it, and to nobody else', async () => {
  const at = await openRightsHub();
  await at.done('RecordSquad', { id: 'far2', provenance: provenance(), record: squadRecord() });
  await at.make('whole', [{ role: 'shiftLead' }]);
  await at.make('narrow', [{ role: 'dispatcher', brigade: 'b2' }]);
  const [whole, narrow] = [await enter(at, 'whole'), await enter(at, 'narrow')];
  const changed = { id: at.operation, squads: ['fenglin', 'xietu', 'huajing'], lead: 'fenglin' };
  expect(await said(at, whole, 'ChangeOperationMembers', changed)).toMatchObject(accepted);
  const own = { id: newId(), name: '示例', squads: ['far', 'far2'], lead: 'far' };
  expect(await said(at, narrow, 'PlanOperation', own)).toMatchObject(accepted);
  const basedOn = { [`jointOperation/${at.operation}`]: 0 };
  expect(await said(at, whole, 'StartOperation', { id: own.id }, basedOn)).toMatchObject({
    refusal: { code: 'ChangedMeanwhile', params: { stream: `jointOperation/${at.operation}` } },
  });
  expect(await said(at, narrow, 'StartOperation', { id: own.id }, basedOn)).toMatchObject(accepted);
});

test(
  'by day the people of a zone may say what happened in its night, and do nothing else there',
  {
    timeout: 120_000,
  },
  async () => {
    const at = await openRightsHub();
    const [incident] = at.incidents;
    const placing = (
      must(at.folder.journal.document(`incident/${incident}`), incident).state as unknown as IncidentState
    ).placing;
    const zone = must(placing.zone, 'a zone');
    const roles: readonly Role[] = allRoles.filter((role) => roleLimits[role].includes('zone'));
    expect(roles).toEqual(expect.arrayContaining(['zoneLead', 'dispatcher']));
    for (const role of roles) await at.make(`day-${role}`, [{ role, zone }]);
    const inTheNight = Date.now();
    await expect.poll(() => Date.now()).toBeGreaterThan(inTheNight);
    await at.done('SwitchDutyMode', { mode: 'routine', cause: 'person', reason: '收班' }, at.lead);
    await expect.poll(() => Date.now()).toBeGreaterThan(inTheNight + 1);
    const ended = (at.folder.journal.document('dutyMode/bureau')?.state as unknown as { lastNight: { to: number } })
      .lastNight.to;

    let cells = 0;
    for (const role of roles) {
      const client = await enter(at, `day-${role}`);
      const { seq } = at.folder.journal.head();
      const data = { id: at.operation, incident, into: at.incidents[1], assignment: at.assignment, reason: '示例' };
      for (const type of Object.keys(commandRights) as CommandType[]) {
        if ((commandRights[type] as Allowed)[role] !== 'scope' || commands.get(type)?.subject === undefined) continue;
        for (const more of [{}, { happenedAt: ended }, { happenedAt: Date.now() + 1_000 }])
          expect(await said(at, client, type, { ...data, ...more }), `${role} ${type}`).toEqual(barred);
        cells += 1;
      }
      const reply = (happenedAt?: number) => ({
        ...{ incident, way: 'hotline' },
        ...(happenedAt === undefined ? {} : { happenedAt }),
      });
      for (const late of [undefined, ended, inTheNight - 3_600_000])
        expect(await said(at, client, 'RecordReply', reply(late)), role).toEqual(barred);
      expect(await client.history(`incident/${incident}`), role).toEqual({ status: 'refused', code: 'NotAllowed' });
      expect(await client.vaultRead(at.callerRef, 'x'), role).toEqual({ status: 'refused', code: 'NotAllowed' });
      expect([...client.documents.keys()].filter((stream) => /^(incident|assignment)\//.test(stream))).toEqual([]);
      expect(at.folder.journal.head().seq).toBe(seq);
      if (role in commandRights.RecordReply)
        expect(await said(at, client, 'RecordReply', reply(inTheNight)), role).toMatchObject(accepted);
    }
    expect(cells).toBeGreaterThan(30);
  },
);

test('that a complaint is known is said to all, and where it is to who may hold it', async () => {
  const at = await openRightsHub();
  await at.make('whole', [{ role: 'dispatcher' }]);
  await at.make('narrow', [{ role: 'dispatcher', zone: 'zfar' }]);
  const receive = (externalId: string) => ({
    ...{ id: newId(), source: '12345', externalId, actAt: null, position: null, wantsReply: 'yes' },
    understanding: understand('斜土路小木桥路口的工地十点多了还在打桩', demoDistrict.plates),
  });
  const answers: CommandAnswer[] = [];
  for (const login of ['whole', 'narrow']) {
    const client = await enter(at, login);
    answers.push((await said(at, client, 'ReceiveIncident', receive('n0'))) as CommandAnswer);
    expect(await said(at, client, 'ReceiveIncident', receive(`new-${login}`))).toMatchObject(accepted);
  }
  const number = `${night.slice(5, 7)}${night.slice(8, 10)}`;
  expect(answers).toMatchObject([
    { refusal: { code: 'IncidentKnown', params: { incident: at.incidents[0] } } },
    { refusal: { code: 'IncidentKnownElsewhere' } },
  ]);
  expect(JSON.stringify(answers[1])).not.toContain(at.incidents[0]);
  expect(JSON.stringify(answers[1])).not.toContain(number);
});

test('a call is taken also where it tells that what lies elsewhere has begun again', async () => {
  const at = await openRightsHub();
  await at.make('narrow', [{ role: 'dispatcher', zone: 'zfar' }]);
  const [incident] = at.incidents;
  for (const type of ['SetOut', 'Arrive'])
    await at.done(type, { assignment: at.assignment, channel: 'radio' }, at.lead);
  await at.done('ReportOutcome', { assignment: at.assignment, channel: 'radio', kind: 'stopped' }, at.lead);
  const client = await enter(at, 'narrow');
  const call = {
    ...{ id: newId(), source: 'phone', externalId: null, actAt: null, position: null, wantsReply: 'yes' },
    understanding: understand('斜土路小木桥路口的工地，你们刚走又打起来了', demoDistrict.plates),
  };
  expect(await said(at, client, 'ReceiveIncident', call)).toMatchObject(accepted);
  const reopened = at.folder.journal.document(`incident/${incident}`)?.state;
  expect(reopened).toMatchObject({ reopened: [{ because: 'relapse', by: call.id }] });
  expect(client.documents.has(`incident/${incident}`)).toBe(false);
});
