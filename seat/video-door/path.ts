/**
 * Paths of pictures, `/video/<ticket>/<place>/<name…>` and `/video/still/<key>`, and where they lead. A path is only ever
 * joined to the folder that the stream's own address stands in, and anything that could mean another place is no path.
 */

export const videoPrefix = '/video/';

export type VideoPath =
  | { readonly is: 'still'; readonly key: string }
  | {
      readonly is: 'stream';
      readonly ticket: string;
      readonly place: number;
      /** Parts of the path below the stream, at least one. */
      readonly names: readonly string[];
      /** With its question mark; empty for none. */
      readonly query: string;
    };

/** No percent sign: nothing in it can turn into a slash, a dot or a backslash later. A name of dots alone is none. */
const name = /^(?!\.+$)[A-Za-z0-9._~=@,+-]{1,120}$/;
const query = /^\?[A-Za-z0-9._~=@,+\-&%:]{0,1000}$/;
const deepest = 8;

export function videoPath(url: string | undefined): VideoPath | undefined {
  if (url === undefined || !url.startsWith(videoPrefix) || url.length > 2_000) return undefined;
  const at = url.indexOf('?');
  const asked = at < 0 ? '' : url.slice(at);
  const [ticket = '', place = '', ...names] = url.slice(videoPrefix.length, at < 0 ? undefined : at).split('/');
  if (ticket === 'still')
    return names.length === 0 && asked === '' && /^[0-9a-f]{64}$/.test(place) ? { is: 'still', key: place } : undefined;
  if (!/^[A-Za-z0-9_-]{43}$/.test(ticket) || !/^\d{1,2}$/.test(place)) return undefined;
  if (names.length === 0 || names.length > deepest || !names.every((one) => name.test(one))) return undefined;
  if (asked !== '' && !query.test(asked)) return undefined;
  return { is: 'stream', ticket, place: Number(place), names, query: asked };
}

/**
 * A playlist as our screens can follow it: what it names from the root, or by a whole address, becomes a path of ours
 * where it stands in or below the stream's own folder. What stands elsewhere stays as it is, and leads nowhere.
 * @param at Where the playlist was fetched. @param root Our path of the stream, with its last slash.
 */
export function followable(text: string, at: URL, stream: { readonly url: string }, root: string): string {
  const own = URL.parse(stream.url);
  if (own === null) return text;
  const folder = own.pathname.slice(0, own.pathname.lastIndexOf('/') + 1);
  const path = (said: string): string => {
    if (!/^(\/|[a-z]+:\/\/)/i.test(said)) return said;
    const url = URL.parse(said, at.href);
    if (url === null || url.origin !== own.origin || !url.pathname.startsWith(folder)) return said;
    return `${root}${url.pathname.slice(folder.length)}${url.search}`;
  };
  return text.replace(
    /^(?!#)([^\r\n]*\S)|(?<=^#[^\r\n]*\bURI=")([^"\r\n]*)(?=")/gm,
    (_all, line?: string, named?: string) => path(line ?? named ?? ''),
  );
}

/**
 * The address behind a path: the stream's own for its own name, else what stands beside or below it. Undefined for all
 * else.
 */
export function behind(
  stream: { readonly url: string; readonly name: string },
  { names, query: asked }: Pick<Extract<VideoPath, { is: 'stream' }>, 'names' | 'query'>,
): URL | undefined {
  const own = URL.parse(stream.url);
  if (own === null || !['http:', 'https:', 'ws:', 'wss:'].includes(own.protocol)) return undefined;
  if (names.length === 1 && names[0] === stream.name) {
    // Players add what servers of playlists ask back; what the address itself says stays as it is.
    for (const [key, value] of new URLSearchParams(asked))
      if (!own.searchParams.has(key)) own.searchParams.set(key, value);
    return asked === '' ? (URL.parse(stream.url) ?? undefined) : own;
  }
  const folder = own.pathname.slice(0, own.pathname.lastIndexOf('/') + 1);
  const found = URL.parse(`${folder}${names.join('/')}${asked}`, own.origin);
  return found !== null && found.origin === own.origin && found.pathname.startsWith(folder) ? found : undefined;
}
