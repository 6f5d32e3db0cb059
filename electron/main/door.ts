/**
 * The one door between pages and the seat. A page asks once; if it is ours, it gets one end of a MessagePort and the
 * seat process the other. Main never sees what is said through it.
 */
import type { ConnectEvent, ContentsLike, ElectronParts, FrameLike, PortLike } from './electron-parts.ts';
import { askerOf } from './guards.ts';
import type { Log } from './log.ts';

/** `electron/preload/preload.ts` knows both. */
export const channels = { connect: 'lianqin:connect', port: 'lianqin:port' } as const;

/** Where seat ends of the ports go. */
export interface SeatEnd {
  /** Returns false while there is no seat process. */
  post(message: object, ports?: PortLike[]): boolean;
  onStarted(listener: () => void): void;
}

interface Guest {
  readonly frame: FrameLike;
  /** Number of the port it holds; undefined while the seat process is down. */
  screen: number | undefined;
}

export function openDoor(
  { ipcMain, MessageChannelMain }: Pick<ElectronParts, 'ipcMain' | 'MessageChannelMain'>,
  seat: SeatEnd,
  log: Log,
): void {
  const guests = new Map<ContentsLike, Guest>();
  const known = new WeakSet<ContentsLike>();
  let lastScreen = 0;

  const hand = (guest: Guest): void => {
    const { port1, port2 } = new MessageChannelMain();
    lastScreen += 1;
    if (!seat.post({ kind: 'screen', screen: lastScreen }, [port1])) return;
    guest.screen = lastScreen;
    guest.frame.postMessage(channels.port, null, [port2]);
  };

  const leave = (contents: ContentsLike): void => {
    const guest = guests.get(contents);
    guests.delete(contents);
    if (guest?.screen !== undefined) seat.post({ kind: 'gone', screen: guest.screen });
  };

  const follow = (contents: ContentsLike): void => {
    if (known.has(contents)) return;
    known.add(contents);
    // A new document is a new guest; the old one's port must not live on in it.
    contents.on('did-start-navigation', (details) => {
      if (details.isMainFrame && !details.isSameDocument) leave(contents);
    });
    contents.on('render-process-gone', () => leave(contents));
    contents.on('destroyed', () => leave(contents));
  };

  ipcMain.on(channels.connect, (event: ConnectEvent) => {
    const asker = askerOf(event);
    if (asker !== 'own' || event.senderFrame === null) return log('a frame was turned away at the door', { asker });
    if (guests.has(event.sender)) return log('a page asked for a second port', {});
    follow(event.sender);
    const guest: Guest = { frame: event.senderFrame, screen: undefined };
    guests.set(event.sender, guest);
    hand(guest);
  });

  // The ports of the seat process before are dead; whoever had asked gets a new one.
  seat.onStarted(() => {
    for (const guest of guests.values()) hand(guest);
  });
}
