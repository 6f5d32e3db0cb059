/** What a picture is by its first bytes: platforms name the type of their stills as they like. */
export function pictureType(bytes: Uint8Array): 'image/jpeg' | 'image/png' | undefined {
  const begins = (...start: readonly number[]): boolean => start.every((byte, i) => bytes[i] === byte);
  if (begins(0xff, 0xd8, 0xff)) return 'image/jpeg';
  return begins(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a) ? 'image/png' : undefined;
}
