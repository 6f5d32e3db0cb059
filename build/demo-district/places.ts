/** Crossings and named places that a caller may mean. Every name that is not a road's begins with 示例 or is public. */
import type { Plates } from '../../shared/domain/district/events.ts';
import { lineCrossing } from '../../shared/domain/rules/district.ts';
import { AreaIndex } from '../../shared/geo/polygon.ts';
import { round6 } from './frame.ts';
import { acrossTheBorder, callerOnLingling, exampleCrossings } from './roads.ts';

type Place = Plates['places'][number];

const named: readonly (readonly [name: string, lon: number, lat: number, ...roads: string[]])[] = [
  ['示例小区甲', 121.4322, 31.1522],
  ['示例小区乙', callerOnLingling.lon, callerOnLingling.lat, '零陵路'],
  ['示例绿地', 121.4155, 31.1535, '浦北路'],
  ['徐家汇商圈', 121.4342, 31.1945],
  ['南站南广场', 121.4302, 31.1532],
  ['南站北广场', 121.4298, 31.1562],
  ['龙华广场', 121.4528, 31.1735],
  ['滨江岗1', 121.4642, 31.1795],
  ['滨江岗2', 121.4608, 31.1582],
  ['龙吴路渣土卡点', 121.44982, 31.1258, '龙吴路'],
  ['示例路口V-01', 121.4325, 31.1855, '漕溪北路', '漕溪路'],
];

/** Adds the crossings inside the district that are not among them. */
export function addCrossings(places: Place[], roads: Plates['roads'], grids: Plates['grids']): void {
  const district = new AreaIndex(grids.filter(({ level }) => level === 'responsibility'));
  for (const [i, one] of roads.entries()) {
    for (const other of roads.slice(i + 1)) {
      if (places.some(({ roads: pair }) => pair.includes(one.name) && pair.includes(other.name))) continue;
      const at = lineCrossing(one.line, other.line);
      if (at === undefined || district.at(at) === undefined) continue;
      places.push({
        name: `${one.name}×${other.name}`,
        roads: [one.name, other.name],
        at: [round6(at.lon), round6(at.lat)],
      });
    }
  }
}

/** All crossings inside the district, and the one across its border that callers mean; examples first. */
export function makePlaces(roads: Plates['roads'], grids: Plates['grids']): Place[] {
  const places: Place[] = Object.values(exampleCrossings).map(({ roads: [one, other], at: [lon, lat] }) => ({
    name: `${one}×${other}`,
    roads: [one, other],
    at: [lon, lat],
  }));
  places.push({
    name: '斜土路×瑞金南路',
    roads: ['斜土路', '瑞金南路'],
    at: [acrossTheBorder[0], acrossTheBorder[1]],
    outside: '黄浦区',
  });
  addCrossings(places, roads, grids);
  for (const [name, lon, lat, ...along] of named) places.push({ name, roads: along, at: [lon, lat] });
  return places;
}
