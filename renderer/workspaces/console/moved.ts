/** One of a list put at another place. Pure. */

/** Undefined where nothing would change, or the place is none. */
export function moved<T>(list: readonly T[], one: T, place: number): readonly T[] | undefined {
  const from = list.indexOf(one);
  if (from === -1 || place < 0 || place >= list.length || place === from) return undefined;
  return list.toSpliced(from, 1).toSpliced(place, 0, one);
}
