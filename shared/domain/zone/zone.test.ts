/** Zones and the squads in them. */
import { expect, test } from 'vitest';
import { given, testNow } from '../../../tests/support/given.ts';
import { hour } from '../../lib/time.ts';
import type { StreamId } from '../../lib/journal.ts';
import type { Json } from '../../lib/json.ts';
import { commands, scopeOf } from '../catalog.ts';
import type { Provenance } from '../kernel.ts';

const asOf = testNow - hour;
const provenance = (at = asOf): Provenance => ({ source: '示意区包', asOf: at, how: 'pack' });
const zone = { name: '二区·滨江', order: 2, squads: ['fenglin', 'xietu', 'longhua', 'binjiang'], neighbours: ['z1'] };
const squad = { name: '枫林中队', kind: 'street', grids: ['FL'], zone: 'z2' };

type Members = { readonly [member: string]: Json };
test.each<[string, StreamId, Members, Members]>([
  ['Zone', 'zone/x', zone, {}],
  // What is asked of other squads is no part of the record, and nothing at first.
  ['Squad', 'squad/x', squad, { helps: [] }],
])('a %s is recorded, quiet when nothing changed, never older', (name, stream, record, besides) => {
  const recorded = (more: object = {}, at = asOf) => ({
    ...{ stream, type: `${name}Recorded`, data: { record: { ...record, ...more }, provenance: provenance(at) } },
  });
  const wish = (more: object = {}, at = asOf) => ({
    ...{ type: `Record${name}`, data: { id: 'x', record: { ...record, ...more }, provenance: provenance(at) } },
  });
  const outcome = given([]).when(wish());
  outcome.then([recorded()]);
  expect(outcome.state(stream)).toEqual({ id: 'x', ...record, ...besides, provenance: provenance() });
  expect(scopeOf(stream, outcome.state(stream))).toEqual(['frame']);
  given([recorded()]).when(wish()).then([]);
  const renamed = { name: '改名' };
  given([recorded()])
    .when(wish(renamed, asOf + 1))
    .then([recorded(renamed, asOf + 1)]);
  given([recorded()])
    .when(wish(renamed, asOf - 1))
    .thenRefused('RegisterEntryOlder');
  given([])
    .when(wish({}, testNow + hour))
    .thenRefused('TimeInFuture');
  expect(commands.get(`Record${name}`)?.roles).toEqual(['shiftLead', 'dutyLeader', 'system']);
});

test('zones come in the order of their hues', () => {
  const at = (id: string, order: number) => ({
    ...{ stream: `zone/${id}` as const, type: 'ZoneRecorded' },
    data: { record: { ...zone, order }, provenance: provenance() },
  });
  const { reads } = given([at('a', 10), at('b', 2), at('c', 1)]);
  expect(reads.zones().map(({ id }) => id)).toEqual(['c', 'b', 'a']);
  expect(reads.zone('a')?.order).toBe(10);
  expect([reads.squads(), reads.squad('none')]).toEqual([[], undefined]);
});
