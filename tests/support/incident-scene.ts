/** Complaints of the demo night as commands, for tests of incidents. */
import type { IncidentState, Understanding } from '../../shared/domain/incident/state.ts';
import type { PersonalHandle } from '../../shared/lib/journal.ts';
import { systemActor } from '../../shared/lib/journal.ts';
import type { Json } from '../../shared/lib/json.ts';
import { must } from '../../shared/lib/must.ts';
import { hour } from '../../shared/lib/time.ts';
import type { GivenCommand, GivenEvent } from './given.ts';
import { testNow } from './given.ts';
import { Night, crossing, duty, incidentId, sceneDistrict, sitePoint } from './night-scene.ts';

export type Wish = Pick<GivenCommand, 'type' | 'data' | 'by'> & { readonly now?: number };

const provenance = { source: '值班表', asOf: testNow - hour, how: 'import' } as const;
/** The street office that the crossing lies in. */
export const street = must(sceneDistrict.index.streetAt(crossing), 'street of the crossing');

/** The duty of the scene, with the squad that answers for the crossing, and a second site. */
export const hall: readonly GivenEvent[] = [
  ...duty,
  {
    ...{ stream: 'squad/fenglin', type: 'SquadRecorded' },
    data: { record: { name: '枫林中队', kind: 'street', grids: [street.code], zone: 'z2' }, provenance },
  },
  {
    ...{ stream: 'zone/z2', type: 'ZoneRecorded' },
    data: { record: { name: '二区', order: 2, squads: ['xietu', 'fenglin'], neighbours: [] }, provenance },
  },
  {
    ...{ stream: 'site/b', type: 'SiteRecorded' },
    data: {
      record: {
        ...{ name: '示例工地B', kind: 'building', address: '示意', radius: 40, roads: [], registered: true },
        at: { lon: sitePoint.lon + 0.0012, lat: sitePoint.lat },
      },
      provenance,
    },
  },
];

export const handle = (letter: string): PersonalHandle => ({
  ...{ ref: letter.repeat(32), mac: letter.repeat(64), has: ['phone', 'text'] },
});
/** Of the first caller. */
export const caller = handle('a');

export const said: Understanding = {
  ...{ matter: 'constructionNoise', also: [], words: ['打桩'], roads: ['斜土路', '小木桥路'] },
  ...{ place: '斜土路×小木桥路', street: null, direction: null, marks: [], beganMinutesAgo: 0 },
};
/** Nobody knows where. */
export const saidNowhere: Understanding = { ...said, roads: [], place: null, marks: ['unclearPlace'] };

type More = { readonly [member: string]: Json | undefined };

export function receive(n = 1, more: More = {}, understanding: Understanding = said): Wish {
  const data = {
    ...{ id: incidentId(n), source: '12345', externalId: null, actAt: null, position: null, wantsReply: 'yes' },
    ...{ understanding, ...more },
  };
  return { type: 'ReceiveIncident', data };
}

/** A command about the n-th incident. */
export const on = (type: string, more: More = {}, n = 1): Wish => ({
  ...{ type, data: { incident: incidentId(n), ...more } },
});

export const bySystem = (wish: Wish): Wish => ({ ...wish, by: systemActor });

/** A night in which these commands were given, all of them accepted. */
export function played(...wishes: readonly Wish[]): Night {
  const night = new Night(hall);
  for (const wish of wishes) {
    const decision = night.give(wish);
    if ('refusal' in decision) throw new Error(`${wish.type} was refused: ${decision.refusal.code}`);
  }
  return night;
}

export const incidentOf = (night: Night, n = 1): IncidentState =>
  must(night.reads.incident(incidentId(n)), `incident ${n}`);

/** Types of the events that a command would bring, with their streams' kinds; or the code of its refusal. */
export function brings(night: Night, wish: Wish): readonly string[] | string {
  const { decision } = night.when(wish);
  return 'refusal' in decision ? decision.refusal.code : decision.events.map(({ type }) => type);
}

/** Id of the n-th command that was accepted in a night, from 1. */
export const commandId = (n: number): string => `019aa000-0000-7000-8000-${String(n).padStart(12, '0')}`;
