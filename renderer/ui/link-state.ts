/** How this screen stands to the bureau's truth: its connection to the seat and the seat's link to the hub, as one. */
import type { LinkState } from '../../shared/wire/seat-api.ts';
import type { SeatView } from '../seat-client/seat-client.ts';

/** `needsFactor`: the hub waits for a second factor to be set up; nothing is wrong. */
export type ShownLink = LinkState | 'shellDown' | 'needsFactor';

/** Whether what is on screen is the present, on the way there, or cut off. */
export type LinkTone = 'ok' | 'underWay' | 'cut' | 'idle';

export function shownLink({ connection, status }: SeatView): ShownLink {
  if (connection !== 'up' || status === undefined) return 'shellDown';
  if (status.link === 'refused' && status.linkReason === 'SecondFactorMissing') return 'needsFactor';
  return status.link;
}

export const linkTone: Readonly<Record<ShownLink, LinkTone>> = {
  signedOut: 'idle',
  connecting: 'underWay',
  catchingUp: 'underWay',
  live: 'ok',
  offline: 'cut',
  refused: 'cut',
  shellDown: 'cut',
  needsFactor: 'underWay',
};
