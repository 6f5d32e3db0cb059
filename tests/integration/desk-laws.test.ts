import fc from 'fast-check';
import { expect, test } from 'vitest';
import { eventReader } from '../../hub/journal/upcast.ts';
import { verifyJournal } from '../../hub/journal/verify.ts';
import type { CrashPoint } from '../../hub/ports.ts';
import { evolveDocument, scopeOf } from '../../shared/domain/catalog.ts';
import type { Actor, CommandAnswer, CommandEnvelope, DocumentRecord, EventEnvelope } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { canonicalJson } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { HubKit } from '../support/hub-kit.ts';
import type { BoxReads } from '../support/toy-domain.ts';
import { boxCatalog, boxReads, boxStream } from '../support/toy-domain.ts';

const lead: Actor = { user: 'wang', seat: 'seat2', role: 'lead' };
const boxes = ['a', 'b', 'c'];

interface Wish {
  readonly type: string;
  readonly data: Json;
  /** How many versions behind the sender is, by box; absent: it did not look. */
  readonly behind: { readonly [box: string]: number };
}

type Step =
  | { readonly kind: 'wish'; readonly wish: Wish }
  /** Sends an earlier command again. */
  | { readonly kind: 'repeat'; readonly which: number }
  /** Sends other data under the id of an earlier command. */
  | { readonly kind: 'reuse'; readonly which: number };

interface Round {
  readonly steps: readonly Step[];
  readonly advance: number;
  readonly ending: 'none' | 'restart' | { readonly point: CrashPoint; readonly nth: number };
}

const box = fc.constantFrom(...boxes);
const behind = fc.dictionary(box, fc.integer({ min: 0, max: 3 }), { maxKeys: 2 });
const data = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      type: fc.constant('Put'),
      data: fc.record(
        {
          box,
          amount: fc.integer({ min: 1, max: 1_200 }),
          deadline: fc.integer({ min: 0, max: 20_000 }),
          personal: fc.record({ name: fc.string({ minLength: 1, maxLength: 10 }) }),
        },
        { requiredKeys: ['box', 'amount'] },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({
      type: fc.constant('Move'),
      data: fc.record({ from: box, to: box, amount: fc.integer({ min: 1, max: 300 }) }),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({ type: fc.constantFrom('Close', 'Mute', 'Fly', 'Break'), data: fc.record({ box }) }),
  },
);
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 5,
    arbitrary: fc
      .tuple(data, behind)
      .map(([made, stale]): Step => ({ kind: 'wish', wish: { ...made, behind: stale } })),
  },
  { weight: 1, arbitrary: fc.nat(50).map((which): Step => ({ kind: 'repeat', which })) },
  { weight: 1, arbitrary: fc.nat(50).map((which): Step => ({ kind: 'reuse', which })) },
);
const points: CrashPoint[] = [
  'betweenVaultAndJournal',
  'beforeCommit',
  'afterCommitBeforeAnswer',
  'afterAnswerBeforeFeed',
  'betweenEventAndReaction',
];
const round: fc.Arbitrary<Round> = fc.record({
  steps: fc.array(step, { minLength: 1, maxLength: 8 }),
  advance: fc.integer({ min: -500, max: 8_000 }),
  ending: fc.oneof(
    fc.constant('none' as const),
    fc.constant('restart' as const),
    fc.record({ point: fc.constantFrom(...points), nth: fc.integer({ min: 1, max: 3 }) }),
  ),
});

/** What the senders know: what they sent, and the answers they got. */
class Senders {
  readonly sent = new Map<string, CommandEnvelope>();
  readonly answers = new Map<string, CommandAnswer>();

  next(kit: HubKit<BoxReads>, of: Step): CommandEnvelope | undefined {
    if (of.kind === 'wish') {
      const { type, data: payload, behind: stale } = of.wish;
      const basedOn = Object.fromEntries(
        Object.entries(stale).map(([name, by]) => {
          const stream = boxStream(name);
          return [stream, Math.max(0, kit.journal.streamVersion(stream) - by)];
        }),
      );
      const command = kit.command(type, payload, { basedOn });
      this.sent.set(command.id, command);
      return command;
    }
    const earlier = [...this.sent.values()][of.which % Math.max(1, this.sent.size)];
    if (earlier === undefined || of.kind === 'repeat') return earlier;
    return { ...earlier, data: { box: 'a', amount: 1, deadline: 424_242 } };
  }

  heard(command: CommandEnvelope, answer: CommandAnswer | undefined): void {
    if (answer === undefined) return;
    if (this.sent.get(command.id) !== command) {
      // Either the first one is known, or its payload broke an invariant and the id was never taken.
      if (answer.status === 'refused' && answer.refusal.code === 'CommandIdReused') return;
      this.sent.set(command.id, command);
    }
    const first = this.answers.get(command.id);
    if (first === undefined) this.answers.set(command.id, answer);
    else expect(answer).toEqual(first);
  }
}

