/** The token a wall's address bears: `#wall=…`, alone or after the secret of the launch. */

/** Token of a fragment, and the fragment without it. Pure. */
export function wallTokenIn(hash: string): { readonly token: string | undefined; readonly rest: string } {
  const parts = hash.replace(/^#/, '').split('&');
  const token = parts.map((part) => /^wall=([\w.~-]{1,200})$/.exec(part)?.[1]).find((each) => each !== undefined);
  const rest = parts.filter((part) => !part.startsWith('wall=') && part !== '').join('&');
  return { token, rest: rest === '' ? '' : `#${rest}` };
}

/** Takes it out of the address, so that it stands neither on the screen nor in the history. */
export function takeWallToken(): string | undefined {
  const { token, rest } = wallTokenIn(location.hash);
  if (location.hash.includes('wall=')) history.replaceState(null, '', `${location.pathname}${location.search}${rest}`);
  return token;
}
