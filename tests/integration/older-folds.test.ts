/** A data folder of an older release: who may hold what is as this release says, from the first start. */
import { afterEach, expect, test } from 'vitest';
import { makeDemoPack } from '../../build/demo-district/pack.ts';
import { documentTables } from '../../db/documents/tables.ts';
import type { AnyKind } from '../../shared/domain/catalog.ts';
import { catalog, kinds, scopeOf } from '../../shared/domain/catalog.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { StreamId } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { demoDistrict } from '../support/demo-night.ts';
import { testActor, testNow } from '../support/given.ts';
import { HubKit } from '../support/hub-kit.ts';

/** Folds and labels of the release before: work goes by squad and zone alone, and all the rest is the hall's. */
const before: { readonly [kind: string]: Pick<AnyKind, 'fold'> & Partial<Pick<AnyKind, 'scope'>> } = {
  ...{ dutyMode: { fold: 1, scope: () => ['hall'] }, pack: { fold: 1, scope: () => ['hall'] } },
  ...{ squad: { fold: 1, scope: () => ['hall'] }, zone: { fold: 1, scope: () => ['hall'] }, account: { fold: 1 } },
  incident: { fold: 3, scope: (state, id) => withoutStreet('incident', state, id) },
  assignment: { fold: 2, scope: (state, id) => withoutStreet('assignment', state, id) },
};

function withoutStreet(kind: string, state: unknown, id: string): readonly string[] {
  const { scope } = must(kinds.get(kind), kind);
  return scope(state, id).filter((label) => !label.startsWith('street:'));
}

let kit: HubKit<ReturnType<typeof readsOf>> | undefined;
afterEach(() => kit?.close());

test(
  'scopes that an older release stored are those of this one after its first start',
  { timeout: 60_000 },
  async () => {
    const older = new Map([...kinds].map(([name, kind]) => [name, { ...kind, ...before[name] }]));
    const hub = new HubKit({
      catalog: { ...catalog, kinds: older },
      reads: (documents) =>
        readsOf(documents, {
          district: (hash) => (hash === demoDistrict.hash ? demoDistrict : undefined),
          position: () => undefined,
        }),
      tables: documentTables,
      reactions: false,
    });
    kit = hub;
    const done = async (type: string, data: Json, by = testActor): Promise<void> => {
      expect(await hub.give(hub.command(type, data), by), type).toMatchObject({ status: 'accepted' });
    };
    const { registers, provenance } = makeDemoPack('2026-11-21', testNow);
    const pack = { plates: demoDistrict.hash, pack: demoDistrict.hash, registers, provenance };
    await done('ImportPack', pack as unknown as Json, systemActor);
    const night = { mode: 'night', cause: 'person', reason: '夜间联防', reportNight: '2026-11-21' };
    await done('SwitchDutyMode', night, { ...testActor, role: 'shiftLead' });
    const [incident, assignment] = [hub.newId(), hub.newId()];
    const understanding = understand('斜土路小木桥路口的工地十点多了还在打桩', demoDistrict.plates);
    const said = { source: '12345', externalId: null, actAt: null, position: null, understanding, wantsReply: 'yes' };
    await done('ReceiveIncident', { id: incident, ...said } as unknown as Json);
    await done('SetUnitStatus', { id: 'm3', status: 'available' });
    await done('AssignUnit', { id: assignment, incident, unit: 'm3', queue: false });
    const streams: readonly StreamId[] = [`incident/${incident}`, `assignment/${assignment}`];
    const scopes = (): readonly (readonly string[])[] =>
      streams.map((stream) => must(hub.journal.document(stream), stream).scope);
    expect(JSON.stringify(scopes())).not.toContain('street:');

    hub.catalog = catalog;
    await hub.restart();
    expect([...hub.recovery.rebuilt].sort()).toEqual(Object.keys(before).sort());
    const { placing } = must(hub.journal.document(streams[0] ?? 'incident/x'), 'incident')
      .state as unknown as IncidentState;
    const street = `street:${must(placing.grids, 'grids').responsibility}`;
    for (const scope of scopes()) expect(scope).toContain(street);
    let documents = 0;
    for (const kind of kinds.keys())
      for (const { stream, state, scope } of hub.journal.documents(kind)) {
        expect(scope, stream).toEqual(scopeOf(stream, state));
        documents += 1;
      }
    expect(documents).toBeGreaterThan(20);
  },
);
