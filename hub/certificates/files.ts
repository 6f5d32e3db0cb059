/** The files of `hub certificate`: the authority in a folder of its own, the server's two files beside it. */
import { X509Certificate } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { authorityTrouble, makeAuthority, makeServerCertificate } from './make.ts';
import type { CertificateAndKey } from './make.ts';

export interface CertificateOrder {
  /** Folder, made where it is missing. */
  readonly out: string;
  readonly names: readonly string[];
  readonly days: number;
}

export interface WrittenCertificate {
  /** What clients have to trust. */
  readonly ca: string;
  /** SHA-256 of the authority's certificate, to be compared where it is installed. */
  readonly caFingerprint: string;
  readonly cert: string;
  readonly key: string;
  readonly names: readonly string[];
  /** Last moment of the server's certificate, ISO. */
  readonly until: string;
  /** Whether the authority is new: then it has to be installed everywhere. */
  readonly newCa: boolean;
}

/**
 * Makes an authority where the folder has none, and a server certificate under it, which replaces the one before. Throws
 * where the authority there cannot sign; nothing is changed then.
 */
export async function writeCertificates(order: CertificateOrder, now: number): Promise<WrittenCertificate> {
  const folder = join(order.out, 'ca');
  const files = {
    ca: join(folder, 'ca.crt'),
    caKey: join(folder, 'ca.key'),
    cert: join(order.out, 'server.crt'),
    key: join(order.out, 'server.key'),
  };
  const kept = keptAuthority(files.ca, files.caKey, now);
  const authority = kept ?? (await makeAuthority(now));
  const server = await makeServerCertificate(authority, { names: order.names, days: order.days, now });
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  chmodSync(folder, 0o700);
  if (kept === undefined) {
    replace(files.caKey, authority.key, 0o600);
    replace(files.ca, authority.certificate, 0o644);
  }
  replace(files.key, server.key, 0o600);
  replace(files.cert, server.certificate, 0o644);
  return {
    ...{ ca: files.ca, cert: files.cert, key: files.key, names: order.names, newCa: kept === undefined },
    caFingerprint: new X509Certificate(authority.certificate).fingerprint256,
    until: new Date(server.until).toISOString(),
  };
}

function keptAuthority(certificate: string, key: string, now: number): CertificateAndKey | undefined {
  if (!existsSync(certificate) && !existsSync(key)) return undefined;
  // Another authority in its place would be trusted by nobody: all machines would turn the hub away.
  for (const file of [certificate, key])
    if (!existsSync(file))
      throw new Error(`${file} is missing: bring it back, or take another --out for a new authority`);
  const authority = { certificate: readFileSync(certificate, 'utf8'), key: readFileSync(key, 'utf8') };
  const trouble = authorityTrouble(authority, now);
  if (trouble !== undefined) throw new Error(`${certificate}: ${trouble}: take another --out for a new authority`);
  return authority;
}

/** The old content or the new one, never a part of it. */
function replace(file: string, text: string, mode: number): void {
  const next = `${file}.new`;
  writeFileSync(next, text, { mode });
  chmodSync(next, mode);
  renameSync(next, file);
}
