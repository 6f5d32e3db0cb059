/** Replays on the seat: what a screen is shown of an instant is the journal folded to it, in the scope of today. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { must } from '../../shared/lib/must.ts';
import type { AnswerOf, RequestOf, SeatDocument } from '../../shared/wire/seat-api.ts';
import { feedCatalog, FeedHub } from '../support/feed-kit.ts';
import type { PastDocument } from '../support/past-play.ts';
import { inSightThen, instantsOf, play, steps } from '../support/past-play.ts';
import { everything, eventsOf, openSeat, SeatKit, urlOf, when } from '../support/seat-kit.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const kinds = [...feedCatalog.kinds.keys()];
/** Epochs of the cache short enough that a test passes several. */
const past = { keepMs: 7_200_000, epochMs: 600_000 };
const watchNumber = 9;

/** What the watch of a replay shows, by its pushes alone. */
function shownBy(seat: SeatKit): () => Map<string, PastDocument> {
  const shown = new Map<string, SeatDocument>();
  let read = 0;
  return () => {
    for (; read < seat.pushes.length; read += 1) {
      const push = must(seat.pushes[read], 'push');
      if ((push.push !== 'opened' && push.push !== 'changed') || push.watch !== watchNumber) continue;
      if (push.push === 'opened') shown.clear();
      else for (const stream of push.gone) shown.delete(stream);
      for (const document of push.documents) shown.set(document.stream, document);
    }
    return new Map([...shown].map(([stream, { version, seq, state }]) => [stream, { version, seq, state }]));
  };
}

async function opened(
  seat: SeatKit,
  body: Partial<RequestOf<'replayOpen'>>,
): Promise<Extract<AnswerOf<'replayOpen'>, { status: 'opened' }>> {
  const answer = await seat.request('replayOpen', { from: 0, to: 1, of: 'hub', units: [], reason: null, ...body });
  if (answer.status === 'refused') throw new Error(`${answer.code} ${answer.field ?? ''}`);
  await seat.request('watch', { watch: watchNumber, kinds, replay: answer.replay });
  return answer;
}

const seqAt = (hub: FeedHub, at: number): number => eventsOf(hub).findLast((event) => event.at <= at)?.seq ?? 0;

async function expectSame(
  hub: FeedHub,
  seat: SeatKit,
  replay: number,
  { labels, instants }: { readonly labels: readonly string[]; readonly instants: readonly number[] },
): Promise<void> {
  const shown = shownBy(seat);
  for (const at of instants) {
    expect(await seat.request('replayAt', { replay, at })).toMatchObject({ status: 'at', at });
    expect(shown(), `at ${at}`).toEqual(inSightThen(hub, seqAt(hub, at), labels));
  }
}

async function scene(labels: readonly string[], keptEvery = 7) {
  const hub = await new FeedHub(temporaryFolder(), { keptEvery }).listen();
  await hub.give('Grant', { account: 'lin', labels: [...labels] });
  const seat = await openSeat(hub, { overrides: { past } });
  // The seat's clock goes on while that of this hub stands: what it took in is as of a little later than the hub says.
  hub.clock.advance(60_000);
  return {
    hub,
    seat,
    async close() {
      seat.close();
      await hub.close();
    },
  };
}

test('of the hub: at each instant, forward and back, it is the journal folded to it', async () => {
  await fc.assert(
    fc.asyncProperty(
      steps(5, 40),
      fc.subarray(['a', 'b', 'hall'], { minLength: 1 }),
      fc.nat(100),
      async (list, labels, cut) => {
        const { hub, seat, close } = await scene(labels);
        try {
          await play(hub, list);
          const all = instantsOf(hub);
          const from = must(all[Math.floor((cut / 101) * all.length)], 'instant');
          const to = Math.max(from + 1, must(all.at(-1), 'instant') - 1);
          const { replay } = await opened(seat, { from, to });
          const within = all.filter((at) => at >= from && at <= to);
          await expectSame(hub, seat, replay, {
            labels,
            instants: [...within, ...within.toReversed(), ...within.filter((_, n) => n % 3 === 0)],
          });
          await seat.request('replayClose', { replay });
          expect(shownBy(seat)()).toEqual(new Map());
          await when(hub, () => hub.past.replays.count === 0);
        } finally {
          await close();
        }
      },
    ),
    { numRuns: 6 },
  );
});

