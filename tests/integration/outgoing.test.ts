/** Replies given back to their sources: a hub over real files and sockets, and another side that fails in every way. */
import { describe, expect, onTestFinished, test, vi } from 'vitest';
import type { OutgoingPolicy } from '../../hub/outgoing/outgoing.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { uuidv7 } from '../../shared/lib/ids.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { hour, minute, second } from '../../shared/lib/time.ts';
import { testActor } from '../support/given.ts';
import { seededRandom } from '../support/hub-kit.ts';
import type { Manner } from '../support/reply-receiver.ts';
import { ReplyReceiver } from '../support/reply-receiver.ts';
import { smallPack } from '../support/small-pack.ts';
import { openWorkHub } from '../support/work-hub.ts';
import type { WorkHub } from '../support/work-hub.ts';

const pack = smallPack();
const policy: OutgoingPolicy = { firstMs: second, longestMs: minute, failures: 3, restMs: 2 * second };
const soon = { timeout: 15_000, interval: 10 };
let seed = 500;

async function given(manner: Manner = 'takes', { timeoutSeconds = 5, giveUpHours = 24 } = {}) {
  const receiver = await new ReplyReceiver().start();
  receiver.manner = manner;
  const options = {
    receivers: [
      {
        ...{ source: '12345' as const, name: '市热线', url: receiver.url, keyFile: 'key', key: 'the-key-of-it' },
        ...{ timeoutSeconds, giveUpHours },
      },
    ],
    policy,
  };
  const at = await openWorkHub({ pack, outgoing: options });
  onTestFinished(() => receiver.stop());
  return { at, receiver };
}

async function act({ hub, clock }: WorkHub, type: string, data: Json, by = testActor): Promise<void> {
  seed += 1;
  const id = uuidv7(clock.now(), seededRandom(seed).bytes(10));
  const answer = await hub.desk.submit({ id, type, data, basedOn: {}, madeAt: clock.now() }, by);
  expect(answer, `${type} ${JSON.stringify(answer)}`).toMatchObject({ status: 'accepted' });
}

/** An order that was answered; resolves with its id. */
async function answered(
  at: WorkHub,
  order: string,
  text: string | null = '已到场核实，现场已停止施工。',
): Promise<string> {
  const body = {
    source: '12345',
    externalId: order,
    text: '斜土路小木桥路路口工地半夜打桩',
    caller: { phone: '13912345678' },
  };
  const taken = await at.send('POST', '/api/v1/incidents', body);
  const incident = String(taken.body['id']);
  await act(at, 'RecordReply', { incident, way: 'hotline', ...(text === null ? {} : { personal: { text } }) });
  return incident;
}

const postingOf = (at: WorkHub, incident: string): IncidentState['postings'][number] | undefined =>
  (at.folder.journal.document(`incident/${incident}`)?.state as unknown as IncidentState | undefined)?.postings[0];

/** Time goes on until it is so. */
async function until(at: WorkHub, isSo: () => void, step = 2 * second): Promise<void> {
  await vi.waitFor(() => {
    at.clock.advance(step);
    isSo();
  }, soon);
}

test('a reply with words is given back once nobody can take it back, with its key and one id, and is journalled', async () => {
  const { at, receiver } = await given();
  const incident = await answered(at, 'SZ-1');
  expect(postingOf(at, incident)).toBeUndefined();
  await until(at, () =>
    expect(postingOf(at, incident)).toMatchObject({ state: 'posted', receipt: 'R-1', to: '市热线' }),
  );
  const [body] = receiver.taken.values();
  expect(body).toMatchObject({
    ...{ source: '12345', order: 'SZ-1', number: '1121-001' },
    reply: { text: '已到场核实，现场已停止施工。', way: 'hotline' },
  });
  expect([...receiver.keys]).toEqual(['Bearer the-key-of-it']);
  expect(receiver.asked).toHaveLength(1);
  expect(at.folder.outgoing().count()).toBe(0);
  expect(JSON.stringify(at.lines)).not.toMatch(/the-key-of-it|已到场核实/);
});

test('what goes nowhere is left alone: no words, another source, no number of its own', async () => {
  const { at, receiver } = await given();
  await answered(at, 'SZ-1', null);
  const other = await at.send('POST', '/api/v1/incidents', { source: '12319', externalId: 'B-1', text: '打桩' });
  await act(at, 'RecordReply', { incident: String(other.body['id']), way: 'hotline', personal: { text: '已办' } });
  const sent = await answered(at, 'SZ-2');
  await until(at, () => expect(postingOf(at, sent)?.state).toBe('posted'));
  expect(receiver.asked).toHaveLength(1);
});

