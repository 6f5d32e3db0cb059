/**
 * One source of tiles: asks it, a few at a time, judges what comes, and keeps away from it once it fails: after some
 * failures in a row nobody asks any more, and one tile is tried again with growing pauses until it comes.
 */
import { Agent } from 'node:http';
import { Agent as SecureAgent } from 'node:https';
import { hour } from '../../shared/lib/time.ts';
import type { MapTileAnswer, MapTileRequest, MapTrouble, OnlineMap } from '../../shared/wire/online-maps.ts';
import type { Clock, Log, Timers } from '../ports.ts';
import { AnswerTooLarge } from '../video/http.ts';
import type { HttpReply, SendHttp } from '../video/http.ts';
import type { ReadySource } from './config.ts';
import { zoomsOf } from './config.ts';
import { judge } from './picture.ts';
import type { KeptTile, TileCache } from './tile-cache.ts';
import { layersOf, tileUrl } from './urls.ts';

export interface SourcePolicy {
  /** Failures in a row after which it is left alone. */
  readonly failures: number;
  /** Tiles in a row that are not there, before any was, after which it is taken for a wrong address. */
  readonly nothings: number;
  /** Machine ms until it is tried again: at first, doubled with each try in vain up to the longest. */
  readonly restMs: number;
  readonly longestRestMs: number;
  /** Tiles waiting for a connection; more are refused. */
  readonly mostWaiting: number;
  /** Largest answer taken. */
  readonly mostBytes: number;
}

export const sourcePolicy: SourcePolicy = {
  failures: 3,
  nothings: 12,
  restMs: 5_000,
  longestRestMs: 120_000,
  mostWaiting: 600,
  mostBytes: 1 << 20,
};

export interface SourceDeps {
  readonly clock: Clock;
  readonly timers: Timers;
  /** Machine ms, never going back. */
  readonly monotonic: () => number;
  readonly log: Pick<Log, 'info' | 'warn'>;
  readonly send: SendHttp;
  readonly cache: TileCache;
  readonly policy: SourcePolicy;
  readonly changed: () => void;
}

type Place = Omit<MapTileRequest, 'source'>;

/** A tile that did not come; `trouble` is all that is ever said of it. */
class NoTile extends Error {
  readonly trouble: MapTrouble;
  constructor(trouble: MapTrouble) {
    super(trouble);
    this.trouble = trouble;
  }
}

const unavailable: MapTileAnswer = { status: 'refused', code: 'Unavailable' };
/** It passes by no second try soon. */
const lasting: ReadonlySet<MapTrouble> = new Set(['refused', 'redirect', 'nothing']);
const refusedStatus = [401, 403, 407, 418, 429];

export class TileSource {
  readonly #ready: ReadySource;
  readonly #deps: SourceDeps;
  readonly #agent: Agent;
  readonly #under = new Map<string, Promise<MapTileAnswer>>();
  /** Whoever waits for a connection; told whether to go on. */
  #waiting: ((goOn: boolean) => void)[] = [];
  #running = 0;
  #failed = 0;
  #nothing = 0;
  #everWorked = false;
  #firstFailure: number | undefined;
  #away: OnlineMap['away'] = null;
  #restMs: number;
  #stopRest: () => void = () => undefined;
  #stopped = false;

  constructor(ready: ReadySource, deps: SourceDeps) {
    this.#ready = ready;
    this.#deps = deps;
    this.#restMs = deps.policy.restMs;
    const { connections } = ready.source;
    const options = { keepAlive: true, maxSockets: connections, maxTotalSockets: 4 * connections, timeout: 30_000 };
    this.#agent = ready.source.url.startsWith('https:') ? new SecureAgent(options) : new Agent(options);
  }

  get id(): string {
    return this.#ready.source.id;
  }

