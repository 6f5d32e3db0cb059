/** The pack that a hub is to start with, and its basemap, taken in unless they are in force already. */
import type { Pack } from '../../shared/wire/pack.ts';
import type { Log } from '../ports.ts';
import type { BasemapRefusal, Basemaps } from './basemaps.ts';
import type { packImporter } from './import.ts';

/** The pack that the hub was to start with was refused; `message` is plain Chinese. */
export class PackRefused extends Error {
  override readonly name = 'PackRefused';
  /** Path of what was wrong. */
  readonly field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

/** The basemap that the hub was to start with was refused; `message` is plain Chinese. */
export class BasemapRefused extends Error {
  override readonly name = 'BasemapRefused';

  constructor({ message }: BasemapRefusal) {
    super(message);
  }
}

export interface FirstPack {
  readonly pack: Pack | undefined;
  /** The bytes of the basemap that it names, read where the hub does not have it. */
  readonly basemap: (() => AsyncIterable<Uint8Array>) | undefined;
  readonly basemaps: Basemaps | undefined;
  /** Undefined where no packs are kept. */
  readonly packs: ReturnType<typeof packImporter> | undefined;
  readonly log: Log;
}

async function takeBasemap({ pack, basemap: pieces, basemaps }: FirstPack): Promise<void> {
  const hash = pack?.plates.basemap?.hash;
  if (basemaps === undefined || hash === undefined || pieces === undefined || basemaps.size(hash) !== undefined) return;
  const taken = await basemaps.take(hash, pieces());
  if (taken.status === 'refused') throw new BasemapRefused(taken.refusal);
  if (taken.status === 'unavailable') throw new Error(`the basemap could not be taken in: ${taken.code}`);
}

async function takePack({ pack, packs, log }: FirstPack): Promise<void> {
  if (pack === undefined || packs === undefined || packs.isInForce(pack)) return;
  const result = await packs.import(pack);
  if (result.status === 'refused') throw new PackRefused(result.field, result.message);
  if (result.status === 'unavailable') throw new Error(`the pack could not be taken in: ${result.code}`);
  log.info({ plates: result.plates, changed: result.changed }, 'a district pack was taken in');
}

/** Throws `BasemapRefused`, `PackRefused`. */
export async function takeFirstPack(first: FirstPack): Promise<void> {
  await takeBasemap(first);
  await takePack(first);
}
