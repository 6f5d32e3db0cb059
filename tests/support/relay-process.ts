/** The relay for officers' phones as a program. */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ensureBuilt } from '../../build/bundle.ts';
import type { HubProcess } from './hub-process.ts';
import { startHub, tempFolder } from './hub-process.ts';

const entry = join(import.meta.dirname, '..', '..', 'hub', 'relay', 'main.ts');

export interface RelayProcess {
  readonly process: HubProcess;
  readonly port: number;
  readonly url: string;
}

/** @param port 0: any free one. */
export async function startRelay(hub: string, key: string, port = 0): Promise<RelayProcess> {
  await ensureBuilt(['fieldPage']);
  const file = join(tempFolder(), 'relay.key');
  writeFileSync(file, `${key}\n`);
  const args = ['--hub', hub, '--key-file', file, '--port', String(port), '--host', '127.0.0.1'];
  const process = startHub(args, { entry });
  const { http } = await process.listening;
  return { process, port: http, url: `http://127.0.0.1:${http}` };
}
