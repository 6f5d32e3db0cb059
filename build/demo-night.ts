/**
 * The demo's night: a data folder of its own for each date, and its beginning played once at speed, so that whoever
 * opens the demo at any hour of the day finds a night under way.
 */
import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { civilDate, isoTime, minute, parseIso, second } from '../shared/lib/time.ts';
import { must } from '../shared/lib/must.ts';
import { writePack } from './demo-basemap-file.ts';
import { turningByItself } from './demo-district/pack.ts';
import { districts } from './districts.ts';
import type { ShippedDistrict } from './districts.ts';

/** China has one offset. */
const offset = 480;

const noteSchema = z.strictObject({
  /** Civil date on which the night begins. */
  night: z.iso.date(),
  /** Key of outside programs, for the simulator. */
  key: z.string().min(20),
  /** Whether its beginning was played. */
  played: z.boolean(),
  /** Hub time last seen, Unix ms. */
  clock: z.int(),
});
type Note = z.infer<typeof noteSchema>;

export interface DemoNight {
  readonly folder: string;
  readonly night: string;
  readonly key: string;
  readonly pack: string;
  /** File with the log-in of the made-up video platform. */
  readonly videoLogin: string;
  readonly hubData: string;
  readonly seatData: string;
  /** The beginning still has to be played, from and until these instants, Unix ms. */
  readonly leadIn: { readonly from: number; readonly until: number } | undefined;
  /** Hub time at which it goes on, Unix ms. */
  readonly goesOnAt: number;
  /** Notes that the beginning was played. */
  leadInPlayed(): void;
  /** Notes the hub time, so that the next start does not go back behind it. */
  seen(clock: number): void;
}

/** A start later on goes on this much after what was last noted: the note is not written every second. */
const noteGap = 20 * second;

/**
 * The night of today's date in its folder under `data`, made where there is none.
 * @param now Unix ms.
 * @param basemap PMTiles file for the pack of a new night.
 */
export async function openDemoNight(
  data: string,
  now: number,
  basemap?: string,
  district: ShippedDistrict = districts.demo,
): Promise<DemoNight> {
  const night = civilDate(now, offset);
  const folder = join(data, night);
  const noteFile = join(folder, 'night.json');
  const [from, until] = [atOf(night, '21:10'), atOf(night, '23:36')];
  let note = readNote(noteFile);
  if (note?.played !== true) {
    // A beginning that was cut off would be a night with holes: it is played anew.
    rmSync(folder, { recursive: true, force: true });
    mkdirSync(folder, { recursive: true });
    note = { night, key: randomBytes(24).toString('hex'), played: false, clock: until };
    writeNote(noteFile, note);
    await writePack(
      join(folder, 'demo-pack.json'),
      turningByItself(district.pack(night)),
      basemap === undefined ? basemap : readFileSync(basemap),
    );
  }
  const videoLogin = join(folder, 'video-login.json');
  const password = randomBytes(24).toString('hex');
  writeFileSync(videoLogin, JSON.stringify({ user: 'hub', password }), { mode: 0o600 });
  let held: Note = note;
  const write = (change: Partial<Note>): void => {
    held = { ...held, ...change };
    writeNote(noteFile, held);
  };
  return {
    ...{ folder, night, key: held.key, pack: join(folder, 'demo-pack.json'), videoLogin },
    ...{ hubData: join(folder, 'hub'), seatData: join(folder, 'seat') },
    leadIn: held.played ? undefined : { from, until },
    goesOnAt: held.played ? held.clock + noteGap : until,
    leadInPlayed: () => write({ played: true }),
    seen: (clock) => write({ clock: Math.max(held.clock, Math.round(clock)) }),
  };
}

/** `2026-11-21T23:36+08:00`, as `--clock` and `--until` take it. */
export function clockText(at: number): string {
  return isoTime(at, offset);
}

function atOf(night: string, time: string): number {
  return must(parseIso(`${night}T${time}:00+08:00`), `${night} ${time}`);
}

function readNote(file: string): Note | undefined {
  if (!existsSync(file)) return undefined;
  try {
    const parsed = noteSchema.safeParse(JSON.parse(readFileSync(file, 'utf8')));
    return parsed.success ? parsed.data : undefined;
  } catch {
    return undefined;
  }
}

/** Whole or not at all: it is read after a crash. */
function writeNote(file: string, note: Note): void {
  const fresh = `${file}.new`;
  writeFileSync(fresh, JSON.stringify(note), { mode: 0o600 });
  renameSync(fresh, file);
}

/** How long the beginning is, and how fast it is played: about half a minute. */
export const leadInRate = 300;
/** More than this and something is wrong, machine ms. */
export const leadInLimit = 5 * minute;
