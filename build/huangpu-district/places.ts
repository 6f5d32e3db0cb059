/** Crossings of Huangpu, and the places that the article speaks of; those that are nobody's begin with 示例. */
import type { Plates } from '../../shared/domain/district/events.ts';
import { addCrossings } from '../demo-district/places.ts';

type Place = Plates['places'][number];

const named: readonly (readonly [name: string, lon: number, lat: number, ...roads: string[]])[] = [
  // 《以区域联动的勤务模式提升管理效能》: three places that one squad alone could not hold.
  ['陕西南路（南昌路至淮海中路）', 121.4547, 31.2173, '陕西南路'],
  ['台湾路', 121.4867, 31.2308, '台湾路'],
  ['新开河', 121.4925, 31.229, '新开河路'],
  ['示例商业街', 121.4785, 31.2361, '南京东路'],
  ['示例景区一', 121.4888, 31.2362, '中山东一路'],
  ['示例景区二', 121.4878, 31.2262, '方浜中路'],
  ['示例景区三', 121.491, 31.1998],
  ['示例商业街二', 121.4645, 31.2208, '淮海中路'],
];

export function makePlaces(roads: Plates['roads'], grids: Plates['grids']): Place[] {
  const places: Place[] = [];
  addCrossings(places, roads, grids);
  for (const [name, lon, lat, ...along] of named) places.push({ name, roads: along, at: [lon, lat] });
  return places;
}
