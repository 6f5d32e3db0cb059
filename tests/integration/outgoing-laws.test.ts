/**
 * The law of replies that go back: whatever fails there and whenever the hub dies here, each is delivered at least once under one
 * id, and none is called posted that the other side did not acknowledge.
 */
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SqliteOutgoingStore } from '../../db/hub/outgoing-store.ts';
import { createOutgoing } from '../../hub/outgoing/outgoing.ts';
import type { OutgoingDeps } from '../../hub/outgoing/outgoing.ts';
import type { Sent } from '../../hub/outgoing/send.ts';
import type { StoredEvent } from '../../shared/lib/journal.ts';
import { catalog } from '../../shared/domain/catalog.ts';
import { minute, second } from '../../shared/lib/time.ts';
import type { Json } from '../../shared/lib/json.ts';
import { testNow } from '../support/given.ts';
import { ManualClock, recordingLog, seededRandom } from '../support/hub-kit.ts';
import { caller, hall, handle, on, receive } from '../support/incident-scene.ts';
import { Night, incidentId } from '../support/night-scene.ts';
import { temporaryFolder } from '../support/temp-folder.ts';

const manners = ['takes', 'fails', 'lostAnswer', 'lostRequest', 'otherId', 'slow'] as const;
type Manner = (typeof manners)[number];
const replies = 3;

class Killed extends Error {}

/** What outlives a hub: its journal, the file of what waits, and the other side. */
class Lasting {
  readonly clock = new ManualClock(testNow);
  readonly night = new Night(hall);
  readonly events: StoredEvent[] = [];
  readonly store = new SqliteOutgoingStore(join(temporaryFolder(), 'outgoing.sqlite'));
  readonly answers = new Map<string, unknown>();
  /** By id: how often the other side took it, and whether it ever said so. */
  readonly taken = new Map<string, number>();
  readonly acknowledged = new Set<string>();
  readonly posted: string[] = [];
  #seen: { readonly events: number; readonly reads: Night['reads'] } | undefined;

