/**
 * Whatever changes – rights with their times, deputies, the duty mode, joint operations, zones, places of incidents –
 * each seat ends up with exactly the documents that the hub names for its person, and with the same digest.
 */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { digestNow } from '../../hub/feed/digest.ts';
import { labelsFrom } from '../../hub/feed/labels.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { readsOf } from '../../shared/domain/reads.ts';
import { labelsOf, labelWorldOf } from '../../shared/domain/rules/labels.ts';
import { hour, minute } from '../../shared/lib/time.ts';
import { openRightsHub } from '../support/rights-hub.ts';
import { players, ScopePlay, step } from '../support/scope-play.ts';

const patience = { timeout: 30_000 };

test('after any changes each seat holds what the hub says is theirs', { timeout: 400_000 }, async () => {
  expect(catalog.kinds.has('jointOperation')).toBe(true);
  const at = await openRightsHub();
  const ids: string[] = [];
  for (const login of players) ids.push(await at.make(login, [{ role: 'leader' }]));
  const play = new ScopePlay(at, ids);
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 15, maxLength: 25 }), async (steps) => {
      for (const one of steps) await play.do(one);
      await play.connectAll();
      await expect.poll(() => play.differences(), patience).toEqual([]);
    }),
    { numRuns: 24, seed: 20261121, endOnFailure: true },
  );
  // Each kind of change took place, and each kind of grant was held.
  const wanted = [
    ...['grant', 'deputy', 'recall', 'time', 'zone', 'touch', 'disable'],
    ...['mode night', 'mode routine', 'mode holiday', 'mode emergency'],
    ...['operation plan', 'operation start', 'operation change', 'operation end'],
    ...['street street', 'socialInspector street', 'memberUnit operation', 'groupDeputy operation'],
    ...['reporting squad', 'reporting brigade', 'reporting bureau', 'zoneLead zone', 'dispatcher zone'],
  ];
  expect(wanted.filter((kind) => !play.done.has(kind))).toEqual([]);
  expect(at.lines.filter(({ level }) => level === 'error')).toEqual([]);
});

test('a grant that ends while its person is at work takes its documents away, and a deputyship too', async () => {
  const at = await openRightsHub();
  const { journal } = at.folder;
  const reads = readsOf({
    document: (stream) => journal.document(stream),
    documents: (kind, query) => journal.documents(kind, query),
  });
  const until = at.now() + hour;
  const wide = { role: 'dispatcher', to: until } as const;
  const id = await at.make('turning', [wide, { role: 'squadRoom', squad: 'far' }]);
  const other = await at.make('standing', [{ role: 'squadRoom', squad: 'far' }]);
  const boss = await at.make('absent', [{ role: 'nightDesk' }]);
  await at.done('NameDeputy', {
    ...{ id: other, for: boss, roles: [{ role: 'nightDesk' }], from: at.now(), to: until, reason: '示例' },
  });
  const seats = [await at.seat('turning'), await at.seat('standing')] as const;
  for (const seat of seats) {
    await seat.hello();
    await expect.poll(() => seat.documents.has(`incident/${at.incidents[0]}`), patience).toBe(true);
  }
  const [before, pages] = [seats.map(({ documents }) => documents.size), seats.map((seat) => seat.pages)];

  at.advance(hour - minute);
  await at.done('AcknowledgeIncident', { incident: at.incidents[0] }, at.lead);
  for (const seat of seats) await expect.poll(() => seat.seq, patience).toBe(journal.head().seq);
  expect(seats.map(({ documents }) => documents.size)).toEqual(before);

  at.advance(minute);
  for (const [index, seat] of seats.entries()) {
    await expect.poll(() => seat.documents.has(`incident/${at.incidents[0]}`), patience).toBe(false);
    expect(seat.connected).toBe(true);
    // By `leave`s over the link that is there: no snapshot, no new hello.
    expect([seat.welcomes.length, seat.pages]).toEqual([1, pages[index]]);
    const account = reads.account([id, other][index] ?? '');
    expect(account?.roles).toEqual([{ role: 'squadRoom', squad: 'far' }]);
    const mine = labelsOf({ roles: account?.roles ?? [], disabled: false }, labelWorldOf(reads));
    expect(mine).not.toContain('bureau');
    await expect
      .poll(() => [seat.seq, seat.digest()], patience)
      .toEqual([journal.head().seq, digestNow(journal, labelsFrom(mine))]);
    expect(seat.documents.size).toBeLessThan(before[index] ?? 0);
    expect(seat.problems).toEqual([]);
  }
});
