/** What may stand in a certificate; apart from making one, as the command line reads it at every start. */
import { isIP } from 'node:net';

/** Longer ones some systems refuse, whoever signed them. */
export const longestDays = 825;

/** Whether it can stand in a certificate: an IP address, or a host name without a star. */
export function isName(name: string): boolean {
  if (isIP(name) !== 0) return true;
  const label = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/i;
  // What looks like an address and is none would be taken for a name by nobody.
  return name.length <= 253 && name.split('.').every((part) => label.test(part)) && !/^[\d.]+$/.test(name);
}
