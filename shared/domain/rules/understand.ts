/**
 * What a caller's words mean, in the pack's words: the words themselves go to the vault. A pure reading by lexicon and
 * patterns; nothing is concluded that a person could not check against the wording.
 */
import type { Matter, Plates } from '../district/events.ts';
import type { Mark, Understanding } from '../incident/events.ts';
import { mentions } from './district.ts';
import { isHum, readBegan, readDirection, readMarks } from './understand-marks.ts';
import { readNames } from './understand-names.ts';

/** Longer texts are read so far only. */
const longestText = 4000;
/** A word of this weight names the matter by itself. */
const fullWeight = 3;
/** Below it a matter has hardly more than a hint, and the words for a noise without a source may outweigh it. */
const hintWeight = 2;

/** One spelling for all: half-width marks, no blanks and no control characters. Traditional crossing signs become ×. */
function normalise(text: string): string {
  return text
    .slice(0, longestText)
    .normalize('NFKC')
    .slice(0, longestText)
    .replace(/[\p{C}\p{Z}\s]/gu, '')
    .replace(/[✕✖╳⨯*]/g, '×')
    .toLowerCase();
}

interface Weighed {
  readonly matter: Matter;
  readonly sum: number;
  readonly words: readonly string[];
  readonly full: boolean;
  /** By one word at least that is typical of it. */
  readonly typical: boolean;
}

/** A word right behind one of these is said of what it is not: 「不是装修」. */
const denied = /(不是|并非|不像是?|没有|没在)$/;

/** Each matter of the plates with the words that stand in the text; a word inside a longer one does not count. */
function weigh(rest: string, plates: Plates): readonly Weighed[] {
  const lexicon = new Map<string, { readonly matter: Matter; readonly weight: number }[]>();
  for (const { matter, words } of plates.matters) {
    for (const { word, weight } of words) {
      const key = word.toLowerCase();
      lexicon.set(key, [...(lexicon.get(key) ?? []), { matter, weight }]);
    }
  }
  const said = mentions(
    rest,
    [...lexicon.keys()].map((word) => ({ name: word, what: word })),
  ).filter(({ from }) => !denied.test(rest.slice(Math.max(0, from - 4), from)));
  const distinct = new Set(said.map(({ what }) => what));
  return plates.matters.map(({ matter, words }) => {
    const own = words.filter(({ word }) => distinct.has(word.toLowerCase()));
    return {
      matter,
      sum: own.reduce((sum, { weight }) => sum + weight, 0),
      words: own.map(({ word }) => word),
      full: own.some(({ weight }) => weight >= fullWeight),
      typical: own.some(({ weight }) => weight >= hintWeight),
    };
  });
}

const vague = (matter: Matter): boolean => matter === 'unknownNoise' || matter === 'other';
const heavier = (a: Weighed, b: Weighed): number => b.sum - a.sum;

/** What is heard, and not said to be missing: 「不是吵」, 「声音倒没有」. */
const heard = /(?<!不是?|没有?|不算)[吵噪震闹敲砸浇]|(?<!影|没有?|不)响|打桩|切割|吊装|(?<!没有?)声(?!音?倒?[没不])/;
/** These go together: what lies on the road fell from those who drive on it. */
const together: { readonly [matter in Matter]?: Matter } = { truckNoise: 'roadSpill', roadSpill: 'truckNoise' };

interface Told {
  readonly rest: string;
  readonly hum: boolean;
  readonly marks: readonly Mark[];
}

/** The sort is stable: a tie goes to the order of the plates. */
function chooseMatter(weighed: readonly Weighed[], { rest, hum, marks }: Told): Matter {
  const [named] = weighed.filter(({ matter }) => !vague(matter)).toSorted(heavier);
  const sumOf = (wanted: Matter): number => weighed.find(({ matter }) => matter === wanted)?.sum ?? 0;
  const best = named?.sum ?? 0;
  // A lamp on a crane: the words for the works tell where it shines from. Of who hears nothing they tell no more.
  if (weighed.some(({ matter, typical }) => matter === 'light' && typical) && !heard.test(rest)) return 'light';
  // Who says that a repair goes on speaks of works, by whatever name.
  if (marks.includes('repairClaimed') && best === 0 && sumOf('other') === 0) return 'constructionNoise';
  const noise = Math.max(sumOf('unknownNoise'), hum ? hintWeight : 0);
  if (named !== undefined && best >= hintWeight && best >= sumOf('other')) return named.matter;
  if (named !== undefined && best > 0 && best >= noise && best >= sumOf('other')) return named.matter;
  if (noise > 0 && noise >= sumOf('other')) return 'unknownNoise';
  return sumOf('other') > 0 || noise === 0 ? 'other' : 'unknownNoise';
}

/** Never throws, whatever the text; takes time in proportion to its length. Of the text only words of the pack come out. */
export function understand(text: string, plates: Plates): Understanding {
  const names = readNames(normalise(text), plates);
  const { rest } = names;
  const weighed = weigh(rest, plates);
  const hum = isHum(rest);
  const marks = new Set<Mark>(readMarks(rest));
  const matter = chooseMatter(weighed, { rest, hum, marks: [...marks] });
  if (hum && matter === 'unknownNoise') marks.add('steadyHum');
  if (names.ofCaller) marks.add('placeOfCaller');
  const degrees = readDirection(rest);
  const placed = names.place !== null || names.roads.length > 0;
  return {
    matter,
    also: weighed
      .filter((row) => row.full || (row.typical && row.matter === together[matter]))
      .filter((row) => row.matter !== matter && !vague(row.matter))
      .toSorted(heavier)
      .map((row) => row.matter)
      .slice(0, 3),
    words: [...(weighed.find((row) => row.matter === matter)?.words ?? [])].slice(0, 12),
    roads: [...names.roads],
    place: names.place,
    street: names.street,
    direction: degrees === null ? null : { degrees, from: placed && !names.ofCaller ? 'place' : 'caller' },
    marks: [...marks],
    beganMinutesAgo: readBegan(rest),
  };
}
