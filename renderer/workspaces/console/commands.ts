/** What the command line understands: `pd jd1` sends 机动一组, a number or a place goes to an incident. Pure. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import type { UnitState } from '../../../shared/domain/unit/state.ts';
import { likeness } from '../../hall/matching.ts';
import type { May } from '../../hall/use-may.ts';

export type Command = { readonly key: string; readonly title: string; readonly detail: string } & (
  | { readonly does: 'send'; readonly unit: string }
  | { readonly does: 'open'; readonly incident: string }
  | { readonly does: 'unit'; readonly unit: string }
  | { readonly does: 'act'; readonly type: 'AcknowledgeIncident' | 'TellLocalSquad' | 'AssessAgain' | 'CloseIncident' }
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
  readonly unitDetail: (unit: UnitState) => string;
  readonly incidentDetail: (incident: IncidentState) => string;
}

export type Verb = 'send' | 'open' | 'acknowledge' | 'tellLocal' | 'assessAgain' | 'close' | 'intake';

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

function sends(word: string, rest: string, { may, units, selected, verbs, unitDetail }: Vocabulary): Scored[] {
  const verb = may.give('AssignUnit') ? likeness(word, verbs.send) : 0;
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

function acts(text: string, { may, selected, verbs }: Vocabulary): Scored[] {
  const found: Scored[] = [];
  const intake = may.give('ReceiveIncident') ? likeness(text, verbs.intake) : 0;
  if (intake > 0)
    found.push({ score: intake + 1, command: { key: 'intake', title: verbs.intake, detail: '', does: 'intake' } });
  if (selected === undefined || selected.closed !== null) return found;
  for (const [verb, type] of Object.entries(plainActs) as [
    keyof typeof plainActs,
    (typeof plainActs)[keyof typeof plainActs],
  ][]) {
    const score = may.give(type) ? likeness(text, verbs[verb]) : 0;
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
