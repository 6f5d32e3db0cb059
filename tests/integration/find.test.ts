/** Finding over a whole hub: within one's scope, and callers for those who may, for a reason, on record. */
import { expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { makeDemoPack } from '../../build/demo-district/pack.ts';
import { ask, grantedBy, linked, officeKey, openOfficeHub } from '../support/office-hub.ts';
import type { OfficeHub, OfficeLink } from '../support/office-hub.ts';

async function enter(at: OfficeHub, login: string): Promise<OfficeLink> {
  return linked(at, await at.enter(login, `seat-${login}`), `seat-${login}`);
}

const numbersOf = async (link: OfficeLink, text: string): Promise<readonly string[]> => {
  const { groups } = await grantedBy<'find'>(link, { ask: 'find', text, only: null });
  return groups.flatMap(({ kind, found }) => (kind === 'incident' ? found.map(({ name }) => name) : []));
};

test('everybody finds what they may hold, in any spelling; callers only for a reason, and never unseen', async () => {
  const at = await openOfficeHub({ pack: makeDemoPack('2026-11-21', Date.now()) });
  const phones = ['13900001111', '+86 139-0000-1111', '13900002222'];
  const orders = [
    '斜土路小木桥路口往东那个工地，十点多了还在打桩，咚咚咚。',
    '斜土路小木桥路口那个工地还在打桩，吵得睡不着。',
    '宜山路近中山西路，混凝土车一辆接一辆，轰隆隆，这么晚谁批的？',
  ];
  const made: { readonly id: string; readonly number: string; readonly squad: string | null }[] = [];
  for (const [index, text] of orders.entries()) {
    const order = { source: '12345', externalId: `SH-2026-${String(index)}007`, text };
    const { status, body } = await at.post(
      '/api/v1/incidents',
      { ...order, caller: { phone: phones[index], name: '不该外传' } },
      officeKey,
    );
    expect(status).toBe(201);
    const { id } = body as { readonly id: string };
    const document = must(at.folder.journal.document(`incident/${id}`), id);
    const state = document.state as unknown as IncidentState;
    made.push({ id, number: state.number, squad: state.placing.squad });
  }
  const [first, second, third] = made.map((one) => one.number) as [string, string, string];
  const squad = must(made[2]?.squad, 'its squad');
  expect(made[0]?.squad).not.toBe(squad);

  await at.make('desk', [{ role: 'dispatcher' }]);
  await at.make('room', [{ role: 'squadRoom', squad }]);
  const [desk, room] = [await enter(at, 'desk'), await enter(at, 'room')];
  for (const text of ['斜土', 'xtl', 'xietulu', '斜土路 施工'])
    expect([text, (await numbersOf(desk, text)).toSorted()]).toEqual([text, [first, second]]);
  expect(await numbersOf(desk, 'ＳＨ－２０２６－１００７')).toEqual([second]);
  expect(await numbersOf(desk, third)).toEqual([third]);
  // Never another's, by whatever it is looked for; and its own.
  for (const text of ['斜土', first, 'xtl', 'SH-2026-0007']) expect(await numbersOf(room, text)).toEqual([]);
  expect(await numbersOf(room, third)).toEqual([third]);
  // Of callers nothing is found by words.
  for (const text of ['13900001111', '不该外传', 'bgwc']) expect(await numbersOf(desk, text)).toEqual([]);
  // Rubbish is answered, not feared.
  for (const text of ['" OR *', 'NEAR(工地)', "'; DROP TABLE search_incident", '🚧', '\u0000', '夜间'.repeat(900)])
    expect(Array.isArray(await numbersOf(desk, text))).toBe(true);
  expect(
    await ask(desk, { ask: 'find', text: 'x'.repeat(3_000), only: null }).catch(() => 'refused'),
  ).not.toMatchObject({
    status: 'granted',
  });

  const site = await grantedBy<'past'>(desk, { ask: 'past', of: { kind: 'site', site: 'gone' } });
  expect(site).toEqual({ incidents: [], more: false });

  // The same number in two spellings is one caller.
  const reason = '核对是否同一人';
  const of = { kind: 'phone', phone: '１３９ 0000 1111' } as const;
  const before = at.noted().length;
  const caller = await grantedBy<'caller'>(desk, { ask: 'caller', of, reason });
  expect(caller.incidents.map(({ number }) => number).toSorted()).toEqual([first, second]);
  const same = { kind: 'incident', incident: must(made[0]?.id, 'its id') } as const;
  expect((await grantedBy<'caller'>(desk, { ask: 'caller', of: same, reason })).incidents).toHaveLength(2);
  const named = { kind: 'name', name: '不该外传' } as const;
  expect((await grantedBy<'caller'>(desk, { ask: 'caller', of: named, reason })).incidents).toHaveLength(3);
  const noted = at
    .noted()
    .slice(before)
    .filter((line) => line.startsWith('caller'));
  expect(noted).toHaveLength(3);
  expect(noted[0]).toContain(reason);
  expect(noted.join()).not.toMatch(/1390000|不该外传/);
  expect(await ask(room, { ask: 'caller', of, reason })).toMatchObject({ code: 'NotAllowed' });
  const short = { kind: 'phone', phone: '110' } as const;
  expect(await ask(desk, { ask: 'caller', of: short, reason })).toMatchObject({ field: 'of.phone' });
});
