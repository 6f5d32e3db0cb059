/** The map alone on a page, moved by the test through `window.mapPage`; not part of the product. */
import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { startTexts } from '../../../renderer/i18n/index.ts';
import { DistrictMap } from '../../../renderer/map/index.ts';
import type { DistrictMapProps } from '../../../renderer/map/index.ts';
import { applyTheme } from '../../../renderer/theme/apply.ts';
import '../../../renderer/theme/base.css';
import { crowd, makeNight, nightAt } from './night.ts';
import type { MapPage } from './page-door.ts';

declare global {
  interface Window {
    mapPage?: MapPage;
  }
}

const query = new URLSearchParams(location.search);
const clock = { ms: 0 };
const now = (): number => nightAt + clock.ms;
const selections: unknown[] = [];
const picks: unknown[] = [];

const first: DistrictMapProps = {
  ...makeNight(),
  selected: null,
  onSelect: (thing) => void selections.push(thing),
  preview: null,
  now,
  theme: query.get('theme') === 'light' ? 'light' : 'dark',
  focus: null,
  layers: { zones: true, grids: null, sites: true, videoPoints: true, units: true, incidents: true, roads: true },
  renderer: (query.get('renderer') ?? 'auto') as 'auto' | 'webgl' | 'flat',
};

function Page() {
  const [props, setProps] = useState(first);
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
    remount: () => setMounted((before) => before + 1),
    selections,
    picks,
  };
  return (
    <main style={{ height: '100%' }}>
      <DistrictMap
        key={mounted}
        {...props}
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