describe.each<[Manner, string]>([
  ['fails', 'serverError'],
  ['busy', 'serverError'],
  ['garbage', 'badAnswer'],
  ['otherId', 'badAnswer'],
  ['huge', 'badAnswer'],
  ['cuts', 'unreachable'],
  ['lostAnswer', 'unreachable'],
  ['hangs', 'slow'],
])('the other side %s', (manner, why) => {
  test('it is said, tried again under the same id, and posted by its word alone', async () => {
    const { at, receiver } = await given(manner, { timeoutSeconds: 1 });
    const incident = await answered(at, 'SZ-1');
    await until(at, () => expect(postingOf(at, incident)).toMatchObject({ state: 'waiting', why }), 10 * second);
    // Nothing of ours waits for it.
    expect((await at.send('GET', '/api/v1/incidents')).status).toBe(200);
    receiver.manner = 'takes';
    await until(at, () => expect(postingOf(at, incident)?.state).toBe('posted'), 10 * second);
    expect(new Set(receiver.asked).size).toBe(1);
    expect(receiver.asked.length).toBeGreaterThan(1);
  });
});

test('a key that is refused stops all of that source, and says so; by hand it is tried again', async () => {
  const { at, receiver } = await given('refusesKey');
  const [one, two] = [await answered(at, 'SZ-1'), await answered(at, 'SZ-2')];
  await until(at, () => {
    expect(postingOf(at, one)).toMatchObject({ state: 'failed', why: 'keyRefused' });
    expect(postingOf(at, two)).toMatchObject({ state: 'failed', why: 'keyRefused' });
  });
  expect(receiver.asked).toHaveLength(1);
  receiver.manner = 'takes';
  at.clock.advance(hour);
  expect(receiver.asked).toHaveLength(1);
  await act(at, 'SendReplyAgain', { incident: one, reply: 0 });
  await act(at, 'SendReplyAgain', { incident: two, reply: 0 });
  await until(at, () => expect([one, two].map((id) => postingOf(at, id)?.state)).toEqual(['posted', 'posted']));
});

test('what it will not have is for people, at once; typed in by hand, nothing more is sent', async () => {
  const { at, receiver } = await given('rejects');
  const incident = await answered(at, 'SZ-1');
  await until(at, () => expect(postingOf(at, incident)).toMatchObject({ state: 'failed', why: 'rejected', tries: 1 }));
  await act(at, 'MarkReplyPosted', { incident, reply: 0, why: 'notAccepted' });
  expect(postingOf(at, incident)).toMatchObject({ state: 'byHand', why: 'notAccepted' });
  at.clock.advance(hour);
  expect(receiver.asked).toHaveLength(1);
});

test('after the stated time it is given up, and stays to be seen', async () => {
  const { at } = await given('fails', { giveUpHours: 0.1 });
  const incident = await answered(at, 'SZ-1');
  await until(at, () => expect(postingOf(at, incident)).toMatchObject({ state: 'failed', why: 'serverError' }), minute);
  expect(at.folder.outgoing().count()).toBe(0);
});

test('words that were erased while they waited go nowhere', async () => {
  const { at, receiver } = await given('fails');
  const incident = await answered(at, 'SZ-1');
  await until(at, () => expect(postingOf(at, incident)?.why).toBe('serverError'));
  const state = at.folder.journal.document(`incident/${incident}`)?.state as unknown as IncidentState;
  const ref = state.replies[0]?.personal?.ref ?? '';
  await act(at, 'EraseCaller', { incident, ref, ground: 'callerAsked' }, systemActor);
  // The other side goes on failing: a try that was under way when they were erased had read them before.
  await until(
    at,
    () => expect(postingOf(at, incident)).toMatchObject({ state: 'failed', why: 'wordsErased' }),
    10 * second,
  );
  const asked = receiver.asked.length;
  receiver.manner = 'takes';
  at.clock.advance(hour);
  await until(at, () => expect(at.folder.outgoing().count()).toBe(0));
  expect(receiver.asked).toHaveLength(asked);
  expect(receiver.taken.size).toBe(0);
});