  view(): OnlineMap {
    const { source } = this.#ready;
    const { id, name, attribution, preferred } = source;
    return { id, name, attribution, preferred, layers: layersOf(source), ...zoomsOf(source), away: this.#away };
  }

  async tile(place: Place): Promise<MapTileAnswer> {
    const { z, x, y, layer } = place;
    const { minZoom, maxZoom, layers } = this.view();
    if (layer >= layers || z < minZoom || z > maxZoom || x >= 2 ** z || y >= 2 ** z)
      return { status: 'refused', code: 'Unknown' };
    if (this.#away !== null || this.#stopped) return unavailable;
    const key = [this.id, layer, z, x, y].join('/');
    const kept = this.#deps.cache.get(key);
    if (kept !== undefined) return kept;
    const under = this.#under.get(key);
    if (under !== undefined) return under;
    if (this.#waiting.length >= this.#deps.policy.mostWaiting) return { status: 'refused', code: 'Busy' };
    const asked = this.#inTurn(key, place).finally(() => this.#under.delete(key));
    this.#under.set(key, asked);
    return asked;
  }

  stop(): void {
    this.#stopped = true;
    this.#stopRest();
    this.#dismiss();
    this.#agent.destroy();
  }

  async #inTurn(key: string, place: Place): Promise<MapTileAnswer> {
    if (this.#running >= this.#ready.source.connections) {
      const goOn = await new Promise<boolean>((resolve) => this.#waiting.push(resolve));
      if (!goOn) return unavailable;
    } else this.#running += 1;
    try {
      const tile = await this.#ask(place);
      this.#deps.cache.put(key, tile, this.#ready.source.keepHours * hour);
      if (tile.status === 'tile') this.#worked();
      else this.#nothingThere(place);
      return tile;
    } catch (error) {
      this.#failedWith(error instanceof NoTile ? error.trouble : 'failed', place);
      return unavailable;
    } finally {
      // Its connection goes on to whoever waits longest.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next(true);
    }
  }

  async #ask(place: Place): Promise<KeptTile> {
    const { source, key, ca } = this.#ready;
    const reply = await this.#send({
      url: tileUrl(source, key, place.layer, place),
      headers: { accept: 'image/png,image/jpeg,image/webp', 'user-agent': 'lianqin' },
      timeoutMs: source.timeoutSeconds * 1_000,
      mostBytes: this.#deps.policy.mostBytes,
      agent: this.#agent,
      ...(ca === undefined ? {} : { ca }),
    });
    const { status, body } = reply;
    // Not followed, not even to the same host: an address that leads elsewhere is one to put right.
    if (status >= 300 && status < 400) throw new NoTile('redirect');
    if (refusedStatus.includes(status)) throw new NoTile('refused');
    if (status === 204 || status === 404 || status === 410) return { status: 'none' };
    if (status !== 200) throw new NoTile('failed');
    const judged = judge(body);
    if (judged.is !== 'picture') throw new NoTile(judged.is);
    return { status: 'tile', type: judged.type, bytes: body };
  }

  /** A connection that was kept may have been closed by the other side just then: once more. */
  async #send(ask: Parameters<SendHttp>[0]): Promise<HttpReply> {
    for (let again = true; ; again = false) {
      try {
        return await this.#deps.send(ask);
      } catch (error) {
        // What it says may name the address, and with it the key: nothing of it goes further.
        if (error instanceof AnswerTooLarge) throw new NoTile('tooLarge');
        const code = error instanceof Error && 'code' in error ? error.code : undefined;
        if (again && code === 'ECONNRESET') continue;
        const isLate = error instanceof Error && error.message.startsWith('no answer within');
        throw new NoTile(isLate ? 'slow' : 'unreachable');
      }
    }
  }

  #worked(): void {
    this.#everWorked = true;
    this.#failed = 0;
    this.#nothing = 0;
    this.#firstFailure = undefined;
    if (this.#away === null) return;
    this.#deps.log.info({ source: this.id, since: this.#away.since }, 'an online basemap gives tiles again');
    this.#away = null;
    this.#stopRest();
    this.#restMs = this.#deps.policy.restMs;
    this.#deps.changed();
  }

  #nothingThere(place: Place): void {
    // Beside the area it covers there is nothing; but an address at which nothing ever was is a wrong one.
    if (this.#everWorked) return;
    this.#nothing += 1;
    if (this.#nothing >= this.#deps.policy.nothings) this.#failedWith('nothing', place);
  }

  #failedWith(why: MapTrouble, place: Place): void {
    if (this.#stopped || this.#away !== null) return;
    this.#failed += 1;
    this.#firstFailure ??= this.#deps.clock.now();
    const { failures, longestRestMs } = this.#deps.policy;
    if (this.#failed < failures && !lasting.has(why)) return;
    this.#away = { since: this.#firstFailure, why };
    if (lasting.has(why)) this.#restMs = longestRestMs;
    this.#deps.log.warn(
      { source: this.id, host: hostOf(this.#ready.source.url), why },
      'an online basemap gives no tiles: seats show their own basemap',
    );
    this.#dismiss();
    this.#deps.changed();
    this.#tryLater(place);
  }

  #dismiss(): void {
    for (const wait of this.#waiting.splice(0)) wait(false);
  }

  #tryLater(place: Place): void {
    this.#stopRest = this.#deps.timers.after(this.#restMs, () => void this.#try(place));
    this.#restMs = Math.min(this.#deps.policy.longestRestMs, 2 * this.#restMs);
  }

  async #try(place: Place): Promise<void> {
    try {
      const tile = await this.#ask(place);
      if (this.#stopped || this.#away === null) return;
      // Nothing there is an answer too, where pictures came before.
      if (tile.status === 'tile' || this.#everWorked) return this.#worked();
    } catch {
      if (this.#stopped || this.#away === null) return;
    }
    this.#tryLater(place);
  }
}

/** For the log: no path, no query. */
function hostOf(url: string): string {
  return URL.parse(url.replace('{s}', '0'))?.host ?? '';
}
