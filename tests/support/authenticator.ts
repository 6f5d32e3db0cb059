/** A phone with an authenticator, as a test plays it. */
import { Secret, TOTP } from 'otpauth';

/** The six digits it shows at this instant, Unix ms. @param secret Base32. */
export function codeAt(secret: string, timestamp: number): string {
  return TOTP.generate({ secret: Secret.fromBase32(secret), timestamp });
}
