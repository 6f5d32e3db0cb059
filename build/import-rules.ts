/**
 * Who may import whom: the walls of the house, as data. An edge that no row allows is an error; type-only imports
 * count, and cycles are forbidden. `docs/decisions/0002-import-rules.md` says why each wall stands.
 */
import type { IAllowedRuleType, IConfiguration } from 'dependency-cruiser';

interface Wall {
  /** Path of the importing files, as a regular expression. */
  readonly from: string;
  /** Paths it may import; `$1` stands for the first group of `from`. */
  readonly to?: readonly string[];
  /** Paths of which it may import types only. */
  readonly types?: readonly string[];
  /** Packages it may import, by name. */
  readonly packages?: readonly string[];
  /** Whether it may import Node's built-in modules. */
  readonly node?: boolean;
}

const shared = '^shared/';
const lib = '^shared/lib/';
const geo = '^shared/geo/';
const wire = '^shared/wire/';
/** What one may not do is not offered: the screens ask the table that the hub enforces. */
const permissions = '^shared/domain/rules/permissions\\.ts$';
/**
 * And what waits and what is an alarm is the same on every screen, on a locked one too, which the seat counts; what keeps an
 * incident open is told beforehand in the hub's own words; what the pack says of its life is read alike, as what a measurement
 * comes to, and how many certificates hold; wordings of replies are held to the same words as the pack's; and what is owed
 * upwards by when is reckoned once.
 */
const queue =
  '^shared/domain/(rules/(queue|obligations|life-cycle|measure|fitness|replies|repeats|arrival-looks|before-night|duty-log)|urgent-report/state)\\.ts$';

export const walls: readonly Wall[] = [
  { from: '^shared/lib/', to: [lib] },
  { from: '^shared/geo/', to: [lib, geo] },
  {
    from: '^shared/domain/([^/]+)/',
    to: [lib, geo, '^shared/domain/$1/', '^shared/domain/[^/]+/(state|events)\\.ts$'],
  },
  {
    from: '^shared/domain/[^/]+/(commands|events|state)[a-z-]*\\.ts$',
    packages: ['zod'],
  },
  { from: '^shared/domain/(incident/measurement|district/noise-standard)\\.ts$', packages: ['zod'] },
  { from: '^shared/domain/kernel\\.ts$', to: [lib], packages: ['zod'] },
  { from: '^shared/domain/last-step\\.ts$', to: [lib] },
  { from: '^shared/domain/', to: ['^shared/domain/(kernel|last-step)\\.ts$'] },
  { from: '^shared/domain/[^/]+/decide[^/]*\\.ts$', to: ['^shared/domain/rules/'] },
  // Which roles of an account are in force is said by the table: grants that stand against it open nothing.
  { from: '^shared/domain/account/state\\.ts$', to: [permissions] },
  { from: '^shared/domain/catalog\\.ts$', to: ['^shared/domain/', lib], packages: ['zod'] },
  { from: '^shared/domain/reads\\.ts$', to: ['^shared/domain/(catalog\\.ts|[^/]+/state\\.ts)$', lib] },
  { from: '^shared/wire/', to: [wire, '^shared/domain/', lib], packages: ['zod'] },
  { from: '^db/', to: ['^db/', shared], packages: ['better-sqlite3'], node: true },
  { from: '^db/documents/spelling\\.ts$', packages: ['pinyin-pro'] },
  {
    from: '^hub/(?!gateways/)',
    to: ['^hub/(?!program/)', shared],
    packages: ['socket.io', 'fastify', 'otpauth', 'pino', 'prom-client', 'zod', 'csv-parse'],
    node: true,
  },
  { from: '^hub/relay/', packages: ['socket.io-client'] },
  { from: '^hub/imports/', packages: ['read-excel-file', 'fflate', 'shapefile'] },
  { from: '^hub/(main\\.ts$|program/)', to: ['^hub/program/', '^db/'] },
  { from: '^hub/certificates/', packages: ['@peculiar/x509', 'reflect-metadata'] },
  {
    from: '^hub/gateways/([^/]+)/',
    to: ['^hub/gateways/$1/', '^hub/(?!gateways/)', shared],
    packages: ['zod', 'iconv-lite', 'csv-parse'],
    node: true,
  },
  { from: '^seat/(runtime|reports)/', to: ['^seat/$1/', shared], packages: ['zod'] },
  { from: '^seat/runtime/', packages: ['socket.io-client'] },
  {
    from: '^seat/((compose|trust)\\.ts|(browser-shell|video-door)/)',
    to: ['^seat/', '^db/', shared],
    packages: ['fastify', 'ws', 'zod', 'pino'],
    node: true,
  },
  {
    from: '^electron/main/',
    to: ['^electron/main/', '^shared/wire/seat-api', lib],
    packages: ['electron', 'zod'],
    node: true,
  },
  { from: '^electron/preload/', to: ['^electron/preload/', '^shared/wire/seat-api', lib], packages: ['electron'] },
  {
    from: '^electron/seat-process/',
    to: ['^electron/seat-process/', '^seat/compose\\.ts$'],
    packages: ['electron'],
    node: true,
  },
  {
    from: '^renderer/(?!workspaces/)',
    to: ['^renderer/(?!map/)', '^renderer/map/index\\.ts', '^shared/wire/seat-api', permissions, queue, lib, geo],
    types: ['^shared/domain/[^/]+/state\\.ts$'],
    packages: ['react', 'react-dom', 'antd', 'recharts', 'pinyin-pro', 'i18next', 'react-i18next'],
  },
  { from: '^renderer/seat-client/', to: ['^shared/wire/positions\\.ts'] },
  { from: '^renderer/video/', packages: ['hls.js', 'mpegts.js'] },
  {
    from: '^renderer/map/',
    to: ['^renderer/map/'],
    packages: ['maplibre-gl', 'pmtiles', 'pbf', '@mapbox/vector-tile'],
  },
  {
    from: '^renderer/workspaces/([^/]+)/',
    to: [
      '^renderer/workspaces/$1/',
      '^renderer/(?!workspaces/|map/)',
      '^renderer/map/index\\.ts',
      '^shared/wire/seat-api',
      permissions,
      queue,
      lib,
      geo,
    ],
    types: ['^shared/domain/[^/]+/state\\.ts$'],
    packages: ['react', 'antd', 'recharts', 'react-i18next', 'write-excel-file'],
  },
  {
    from: '^field-page/',
    to: ['^field-page/', '^shared/wire/field-api', geo, lib],
    packages: ['react', 'react-dom', 'socket.io-client'],
  },
  { from: '^simulator/', to: ['^simulator/', wire, lib, geo], packages: ['socket.io-client'], node: true },
];

