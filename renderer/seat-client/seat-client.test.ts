import { beforeEach, expect, test, vi } from 'vitest';
import type { SeatDocument, SeatPush, SeatStatus } from '../../shared/wire/seat-api.ts';
import { signedOutStatus } from '../../tests/support/shell-seat.ts';
import { hubTime, SeatClient, SeatLost, SeatRefused } from './seat-client.ts';
import type { ScreenRequest, Transport, TransportListener } from './transport.ts';

class FakeTransport implements Transport {
  readonly sent: ScreenRequest[] = [];
  seat: TransportListener = { up: () => undefined, message: () => undefined, down: () => undefined };
  start(listener: TransportListener): void {
    this.seat = listener;
  }
  send(message: ScreenRequest): void {
    this.sent.push(message);
  }
  tell(push: SeatPush): void {
    this.seat.message(push);
  }
  status(change: Partial<SeatStatus> = {}): void {
    this.tell({ push: 'status', status: { ...signedOutStatus, ...change } });
  }
}

let transport: FakeTransport;
let client: SeatClient;

beforeEach(() => {
  transport = new FakeTransport();
  client = new SeatClient(transport);
  client.start();
});

const document = (stream: string, version = 1): SeatDocument => ({ stream, version, seq: version, state: {} });

test('answers find their requests, whatever their order', async () => {
  transport.seat.up();
  const first = client.request('outbox', {});
  const second = client.request('checkDigest', {});
  expect(transport.sent.map(({ name }) => name)).toEqual(['outbox', 'checkDigest']);
  transport.seat.message({ answer: 2, body: { status: 'offline' } });
  transport.seat.message({ answer: 1, body: { entries: [] } });
  expect(await first).toEqual({ entries: [] });
  expect(await second).toEqual({ status: 'offline' });
});

test('a request the seat does not take says why', async () => {
  transport.seat.up();
  const asked = client.request('outbox', {});
  transport.seat.message({ answer: 1, error: { code: 'InvalidMessage', message: 'field: wrong' } });
  await expect(asked).rejects.toBeInstanceOf(SeatRefused);
  await expect(asked).rejects.toMatchObject({ code: 'InvalidMessage' });
});

test('what is open when the connection is lost is lost, and said so', async () => {
  await expect(client.request('outbox', {})).rejects.toBeInstanceOf(SeatLost);
  transport.seat.up();
  const lost = client.request('outbox', {});
  transport.seat.down('lost');
  await expect(lost).rejects.toBeInstanceOf(SeatLost);
  // Another seat process took its place before the loss was noticed.
  transport.seat.up();
  const older = client.request('outbox', {});
  transport.seat.up();
  await expect(older).rejects.toBeInstanceOf(SeatLost);
});

test('the last status stays while the seat is away', () => {
  expect(client.view.get()).toMatchObject({ connection: 'connecting', status: undefined });
  transport.seat.up();
  transport.status({ lastSeq: 7 });
  transport.seat.down('lost');
  expect(client.view.get()).toMatchObject({ connection: 'down', status: { lastSeq: 7 } });
  transport.seat.down('refused');
  expect(client.view.get().connection).toBe('refused');
});

test('a connection that is back is up for the screens with the first status: that of before may be of another user', async () => {
  transport.seat.up();
  transport.status({ locked: false });
  transport.seat.down('lost');
  transport.seat.up();
  expect(client.view.get().connection).toBe('down');
  const asked = client.request('outbox', {});
  transport.seat.message({ answer: 1, body: { entries: [] } });
  expect(await asked).toEqual({ entries: [] });
  transport.status({ locked: true });
  expect(client.view.get()).toMatchObject({ connection: 'up', status: { locked: true } });
});

test('watches of the same kinds are one, opened again after a loss, closed with the last user', () => {
  transport.seat.up();
  const told = vi.fn();
  const one = client.watch(['dutyMode']);
  const two = client.watch(['dutyMode']);
  expect(one.get()).toMatchObject({ opened: false });
  const leaveOne = one.subscribe(told);
  const leaveTwo = two.subscribe(told);
  expect(transport.sent).toEqual([{ request: 1, name: 'watch', body: { watch: 1, kinds: ['dutyMode'] } }]);

  transport.tell({ push: 'opened', watch: 1, documents: [document('dutyMode/a'), document('dutyMode/b')] });
  const opened = one.get();
  expect([...opened.documents.keys()]).toEqual(['dutyMode/a', 'dutyMode/b']);
  expect(two.get()).toBe(opened);
  transport.tell({ push: 'changed', watch: 1, documents: [document('dutyMode/b', 2)], gone: ['dutyMode/a'] });
  expect([...one.get().documents.values()]).toEqual([document('dutyMode/b', 2)]);
  expect([...opened.documents.keys()], 'what was drawn is not changed under the drawing').toHaveLength(2);

  transport.seat.down('lost');
  expect(one.get().documents.size, 'what is known stays on screen').toBe(1);
  transport.seat.up();
  expect(transport.sent.at(-1)).toMatchObject({ name: 'watch', body: { watch: 1 } });

  leaveOne();
  expect(transport.sent.at(-1)?.name).toBe('watch');
  leaveTwo();
  expect(transport.sent.at(-1)).toMatchObject({ name: 'unwatch', body: { watch: 1 } });
  const calls = told.mock.calls.length;
  transport.tell({ push: 'opened', watch: 1, documents: [] });
  expect(told).toHaveBeenCalledTimes(calls);
});

test('hub time runs on between two words of the seat, at the rate of the demo clock', () => {
  vi.useFakeTimers({ now: 1_000_000 });
  try {
    expect(hubTime(client.view.get(), 5)).toBe(5);
    transport.status({ clockOffset: 500, clockRate: 10 });
    expect(hubTime(client.view.get(), 1_000_000)).toBe(1_000_500);
    expect(hubTime(client.view.get(), 1_002_000)).toBe(1_020_500);
    // The same told again changes nothing.
    vi.setSystemTime(1_001_000);
    transport.status({ clockOffset: 9_500, clockRate: 10 });
    expect(hubTime(client.view.get(), 1_002_000)).toBe(1_020_500);
    transport.status({ clockOffset: -200 });
    expect(hubTime(client.view.get(), 1_001_500)).toBe(1_001_300);
  } finally {
    vi.useRealTimers();
  }
});