async function play(kit: HubKit<BoxReads>, senders: Senders, { steps, advance, ending }: Round): Promise<void> {
  if (typeof ending === 'object') kit.crashAt(ending.point, ending.nth);
  const commands = steps.flatMap((one) => senders.next(kit, one) ?? []);
  const give = async (command: CommandEnvelope): Promise<void> => {
    const broken = command.type === 'Break';
    const answer = await kit.give(command, lead).catch((error: unknown) => {
      if (broken) return undefined;
      throw error;
    });
    senders.heard(command, answer);
  };
  await Promise.all(commands.map(give));
  await kit.settle();
  kit.clock.set(kit.clock.now() + advance);
  await kit.settle();
  if (ending !== 'none') await kit.restart();
  kit.disarm();
  // As the outbox does: what was not answered is sent again under its old id.
  for (const command of commands) if (!senders.answers.has(command.id)) await give(command);
}

function refold(events: readonly EventEnvelope[]): Map<string, DocumentRecord<unknown>> {
  const documents = new Map<string, DocumentRecord<unknown>>();
  for (const event of events) {
    const { stream, version, seq } = event;
    const state = evolveDocument(documents.get(stream)?.state, event, boxCatalog.kinds);
    documents.set(stream, { stream, version, seq, scope: scopeOf(stream, state, boxCatalog.kinds), state });
  }
  return documents;
}

function checkAnswers(senders: Senders, events: readonly EventEnvelope[]): void {
  for (const [id, command] of senders.sent) {
    const answer = senders.answers.get(id);
    const own = events.filter((event) => event.cause === id);
    if (answer === undefined) {
      expect([command.type, own]).toEqual(['Break', []]);
      continue;
    }
    if (answer.status === 'refused') {
      expect(own).toEqual([]);
      continue;
    }
    // Exactly once: as many events as the command brings, at the place the answer names.
    expect(own).toHaveLength(command.type === 'Move' ? 2 : 1);
    expect(own.at(-1)?.seq).toBe(answer.seq);
    const { conflictsWith } = must(boxCatalog.commands.get(command.type), command.type);
    for (const [stream, seen] of Object.entries(command.basedOn)) {
      const between = events.filter(
        (event) => event.stream === stream && event.version > seen && event.seq < must(own[0], 'event').seq,
      );
      expect(between.filter((event) => conflictsWith.includes(event.type))).toEqual([]);
    }
  }
  const strangers = events.filter((event) => event.by.user !== 'system' && !senders.answers.has(event.cause));
  expect(strangers).toEqual([]);
}

function checkReactions(kit: HubKit<BoxReads>, events: readonly EventEnvelope[]): void {
  const due = events.filter((event) => event.type === 'Put' && (event.data as { amount: number }).amount >= 50);
  expect(events.filter((event) => event.type === 'Echoed')).toHaveLength(due.length);
  const rung = events.filter((event) => event.type === 'Rung');
  const marks = rung.map((event) => `${event.stream}@${(event.data as { at: number }).at}`);
  expect(new Set(marks).size).toBe(marks.length);
  expect(kit.reactor.cursor()).toBe(kit.journal.head().seq);
  expect(kit.journal.dueUntil(kit.clock.now(), 1)).toEqual([]);
}

test('no interleaving, repeat, stale view, crash or restart breaks the journal', async () => {
  const rounds = fc.array(round, { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(rounds, fc.nat(), async (all, seed) => {
      const kit = new HubKit<BoxReads>({ catalog: boxCatalog, reads: boxReads, seed, now: 10_000 });
      try {
        const senders = new Senders();
        for (const one of all) await play(kit, senders, one);
        kit.clock.advance(60_000);
        await kit.settle();

        const stored = kit.journal.eventsAfter(0, 100_000);
        expect(await verifyJournal(kit.journal, { pageSize: 7 })).toMatchObject({ ok: true, events: stored.length });
        const events = stored.map(eventReader(boxCatalog.kinds));
        checkAnswers(senders, events);
        checkReactions(kit, events);
        const folded = [...refold(events).values()].sort((a, b) => (a.stream < b.stream ? -1 : 1));
        expect(canonicalJson(kit.journal.documents('box'))).toBe(canonicalJson(folded));
        for (const { stream, state } of folded) {
          expect(canonicalJson(kit.desk.reads.box(stream.slice(4)))).toBe(canonicalJson(state));
        }
        const kept = [...senders.answers.values()].flatMap((answer) =>
          answer.status === 'accepted' ? answer.refs : [],
        );
        expect(kit.vault.refs()).toEqual([...kept].sort());
        expect(kit.journal.vaultReferences().map(({ ref }) => ref)).toEqual([...kept].sort());
      } finally {
        await kit.close();
      }
    }),
    { numRuns: Number(process.env['FC_RUNS'] ?? 40) },
  );
});
