/** The yardstick of `intake`, a process of its own: keeps the text of each order with a FULL commit, and answers. */
import { createServer } from 'node:http';
import { join } from 'node:path';
import { openPlainFile } from './latency-yardstick.ts';
import { tell } from './processes.ts';

export type KeeperSaid = { readonly said: 'listening'; readonly port: number };

async function main(dir: string): Promise<void> {
  const file = openPlainFile(join(dir, 'yardstick.sqlite'), 'journal');
  const server = createServer((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => (body += text));
    request.on('end', () => {
      const order = JSON.parse(body) as { readonly externalId: string };
      file.add({ id: order.externalId, data: order });
      response.writeHead(201, { 'content-type': 'application/json' }).end(JSON.stringify({ id: order.externalId }));
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  process.on('disconnect', () => process.exit(0));
  tell({ said: 'listening', port: address.port } as KeeperSaid);
}

const [dir] = process.argv.slice(2);
if (import.meta.main && dir !== undefined) await main(dir);
