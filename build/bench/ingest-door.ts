/**
 * The receiving side of the benchmark `jt808-ingest`, a process of its own: the whole hub with its gateway, units and
 * tracks; or, as the yardstick, a door on the same protocol that parts frames, unescapes, checks, decodes and answers.
 *
 * In: `{"do": "mark"}`, `{"do": "verify", "starts"}`. Out: `listening`, `mark`, `verified`.
 */
import { createServer } from 'node:net';
import { setTimeout as sleep } from 'node:timers/promises';
import { fileSettings } from '../../db/connection.ts';
import { Unframer } from '../../hub/gateways/jt808/frames.ts';
import { readLocation } from '../../hub/gateways/jt808/location.ts';
import { messageId, platformAnswer, readMessage, registerAnswer } from '../../hub/gateways/jt808/messages.ts';
import { trackLimits } from '../../hub/telemetry/tracks.ts';
import { framesEach, gap, phoneOf, placeOf } from './ingest-frames.ts';
import { tell } from './processes.ts';
import { cpuMs, openWholeHub, recordUnits, unitName } from './whole-hub.ts';

export type DoorSaid =
  | { readonly said: 'listening'; readonly port: number }
  /** CPU time so far, ms, once what was taken in is on disk. */
  | { readonly said: 'mark'; readonly cpuMs: number; readonly frames: number }
  | { readonly said: 'verified'; readonly points: number; readonly wrong: number; readonly settings: string };

/** `starts`: device time of the first frame of each round, Unix ms. */
export type DoorTask = { readonly do: 'mark' } | { readonly do: 'verify'; readonly starts: readonly number[] };

const say = (message: DoorSaid): void => tell(message);
const settingsOfTracks = Object.entries(fileSettings.tracks)
  .map(([name, value]) => `${name}=${String(value)}`)
  .join(' ');

interface Door {
  readonly port: number;
  settle(): Promise<void>;
  frames(): number;
  verify(starts: readonly number[]): Extract<DoorSaid, { said: 'verified' }>;
}

async function hubDoor(dir: string, connections: number): Promise<Door> {
  const whole = await openWholeHub(dir, { jt808Port: 0 });
  const device = (index: number): string => `jt808:${phoneOf(index)}`;
  await recordUnits(whole, { count: connections, now: Date.now(), device });
  const { hub, folder, address } = whole;
  return {
    port: address.jt808 ?? 0,
    // What is left over waits so long until it is written.
    settle: () => sleep(trackLimits.everyMs + 200),
    frames: () => hub.telemetry.revision,
    verify(starts) {
      let points = 0;
      let wrong = 0;
      for (let index = 0; index < connections; index += 1) {
        const unit = unitName(index);
        const track = folder.tracks.track(unit, 0, Number.MAX_SAFE_INTEGER, 1_000_000);
        const expected = starts.flatMap((start, round) =>
          Array.from({ length: framesEach }, (_, frame) => ({
            ...placeOf(index, round * framesEach + frame),
            at: start + frame * gap,
          })),
        );
        points += track.length;
        if (track.length !== expected.length) wrong += 1;
        for (const [number, { lon, lat, at }] of expected.entries()) {
          const point = track[number];
          const isRight = point?.lon === lon && point.lat === lat && point.at === at && point.deviceAt === at;
          if (!isRight) wrong += 1;
        }
        const last = expected.at(-1);
        const latest = hub.telemetry.latest(unit);
        if (latest?.lon !== last?.lon || latest?.lat !== last?.lat || latest?.at !== last?.at) wrong += 1;
      }
      return { said: 'verified', points, wrong, settings: `tracks: WAL, ${settingsOfTracks}` };
    },
  };
}

/** What any receiver of this protocol has to do, and nothing of what a hub does with it. */
async function bareDoor(connections: number): Promise<Door> {
  let frames = 0;
  const last = new Map<string, { readonly lon: number; readonly lat: number; readonly at: number }>();
  const server = createServer({ noDelay: true }, (socket) => {
    let serial = 0;
    const next = (): number => (serial = (serial + 1) & 0xffff);
    const broken = (): never => {
      throw new Error('what is no frame of this benchmark came');
    };
    const unframer = new Unframer((content) => {
      const read = readMessage(content);
      if (!read.ok) return broken();
      const message = read.value;
      if (message.id === messageId.register) return void socket.write(registerAnswer(message, next(), 0, 'code'));
      if (message.id === messageId.location) {
        const location = readLocation(message.body);
        if (location?.place === undefined || location.at === undefined) return broken();
        last.set(message.number, { ...location.place, at: location.at });
        frames += 1;
      }
      socket.write(platformAnswer(message, next(), 0));
    }, broken);
    socket.on('data', (chunk: Buffer) => unframer.push(chunk));
    socket.on('error', () => undefined);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  return {
    port: address.port,
    settle: () => Promise.resolve(),
    frames: () => frames,
    verify(starts) {
      let wrong = 0;
      for (let index = 0; index < connections; index += 1) {
        const { lon, lat } = placeOf(index, starts.length * framesEach - 1);
        const at = (starts.at(-1) ?? 0) + (framesEach - 1) * gap;
        const kept = last.get(phoneOf(index));
        if (kept?.lon !== lon || kept.lat !== lat || kept.at !== at) wrong += 1;
      }
      return { said: 'verified', points: frames, wrong, settings: '' };
    },
  };
}

async function main(role: string, dir: string, connections: number): Promise<void> {
  const door = role === 'ours' ? await hubDoor(dir, connections) : await bareDoor(connections);
  process.on('disconnect', () => process.exit(0));
  process.on('message', (task: DoorTask) => {
    if (task.do === 'verify') return say(door.verify(task.starts));
    void door.settle().then(() => say({ said: 'mark', cpuMs: cpuMs(), frames: door.frames() }));
  });
  say({ said: 'listening', port: door.port });
}

const [role, dir, connections] = process.argv.slice(2);
if (import.meta.main && role !== undefined && dir !== undefined) await main(role, dir, Number(connections));