/** Tools and tests may import everything; nothing may import them. */
const free: IAllowedRuleType[] = [
  { from: { path: '^(build|tests)/|^[^/]+\\.config\\.(ts|js)$|\\.test\\.tsx?$' }, to: {} },
];

function rulesOf(wall: Wall): IAllowedRuleType[] {
  const from = { path: wall.from, pathNot: '\\.test\\.tsx?$' };
  const rules: IAllowedRuleType[] = [];
  for (const path of wall.to ?? []) rules.push({ from, to: { path, pathNot: '\\.test\\.tsx?$' } });
  for (const path of wall.types ?? []) rules.push({ from, to: { path, dependencyTypes: ['type-only'] } });
  for (const name of wall.packages ?? []) {
    rules.push({
      from,
      to: { path: `(^|/)node_modules/(@types/)?${name}(/|$)`, dependencyTypesNot: ['core'] },
    });
  }
  if (wall.node === true) rules.push({ from, to: { dependencyTypes: ['core'] } });
  return rules;
}

export const importRules: IConfiguration = {
  allowed: [...free, ...walls.flatMap(rulesOf)],
  allowedSeverity: 'error',
  forbidden: [
    { name: 'no-cycles', severity: 'error', from: {}, to: { circular: true } },
    {
      name: 'not-to-tools',
      severity: 'error',
      from: { pathNot: '^(build|tests)/|\\.test\\.tsx?$|^[^/]+\\.config\\.ts$' },
      to: { path: '^(build|tests)/' },
    },
    { name: 'not-to-unresolvable', severity: 'error', from: {}, to: { couldNotResolve: true } },
  ],
};
