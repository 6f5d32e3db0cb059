/** Roads, places and street offices in a caller's words, and which of them are only where the caller lives or stands. */
import type { Plates } from '../district/events.ts';
import { findCrossing, mentions } from './district.ts';
import type { Mention, Place } from './district.ts';

type Named =
  | { readonly kind: 'road'; readonly name: string }
  | { readonly kind: 'place'; readonly place: Place }
  | { readonly kind: 'street'; readonly name: string };

export interface ReadNames {
  readonly roads: readonly string[];
  readonly place: string | null;
  readonly street: string | null;
  /** All names that were read are the caller's own surroundings. */
  readonly ofCaller: boolean;
  /** The text with each name replaced by one `nameMark`: no word and no direction is read out of a name. */
  readonly rest: string;
}

/** Stands for a name in `rest`; no text holds it, as private characters are taken out before. */
export const nameMark = '\ue001';

/** After the short name of a street office these make clear that the area is meant, not a road or a person's origin. */
const areaEndings = [
  ...['街道', '街道办', '镇', '社区', '地区', '片区', '一带', '这边', '那边', '这里', '那里', '附近', '新村', '这块'],
];

/** Short forms people use: 枫林 for 枫林路街道, 康健 for 康健新村街道, 华泾 for 华泾镇. */
function shortNames(street: string): readonly string[] {
  const area = street.replace(/(街道|地区|镇|乡)$/, '');
  const bare = area.replace(/(路|新村)$/, '');
  return bare.length < 2 || bare === street ? [] : [bare];
}

function namesOf(plates: Plates): readonly { readonly name: string; readonly what: Named }[] {
  const streets = plates.grids
    .filter(({ level }) => level === 'responsibility')
    .flatMap(({ name }) => {
      const spoken = shortNames(name).flatMap((short) => [
        ...areaEndings.map((ending) => `${short}${ending}`),
        `在${short}`,
      ]);
      return [name, ...spoken].map((word) => ({ name: word, what: { kind: 'street', name } as const }));
    });
  const roads = plates.roads.flatMap(({ name, aliases }) =>
    [name, ...aliases].map((word) => ({ name: word, what: { kind: 'road', name } as const })),
  );
  const places = plates.places.map((place) => ({ name: place.name, what: { kind: 'place', place } as const }));
  return [...streets, ...roads, ...places];
}

/** 「在田林」 of 「在田林东路」 is a road that the plates do not have, not the street office. */
const roadGoesOn = /^[东南西北中]?[一二三四]?(支路|路|大道|弄|街(?!道)|公路)/;

const livesBefore = /(住|家在|我们?(人|就|这里|现在)?[是在]|小区在|本人在)[^,。;!?\ue001]{0,6}$/;
const livesAfter =
  /^(\d{1,5}弄|\d{1,5}号)?(这边|这里|旁边|附近|边上|上)?的?(小区|居民|住户|业主|我家|家里|我们家|我们小区|住[,，。的])/;
/** Between 「我住」 and a name these say that the name is of something else: 「我住的楼对面斜土路工地」. */
const elsewhere = /(对面|旁边|后面|前面|楼下|门口|外面|隔壁|离)/;

function isOfCaller(text: string, { from, to }: Mention<Named>): boolean {
  const before = livesBefore.exec(text.slice(Math.max(0, from - 16), from));
  if (before !== null && !elsewhere.test(before[0])) return true;
  return livesAfter.test(text.slice(to, to + 16));
}

/** A name goes on from the one before it, as in 「住零陵路小木桥路」 or 「住零陵路近东安路」. */
const joins = /^(口|路口|和|与|跟|近|靠近|靠|到|\/|×|x|、|-|交叉口|交界|交接处|附近){0,2}$/;

interface Read extends Mention<Named> {
  readonly ofCaller: boolean;
}

function readMentions(text: string, plates: Plates): readonly Read[] {
  const found = mentions<Named>(text, namesOf(plates)).filter(
    ({ what, from, to }) =>
      !(what.kind === 'street' && text.startsWith('在', from) && roadGoesOn.test(text.slice(to, to + 6))),
  );
  const read: Read[] = [];
  for (const mention of found) {
    const last = read.at(-1);
    // No further than a few characters: the words between are looked at again for each name.
    const close = last !== undefined && mention.from - last.to <= 8;
    const goesOn = close && last.ofCaller && joins.test(text.slice(last.to, mention.from));
    read.push({ ...mention, ofCaller: goesOn || isOfCaller(text, mention) });
  }
  // The mark of 「…路近…路这边小区」 stands behind the second name only.
  for (let i = read.length - 1; i > 0; i -= 1) {
    const [before, after] = [read[i - 1], read[i]];
    if (before === undefined || after === undefined || !after.ofCaller || after.from - before.to > 8) continue;
    if (joins.test(text.slice(before.to, after.from))) read[i - 1] = { ...before, ofCaller: true };
  }
  return read;
}

/** `text` normalised, without blanks and control characters. */
export function readNames(text: string, plates: Plates): ReadNames {
  const all = readMentions(text, plates);
  const ofNoise = all.filter(({ ofCaller }) => !ofCaller);
  // A street office beside the caller's road tells the area of both.
  const placed = ofNoise.some(({ what }) => what.kind !== 'street');
  const callerPlaced = all.some(({ what, ofCaller }) => ofCaller && what.kind !== 'street');
  const counted = ofNoise.length > 0 && (placed || !callerPlaced) ? ofNoise : all;

  const roads: string[] = [];
  let place: Place | undefined;
  let street: string | null = null;
  for (const { what } of counted) {
    if (what.kind === 'road') roads.push(what.name);
    else if (what.kind === 'place') {
      roads.push(...what.place.roads);
      place ??= what.place;
    } else street ??= what.name;
  }
  const distinct = [...new Set(roads)].slice(0, 6);
  let rest = '';
  let end = 0;
  for (const { from, to } of all) {
    rest += text.slice(end, from) + nameMark;
    end = to;
  }
  return {
    roads: distinct,
    place: (place ?? findCrossing(distinct, plates))?.name ?? null,
    street,
    ofCaller: counted.length > 0 && counted.some(({ ofCaller }) => ofCaller),
    rest: rest + text.slice(end),
  };
}
