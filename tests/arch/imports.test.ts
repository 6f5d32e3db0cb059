import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { checkImports } from '../../build/imports.ts';

const root = join(import.meta.dirname, '..', '..');
let house: string;

beforeEach(() => {
  house = mkdtempSync(join(tmpdir(), 'lianqin-walls-'));
  symlinkSync(join(root, 'node_modules'), join(house, 'node_modules'));
  writeFileSync(join(house, 'package.json'), '{"type":"module"}');
});

afterEach(() => rmSync(house, { recursive: true, force: true }));

function put(path: string, text: string): void {
  mkdirSync(dirname(join(house, path)), { recursive: true });
  writeFileSync(join(house, path), text);
}

/** Each row: what imports what, and whether the walls let it. Specifiers are relative to the house, or packages. */
const edges: readonly [from: string, to: string, allowed: boolean, typeOnly?: boolean][] = [
  ['shared/lib/a.ts', 'shared/lib/b.ts', true],
  ['shared/lib/a.ts', 'shared/geo/b.ts', false],
  ['shared/lib/a.ts', 'zod', false],
  ['shared/lib/a.ts', 'node:fs', false],
  ['shared/geo/a.ts', 'shared/lib/b.ts', true],
  ['shared/geo/a.ts', 'shared/domain/unit/state.ts', false],
  ['shared/domain/unit/decide.ts', 'shared/domain/unit/state.ts', true],
  ['shared/domain/unit/decide.ts', 'shared/domain/zone/state.ts', true],
  ['shared/domain/unit/decide.ts', 'shared/domain/zone/events.ts', true],
  ['shared/domain/unit/decide.ts', 'shared/domain/zone/decide.ts', false],
  ['shared/domain/unit/decide.ts', 'shared/domain/zone/decide.ts', false, true],
  ['shared/domain/unit/decide.ts', 'zod', false],
  ['shared/domain/unit/events.ts', 'zod', true],
  ['shared/domain/unit/decide.ts', 'shared/domain/kernel.ts', true],
  ['shared/domain/unit/decide.ts', 'shared/domain/catalog.ts', false],
  ['shared/domain/incident/decide.ts', 'shared/domain/rules/assess.ts', true],
  ['shared/domain/incident/decide-closing.ts', 'shared/domain/rules/obligations.ts', true],
  ['shared/domain/incident/evolve.ts', 'shared/domain/rules/assess.ts', false],
  ['shared/domain/incident/state.ts', 'shared/domain/rules/assess.ts', false],
  ['shared/domain/reads.ts', 'shared/domain/unit/state.ts', true],
  ['shared/domain/reads.ts', 'shared/domain/unit/decide.ts', false],
  ['shared/domain/unit/decide.ts', 'shared/domain/reads.ts', false],
  ['shared/domain/kernel.ts', 'shared/domain/unit/state.ts', false],
  ['shared/domain/kernel.ts', 'zod', true],
  ['shared/domain/catalog.ts', 'shared/domain/unit/decide.ts', true],
  ['shared/domain/catalog.ts', 'shared/wire/hub-protocol.ts', false],
  ['shared/domain/unit/decide.ts', 'shared/wire/hub-protocol.ts', false],
  ['shared/domain/unit/decide.ts', 'node:crypto', false],
  ['shared/domain/rules/assess.ts', 'shared/domain/site/state.ts', true],
  ['shared/domain/rules/assess.ts', 'shared/domain/site/decide.ts', false],
  ['shared/domain/rules/assess.ts', 'zod', false],
  ['shared/wire/hub-protocol.ts', 'shared/domain/unit/commands.ts', true],
  ['shared/wire/hub-protocol.ts', 'hub/main.ts', false],
  ['db/hub/journal.ts', 'shared/lib/a.ts', true],
  ['db/hub/journal.ts', 'hub/feed/feed.ts', false],
  ['db/hub/journal.ts', 'better-sqlite3', true],
  ['hub/desk/desk.ts', 'better-sqlite3', false],
  ['hub/desk/desk.ts', 'db/hub/journal.ts', false],
  ['hub/desk/desk.ts', 'db/hub/journal.ts', false, true],
  ['hub/main.ts', 'db/hub/journal.ts', true],
  ['hub/program/folder-commands.ts', 'db/hub/journal.ts', true],
  ['hub/main.ts', 'hub/program/folder-commands.ts', true],
  ['hub/desk/desk.ts', 'hub/program/folder-commands.ts', false],
  ['hub/desk/desk.ts', 'seat/compose.ts', false],
  ['hub/desk/desk.ts', 'react', false],
  ['hub/gateways/jt808/server.ts', 'hub/telemetry/fix.ts', true],
  ['hub/gateways/jt808/server.ts', 'hub/gateways/osmand/server.ts', false],
  ['hub/telemetry/fix.ts', 'hub/gateways/jt808/server.ts', true],
  ['seat/runtime/link.ts', 'socket.io-client', true],
  ['seat/runtime/link.ts', 'node:fs', false],
  ['seat/runtime/link.ts', 'db/seat/cache.ts', false],
  ['seat/runtime/link.ts', 'seat/reports/shift.ts', false],
  ['seat/compose.ts', 'db/seat/cache.ts', true],
  ['seat/compose.ts', 'seat/runtime/link.ts', true],
  ['seat/compose.ts', 'hub/main.ts', false],
  ['seat/browser-shell/server.ts', 'seat/video-door/door.ts', true],
  ['seat/video-door/door.ts', 'node:http', true],
  ['seat/video-door/door.ts', 'hub/video/room.ts', false],
  ['seat/runtime/link.ts', 'seat/video-door/door.ts', false],
  ['electron/main/main.ts', 'electron', true],
  ['electron/main/main.ts', 'shared/domain/unit/state.ts', false],
  ['electron/main/main.ts', 'seat/compose.ts', false],
  ['electron/preload/preload.ts', 'node:fs', false],
  ['electron/seat-process/main.ts', 'seat/compose.ts', true],
  ['electron/seat-process/main.ts', 'db/seat/cache.ts', false],
  ['seat/compose.ts', 'electron', false],
  ['seat/reports/shift.ts', 'seat/runtime/link.ts', false],
  ['renderer/app/shell.tsx', 'react', true],
  ['renderer/app/shell.tsx', 'maplibre-gl', false],
  ['renderer/map/map-view.tsx', 'maplibre-gl', true],
  ['renderer/app/shell.tsx', 'shared/domain/unit/state.ts', true, true],
  ['renderer/app/shell.tsx', 'shared/domain/unit/state.ts', false],
  ['renderer/app/shell.tsx', 'shared/domain/unit/decide.ts', false, true],
  ['renderer/app/shell.tsx', 'shared/wire/hub-protocol.ts', false],
  ['renderer/app/shell.tsx', 'shared/wire/seat-api.ts', true],
  ['renderer/app/shell.tsx', 'node:fs', false],
  ['renderer/workspaces/console/view.tsx', 'renderer/ui/age.tsx', true],
  ['renderer/workspaces/console/view.tsx', 'renderer/workspaces/wall/view.tsx', false],
  ['renderer/workspaces/console/view.tsx', 'maplibre-gl', false],
  ['field-page/main.tsx', 'shared/wire/field-api.ts', true],
  ['field-page/main.tsx', 'shared/wire/seat-api.ts', false],
  ['simulator/night.ts', 'shared/wire/field-api.ts', true],
  ['simulator/night.ts', 'hub/desk/desk.ts', false],
  ['simulator/night.ts', 'shared/domain/unit/state.ts', false],
  ['hub/desk/desk.ts', 'build/zones.ts', false],
  ['hub/desk/desk.ts', 'tests/support/clock.ts', false],
  ['build/bundle.ts', 'hub/main.ts', true],
  ['tests/integration/feed.ts', 'hub/desk/desk.ts', true],
];

