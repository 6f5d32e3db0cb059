/** `npm start` as a newcomer runs it: one command, a night under way, an address that answers, and an orderly end. */
import { spawn } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { must } from '../../shared/lib/must.ts';
import { cleanUp, tempFolder } from '../support/hub-process.ts';

const root = join(import.meta.dirname, '..', '..');

afterEach(() => cleanUp());

interface Running {
  readonly out: () => string;
  readonly hub: string;
  readonly seat: string;
  stop(): Promise<number | null>;
}

async function begin(data: string): Promise<Running> {
  const child = spawn(process.execPath, [join(root, 'build', 'start.ts'), '--no-open', '--data', data], {
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let out = '';
  let log = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (log += text));
  const ended = new Promise<number | null>((settle) => child.on('exit', settle));
  await new Promise<void>((settle, fail) => {
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
      if (out.includes('Ctrl+C')) settle();
    });
    child.on('exit', () => fail(new Error(log)));
  });
  return {
    out: () => out,
    hub: must(/^Hub +(\S+)/m.exec(out)?.[1], 'the address of the hub'),
    seat: must(/^ +(http:\S+)/m.exec(out)?.[1], 'the address of the seat'),
    stop() {
      child.kill('SIGTERM');
      return ended;
    },
  };
}

test(
  'a night is under way, goes on at the next start, and all of it ends on a signal',
  { timeout: 600_000 },
  async () => {
    const data = tempFolder();
    const first = await begin(data);
    expect(await (await fetch(`${first.hub}/healthz`)).json()).toMatchObject({ status: 'ok', demo: true });
    const page = await fetch(first.seat);
    expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('联勤')]);

    const night = must(readdirSync(data)[0], 'the folder of the night');
    const note = JSON.parse(readFileSync(join(data, night, 'night.json'), 'utf8')) as { readonly key: string };
    const ask = async (hub: string, path: string): Promise<Record<string, readonly unknown[]>> => {
      const answer = await fetch(`${hub}${path}`, { headers: { authorization: `Bearer ${note.key}` } });
      return (await answer.json()) as Record<string, readonly unknown[]>;
    };
    const incidents = async (hub: string): Promise<readonly IncidentState[]> => {
      const { incidents: found = [] } = await ask(hub, '/api/v1/incidents?limit=200');
      return found as readonly IncidentState[];
    };
    const before = await incidents(first.hub);
    expect(before.length).toBeGreaterThan(20);
    // A night in the middle: some wait, units are at work on others, some are done with.
    const stages = new Set<string>(before.map(({ stage }) => stage));
    expect([...stages]).toEqual(expect.arrayContaining(['received', 'handled']));
    expect(stages.has('dispatched') || stages.has('onScene')).toBe(true);
    // It goes on: units that drive are seen later and later.
    const seenAt = async (): Promise<readonly number[]> =>
      ((await ask(first.hub, '/api/v1/units'))['units'] ?? []).flatMap((unit) => {
        const { position } = unit as { readonly position: { readonly at: number } | null };
        return position === null ? [] : [position.at];
      });
    await expect.poll(async () => (await seenAt()).length, { timeout: 60_000 }).toBeGreaterThan(8);
    const latest = Math.max(...(await seenAt()));
    await expect.poll(async () => Math.max(...(await seenAt())), { timeout: 120_000 }).toBeGreaterThan(latest);
    expect(await first.stop()).toBe(0);
    await expect(fetch(`${first.hub}/healthz`)).rejects.toThrow();

    const second = await begin(data);
    expect(second.out()).not.toContain('beginning is played');
    const numbers = (await incidents(second.hub)).map(({ number }) => number);
    expect(numbers).toEqual(expect.arrayContaining(before.map(({ number }) => number)));
    expect(new Set(numbers).size).toBe(numbers.length);
    expect(await second.stop()).toBe(0);
  },
);
