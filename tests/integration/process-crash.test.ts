/** The hub ends without warning, at named points and at any moment: nothing answered is lost, nothing is done twice. */
import { afterAll, expect, test, vi } from 'vitest';
import type { CrashPoint } from '../../hub/ports.ts';
import type { CommandEnvelope, EventEnvelope } from '../../shared/lib/journal.ts';
import { seededRandom } from '../support/hub-kit.ts';
import { cleanUp, crashHubMain, get, startHub, tempFolder, testKey } from '../support/hub-process.ts';
import type { HubProcess } from '../support/hub-process.ts';
import { converse, echoes, expectWhole, makeCommands } from '../support/load.ts';
import type { Answer, Conversation } from '../support/load.ts';

// Not after each: the tests of this file run side by side.
afterAll(cleanUp);

const seed = Number(process.env['TEST_SEED'] ?? Date.now() % 1_000_000);
process.stdout.write(`crash tests: TEST_SEED=${seed}\n`);

const wave = 16;

function start(dir: string, env: Record<string, string> = {}): HubProcess {
  const args = ['--data', dir, '--port', '0', '--api-key', testKey, '--log-level', 'error'];
  return startHub(args, { entry: crashHubMain, env });
}

/** Hands in wave after wave until all are answered or the hub is gone. Returns how many were handed in. */
async function load(talk: Conversation, commands: readonly CommandEnvelope[]): Promise<number> {
  const before = talk.answers.size;
  for (let sent = 0; sent < commands.length; sent += wave) {
    const next = commands.slice(sent, sent + wave);
    talk.send(next);
    if (!(await talk.answered(before + sent + next.length))) return sent + next.length;
  }
  return commands.length;
}

async function journalOf(port: number): Promise<EventEnvelope[]> {
  const events: EventEnvelope[] = [];
  for (;;) {
    const { body } = await get(port, `/api/v1/journal?since=${events.length}&limit=1000`, testKey);
    const page = body['events'] as EventEnvelope[];
    events.push(...page);
    if (page.length < 1_000) return events;
  }
}

/**
 * Starts the hub again, hands in everything once more, and holds it against what was answered before. Ends with the hub
 * stopped in order.
 */
async function expectRecovered(
  dir: string,
  commands: readonly CommandEnvelope[],
  first: ReadonlyMap<string, Answer>,
): Promise<void> {
  const hub = start(dir);
  const talk = converse(hub);
  const { http } = await hub.listening;
  expect(await load(talk, commands)).toBe(commands.length);
  for (const [id, answer] of first) expect(talk.answers.get(id), id).toEqual(answer);
  // Not expect.poll: it does not know which of the tests running side by side it belongs to.
  await vi.waitFor(
    async () => {
      const { asked, given } = echoes(await journalOf(http));
      expect(given).toBe(asked);
    },
    { timeout: 60_000 },
  );
  expect((await get(http, '/api/v1/journal/verify', testKey)).body).toMatchObject({ ok: true });
  hub.signal('SIGTERM');
  expect(await hub.exited, hub.log()).toEqual({ code: 0, signal: null });
  await expectWhole(dir, talk.answers);
}

/** The highest visit at which the hub ends; a point that no code reaches yet has none. */
const points = {
  betweenVaultAndJournal: 6,
  beforeCommit: 6,
  afterCommitBeforeAnswer: 6,
  afterAnswerBeforeFeed: 6,
  betweenEventAndReaction: 12,
  midSnapshotPage: 0,
} as const satisfies Record<CrashPoint, number>;
const visits = 4;

const cases = Object.entries(points).flatMap(([point, highest], row) =>
  highest === 0
    ? []
    : Array.from({ length: visits }, (_, index) => {
        const [chance = 0] = seededRandom(seed + row * visits + index).bytes(1);
        return { point, nth: index === 0 ? 1 : 1 + (chance % highest) };
      }),
);

test.concurrent.each(cases)('ended $point, visit $nth', async ({ point, nth }) => {
  const dir = tempFolder();
  const hub = start(dir, { CRASH_POINT: point, CRASH_AT: String(nth) });
  await hub.listening;
  const talk = converse(hub);
  const commands = makeCommands(240, seededRandom(seed + nth));
  const sent = await load(talk, commands);
  expect(await hub.exited, hub.log()).toEqual({ code: null, signal: 'SIGKILL' });
  await expectWhole(dir, talk.answers);
  await expectRecovered(dir, commands.slice(0, sent), talk.answers);
});

const folders = 8;
const killsEach = 10;

test.concurrent.each(Array.from({ length: folders }, (_, index) => index))(
  `killed ${killsEach} times at any moment, folder %i`,
  async (index) => {
    const random = seededRandom(seed + 1_000 + index);
    const upTo = (most: number): number => {
      const [high = 0, low = 0] = random.bytes(2);
      return (high * 256 + low) % (most + 1);
    };
    const dir = tempFolder();
    const first = new Map<string, Answer>();
    const given: CommandEnvelope[] = [];
    // A folder has to be there before the start itself can be killed.
    await expectRecovered(dir, [], first);
    let last: readonly CommandEnvelope[] = [];
    for (let kill = 0; kill < killsEach; kill += 1) {
      const hub = start(dir);
      const talk = converse(hub);
      const fresh = makeCommands(200, random);
      if (upTo(7) === 0) {
        // While it starts: opening, recovering, first reactions.
        setTimeout(() => hub.signal('SIGKILL'), upTo(400));
      } else {
        const answersUntil = upTo(180);
        const delay = upTo(3);
        void talk.answered(answersUntil).then(() => setTimeout(() => hub.signal('SIGKILL'), delay));
      }
      const listening = hub.listening.then(() => true).catch(() => false);
      const again = [...last, ...fresh];
      const sent = (await listening) ? await load(talk, again) : 0;
      expect(await hub.exited, hub.log()).toEqual({ code: null, signal: 'SIGKILL' });
      for (const [id, answer] of talk.answers) {
        const known = first.get(id);
        if (known !== undefined) expect(answer, id).toEqual(known);
        first.set(id, answer);
      }
      given.push(...again.slice(last.length, Math.max(last.length, sent)));
      last = given.slice(-40);
      await expectWhole(dir, first);
    }
    await expectRecovered(dir, given, first);
  },
);
