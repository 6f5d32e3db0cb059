/**
 * By which authority a seat knows its hub. A hub whose certificate comes from the bureau's own one is believed by that
 * one only, so that no public authority can put another machine in its place.
 */
import { X509Certificate } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import * as tls from 'node:tls';
import { isPrivateWay } from '../shared/lib/hub-address.ts';
import type { SeatLog } from './runtime/ports.ts';

const pemBlock = /-----BEGIN CERTIFICATE-----[^-]+-----END CERTIFICATE-----/g;
const connectMs = 5_000;

/**
 * From now on every TLS connection of this process is believed by the authorities in this PEM file only. Throws an error
 * that begins with `--hub-ca` and says what is wrong with the file.
 * @param now Unix ms of the machine.
 */
export function trustHub(file: string, now: number): void {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch {
    throw new Error(`--hub-ca ${file}: this file cannot be read`);
  }
  const blocks = text.match(pemBlock) ?? [];
  if (blocks.length === 0) throw new Error(`--hub-ca ${file}: there is no certificate in PEM form in it`);
  for (const block of blocks) {
    const trouble = authorityTrouble(block, now);
    if (trouble !== undefined) throw new Error(`--hub-ca ${file}: ${trouble}`);
  }
  // Not in the oldest Node that starts the sources.
  if (!('setDefaultCACertificates' in tls)) throw new Error('--hub-ca needs Node 22.19 or newer');
  tls.setDefaultCACertificates(blocks);
}

function authorityTrouble(pem: string, now: number): string | undefined {
  let certificate: X509Certificate;
  try {
    certificate = new X509Certificate(pem);
  } catch {
    return 'a certificate in it cannot be read';
  }
  if (!certificate.ca) return 'this is the certificate of a server: give that of the authority (ca.crt)';
  if (Date.parse(certificate.validTo) <= now) return `the authority ended on ${certificate.validTo}`;
  return undefined;
}

const words: { readonly [code: string]: string } = {
  ERR_TLS_CERT_ALTNAME_INVALID: 'its certificate does not name this address',
  CERT_HAS_EXPIRED: 'its certificate has ended, or the clock of this machine is wrong',
  CERT_NOT_YET_VALID: 'its certificate has not begun, or the clock of this machine is wrong',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'its certificate is from an authority this seat does not know: see --hub-ca',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'its certificate is from an authority this seat does not know: see --hub-ca',
  SELF_SIGNED_CERT_IN_CHAIN: 'its certificate is from an authority this seat does not know: see --hub-ca',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'its certificate is signed by itself: see --hub-ca',
  CERT_SIGNATURE_FAILURE: 'its certificate is not from the authority of --hub-ca',
};

/**
 * Shakes hands with a hub once, to say in words what is wrong with its certificate; resolves undefined where nothing is,
 * where it does not answer, and for `http://`.
 */
export function certificateTrouble(hub: string): Promise<string | undefined> {
  const { protocol, hostname, port } = new URL(hub);
  if (protocol !== 'https:') return Promise.resolve(undefined);
  const host = hostname.replace(/^\[|\]$/g, '');
  return new Promise((resolve) => {
    const socket = tls.connect({
      ...{ host, port: port === '' ? 443 : Number(port), timeout: connectMs },
      ...(isIP(host) === 0 ? { servername: host } : {}),
    });
    const end = (said: string | undefined): void => {
      socket.destroy();
      resolve(said);
    };
    socket.once('secureConnect', () => end(undefined));
    socket.once('timeout', () => end(undefined));
    socket.once('error', (error: NodeJS.ErrnoException) => {
      const { code = '' } = error;
      if (code === 'ERR_SSL_WRONG_VERSION_NUMBER' || code === 'ERR_SSL_PACKET_LENGTH_TOO_LONG')
        return end('it does not speak TLS: use http://, or give the hub its certificate');
      end(words[code]);
    });
  });
}

/** Tells the log what keeps this seat from a hub, at its start; the seat tries on by itself in any case. */
export function checkHubs(hubs: readonly string[], log: SeatLog): void {
  for (const hub of hubs) {
    if (!isPrivateWay(hub))
      log.warn({ hub }, 'this hub is called without TLS: passwords and all data go over the network in the clear');
    void certificateTrouble(hub).then((trouble) => {
      if (trouble !== undefined) log.error({ hub, trouble }, 'this hub is not believed: nothing goes to it');
    });
  }
}
