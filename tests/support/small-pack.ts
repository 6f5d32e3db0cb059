/** A pack over the demo plates with a few rows in each register: enough to see each kind of row go in. */
import { makeDemoPlates } from '../../build/demo-district/plates.ts';
import { hour } from '../../shared/lib/time.ts';
import { must } from '../../shared/lib/must.ts';
import type { Pack } from '../../shared/wire/pack.ts';
import { testNow } from './given.ts';

const demoPlates = makeDemoPlates();
const street = must(
  demoPlates.grids.find(({ name }) => name === '枫林路街道'),
  'a street',
);

/** @param now Hub time, Unix ms: the registers are an hour old then. */
export function smallPack(now: number = testNow): Pack {
  const at = { lon: 121.4586, lat: 31.1936 };
  const span = { from: now - hour, to: now + 8 * hour };
  return {
    format: 1,
    plates: demoPlates,
    registers: {
      squads: [{ id: 'fenglin', record: { name: '枫林中队', kind: 'street', grids: [street.code], zone: 'z1' } }],
      zones: [{ id: 'z1', record: { name: '一区', order: 1, squads: ['fenglin'], neighbours: [] } }],
      sites: [
        {
          id: 'site-a',
          record: {
            ...{ name: '示例工地 A', kind: 'building' as const, address: '示例路 1 号', at, radius: 60 },
            ...{ roads: ['斜土路'], registered: true },
          },
        },
      ],
      nightPermits: [
        {
          id: 'permit-a',
          record: {
            ...{ number: '示夜 0117', site: 'site-a', paper: '许可证', issuer: '示例部门', work: '混凝土浇筑' },
            ...{ permits: 'nightWork' as const, ...span, conditions: [] },
          },
        },
      ],
      repairNotices: [
        {
          id: 'notice-a',
          record: {
            ...{ number: '示抢 0042', utility: 'water' as const, at, radius: 100, address: '示例路' },
            ...{ from: now - hour, notifiedAt: now - hour },
          },
        },
      ],
      quietPeriods: [{ id: 'quiet-a', record: { name: '示例考试', ...span, grids: [street.code], basis: '示例通告' } }],
      units: [
        {
          id: 'u1',
          record: {
            ...{
              name: '枫林 1 车',
              kind: 'vehicle' as const,
              squad: 'fenglin',
              zone: 'z1',
              certified: 2,
              auxiliary: 1,
            },
            ...{ devices: [], reserve: false, shift: span },
          },
        },
      ],
      videoPoints: [{ id: 'v1', record: { name: '示例路口', at, heading: 90, fov: 60, guard: true } }],
    },
    provenance: { source: '示例登记', asOf: now - hour },
  };
}
