/** What a device says first, and why it is not let in. */
import { z } from 'zod';
import type { FieldConnectError, FieldHandshake } from '../../shared/wire/field-api.ts';
import { fieldHandshakeSchema, fieldProtocolVersion, oldestServedFieldProtocol } from '../../shared/wire/field-api.ts';

/** Only what is needed to say that the protocol is another one: the rest may look different there. */
const protocolOnly = z.object({ protocol: z.int() });

export class Refused extends Error {
  readonly data: FieldConnectError;

  constructor(code: FieldConnectError['code'], detail: string) {
    super(code);
    this.data = { code, detail, oldest: oldestServedFieldProtocol, newest: fieldProtocolVersion };
  }
}

/** Throws `Refused`. */
export function checkedHandshake(auth: unknown): FieldHandshake {
  const { data: said } = protocolOnly.safeParse(auth);
  if (said === undefined) throw new Refused('InvalidMessage', 'the handshake names no protocol');
  if (said.protocol < oldestServedFieldProtocol) throw new Refused('ProtocolTooOld', 'upgrade the device');
  if (said.protocol > fieldProtocolVersion) throw new Refused('ProtocolTooNew', 'upgrade the hub');
  const { data: handshake } = fieldHandshakeSchema.safeParse(auth);
  if (handshake === undefined) throw new Refused('InvalidMessage', 'not a handshake');
  return handshake;
}
