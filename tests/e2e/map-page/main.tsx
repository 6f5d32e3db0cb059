/** The map alone on a page, moved by the test through `window.mapPage`; not part of the product. */
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { startTexts } from '../../../renderer/i18n/index.ts';
import { DistrictMap } from '../../../renderer/map/index.ts';
import type { DistrictMapProps } from '../../../renderer/map/index.ts';
import { PositionTable } from '../../../renderer/seat-client/position-table.ts';
import { applyTheme } from '../../../renderer/theme/apply.ts';
import '../../../renderer/theme/base.css';
import { allLayers, deskOf, makeMore, manyCameras, manyIncidents } from './layers.ts';
import { drive } from './drive.ts';
import { crowd, makeNight, nightAt } from './night.ts';
import type { MapPage } from './page-door.ts';
import type { Yardstick } from './yardstick.tsx';

declare global {
  interface Window {
    mapPage?: MapPage;
  }
}

const query = new URLSearchParams(location.search);
const clock = { ms: 0, runsFrom: Number.NaN };
const now = (): number =>
  nightAt + clock.ms + (Number.isNaN(clock.runsFrom) ? 0 : Math.floor(performance.now() - clock.runsFrom));
let driving = 0;
let toldAt = Number.NaN;
const ticked = (tick: (hubTime: number) => void): void => {
  toldAt = now();
  tick(toldAt);
};
const marks = (): HTMLElement | null => document.querySelector<HTMLElement>('.district-map-marks');
let yardstick: Yardstick | undefined;
const selections: unknown[] = [];
const picks: unknown[] = [];

const archive = query.get('basemap');

const first: DistrictMapProps = {
  ...makeNight(),
  basemap:
    archive === null
      ? null
      : { url: `/basemap/${archive}`, kind: 'vector', schematic: true, attribution: '示例底图 © 联勤' },
  selected: null,
  onSelect: (thing) => void selections.push(thing),
  preview: null,
  now,
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  focus: null,
  layers: { zones: true, grids: null, sites: true, videoPoints: true, units: true, incidents: true, roads: true },
  renderer: (query.get('renderer') ?? 'auto') as 'auto' | 'webgl' | 'flat',
};

/** `desk`: with layers, search and tools; `many`: as full as a night gets. */
const night = makeNight();
const start: DistrictMapProps = {
  ...first,
  ...(query.has('desk') ? { ...makeMore(night), layers: query.has('few') ? first.layers : allLayers } : {}),
  ...(query.has('many') ? { incidents: manyIncidents(night, 200), videoPoints: manyCameras(night, 1_300) } : {}),
};

function Page() {
  const [props, setProps] = useState(start);
  const [mounted, setMounted] = useState(1);
  window.mapPage = {
    set: (next) => {
      if (next.theme !== undefined) applyTheme(next.theme);
      setProps((before) => ({ ...before, ...next }));
    },
    clock: (ms) => {
      clock.ms = ms;
    },
    crowd: (count, step) => setProps((before) => ({ ...before, units: crowd(count, step) })),
    moved: (count, step) =>
      setProps((before) => ({ ...before, units: crowd(count, step).map((unit) => ({ ...unit, fixAt: now() })) })),
    drive: (count) => {
      window.clearInterval(driving);
      if (count === 0) return;
      clock.runsFrom = performance.now();
      const { units, fixes, tick } = drive(new PositionTable(), count, now());
      setProps((before) => ({ ...before, units, fixes, incidents: [], sites: [], videoPoints: [] }));
      driving = window.setInterval(() => ticked(tick), 1_000);
    },
    yardstick: async (count) => {
      clock.runsFrom = performance.now();
      const table = new PositionTable();
      const { ids, tick } = drive(table, count, now());
      const container = document.createElement('div');
      container.style.cssText = 'position:fixed;inset:0';
      document.body.replaceChildren(container);
      const { startYardstick } = await import('./yardstick.tsx');
      yardstick = await startYardstick(container, ids, table);
      driving = window.setInterval(() => ticked(tick), 1_000);
    },
    newest: () => ({
      drawn: yardstick === undefined ? Number(marks()?.dataset['newest']) : (yardstick.newest() ?? Number.NaN),
      told: toldAt,
    }),
    unitsDrawn: () => {
      if (yardstick !== undefined) return yardstick.drawn();
      return Number(/(?:^| )unit=(\d+)/.exec(marks()?.dataset['marks'] ?? '')?.[1] ?? 0);
    },
    now,
    remount: () => setMounted((before) => before + 1),
    selections,
    picks,
  };
  return (
    <main style={{ height: '100%' }}>
      <DistrictMap
        key={mounted}
        {...props}
        desk={query.has('desk') ? deskOf((change) => setProps((before) => ({ ...before, ...change }))) : undefined}
        onSelect={(thing) => {
          selections.push(thing);
          setProps((before) => ({ ...before, selected: thing }));
        }}
        onPick={query.has('pick') ? (at) => void picks.push(at) : undefined}
      />
    </main>
  );
}

applyTheme(first.theme);
await startTexts();
const root = document.getElementById('root');
if (root === null) throw new Error('the page has no root');
createRoot(root).render(
  <StrictMode>
    <Page />
  </StrictMode>,
);
