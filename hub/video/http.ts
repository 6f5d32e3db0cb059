/** One request to a platform over HTTP, bounded in time and size. It follows nothing and keeps nothing. */
import { request as plain } from 'node:http';
import type { Agent, IncomingHttpHeaders, RequestOptions } from 'node:http';
import { request as secure } from 'node:https';

export interface HttpAsk {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly timeoutMs: number;
  readonly mostBytes: number;
  /** PEM of the authority that the platform's certificate is of; the system's unless given. */
  readonly ca?: string;
  /** Keeps connections for whoever asks often; each request has its own unless given. */
  readonly agent?: Agent;
}

export interface HttpReply {
  readonly status: number;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** The answer is larger than whoever asked can use. The platform works: nothing but this answer is lost. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

export type SendHttp = (ask: HttpAsk) => Promise<HttpReply>;

/** Rejects where no whole answer came within the time, and with `AnswerTooLarge`. */
export const sendHttp: SendHttp = ({ url, headers, timeoutMs, mostBytes, ca, agent = false }) =>
  new Promise((resolve, reject) => {
    const options: RequestOptions & { readonly ca?: string } = {
      method: 'GET',
      headers,
      agent,
      ...(ca === undefined ? {} : { ca }),
    };
    // Settled here at once: of a request whose answer has begun, Node tells no error any more.
    const fail = (error: Error): void => {
      clearTimeout(late);
      reject(error);
      request.destroy();
    };
    const request = (url.protocol === 'https:' ? secure : plain)(url, options, (response) => {
      const parts: Buffer[] = [];
      let bytes = 0;
      response.on('data', (part: Buffer) => {
        bytes += part.length;
        if (bytes > mostBytes) fail(new AnswerTooLarge(`more than ${mostBytes} bytes`));
        else parts.push(part);
      });
      response.on('end', () => {
        clearTimeout(late);
        if (!response.complete) return reject(new Error('the answer broke off'));
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: Buffer.concat(parts) });
      });
      response.on('error', fail);
    });
    const late = setTimeout(() => fail(new Error(`no answer within ${timeoutMs} ms`)), timeoutMs);
    request.on('error', fail);
    request.end();
  });
