/** What counts as ours: pure questions, asked before anything is handed out or let through. */
import type { ConnectEvent } from './electron-parts.ts';

export const scheme = 'app';
/** The one origin of the desktop app. */
export const origin = `${scheme}://lianqin`;
export const startPage = `${origin}/index.html`;

/** Whether this is the page of the screens; its fragment and query are its own business. */
export function isOwnPage(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, host, pathname, username, password, port } = new URL(url);
  const plain = username === '' && password === '' && port === '';
  return plain && protocol === `${scheme}:` && host === 'lianqin' && (pathname === '/index.html' || pathname === '/');
}

/** Whether a page may load this at all: its own files, and what lives only in memory. */
export function mayLoad(url: string): boolean {
  return /^(app:\/\/lianqin\/|data:|blob:|devtools:\/\/)/.test(url);
}

export type Asker = 'own' | 'gone' | 'notTop' | 'foreign';

/** Who stands before the door: only the top frame of one of our windows, showing our page, is let in. */
export function askerOf(event: ConnectEvent): Asker {
  const frame = event.senderFrame;
  if (frame === null) return 'gone';
  if (frame.parent !== null || frame !== event.sender.mainFrame) return 'notTop';
  return isOwnPage(frame.url) ? 'own' : 'foreign';
}
