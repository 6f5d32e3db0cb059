/**
 * A pack with 5,040 grid cells, from the request over HTTP until an order of work is placed by them. The yardstick parses
 * the same text and inserts a row for each grid.
 */
import { join } from 'node:path';
import { openFile, fileSettings } from '../../db/connection.ts';
import { AreaIndex } from '../../shared/geo/polygon.ts';
import { must } from '../../shared/lib/must.ts';
import { hour } from '../../shared/lib/time.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { makeDemoPlates } from '../demo-district/plates.ts';
import { cellCount, manyGrids, pointsAround } from './cells.ts';
import { inTempFolder } from './folders.ts';
import type { ImportSaid } from './import-hub.ts';
import type { Program } from './processes.ts';
import { startProgram } from './processes.ts';
import { settingsOf } from './raw-cache.ts';
import type { Measured } from './statistics.ts';
import { check, figure, median, rounds } from './statistics.ts';
import { apiKey } from './whole-hub.ts';

const roundCount = 5;
/** Goals: times the yardstick, and s: nobody waits longer before a screen without wondering. */
const goal = 20;
const goalSeconds = 5;

function packOf(round: number): Pack {
  const plates = makeDemoPlates();
  return {
    format: 1,
    plates: { ...plates, grids: manyGrids(round) },
    registers: {
      squads: [{ id: 'fenglin', record: { name: '枫林中队', kind: 'street', grids: ['R0-0'], zone: 'z1' } }],
      zones: [{ id: 'z1', record: { name: '一区', order: 1, squads: ['fenglin'], neighbours: [] } }],
      ...{ sites: [], nightPermits: [], repairNotices: [], quietPeriods: [], units: [], videoPoints: [] },
    },
    provenance: { source: '示例登记', asOf: Date.now() - hour },
  };
}

async function call(port: number, method: string, path: string, body?: string): Promise<Record<string, unknown>> {
  const response = await fetch(`http://127.0.0.1:${port}${path}`, {
    method,
    headers: { authorization: `Bearer ${apiKey}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body }),
  });
  const answer = (await response.json()) as Record<string, unknown>;
  check(response.ok, `${method} ${path}: ${response.status} ${JSON.stringify(answer)}`);
  return answer;
}

interface Placed {
  readonly incident: { readonly placing: { readonly grids: { readonly [level: string]: string } | null } };
}

interface Outcome {
  readonly seconds: number;
  /** Until the hub said that it is in force. */
  readonly answered: number;
}

async function ours(port: number, round: number, text: string, pack: Pack): Promise<Outcome> {
  const cells = new AreaIndex(pack.plates.grids.filter(({ level }) => level === 'cell'));
  const { point, cell } = must(
    pointsAround(100, round + 1)
      .map((place) => ({ point: place, cell: cells.at(place) }))
      .find((found) => found.cell !== undefined),
    'a point in a cell',
  );
  const order = {
    ...{ source: '12345', externalId: `bench-${round}`, text: '占道经营，行人绕行至车行道。' },
    position: { ...point, crs: 'WGS84', of: 'place' },
  };
  const started = performance.now();
  const { plates } = await call(port, 'POST', '/api/v1/pack', text);
  const answered = (performance.now() - started) / 1_000;
  const { id } = await call(port, 'POST', '/api/v1/incidents', JSON.stringify(order));
  const placed = (await call(port, 'GET', `/api/v1/incidents/${String(id)}`)) as unknown as Placed;
  const seconds = (performance.now() - started) / 1_000;
  const { grids } = placed.incident.placing;
  check(grids?.['cell'] === cell?.code, `placed in ${JSON.stringify(grids)} and not in ${cell?.code ?? ''}`);
  const kept = (await call(port, 'GET', `/api/v1/plates/${String(plates)}`)) as unknown as Pack['plates'];
  check(JSON.stringify(kept.grids) === JSON.stringify(sorted(pack.plates.grids)), 'the grids read back');
  return { seconds, answered };
}

/** Members in the order of their names, as they are kept. */
function sorted(value: unknown): unknown {
  return JSON.parse(JSON.stringify(value), (_, held: unknown) =>
    held !== null && typeof held === 'object' && !Array.isArray(held)
      ? Object.fromEntries(Object.entries(held).sort(([a], [b]) => (a < b ? -1 : 1)))
      : held,
  );
}

function yardstick(file: string, text: string): { readonly seconds: number; readonly settings: string } {
  const db = openFile(file, {
    settings: fileSettings.plates,
    migrations: [
      {
        ...{ version: 1, name: 'grids' },
        up: (made) =>
          made.exec(
            'CREATE TABLE grid (code TEXT PRIMARY KEY, level TEXT, parent TEXT, name TEXT, squad TEXT, shape TEXT) STRICT',
          ),
      },
    ],
  });
  const insert = db.prepare<(string | null)[]>('INSERT INTO grid VALUES (?, ?, ?, ?, ?, ?)');
  const started = performance.now();
  const { plates } = JSON.parse(text) as Pack;
  db.transaction(() => {
    for (const { code, level, parent = null, name, squad = null, shape } of plates.grids)
      insert.run(code, level, parent, name, squad, JSON.stringify(shape));
  }).immediate();
  const seconds = (performance.now() - started) / 1_000;
  const row = db.prepare<[], { count: number }>('SELECT count(*) AS count FROM grid').get();
  const settings = settingsOf(db);
  db.close();
  check(row?.count === plates.grids.length, `${row?.count ?? 0} rows`);
  return { seconds, settings };
}

async function measure(folder: string, hub: Program<ImportSaid>): Promise<Measured> {
  const { port } = await hub.next('listening');
  const own: Outcome[] = [];
  const least: number[] = [];
  let settings = '';
  let bytes = 0;
  let gridCount = 0;
  // One round more than counted: the first compiles.
  for (let round = 0; round <= roundCount; round += 1) {
    const pack = packOf(round);
    const text = JSON.stringify(pack);
    bytes = Buffer.byteLength(text);
    gridCount = pack.plates.grids.length;
    const mine = await ours(port, round, text, pack);
    const bare = yardstick(join(folder, `yardstick-${round}.sqlite`), text);
    ({ settings } = bare);
    if (round === 0) continue;
    own.push(mine);
    least.push(bare.seconds);
  }
  const whole = own.map(({ seconds }) => seconds);
  const ratio = median(whole.map((seconds, round) => seconds / (least[round] ?? 0)));
  return {
    row: {
      ...{ name: 'import-cells', ours: figure(median(whole), 's'), yardstick: figure(median(least), 's') },
      ...{ ratio, goal: `≤ ${goal}×, ≤ ${goalSeconds} s`, pass: ratio <= goal && median(whole) <= goalSeconds },
    },
    notes: [
      `${gridCount} grids, ${cellCount} of them cells, ${(bytes / 1e6).toFixed(2)} MB of JSON; another district each round`,
      'in force: an order of work is placed in the right cell; the grids are read back and are the same',
      `yardstick: ${settings}; ours keeps the plates in a file with the same settings`,
      rounds('ours', whole, 's'),
      rounds(
        'ours until the hub has answered',
        own.map(({ answered }) => answered),
        's',
      ),
      rounds('yardstick', least, 's'),
    ],
  };
}

export function importCells(): Promise<Measured> {
  return inTempFolder(async (folder) => {
    const hub = startProgram<ImportSaid>('import-hub.ts', [join(folder, 'hub')]);
    try {
      return await measure(folder, hub);
    } finally {
      await hub.end();
    }
  });
}
