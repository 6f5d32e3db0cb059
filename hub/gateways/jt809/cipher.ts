/**
 * The cipher of JT/T 809: each byte of a body is XORed with what three constants that both platforms agreed on, and the
 * key in the header, bring forth. It keeps a body from who does not know the constants; it is no protection against who
 * has some bodies to compare. Confirmed by a published pair of plain and ciphered bytes; the tests name it.
 */
export interface CipherConstants {
  readonly m1: number;
  readonly ia1: number;
  readonly ic1: number;
}

/** Ciphers and deciphers, which is the same. All arithmetic is that of unsigned 32-bit numbers. */
export function ciphered(bytes: Buffer, key: number, { m1, ia1, ic1 }: CipherConstants): Buffer {
  const modulus = m1 === 0 ? 1 : m1;
  let state = key === 0 ? 1 : key;
  return Buffer.from(
    bytes.map((byte) => {
      state = (Math.imul(ia1, state % modulus) + ic1) >>> 0;
      return byte ^ ((state >>> 20) & 0xff);
    }),
  );
}
