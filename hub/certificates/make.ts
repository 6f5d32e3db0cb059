/**
 * A small certificate authority of the bureau's own and what it signs. Keys are ECDSA P-256, signatures SHA-256: what
 * Chromium 109 on Windows 7, UOS and Node all take. Nothing here touches a file.
 */
import { createPrivateKey, createPublicKey } from 'node:crypto';
import { isIP } from 'node:net';
// Before the library, which looks for it as it loads.
import 'reflect-metadata';
import {
  AuthorityKeyIdentifierExtension,
  BasicConstraintsExtension,
  ExtendedKeyUsage,
  ExtendedKeyUsageExtension,
  KeyUsageFlags,
  KeyUsagesExtension,
  SubjectAlternativeNameExtension,
  SubjectKeyIdentifierExtension,
  X509Certificate,
  X509CertificateGenerator,
} from '@peculiar/x509';

const dayMs = 86_400_000;
const algorithm = { name: 'ECDSA', namedCurve: 'P-256', hash: 'SHA-256' } as const;
/** A machine whose clock is a day behind still takes a new certificate. */
const earlierMs = dayMs;
export const caYears = 10;

/** A certificate and its private key, both PEM; the key is PKCS #8 without a password. */
export interface CertificateAndKey {
  readonly certificate: string;
  readonly key: string;
}

export interface ServerCertificate extends CertificateAndKey {
  /** Unix ms. */
  readonly until: number;
}

async function newKeys() {
  const pair = await crypto.subtle.generateKey(algorithm, true, ['sign', 'verify']);
  const der = Buffer.from(await crypto.subtle.exportKey('pkcs8', pair.privateKey));
  const key = createPrivateKey({ key: der, format: 'der', type: 'pkcs8' });
  const pem = key.export({ type: 'pkcs8', format: 'pem' }).toString();
  return { pair, pem };
}

/** A new authority. Its name says when it was made, so that two of them can be told apart in a list. */
export async function makeAuthority(now: number): Promise<CertificateAndKey> {
  const { pair, pem } = await newKeys();
  const made = new Date(now).toISOString().slice(0, 10);
  const certificate = await X509CertificateGenerator.createSelfSigned(
    {
      name: `CN=Lianqin CA ${made}`,
      keys: pair,
      signingAlgorithm: algorithm,
      notBefore: new Date(now - earlierMs),
      notAfter: new Date(now + caYears * 365 * dayMs),
      extensions: [
        // It signs servers only: never another authority.
        new BasicConstraintsExtension(true, 0, true),
        new KeyUsagesExtension(KeyUsageFlags.keyCertSign | KeyUsageFlags.cRLSign, true),
        await SubjectKeyIdentifierExtension.create(pair.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  return { certificate: `${certificate.toString('pem')}\n`, key: pem };
}

/** Why an authority cannot sign; undefined where it can. */
export function authorityTrouble(authority: CertificateAndKey, now: number): string | undefined {
  let certificate: X509Certificate;
  let fits: boolean;
  try {
    certificate = new X509Certificate(authority.certificate);
    const own = createPublicKey(createPrivateKey(authority.key)).export({ type: 'spki', format: 'der' });
    fits = own.equals(Buffer.from(certificate.publicKey.rawData));
  } catch {
    return 'its certificate or its key cannot be read';
  }
  if (!fits) return 'its key belongs to another certificate';
  if (certificate.notAfter.getTime() <= now) return `it ended on ${certificate.notAfter.toISOString().slice(0, 10)}`;
  if (createPrivateKey(authority.key).asymmetricKeyDetails?.namedCurve !== 'prime256v1')
    return 'its key is of another kind (P-256 is made here)';
  return undefined;
}

/**
 * A server's certificate under the authority, with a key of its own; never longer than the authority itself.
 * @param names Host names and IP addresses, at least one; see `isName`.
 * @param days 1 to `longestDays`.
 */
export async function makeServerCertificate(
  authority: CertificateAndKey,
  { names, days, now }: { readonly names: readonly string[]; readonly days: number; readonly now: number },
): Promise<ServerCertificate> {
  const issuer = new X509Certificate(authority.certificate);
  const signingKey = await crypto.subtle.importKey(
    'pkcs8',
    createPrivateKey(authority.key).export({ type: 'pkcs8', format: 'der' }),
    algorithm,
    false,
    ['sign'],
  );
  const { pair, pem } = await newKeys();
  const until = Math.min(now + days * dayMs, issuer.notAfter.getTime());
  const certificate = await X509CertificateGenerator.create(
    {
      subject: [{ CN: [(names[0] ?? '').slice(0, 64)] }],
      issuer: issuer.subject,
      publicKey: pair.publicKey,
      signingKey,
      signingAlgorithm: algorithm,
      notBefore: new Date(now - earlierMs),
      notAfter: new Date(until),
      extensions: [
        new BasicConstraintsExtension(false, undefined, true),
        new KeyUsagesExtension(KeyUsageFlags.digitalSignature, true),
        new ExtendedKeyUsageExtension([ExtendedKeyUsage.serverAuth]),
        new SubjectAlternativeNameExtension(
          names.map((value) => ({ type: isIP(value) === 0 ? ('dns' as const) : ('ip' as const), value })),
        ),
        await AuthorityKeyIdentifierExtension.create(issuer.publicKey, false, crypto),
        await SubjectKeyIdentifierExtension.create(pair.publicKey, false, crypto),
      ],
    },
    crypto,
  );
  return { certificate: `${certificate.toString('pem')}\n`, key: pem, until };
}
