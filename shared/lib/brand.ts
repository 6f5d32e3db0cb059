declare const brand: unique symbol;

/** A value of type T that may not be confused with another T. */
export type Brand<T, Name extends string> = T & { readonly [brand]: Name };
