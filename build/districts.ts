/**
 * The districts that come along, by the name that `npm start -- --pack NAME` and the pack writer take. Each is a pack like
 * any bureau's own: made-up geometry marked schematic, no person of any name.
 */
import type { Pack } from '../shared/wire/pack.ts';
import { demoBasemapVersion, makeDemoBasemap } from './demo-district/demo-basemap.ts';
import { makeDemoPack } from './demo-district/pack.ts';
import { makeHuangpuPack } from './huangpu-district/pack.ts';

export interface ShippedDistrict {
  /** `night`: civil date on which it begins; `now`, Unix ms: nothing in it is younger. */
  pack(night: string, now?: number): Pack;
  /** Its drawn basemap; absent: the map shows the plates' own streets. */
  readonly basemap?: { readonly version: string; readonly make: () => Uint8Array };
  /** Which of the simulator's orders are of places there. */
  readonly orders: 'night' | 'crossings';
}

const basemap = { version: demoBasemapVersion, make: () => makeDemoBasemap().bytes };

/** Xuhui under its own name: four joint-defence zones at night, and one mobile squad for the whole district. */
export function makeXuhuiPack(night: string, now?: number): Pack {
  const pack = makeDemoPack(night, now);
  return { ...pack, plates: { ...pack.plates, name: '徐汇区（示意）' } };
}

export const districts = {
  demo: { pack: makeDemoPack, basemap, orders: 'night' },
  xuhui: { pack: makeXuhuiPack, basemap, orders: 'night' },
  huangpu: { pack: makeHuangpuPack, orders: 'crossings' },
} as const satisfies { readonly [name: string]: ShippedDistrict };
export type DistrictName = keyof typeof districts;

export const districtNames = Object.keys(districts) as readonly DistrictName[];

/** Undefined for a name that none of them has. */
export const districtNamed = (name: string): ShippedDistrict | undefined => {
  const known = districtNames.find((one) => one === name);
  return known === undefined ? undefined : districts[known];
};
