/** Bodies of 0x0100 and 0x0102 (JT/T 808-2011, -2013 and -2019). */
import iconv from 'iconv-lite';
import type { RandomSource } from '../../ports.ts';
import type { Message } from './messages.ts';
import type { Registration } from './terminals.ts';

/** Lengths of the fields between the two places and the colour. */
const fieldLengths = {
  2011: { manufacturer: 5, model: 8, terminal: 7 },
  2013: { manufacturer: 5, model: 20, terminal: 7 },
  2019: { manufacturer: 11, model: 30, terminal: 30 },
} as const;

/** 80 bits as text: some terminals keep no more than 20 characters. */
const codeBytes = 10;

/** Undefined where the body is too short. 2011 and 2013 share a header: they are told apart by the length. */
export function readRegistration({ version, body }: Message): Registration | undefined {
  const of2013 = body.length >= minimum(2013) ? 2013 : 2011;
  const form = version === 2019 ? 2019 : of2013;
  if (body.length < minimum(form)) return undefined;
  const lengths = fieldLengths[form];
  const modelAt = 4 + lengths.manufacturer;
  const terminalAt = modelAt + lengths.model;
  const colourAt = terminalAt + lengths.terminal;
  return {
    version: form,
    province: body.readUInt16BE(0),
    city: body.readUInt16BE(2),
    manufacturer: text(body.subarray(4, modelAt)),
    model: text(body.subarray(modelAt, terminalAt)),
    terminal: text(body.subarray(terminalAt, colourAt)),
    plateColour: body.readUInt8(colourAt),
    plate: text(body.subarray(colourAt + 1)),
  };
}

function minimum(form: keyof typeof fieldLengths): number {
  const { manufacturer, model, terminal } = fieldLengths[form];
  return 4 + manufacturer + model + terminal + 1;
}

/** GBK, filled up with NUL or blanks at either end. */
function text(bytes: Buffer): string {
  return iconv.decode(bytes, 'gbk').replace(/^[\0 ]+|[\0 ]+$/g, '');
}

/**
 * The code a terminal proves itself with; undefined where the body cannot hold it. In 2013 it is the body; in 2019 its
 * length goes before it, and IMEI and software version, which are not looked at, come after it.
 */
export function readAuthCode({ version, body }: Message): string | undefined {
  if (version === 2013) return text(body);
  if (body.length < 1) return undefined;
  const end = 1 + body.readUInt8(0);
  return end <= body.length ? text(body.subarray(1, end)) : undefined;
}

/** A new code: printable ASCII, for one terminal alone. */
export function newAuthCode(random: RandomSource): string {
  return Buffer.from(random.bytes(codeBytes)).toString('hex');
}
