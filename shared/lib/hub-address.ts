/** Addresses of a hub, as a seat is given them. */

const plain = /^(https?):\/\/([a-z0-9](?:[a-z0-9._-]*[a-z0-9])?|\[[0-9a-f:.]+\])(?::(\d{1,5}))?\/?$/;
const thisMachine = /^(localhost|127(\.\d{1,3}){3}|\[::1\])$/;

function partsOf(text: string): { readonly tls: boolean; readonly host: string; readonly port: string } | undefined {
  const [, scheme, host, port = ''] = plain.exec(text.trim().toLowerCase()) ?? [];
  if (scheme === undefined || host === undefined || Number(port) > 65_535) return undefined;
  return { tls: scheme === 'https', host, port };
}

/** `http://` or `https://`, a host and perhaps a port, and nothing else; undefined for what is no such address. */
export function hubAddress(text: string): string | undefined {
  const parts = partsOf(text);
  if (parts === undefined) return undefined;
  const { tls, host, port } = parts;
  return `${tls ? 'https' : 'http'}://${host}${port === '' ? '' : `:${Number(port)}`}`;
}

/** Whether nobody on the way can answer in the hub's place: over TLS, or on this machine itself. */
export function isPrivateWay(hub: string): boolean {
  const parts = partsOf(hub);
  return parts !== undefined && (parts.tls || thisMachine.test(parts.host));
}

/** What is wrong with these addresses, as a sentence; undefined where nothing is. @param isKnownByAuthority `--hub-ca` is given. */
export function hubsTrouble(hubs: readonly string[], isKnownByAuthority: boolean): string | undefined {
  const wrong = hubs.find((hub) => hubAddress(hub) === undefined);
  if (wrong !== undefined || hubs.length === 0)
    return `--hub ${wrong ?? ''}: give the address of the hub, such as https://10.0.0.5:7480`;
  if (!isKnownByAuthority) return undefined;
  if (!hubs.some((hub) => hub.startsWith('https:')))
    return '--hub-ca belongs to a --hub with https://: leave it out, or write https://';
  const open = hubs.find((hub) => !isPrivateWay(hub));
  if (open === undefined) return undefined;
  return `--hub ${open}: without TLS any machine may answer there, and --hub-ca is of no use: write https://`;
}
