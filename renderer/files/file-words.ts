/** What the screens say of files. */

/** Codes that have words of their own. */
export const knownFaults = [
  ...(['Empty', 'TooLarge', 'TypeUnknown', 'Unreadable', 'TooManyFiles', 'NotAllowed', 'IncidentUnknown'] as const),
  ...(['OutOfOrder', 'NoRoom', 'Gone'] as const),
] as const;

/** Rounded up, so that only nothing is said to be nothing. */
export function sizeText(bytes: number): string {
  if (bytes < 1_000_000) return `${String(Math.ceil(bytes / 1_000))} KB`;
  return `${(Math.ceil(bytes / 100_000) / 10).toFixed(1)} MB`;
}

/** Files of a paste or a drop; text that comes with them is left to the field. */
export function filesOf(transfer: DataTransfer | null): readonly File[] {
  return transfer === null ? [] : [...transfer.files];
}
