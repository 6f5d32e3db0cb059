/** Plays a labelled text through the door of a night, and compares what came out with its label. */
import type { IncidentState } from '../../../shared/domain/incident/state.ts';
import { must } from '../../../shared/lib/must.ts';
import { DemoNight } from '../demo-night.ts';
import type { Said } from '../demo-night.ts';
import type { Before, NightText } from './label.ts';

const pilesAtA: Said = {
  text: '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,家里老人心脏不好,要求马上停。',
  ...{ time: '22:41', source: '12345' },
};
const concreteAtB: Said = {
  text: '宜山路近中山西路,混凝土车一辆接一辆,轰隆隆,这么晚谁批的?',
  ...{ time: '23:05', source: '12319' },
};

/** What happened before, by the real decisions; the incident's id. */
const played: { readonly [before in Before]: (night: DemoNight) => string } = {
  pilesAtA: (night) => night.receive(pilesAtA),
  concreteAtB: (night) => night.receive(concreteAtB),
  stoppedAtA: (night) => {
    const incident = night.receive(pilesAtA);
    const assignment = night.send(incident, 'm1', '22:43');
    night.give('Arrive', { assignment, channel: 'radio' }, '23:02');
    night.give('ReportOutcome', { assignment, kind: 'stopped', channel: 'radio' }, '00:09');
    return incident;
  },
};

/** Views that say of a site that its work is not in order. */
const accuses: readonly string[] = ['none', 'expired', 'out-of-hours', 'quiet', 'not-in-register'];

export interface Played {
  readonly said: NightText;
  /** What is not as labelled, one line each; empty: all is. */
  readonly missed: readonly string[];
  /** A site, or a place, of which the label says nothing of the kind is held to be at fault. */
  readonly accusedWrongly: boolean;
  /** Everything that the journal and the screens would hold of it. */
  readonly held: string;
}

function judge(said: NightText, incident: IncidentState): Pick<Played, 'missed' | 'accusedWrongly'> {
  const { label } = said;
  const first = must(incident.assessments[0], 'assessment');
  const { match, placing } = incident;
  const found = [incident.matter, ...incident.also];
  const missed: string[] = [];
  const expect = (what: string, is: unknown, wanted: unknown): void => {
    if (wanted !== undefined && is !== wanted) missed.push(`${what}：${String(is)}，应为 ${String(wanted)}`);
  };
  expect('研判', first.kind, label.kind);
  if (!label.matters.includes(incident.matter)) expect('事项', incident.matter, label.matters[0]);
  for (const matter of label.matters) if (!found.includes(matter)) expect('事项', found.join('、'), `含 ${matter}`);
  expect('工地', match.site, label.site);
  expect('街道', placing.street, label.street);
  expect('邻区', placing.outside, label.outside);
  expect('许可', first.permit?.number ?? null, label.permit);
  expect('保密', incident.confidential, label.confidential);
  const names = accuses.includes(first.kind);
  const asLabelled = accuses.includes(label.kind) && match.site === label.site;
  return { missed, accusedWrongly: names && !asLabelled };
}

export function play(said: NightText): Played {
  const night = new DemoNight(said.night);
  const before = said.before === undefined ? undefined : played[said.before](night);
  const { text, time, source, position, label } = said;
  const id = night.receive({ text, time, source, ...(position === undefined ? {} : { position }) });
  const incident = night.incident(id);
  const { missed, accusedWrongly } = judge(said, incident);
  const more: string[] = [];
  if (before !== undefined) {
    if (label.joins === true && !incident.similar.some((one) => one.incident === before)) more.push('未提示并单');
    if (incident.joinedInto !== null) more.push('未经人确认即并单');
    const reopened = night.incident(before).reopened.some(({ by }) => by === id);
    if (reopened !== (label.reopens === true)) more.push(reopened ? '不该重开原件' : '未重开原件');
  }
  const held = JSON.stringify([incident, night.recommend(id)]);
  return { said, missed: [...missed, ...more], accusedWrongly, held };
}
