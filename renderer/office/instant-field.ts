/** Instants in fields of the browser, as civil time of the district. Pure. */
import { isoTime, minute, parseIso } from '../../shared/lib/time.ts';

/** `2026-11-21T23:14`; empty for no instant. @param offset Minutes east of UTC. */
export function toField(at: number | undefined, offset: number): string {
  return at === undefined ? '' : isoTime(at, offset).slice(0, 16);
}

/** Unix ms; undefined for an empty field, and for what is no time. */
export function fromField(text: string | undefined, offset: number): number | undefined {
  if (text === undefined || text === '') return undefined;
  const at = parseIso(`${text.slice(0, 16)}:00Z`);
  return at === undefined ? undefined : at - offset * minute;
}
