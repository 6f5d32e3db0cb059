/**
 * Names for what has none: side streets and housing blocks of the district. Made up of words that streets anywhere have, each
 * pair used once; none is that of a road of the plates.
 */
import { makeRoads } from '../roads.ts';
import type { Block } from './blocks.ts';
import { seedOf, seeded } from './chance.ts';
import type { MainRoad, RoadClass } from './main-roads.ts';
import { around, inRing, lineLength, middleOf, signedArea } from './plane.ts';
import type { Vec } from './plane.ts';
import type { Use } from './land-use.ts';

const first = [...'锦安康宁文华桂梅永福嘉云景明春和清平东新兴吉秀银'];
const second = [...'江源川泉林山岭溪洲谷阳月辰昌泰祥瑞德信义仁礼乐怡'];
const pairs = first.flatMap((a) => second.map((b) => `${a}${b}`));

/** No divisor of how many there are: neighbours in the list do not become neighbours in the city. */
const stride = 97;

const endings: { readonly [use in Use]?: readonly string[] } = {
  lanes: ['里', '坊'],
  slabs: ['新村', '小区', '苑'],
  towers: ['花园', '公寓', '苑'],
  shops: ['广场'],
  offices: ['大厦'],
  works: ['工业园'],
};

/** Shorter ones have no room for a name. */
const shortestNamed = 240;
const smallestNamed = 17_000;
const bare: ReadonlySet<RoadClass> = new Set(['local', 'secondary'] as const);

/** A pair of words that belongs to the place, and to no other. */
class Words {
  readonly #used = new Set<string>();

  at(p: Vec, ending: string): string | undefined {
    const start = Math.floor(seeded(seedOf(p))() * pairs.length);
    for (let n = 0; n < pairs.length; n += 1) {
      const name = `${around(pairs, start + n * stride)}${ending}`;
      if (this.#used.has(name)) continue;
      this.#used.add(name);
      return name;
    }
    return undefined;
  }

  without(names: readonly string[]): this {
    for (const name of names) this.#used.add(name);
    return this;
  }
}

const middle = ({ line }: MainRoad): Vec => around(line, Math.floor(line.length / 2));

/** The same roads, those of the district without a name now with one. */
export function withNames(roads: readonly MainRoad[], district: readonly Vec[]): readonly MainRoad[] {
  const words = new Words().without(makeRoads().map(({ name }) => name));
  return roads.map((road) => {
    const wants = road.name === undefined && bare.has(road.class) && lineLength(road.line) >= shortestNamed;
    const name =
      wants && inRing(district, middle(road))
        ? words.at(middle(road), road.class === 'local' ? '支路' : '路')
        : undefined;
    return name === undefined ? road : { ...road, name };
  });
}

export interface NamedBlock {
  readonly at: Vec;
  readonly name: string;
}

export function blockNames(blocks: readonly Block[], district: readonly Vec[]): readonly NamedBlock[] {
  const words = new Words();
  return blocks.flatMap(({ use, ring }): NamedBlock[] => {
    const at = middleOf(ring);
    const kinds = endings[use];
    if (kinds === undefined || signedArea(ring) < smallestNamed || !inRing(district, at)) return [];
    const name = words.at(at, around(kinds, seedOf(at)));
    return name === undefined ? [] : [{ name, at }];
  });
}
