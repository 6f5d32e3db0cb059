/** One reply given to its source over HTTP: bounded in time and size, and judged. It follows nothing and keeps nothing. */
import { request as plain } from 'node:http';
import type { IncomingHttpHeaders, RequestOptions } from 'node:http';
import { request as secure } from 'node:https';
import { z } from 'zod';
import type { PostFailure } from '../../shared/domain/incident/events-posting.ts';
import type { Receiver } from './config.ts';

/** What the other side is told of a reply; `docs/protocol.md` says it for them. */
export interface ReplyBody {
  /** The same whenever it is sent again. */
  readonly id: string;
  readonly source: string;
  /** The source's own number of the order. */
  readonly order: string;
  /** Our number of the incident. */
  readonly number: string;
  readonly reply: {
    readonly text: string;
    readonly way: string;
    /** RFC 3339, UTC. */
    readonly at: string;
  };
  readonly outcome: { readonly kind: string; readonly at: string } | null;
  readonly firstContactAt: string | null;
  readonly arrivedAt: string | null;
}

export type Sent =
  | { readonly status: 'posted'; readonly receipt: string | null }
  | {
      readonly status: 'failed';
      readonly why: PostFailure;
      /** The other side asks to be left alone so long, ms. */
      readonly waitMs?: number;
    };

export type SendReply = (receiver: Receiver, body: ReplyBody, signal: AbortSignal) => Promise<Sent>;

interface Answered {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly text: string;
}

const mostBytes = 65_536;
const longestWaitMs = 3_600_000;

class TooLate extends Error {}
class TooLarge extends Error {}

const ask = ({ url, key, pem, timeoutSeconds }: Receiver, { id, ...body }: ReplyBody, signal: AbortSignal) =>
  new Promise<Answered>((resolve, reject) => {
    const bytes = Buffer.from(JSON.stringify({ id, ...body }), 'utf8');
    const address = new URL(url);
    const options: RequestOptions & { readonly ca?: string } = {
      method: 'POST',
      agent: false,
      signal,
      headers: {
        ...{ 'content-type': 'application/json; charset=utf-8', 'content-length': bytes.length },
        ...{ accept: 'application/json', authorization: `Bearer ${key}`, 'idempotency-key': id },
      },
      ...(pem === undefined ? {} : { ca: pem }),
    };
    const fail = (error: Error): void => {
      clearTimeout(late);
      reject(error);
      request.destroy();
    };
    const request = (address.protocol === 'https:' ? secure : plain)(address, options, (response) => {
      const parts: Buffer[] = [];
      let size = 0;
      response.on('data', (part: Buffer) => {
        size += part.length;
        if (size > mostBytes) fail(new TooLarge());
        else parts.push(part);
      });
      response.on('end', () => {
        clearTimeout(late);
        if (!response.complete) return reject(new Error('the answer broke off'));
        const text = Buffer.concat(parts).toString('utf8');
        resolve({ status: response.statusCode ?? 0, headers: response.headers, text });
      });
      response.on('error', fail);
    });
    const late = setTimeout(() => fail(new TooLate()), timeoutSeconds * 1_000);
    request.on('error', fail);
    request.end(bytes);
  });

/** An acknowledgement names the reply: a page that says 200 to everything acknowledges nothing. */
const acknowledgement = z.looseObject({ id: z.string(), receipt: z.string().max(80).nullish() });

function acknowledged(text: string, id: string): Sent | undefined {
  let input: unknown;
  try {
    input = JSON.parse(text);
  } catch {
    return undefined;
  }
  const parsed = acknowledgement.safeParse(input);
  if (!parsed.success || parsed.data.id !== id) return undefined;
  return { status: 'posted', receipt: parsed.data.receipt ?? null };
}

function waitOf({ headers }: Answered): { readonly waitMs?: number } {
  const seconds = Number(headers['retry-after']);
  return seconds > 0 ? { waitMs: Math.min(longestWaitMs, seconds * 1_000) } : {};
}

function judged(answer: Answered, id: string): Sent {
  const { status, text } = answer;
  if (status >= 200 && status < 300) return acknowledged(text, id) ?? { status: 'failed', why: 'badAnswer' };
  if (status === 401 || status === 403) return { status: 'failed', why: 'keyRefused' };
  // Had before: some say so by a conflict.
  if (status === 409) return acknowledged(text, id) ?? { status: 'failed', why: 'rejected' };
  if (status >= 500 || status === 408 || status === 425 || status === 429)
    return { status: 'failed', why: 'serverError', ...waitOf(answer) };
  return { status: 'failed', why: 'rejected' };
}

/** Never rejects; of what went wrong nothing is told but its kind: errors name addresses. */
export const sendReply: SendReply = async (receiver, body, signal) => {
  try {
    return judged(await ask(receiver, body, signal), body.id);
  } catch (error) {
    if (error instanceof TooLarge) return { status: 'failed', why: 'badAnswer' };
    return { status: 'failed', why: error instanceof TooLate ? 'slow' : 'unreachable' };
  }
};
