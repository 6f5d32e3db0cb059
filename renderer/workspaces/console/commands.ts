/** What the command line understands: `pd jd1` sends 机动一组, a number or a place goes to an incident. Pure. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import { likeness } from '../../hall/matching.ts';
import type { TFunction } from '../../hall/types.ts';
import type { May } from '../../hall/use-may.ts';

export type Command = { readonly key: string; readonly title: string; readonly detail: string } & (
  | { readonly does: 'send'; readonly unit: string }
  | { readonly does: 'open'; readonly incident: string }
  | { readonly does: 'unit'; readonly unit: string }
  | { readonly does: 'act'; readonly type: 'AcknowledgeIncident' | 'TellLocalSquad' | 'AssessAgain' | 'CloseIncident' }
  /** Opens the form of a step of its life. */
  | { readonly does: 'life'; readonly type: string }
  | { readonly does: 'intake' }
);

/** What can be named, with the words of the screen. */
export interface Vocabulary {
  /** What the person may do: nothing else is found. */
  readonly may: Pick<May, 'give'>;
  readonly incidents: readonly IncidentState[];
  readonly units: readonly UnitState[];
  readonly selected: IncidentState | undefined;
  /** Names of the actions, such as 派单. */
  readonly verbs: { readonly [V in Verb]: string };
  /** By what else they are understood: the Chinese names, on a seat that speaks another language. */
  readonly alsoCalled?: { readonly [V in Verb]: string };
  /** Steps of its life that are offered for what is selected, with what they are called. */
  readonly lifeSteps?: readonly { readonly type: string; readonly names: readonly string[] }[];
  readonly unitDetail: (unit: UnitState) => string;
  readonly incidentDetail: (incident: IncidentState) => string;
}

export type Verb = 'send' | 'open' | 'acknowledge' | 'tellLocal' | 'assessAgain' | 'close' | 'intake';

/** The names of the actions in the language of `t`. */
export const verbsIn = (t: TFunction): Vocabulary['verbs'] => ({
  send: t('verb.send'),
  open: t('verb.open'),
  acknowledge: t('verb.acknowledge'),
  tellLocal: t('verb.tellLocal'),
  assessAgain: t('verb.assessAgain'),
  close: t('verb.close'),
  intake: t('verb.intake'),
});

const plainActs = {
  acknowledge: 'AcknowledgeIncident',
  tellLocal: 'TellLocalSquad',
  assessAgain: 'AssessAgain',
  close: 'CloseIncident',
} as const;

interface Scored {
  readonly score: number;
  readonly command: Command;
}

/** How well what was typed names an action, on the screen's words or the others. */
const called = (text: string, verb: Verb, { verbs, alsoCalled }: Vocabulary): number =>
  Math.max(likeness(text, verbs[verb]), alsoCalled === undefined ? 0 : likeness(text, alsoCalled[verb]));

function sends(word: string, rest: string, known: Vocabulary): Scored[] {
  const { may, units, selected, verbs, unitDetail } = known;
  const verb = may.give('AssignUnit') ? called(word, 'send', known) : 0;
  if (verb === 0 || selected === undefined || selected.closed !== null) return [];
  // Who is off duty cannot be sent, but can be looked at and reported for duty.
  const onDuty = units.filter(({ status }) => status !== 'offDuty');
  return onDuty.flatMap((unit) => {
    const score = rest === '' ? 0.5 : likeness(rest, unit.name);
    if (score === 0) return [];
    const title = `${verbs.send} ${unit.name} → ${selected.number}`;
    return [
      {
        score: verb + score,
        // Another incident that is selected is another command.
        command: {
          key: `send-${unit.id}-${selected.id}`,
          title,
          detail: unitDetail(unit),
          does: 'send',
          unit: unit.id,
        },
      },
    ];
  });
}

function opens(text: string, { incidents, verbs, incidentDetail }: Vocabulary): Scored[] {
  return incidents.flatMap((incident) => {
    const score = Math.max(
      likeness(text, incident.number),
      likeness(text, incident.number.slice(5)),
      likeness(text, incident.headline),
    );
    if (score === 0) return [];
    const title = `${verbs.open} ${incident.number}`;
    return [
      {
        score,
        command: {
          key: `open-${incident.id}`,
          title,
          detail: incidentDetail(incident),
          does: 'open',
          incident: incident.id,
        },
      },
    ];
  });
}

function looksAt(text: string, { units, verbs, unitDetail }: Vocabulary): Scored[] {
  return units.flatMap((unit) => {
    const score = likeness(text, unit.name);
    if (score === 0) return [];
    const title = `${verbs.open} ${unit.name}`;
    return [
      { score, command: { key: `unit-${unit.id}`, title, detail: unitDetail(unit), does: 'unit', unit: unit.id } },
    ];
  });
}

function lives(text: string, { selected, lifeSteps = [] }: Vocabulary): Scored[] {
  if (selected === undefined) return [];
  return lifeSteps.flatMap(({ type, names }): Scored[] => {
    const score = Math.max(0, ...names.map((name) => likeness(text, name)));
    const title = `${names[0] ?? type} ${selected.number}`;
    const command = { key: `${type}-${selected.id}`, title, detail: selected.headline, does: 'life', type } as const;
    return score === 0 ? [] : [{ score: score + 0.5, command }];
  });
}

function acts(text: string, known: Vocabulary): Scored[] {
  const { may, selected, verbs } = known;
  const found: Scored[] = [];
  const intake = may.give('ReceiveIncident') ? called(text, 'intake', known) : 0;
  if (intake > 0)
    found.push({ score: intake + 1, command: { key: 'intake', title: verbs.intake, detail: '', does: 'intake' } });
  found.push(...lives(text, known));
  if (selected === undefined || selected.closed !== null) return found;
  for (const [verb, type] of Object.entries(plainActs) as [
    keyof typeof plainActs,
    (typeof plainActs)[keyof typeof plainActs],
  ][]) {
    const score = may.give(type) ? called(text, verb, known) : 0;
    if (score === 0 || (verb === 'acknowledge' && selected.acknowledged !== null)) continue;
    found.push({
      score: score + 1,
      command: {
        key: `${verb}-${selected.id}`,
        title: `${verbs[verb]} ${selected.number}`,
        detail: selected.headline,
        does: 'act',
        type,
      },
    });
  }
  return found;
}

/** Best first; equal ones in the order of the vocabulary. */
export function readCommand(text: string, vocabulary: Vocabulary): readonly Command[] {
  const trimmed = text.trim();
  const [word = '', ...more] = trimmed.split(/\s+/);
  const found = [
    ...sends(word, more.join(''), vocabulary),
    ...acts(trimmed, vocabulary),
    ...opens(trimmed, vocabulary),
    ...looksAt(trimmed, vocabulary),
  ];
  return found
    .map((each, index) => ({ ...each, index }))
    .sort((a, b) => b.score - a.score || a.index - b.index)
    .map(({ command }) => command);
}