  /** Folding the night anew for each question would take longer than all else. */
  get reads(): Night['reads'] {
    if (this.#seen?.events !== this.events.length) this.#seen = { events: this.events.length, reads: this.night.reads };
    return this.#seen.reads;
  }

  give(type: string, data: Json, key: string): unknown {
    const known = this.answers.get(key);
    if (known !== undefined) return known;
    const decision = this.night.give({ type, data, now: this.clock.now(), occurredAt: this.clock.now() });
    if ('refusal' in decision) return { status: 'refused', refusal: decision.refusal };
    for (const { stream, type: of, data: said } of decision.events) {
      const seq = this.events.length + 1;
      const meta = { at: this.clock.now(), occurredAt: this.clock.now(), by: { user: 'x', seat: 'x', role: 'x' } };
      const event = {
        seq,
        id: `event-${String(seq)}`,
        stream,
        version: seq,
        type: of,
        schema: 1,
        data: said,
        ...meta,
        cause: key,
      };
      this.events.push({ seq, hash: '', bytes: JSON.stringify(event) } as unknown as StoredEvent);
      if (of === 'ReplyPosted') this.posted.push((said as { posting: string }).posting);
    }
    const answer = { status: 'accepted' };
    this.answers.set(key, answer);
    return answer;
  }
}

/** One life of the hub, which ends at a call to one of its ports. */
function live(lasting: Lasting, manner: () => Manner, endsAfter: number) {
  let calls = 0;
  const port =
    <A extends readonly unknown[], R>(work: (...args: A) => R) =>
    (...args: A): R => {
      calls += 1;
      if (calls > endsAfter) throw new Killed();
      return work(...args);
    };
  const { store, clock } = lasting;
  const send = (_: unknown, { id }: { readonly id: string }): Promise<Sent> => {
    const how = manner();
    if (how !== 'lostRequest' && how !== 'fails') lasting.taken.set(id, (lasting.taken.get(id) ?? 0) + 1);
    if (how === 'takes') lasting.acknowledged.add(id);
    const why = { fails: 'serverError', otherId: 'badAnswer', slow: 'slow' } as const;
    return Promise.resolve(
      how === 'takes'
        ? { status: 'posted', receipt: null }
        : { status: 'failed', why: how === 'lostAnswer' || how === 'lostRequest' ? 'unreachable' : why[how] },
    );
  };
  const deps = {
    receivers: [
      {
        source: '12345',
        name: '市热线',
        url: 'http://stub',
        keyFile: '',
        key: 'key',
        timeoutSeconds: 1,
        giveUpHours: 720,
      },
    ],
    store: {
      cursor: port(() => store.cursor()),
      take: port((...args: Parameters<typeof store.take>) => store.take(...args)),
      due: port((...args: Parameters<typeof store.due>) => store.due(...args)),
      nextAt: (source: string) => store.nextAt(source),
      change: port((...args: Parameters<typeof store.change>) => store.change(...args)),
      drop: port((posting: string) => store.drop(posting)),
      count: () => store.count(),
      close: () => undefined,
    },
    journal: {
      eventsAfter: (seq: number, limit: number) => lasting.events.slice(seq, seq + limit),
      head: () => ({ seq: lasting.events.length, hash: '', at: clock.now() }),
      vaultReference: () => undefined,
    },
    vault: { get: () => ({ content: '{"text":"已到场核实"}' }) },
    reads: {
      incident: (id: string) => lasting.reads.incident(id),
      district: () => lasting.reads.district(),
    },
    desk: {
      submit: port((command: { id: string; type: string; data: Json }) =>
        Promise.resolve(lasting.give(command.type, command.data, command.id)),
      ),
      onCommitted: () => () => undefined,
    },
    access: { look: () => undefined },
    kinds: catalog.kinds,
    ...{ clock, timers: clock, random: seededRandom(7), log: recordingLog([]), secret: new Uint8Array(32) },
    ...{ send: port(send), policy: { firstMs: second, longestMs: minute, failures: 3, restMs: second } },
  };
  // Each port is as narrow as what is asked of it.
  return createOutgoing(deps as unknown as OutgoingDeps);
}

test('each reply is delivered at least once under one id, and posted by the word of the other side alone', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.record({ endsAfter: fc.nat(30), minutes: fc.integer({ min: 1, max: 10 }) }), { maxLength: 6 }),
      fc.array(fc.constantFrom<Manner>(...manners), { minLength: 1, maxLength: 12 }),
      async (lives, said) => {
        const lasting = new Lasting();
        // The hub has seen its journal before the first of these replies.
        const born = live(lasting, () => 'takes', Number.POSITIVE_INFINITY);
        born.start();
        await born.idle();
        await born.stop();
        for (let n = 1; n <= replies; n += 1) {
          const { type, data } = receive(n, { personal: { ...caller }, externalId: `SZ-${String(n)}` });
          lasting.give(type, data, `receive-${String(n)}`);
          const reply = on('RecordReply', { way: 'hotline', personal: { ...handle(String(n + 3)) } }, n);
          lasting.give(reply.type, reply.data, `reply-${String(n)}`);
        }
        let at = 0;
        const next = (): Manner => said[at++ % said.length] ?? 'takes';
        const play = async (manner: () => Manner, endsAfter: number, minutes: number): Promise<void> => {
          const hub = live(lasting, manner, endsAfter);
          hub.start();
          for (let passed = 0; passed < minutes; passed += 1) {
            await hub.idle();
            lasting.clock.advance(minute);
            for (const id of lasting.posted) expect(lasting.acknowledged, 'posted without its word').toContain(id);
          }
          await hub.idle();
          await hub.stop();
        };
        for (const { endsAfter, minutes } of lives) await play(next, endsAfter, minutes);
        await play(() => 'takes', Number.POSITIVE_INFINITY, 30);
        const postings = Array.from({ length: replies }, (_, i) => lasting.reads.incident(incidentId(i + 1))?.postings);
        expect(postings.map((list) => list?.map(({ state }) => state))).toEqual(
          Array.from({ length: replies }, () => ['posted']),
        );
        expect(lasting.taken.size).toBe(replies);
        expect([...lasting.acknowledged].sort()).toEqual([...lasting.taken.keys()].sort());
        expect(lasting.store.count()).toBe(0);
        lasting.store.close();
      },
    ),
    { numRuns: 25 },
  );
}, 120_000);