function specifier(from: string, to: string): string {
  if (!to.includes('/') || to.startsWith('node:') || !/\.tsx?$/.test(to)) return to;
  return `${'../'.repeat(from.split('/').length - 1)}${to}`;
}

test('each wall lets through what it should and nothing else', async () => {
  const wrong: string[] = [];
  for (const [index, [from, to, , typeOnly]] of edges.entries()) {
    // One house per edge would be slow: every edge gets files of its own, told apart by a numbered copy.
    const copy = from.replace(/\.(tsx?)$/, `.n${index}.$1`);
    const keepsName = /(main|compose|commands|events|state|catalog|reads|kernel)\.tsx?$/.test(from);
    const path = keepsName ? from : copy;
    if (/\.tsx?$/.test(to)) put(to, 'export const x = 1;\nexport type X = number;\n');
    const line =
      typeOnly === true
        ? `import type { X } from '${specifier(from, to)}';\nexport type Y${index} = X;\n`
        : `import * as m${index} from '${specifier(from, to)}';\nexport const y${index} = m${index};\n`;
    put(path, line);
    const report = await checkImports(house);
    const target = /\.tsx?$/.test(to) ? to : to.replace('node:', '');
    const caught = report.violations.some((v) => v.includes(`${path} → `) && v.includes(target));
    if (caught === edges[index]?.[2])
      wrong.push(`${from} → ${to}${typeOnly === true ? ' (type)' : ''}: ${caught ? 'caught' : 'let through'}`);
    expect(report.unread).toEqual([]);
    rmSync(join(house, path));
    if (/\.tsx?$/.test(to)) rmSync(join(house, to), { force: true });
  }
  expect(wrong).toEqual([]);
});

test('a cycle is caught', async () => {
  put('shared/lib/a.ts', "import { b } from './b.ts';\nexport const a: number = b;\n");
  put('shared/lib/b.ts', "import { a } from './a.ts';\nexport const b: number = a;\n");
  const report = await checkImports(house);
  expect(report.violations.filter((v) => v.startsWith('no-cycles'))).not.toEqual([]);
});

test('an import of something that does not exist is caught', async () => {
  put('shared/lib/a.ts', "import { b } from './gone.ts';\nexport const a: number = b;\n");
  const report = await checkImports(house);
  expect(report.violations.some((v) => v.startsWith('not-to-unresolvable'))).toBe(true);
});

test('the real tree obeys the walls and no source file went unread', async () => {
  const report = await checkImports(root);
  expect(report.violations).toEqual([]);
  expect(report.unread).toEqual([]);
  expect(report.expected.length).toBeGreaterThan(10);
});
