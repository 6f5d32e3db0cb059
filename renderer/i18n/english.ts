/** One text counts something: English may then give a text of its own for exactly one, under the key with `_one`. */
type Counting = `${string}{{count}}${string}`;

/**
 * The shape of the English beside Chinese texts `Chinese`: every key of theirs and no other. A missing or a surplus key
 * does not compile.
 */
export type English<Chinese> = {
  readonly [K in keyof Chinese]: Chinese[K] extends string ? string : English<Chinese[K]>;
} & {
  readonly [K in keyof Chinese & string as Chinese[K] extends Counting ? `${K}_one` : never]?: string;
};
