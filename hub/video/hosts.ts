/**
 * Which hosts pictures may come from. Seats fetch what the hub names: an address in the register, or in an answer of the
 * platform, must not lead them to any machine that somebody thought of.
 */

/** `host` or `host:port`; a host without a port: any port there. */
export interface MediaHosts {
  readonly has: (url: URL) => boolean;
}

const schemes: ReadonlySet<string> = new Set(['http:', 'https:', 'ws:', 'wss:']);
const usualPorts: Readonly<Record<string, string>> = { 'http:': '80', 'ws:': '80', 'https:': '443', 'wss:': '443' };

/** As URLs write a host: small letters, an IPv6 address shortened and in brackets. Undefined for what is none. */
export function mediaHost(text: string): string | undefined {
  if (!/^(\[[0-9A-Fa-f:.]+\]|[A-Za-z0-9.-]+)(:\d{1,5})?$/.test(text)) return undefined;
  const url = URL.parse(`http://${text}`);
  if (url === null) return undefined;
  // The usual port of http would be left out.
  const port = /:(\d+)$/.exec(text.replace(/^\[.*\]/, ''))?.[1];
  return port === undefined ? url.hostname : `${url.hostname}:${Number(port)}`;
}

export function mediaHosts(names: readonly string[]): MediaHosts {
  const known = new Set(names);
  return {
    has({ protocol, hostname, port, username, password }) {
      if (!schemes.has(protocol) || username !== '' || password !== '') return false;
      return known.has(hostname) || known.has(`${hostname}:${port === '' ? usualPorts[protocol] : port}`);
    },
  };
}
