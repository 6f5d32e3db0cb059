import { expect, test } from 'vitest';
import { commands } from '../../shared/domain/catalog.ts';
import { dutyModeStream } from '../../shared/domain/duty-mode/state.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { given, givenIn, testActor, testNow } from '../support/given.ts';
import { HubKit } from '../support/hub-kit.ts';
import { boxCatalog, boxReads, boxStream } from '../support/toy-domain.ts';

const night = { mode: 'night', cause: 'person', reason: 'joint operation', reportNight: '2026-11-21' } as const;
const switched = { stream: dutyModeStream, type: 'DutyModeSwitched', data: night };

test('given facts, when a wish, then facts or a refusal', () => {
  given([]).when({ type: 'SwitchDutyMode', data: night }).then([switched]);
  given([switched])
    .when({ type: 'SwitchDutyMode', data: night })
    .thenRefused('DutyModeAlreadyInForce', { mode: 'night' });
  const routine = { mode: 'routine', cause: 'person', reason: 'morning' } as const;
  const back = given([switched]).when({ type: 'SwitchDutyMode', data: routine });
  back.then([{ ...switched, data: { ...routine, from: 'night' } }]);
  expect(back.state(dutyModeStream)).toMatchObject({ mode: 'routine', since: testNow, by: testActor.user });
});

test('the helper says what does not fit', () => {
  const world = given([switched]);
  expect(() => world.when({ type: 'SwitchDutyMode', data: night }).then([])).toThrow();
  expect(() => world.when({ type: 'SwitchDutyMode', data: night }).thenRefused('Other')).toThrow();
  expect(() => world.when({ type: 'SwitchDutyMode', data: { ...night, reason: '' } }).thenRefused('Other')).toThrow();
  expect(() => world.when({ type: 'SwitchDutyMode', data: {} })).toThrow();
  expect(() => given([{ ...switched, data: {} }])).toThrow();
});

test('another catalog, and queries over members of the state', () => {
  const puts = ['b', 'a', 'c'].map((id, index) => ({ stream: boxStream(id), type: 'Put', data: { amount: index } }));
  const world = givenIn(boxCatalog, (documents) => ({ ...boxReads(documents), documents }), puts);
  const names = (query: object): string[] => world.reads.documents.documents('box', query).map(({ stream }) => stream);
  expect(names({})).toEqual(['box/a', 'box/b', 'box/c']);
  expect(names({ orderBy: 'amount', descending: true, limit: 2 })).toEqual(['box/c', 'box/a']);
  expect(names({ where: { amount: 0 } })).toEqual(['box/b']);
});

test('the hub with its own catalog', async () => {
  const kit = new HubKit({ catalog, reads: readsOf });
  try {
    expect(commands.has('SwitchDutyMode')).toBe(true);
    const by = { ...testActor, role: 'shiftLead' };
    expect(await kit.give(kit.command('SwitchDutyMode', night), by)).toMatchObject({ status: 'accepted', seq: 1 });
    expect(kit.desk.reads.dutyMode()).toMatchObject({ mode: 'night', since: kit.clock.now() });
  } finally {
    await kit.close();
  }
});
