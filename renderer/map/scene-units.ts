/** Units that are drawn one by one, with their labels; where there are too many of them see `crowd.ts`. */
import type { FixAge } from './ages.ts';
import { ageParts, doubtRadius, fixAge } from './ages.ts';
import type { Circle, Mark, MarkInput, MarkWords } from './marks.ts';
import { flags, raised } from './marks.ts';
import type { MapUnit, UnitStatus } from './types.ts';

/** So many in view have their name beside them; so few also their status in words. */
const nameUpTo = 24;
const wordUpTo = 8;
/** Labels of units beyond these are worth nothing to anybody. */
const ageLabelsUpTo = 150;
/** So many outlines of where somebody may be: more hide each other. */
const circlesUpTo = 200;

const statusWeight: Readonly<Record<UnitStatus, number>> = { free: 4, busy: 3, fixedPost: 2, resting: 1, offDuty: 0 };

export function unitLabel(
  unit: MapUnit,
  age: FixAge,
  now: number,
  words: MarkWords,
  say: { readonly name: boolean; readonly status: boolean },
): string {
  const parts: string[] = [];
  if (say.name) parts.push(unit.name);
  if (say.status) {
    parts.push(words.status(unit.status));
    const certified = words.certified(unit.certified);
    if (certified !== '') parts.push(certified);
  }
  if (age === 'none') parts.push(words.neverHeard);
  else if (age !== 'fresh' && unit.fixAt !== null) parts.push(words.age(ageParts(unit.fixAt, now)));
  return parts.join('·');
}

/**
 * How far those may be by now whose fix is old. Who is off duty drives nowhere for us.
 * @param units In view; the selected one is drawn to the metre.
 */
export function doubtCircles(input: MarkInput, units: readonly MapUnit[]): Circle[] {
  const circles: Circle[] = [];
  for (const unit of units) {
    const { selected, hovered } = flags(input, 'unit', unit.id);
    if (unit.status === 'offDuty' && !selected && !hovered) continue;
    if (circles.length >= circlesUpTo && !selected) continue;
    const metres = doubtRadius(unit, input.now, selected);
    const at = metres > 0 ? input.placeOf(unit) : null;
    if (at !== null && input.inView(at)) circles.push({ at, metres, broken: true, tone: 'muted', selected });
  }
  return circles;
}

export function unitMarks(input: MarkInput, units: readonly MapUnit[]): Mark[] {
  const marks: Mark[] = [];
  const seen = units.flatMap((unit) => {
    const at = input.placeOf(unit);
    return at === null || !input.inView(at) ? [] : [{ unit, at }];
  });
  let ageLabels = 0;
  for (const { unit, at } of seen) {
    const flag = flags(input, 'unit', unit.id);
    const close = flag.selected || flag.hovered;
    const age = fixAge(unit.fixAt, input.now);
    const say = { name: close || seen.length <= nameUpTo, status: close || seen.length <= wordUpTo };
    const text = ageLabels < ageLabelsUpTo || close ? unitLabel(unit, age, input.now, input.words, say) : '';
    if (text !== '') ageLabels += 1;
    const old = age === 'stale' || age === 'none';
    marks.push({
      ...flag,
      at,
      symbol: { type: 'unit', kind: unit.kind, status: unit.status, age },
      // A heading of minutes ago says nothing.
      heading: age === 'fresh' ? unit.heading : null,
      aside: null,
      rough: false,
      label: text === '' ? null : { text, tone: old ? 'muted' : 'text', upon: false, must: flag.selected },
      weight: raised(30 + statusWeight[unit.status], flag),
    });
  }
  return marks;
}
