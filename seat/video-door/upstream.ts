/** What the door remembers of a stream it fetches: how much is open, the server's cookies, the sessions of WHEP. */
import type { IncomingHttpHeaders } from 'node:http';
import type { StreamHeld } from '../runtime/video.ts';

/** Open at a time for one stream: a playlist and some pieces of it, or one live stream that is begun anew. */
const mostOpen = 8;
const mostCookies = 8;
const mostCookieText = 2_000;
const mostSessions = 4;

export class Upstream {
  readonly #cookies = new Map<string, string>();
  readonly #sessions = new Map<string, URL>();
  #open = 0;
  #counted = 0;

  /** Whether one more may be open; where so, `closed` must follow. */
  opened(): boolean {
    if (this.#open >= mostOpen) return false;
    this.#open += 1;
    return true;
  }

  closed(): void {
    this.#open -= 1;
  }

  get cookie(): string | undefined {
    const text = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return text === '' ? undefined : text;
  }

  /** Servers of HLS know a player by its cookie: it is kept here, and no screen sees it. */
  heard({ 'set-cookie': lines = [] }: IncomingHttpHeaders): void {
    for (const line of lines) {
      const [, name, value] =
        /^([\w!#$%&'*+.^`|~-]{1,100})=([\x21\x23-\x2b\x2d-\x3a\x3c-\x5b\x5d-\x7e]{0,1000})/.exec(line) ?? [];
      if (name === undefined || value === undefined) continue;
      if (!this.#cookies.has(name) && this.#cookies.size >= mostCookies) continue;
      if ((this.cookie?.length ?? 0) + name.length + value.length < mostCookieText) this.#cookies.set(name, value);
    }
  }

  /** Keeps where a WHEP session stands; its name in our paths. Undefined for another host's. */
  session(location: string | undefined, from: URL): string | undefined {
    const url = location === undefined ? null : URL.parse(location, from.href);
    if (url === null || url.origin !== from.origin) return undefined;
    this.#counted += 1;
    const name = `session-${this.#counted}`;
    this.#sessions.set(name, url);
    const [oldest] = this.#sessions.keys();
    if (this.#sessions.size > mostSessions && oldest !== undefined) this.#sessions.delete(oldest);
    return name;
  }

  /** The session of a name, which is then forgotten. */
  takeSession(name: string): URL | undefined {
    const url = this.#sessions.get(name);
    this.#sessions.delete(name);
    return url;
  }
}

/** One for each stream of a ticket. They go with their tickets. */
export class Upstreams {
  readonly #held = new Map<string, Upstream>();

  of(ticket: string, place: number, stream: StreamHeld): Upstream {
    const key = `${ticket}/${place}`;
    const known = this.#held.get(key);
    if (known !== undefined) return known;
    const made = new Upstream();
    this.#held.set(key, made);
    stream.onEnd(() => this.#held.delete(key));
    return made;
  }
}
