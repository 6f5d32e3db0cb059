/** What may be logged of an error: never the command's data. */
export function described(error: unknown): { readonly name: string; readonly reason: string; readonly stack: string } {
  if (!(error instanceof Error)) return { name: typeof error, reason: '', stack: '' };
  return { name: error.name, reason: error.message, stack: error.stack ?? '' };
}
