/**
 * A seat of the product as a program for tests: the composition of the shells over real files, without a screen.
 *
 * Arguments: data folder, name of the seat, address of the hub. In: a line for each request, `{"ask", "name", "body"}`;
 * the name `digest` asks for the digest of what the seat holds. Out: `{"event":"open"}`, then `{"answer", "body"}` or
 * `{"answer", "error"}` for each request, and every push as it is. The log goes to stderr. It ends with its stdin.
 */
import { writeSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { composeSeat } from '../../seat/compose.ts';
import type { RequestName, RequestOf } from '../../shared/wire/seat-api.ts';

const [dataDir = '', seatId = '', url = ''] = process.argv.slice(2);

const { seat, close } = composeSeat({ dataDir, seatId, hubUrls: [url] });

/** A pipe takes what it has room for; the rest is tried again. */
function say(line: object): void {
  // Bytes as text: lines are JSON.
  const text = JSON.stringify(line, (_, value: unknown) =>
    value instanceof Uint8Array ? { base64: Buffer.from(value).toString('base64') } : value,
  );
  const bytes = Buffer.from(`${text}\n`);
  for (let done = 0; done < bytes.length;) {
    try {
      done += writeSync(1, bytes, done);
    } catch (error) {
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

say({ event: 'open' });
seat.onPush(say);

function end(): void {
  close();
  process.exit(0);
}
process.on('SIGTERM', end);

const input = createInterface({ input: process.stdin });
// The test is gone: nobody would end this process otherwise.
input.on('close', end);
input.on('line', (line) => {
  const { ask, name, body } = JSON.parse(line) as { readonly ask: number; readonly name: string; readonly body: never };
  if (name === 'digest') return say({ answer: ask, body: seat.digest() });
  seat.request(name as RequestName, body as RequestOf<RequestName>).then(
    (answer) => say({ answer: ask, body: answer }),
    (error: unknown) => say({ answer: ask, error: String(error) }),
  );
});
