import { beforeEach, expect, test } from 'vitest';
import type { UnitPositionShown } from '../../shared/wire/seat-api.ts';
import { ReplayClient } from './replay.ts';
import { SeatClient, SeatLost } from './seat-client.ts';
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
  /** Answers the last request. */
  async answer(body: object): Promise<void> {
    this.seat.message({ answer: this.sent.at(-1)?.request, body });
    await new Promise((resolve) => setImmediate(resolve));
  }
}

let transport: FakeTransport;
let client: SeatClient;
let replay: ReplayClient;

beforeEach(() => {
  transport = new FakeTransport();
  client = new SeatClient(transport);
  client.start();
  transport.seat.up();
  replay = new ReplayClient(client, { status: 'opened', replay: 3, from: 100, to: 900, of: 'seat', units: [] });
});

const place = (unit: string, at: number): UnitPositionShown => ({
  ...{ unit, at, lon: 121, lat: 31, speed: null, heading: null, accuracy: null, poor: false },
});
const at = (instant: number, rest: object) => ({
  ...{ status: 'at', at: instant, seq: 1, loadedTo: 900, full: false, units: [], gone: [] },
  ...rest,
});

test('shows an instant, then what is other at the next, and while one is on its way keeps the newest wish only', async () => {
  const shown = replay.show(100);
  await transport.answer(at(100, { full: true, units: [place('m1', 90), place('m2', 80)] }));
  await shown;
  expect(replay.view.get()).toMatchObject({ at: 100, loadedTo: 900, refused: null });
  const last = [replay.show(200), replay.show(300), replay.show(400)].at(-1);
  await transport.answer(at(200, { units: [place('m1', 190)], gone: ['m2'] }));
  expect([...replay.view.get().positions.values()]).toEqual([place('m1', 190)]);
  await transport.answer(at(400, {}));
  await last;
  expect(transport.sent.map(({ body }) => (body as { readonly at: number }).at)).toEqual([100, 200, 400]);
  expect(replay.view.get().at).toBe(400);
});

test('says why an instant cannot be shown, and goes on showing the one before', async () => {
  const shown = replay.show(500);
  await transport.answer({ status: 'refused', code: 'Offline', loadedTo: 450 });
  await shown;
  expect(replay.view.get()).toMatchObject({ at: 100, loadedTo: 450, refused: 'Offline' });
  const lost = expect(replay.show(100)).rejects.toBeInstanceOf(SeatLost);
  transport.seat.down('lost');
  await lost;
});

test('fetches all events, page by page', async () => {
  const event = (place: number) => ({
    place,
    // Of one command.
    seq: 7,
    at: place,
    kind: 'unit',
    stream: 'unit/m1',
    type: 'UnitStatusChanged',
    line: '机动一组',
    incident: null,
    source: null,
  });
  const loaded = replay.load();
  await transport.answer({ status: 'events', events: [event(1), event(2)], more: true, loadedTo: 500, ended: null });
  await transport.answer({ status: 'events', events: [event(3)], more: false, loadedTo: 600, ended: 'Offline' });
  await loaded;
  expect(replay.view.get()).toMatchObject({ loadedTo: 600, ended: 'Offline' });
  expect(replay.view.get().events.map(({ place }) => place)).toEqual([1, 2, 3]);
  // Another picture keeps them, and it is gone on from where it was.
  void replay.show(200);
  await transport.answer(at(200, {}));
  expect(replay.view.get().events).toHaveLength(3);
  const again = replay.load();
  await transport.answer({ status: 'refused', code: 'Unknown' });
  await again;
  expect(replay.view.get().ended).toBe('Unknown');
  expect(transport.sent.map(({ body }) => (body as { readonly after: number }).after)).toEqual([
    ...[0, 2, undefined, 3],
  ]);
});

test('a watch of a replay is told apart from that of now, and is not asked for again once the connection was lost', () => {
  const none = (): void => undefined;
  client.watch(['unit']).subscribe(none);
  client.watch(['unit'], 3).subscribe(none);
  expect(transport.sent.map(({ body }) => body)).toEqual([
    { watch: 1, kinds: ['unit'] },
    { watch: 2, kinds: ['unit'], replay: 3 },
  ]);
  const document = { stream: 'unit/m1', version: 1, seq: 1, state: {} };
  transport.seat.message({ push: 'opened', watch: 2, documents: [document] });
  expect(client.watch(['unit'], 3).get().documents.size).toBe(1);
  expect(client.watch(['unit']).get().opened).toBe(false);
  transport.seat.down('lost');
  transport.seat.up();
  expect(transport.sent.slice(2).map(({ body }) => body)).toEqual([{ watch: 1, kinds: ['unit'] }]);
});