test('of the seat: the last hours without the hub, and after the seat was started again', async () => {
  await fc.assert(
    fc.asyncProperty(steps(10, 60), async (list) => {
      const labels = ['a', 'b', 'hall'];
      const { hub, seat, close } = await scene(labels);
      const began = hub.clock.now();
      try {
        for (const step of list) {
          await play(hub, [step]);
          await when(hub, () => seat.status?.lastSeq === hub.head);
        }
        const now = hub.clock.now();
        const instants = instantsOf(hub).filter((at) => at > began && at > now - past.keepMs && at < now);
        const from = must([...instants, now - 1][0], 'instant');
        hub.clock.advance(0);
        seat.net.down = true;
        seat.net.cut();
        await when(undefined, () => seat.status?.link === 'offline');
        const body = { from, to: now - 1, of: 'seat' as const };
        const { replay } = await opened(seat, body);
        await expectSeen(hub, seat, replay, instants);
        await seat.request('replayClose', { replay });
        seat.close();

        const again = new SeatKit([urlOf(hub)], { dir: seat.dir, net: seat.net, overrides: { past } });
        await again.request('watch', { watch: 1, kinds });
        const second = await opened(again, body);
        await expectSeen(hub, again, second.replay, instants);
        // Further back than it has: said, not guessed.
        expect(
          await again.request('replayOpen', {
            from: began - 86_400_000,
            to: now - 1,
            of: 'seat',
            units: [],
            reason: null,
          }),
        ).toMatchObject({
          ...{ status: 'refused', code: 'NotKept', field: 'from' },
        });
        // Unless as much as there is will do.
        const rest = { from: began - 86_400_000, to: now - 1, units: [], reason: null };
        const clipped = await again.request('replayOpen', { ...rest, of: 'seat', asFarAsKept: true });
        expect(clipped).toMatchObject({ status: 'opened', to: now - 1 });
        if (clipped.status === 'opened') expect(clipped.from).toBeGreaterThan(began - 86_400_000);
        again.close();
      } finally {
        await close();
      }
    }),
    { numRuns: 6 },
  );

  /**
   * Of what the seat has been shown all along it is the fold of the journal. What left its sight since has left its past;
   * what came back is there from then on.
   */
  async function expectSeen(hub: FeedHub, seat: SeatKit, replay: number, instants: readonly number[]): Promise<void> {
    const shown = shownBy(seat);
    const labels = ['a', 'b', 'hall'];
    for (const at of [...instants, ...instants.toReversed()]) {
      expect(await seat.request('replayAt', { replay, at })).toMatchObject({ status: 'at' });
      const right = inSightThen(hub, seqAt(hub, at), labels);
      for (const stream of right.keys()) if (cameBackAfter(hub, stream, at, labels)) right.delete(stream);
      expect(shown(), `at ${at}`).toEqual(right);
    }
  }

  function cameBackAfter(hub: FeedHub, stream: string, at: number, labels: readonly string[]): boolean {
    return hub.journal.feedAfter(0, 100_000).some(({ stream: of, scope, bytes }) => {
      const wentOut =
        !scope.after.some((label) => labels.includes(label)) && scope.before.some((label) => labels.includes(label));
      return of === stream && wentOut && (JSON.parse(bytes) as { readonly at: number }).at > at;
    });
  }
});

test('a replay of the last hours stays as it was while the feed goes on', async () => {
  const { hub, seat, close } = await scene(everything);
  try {
    await hub.give('Place', { parcel: 'old', labels: ['a'] });
    await hub.give('Place', { parcel: 'leaves', labels: ['a'] });
    await when(hub, () => seat.status?.lastSeq === hub.head);
    hub.clock.advance(3_600_000);
    await hub.give('Place', { parcel: 'other', labels: ['a'] });
    await when(hub, () => seat.status?.lastSeq === hub.head);
    const now = hub.clock.now();
    const { replay } = await opened(seat, { from: now - 1_000, to: now - 1, of: 'seat' });
    await hub.give('Weigh', { parcel: 'old', add: 5, padding: '' });
    await hub.give('Place', { parcel: 'new', labels: ['a'] });
    await hub.give('Place', { parcel: 'leaves', labels: ['elsewhere'] });
    await when(hub, () => seat.status?.lastSeq === hub.head);
    await seat.request('replayAt', { replay, at: now - 1 });
    const shown = shownBy(seat)();
    expect(shown.get('parcel/old')?.state).toMatchObject({ weight: 0 });
    // What one may not see any more goes from the past as well; what began later was not there.
    expect([...shown.keys()].filter((stream) => stream.startsWith('parcel/'))).toEqual(['parcel/old']);
  } finally {
    await close();
  }
});

test('events to jump to, refusals, and what ends a replay', async () => {
  const { hub, seat, close } = await scene(everything);
  try {
    await hub.give('Place', { parcel: 'p0', labels: ['a'] });
    for (let n = 0; n < 3; n += 1) {
      hub.clock.advance(1_000);
      await hub.give('Weigh', { parcel: 'p0', add: 1 });
    }
    const [from, to] = [hub.clock.now() - 2_500, hub.clock.now()];
    const ask = (body: Partial<RequestOf<'replayOpen'>>) =>
      seat.request('replayOpen', { from, to, of: 'hub', units: [], reason: null, ...body });
    expect(await ask({ to: from })).toMatchObject({ code: 'InvalidMessage', field: 'to' });
    expect(await ask({ units: 'all' })).toMatchObject({ code: 'InvalidMessage', field: 'reason' });
    expect(await ask({ from: to - 16 * 3_600_000 })).toMatchObject({ code: 'TooLong' });
    expect(await ask({ units: ['m1'], reason: '核实' })).toMatchObject({ code: 'NotAllowed', field: 'units' });
    const { replay } = await opened(seat, { from, to });
    await seat.request('replayAt', { replay, at: to });
    const events = await seat.request('replayEvents', { replay, after: 0, limit: 2 });
    expect(events).toMatchObject({
      more: true,
      events: [{ kind: 'parcel', stream: 'parcel/p0', type: 'Weighed' }, {}],
    });
    if (events.status === 'refused') throw new Error(events.code);
    const after = must(events.events.at(-1), 'the last of a page').place;
    const rest = await seat.request('replayEvents', { replay, after, limit: 2 });
    expect(rest).toMatchObject({ more: false, ended: null, events: [{ seq: hub.head, at: to }] });
    // Others' rights, or another person: nothing of it is left.
    await seat.login('wang');
    expect(await seat.request('replayAt', { replay, at: to })).toEqual({
      status: 'refused',
      code: 'Unknown',
      loadedTo: null,
    });
    expect(await seat.request('trackFile', { unit: 'm1', from, to, format: 'gpx', reason: '核实' })).toMatchObject({
      status: 'refused',
    });
  } finally {
    await close();
  }
});
