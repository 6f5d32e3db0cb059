/** The token a wall's address bears: `#wall=…`, alone or after the secret of the launch. */

/** Token of a fragment, and the fragment without it. Pure. */
export function wallTokenIn(hash: string): { readonly token: string | undefined; readonly rest: string } {
  const parts = hash.replace(/^#/, '').split('&');
  const token = parts.map((part) => /^wall=([\w.~-]{1,200})$/.exec(part)?.[1]).find((each) => each !== undefined);
  const rest = parts.filter((part) => !part.startsWith('wall=') && part !== '').join('&');
  return { token, rest: rest === '' ? '' : `#${rest}` };
}

const tokenKey = 'lianqin.wall';

/** Where this tab keeps it, as it keeps the secret of the launch: a reload, or a start of the seat, is no new address. */
type TokenStore = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The given token, which is kept from now on, or else the one kept before. */
export function keptToken(given: string | undefined, store: TokenStore): string | undefined {
  if (given === undefined) return store.getItem(tokenKey) ?? undefined;
  store.setItem(tokenKey, given);
  return given;
}

/** It is good for nothing any more. */
export function forgetToken(store: TokenStore): void {
  store.removeItem(tokenKey);
}

/** Takes it out of the address, so that it stands neither on the screen nor in the history. */
export function takeWallToken(): string | undefined {
  const { token, rest } = wallTokenIn(location.hash);
  if (location.hash.includes('wall=')) history.replaceState(null, '', `${location.pathname}${location.search}${rest}`);
  return keptToken(token, sessionStorage);
}
