/** What holds of incidents, assignments and units in every state that commands can bring about. One place for all of it. */
import { expect } from 'vitest';
import type { HubReads } from '../../shared/domain/catalog.ts';
import { incidentDues, openLimits } from '../../shared/domain/incident/dues.ts';
import {
  awaitsReturn,
  engagedUnits,
  openSupervision,
  owesCaller,
  reopenedAt,
} from '../../shared/domain/incident/state.ts';
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import { openObligations } from '../../shared/domain/rules/obligations.ts';
import { isQueued } from '../../shared/domain/rules/queue.ts';

interface World {
  readonly incidents: readonly IncidentState[];
  readonly reads: HubReads;
}

interface Law {
  readonly name: string;
  readonly holds: (incident: IncidentState, world: World) => void;
}

/** Of every incident, at any time. */
const laws: readonly Law[] = [
  {
    name: 'closed is a stage, and what is closed stands still no more nor is asked to be closed',
    holds({ closed, stage, suspended, forced, units }) {
      expect(stage === 'closed').toBe(closed !== null);
      if (closed === null) return;
      expect([suspended, forced]).toEqual([null, null]);
      expect(engagedUnits({ units })).toEqual([]);
    },
  },
  {
    name: 'joins stand on both sides, and never hang one on another',
    holds({ id, joinedInto, tookIn }, { reads }) {
      if (joinedInto !== null) {
        const into = reads.incident(joinedInto.incident);
        expect(into?.tookIn.map((one) => one.incident)).toContain(id);
        expect(tookIn).toEqual([]);
      }
      for (const one of tookIn) expect(reads.incident(one.incident)?.joinedInto?.incident).toBe(id);
    },
  },
  {
    name: 'what hangs on another is open only while that one is',
    holds({ closed, joinedInto }, { reads }) {
      if (closed === null && joinedInto !== null) expect(reads.incident(joinedInto.incident)?.closed).toBeNull();
    },
  },
  {
    name: 'a caller who waits is seen: in the queue, or with the one in the queue that took theirs in',
    holds(incident, { reads }) {
      if (!owesCaller(incident)) return;
      const main = incident.joinedInto === null ? incident : reads.incident(incident.joinedInto.incident);
      expect(main !== undefined && isQueued(main)).toBe(true);
      if (incident.closed !== null) return;
      // The clock for the answer is there too, running or standing still.
      expect(incident.open.map(({ limit }) => limit)).toContain('reply');
    },
  },
  {
    name: 'nothing closes over a caller, nor over a site that refuses',
    holds(incident) {
      if (incident.closed === null) return;
      expect(owesCaller(incident)).toBe(false);
      expect(incident.outcome?.kind).not.toBe('refusesToStop');
    },
  },
  {
    name: 'what the state says of its limits is what runs; the first that runs is next; those that stand still come last',
    holds(incident) {
      const { open, next } = incident;
      expect(open).toEqual(openLimits(incident));
      expect(new Set(open.map(({ limit }) => limit)).size).toBe(open.length);
      expect(next).toEqual(open.find(({ paused }) => paused !== true) ?? null);
      const running = open.filter(({ paused }) => paused !== true);
      expect(open.slice(0, running.length)).toEqual(running);
      expect(running.map(({ at }) => at)).toEqual(running.map(({ at }) => at).sort((a, b) => a - b));
      for (const { warnAt, at } of open) expect(warnAt ?? at).toBeLessThanOrEqual(at);
      // What stands still falls due to nobody.
      expect(incidentDues(incident).length).toBeLessThanOrEqual(running.length);
    },
  },
  {
    name: 'one limit to a stage, and none that ends before it begins',
    holds({ terms }) {
      expect(new Set(terms.map(({ limit }) => limit)).size).toBe(terms.length);
      for (const { from, at, warnAt } of terms) {
        expect(at).toBeGreaterThanOrEqual(from);
        expect(warnAt ?? at).toBeLessThanOrEqual(at);
      }
    },
  },
  {
    name: 'an answer of the source stands with a return, and what may not be returned again is not',
    holds(incident) {
      const { returned, returnAnswer, sentBack } = incident;
      if (returnAnswer !== null) expect(returned).not.toBeNull();
      if (sentBack.at(-1)?.again === false) expect(returned).toBeNull();
      if (awaitsReturn(incident))
        expect(incident.open.some(({ limit }) => limit === 'returnAnswer')).toBe(incident.closed === null);
    },
  },
  {
    name: 'only the last extension, supervision and appeal can be open',
    holds({ extensions, supervisions, appeals }) {
      expect(extensions.slice(0, -1).every(({ answered }) => answered !== null)).toBe(true);
      expect(appeals.slice(0, -1).every(({ decided }) => decided !== null)).toBe(true);
      for (const [i, one] of supervisions.entries()) {
        const next = supervisions[i + 1];
        // A higher level takes the place of the one below it; a new one begins after a report.
        if (next !== undefined && one.reported === null) expect(next.level).toBeGreaterThan(one.level);
      }
    },
  },
  {
    name: 'replies that no longer answer were given',
    holds({ answeredBefore, replies }) {
      expect(answeredBefore).toBeLessThanOrEqual(replies.length);
    },
  },
  {
    name: 'a simple end is an end until it is reopened',
    holds({ simple, closed }) {
      if (simple !== null) expect(closed).not.toBeNull();
    },
  },
  {
    name: 'a unit has the job exactly while the incident says that it is on it',
    holds({ units }, { reads }) {
      for (const { assignment, unit, goneAt } of units) {
        const jobs = reads.unit(unit)?.jobs.map((job) => job.assignment) ?? [];
        expect(jobs.includes(assignment)).toBe(goneAt === null);
      }
    },
  },
];

/** Of all of them together. */
function together({ incidents, reads }: World): void {
  for (const night of new Set(incidents.map((one) => one.night))) {
    const numbers = incidents.filter((one) => one.night === night).map(({ running }) => running);
    expect(numbers.sort((a, b) => a - b)).toEqual(numbers.map((_, i) => i + 1));
  }
  expect(new Set(incidents.map(({ number }) => number)).size).toBe(incidents.length);
  for (const { jobs } of reads.units())
    for (const { assignment, incident } of jobs) {
      const at = reads.incident(incident)?.units.find((one) => one.assignment === assignment);
      expect(at).toMatchObject({ goneAt: null });
    }
}

/** Throws with the name of the law that is broken. */
export function assertLaws(reads: HubReads): void {
  const incidents = reads.incidentsSince(0, 1_000);
  const world = { incidents, reads };
  together(world);
  for (const incident of incidents)
    for (const { name, holds } of laws)
      try {
        holds(incident, world);
      } catch (error) {
        throw new Error(`law broken of ${incident.number}: ${name}`, { cause: error });
      }
}

/**
 * What a step must not do to callers: who was owed an answer is owed it still, unless it was given or excused, their words
 * were erased, or a step was taken back.
 */
export function assertNobodyLost(before: readonly IncidentState[], reads: HubReads, type: string): void {
  for (const was of before) {
    const is = reads.incident(was.id);
    expect(is, `${was.number} is gone`).toBeDefined();
    if (is === undefined || !owesCaller(was) || owesCaller(is)) continue;
    expect(['RecordReply', 'EraseCaller', 'UndoStep'], `${type} lost the caller of ${was.number}`).toContain(type);
  }
}

/** What must hold of one that this command has just closed: as it was before, nothing was owed that it could not pass over. */
export function assertClosedFairly(
  was: IncidentState,
  joined: readonly IncidentState[],
  type: string,
  now: number,
): void {
  const owed = openObligations(was, joined, now).map(({ code }) => code);
  const passed: { readonly [type: string]: readonly string[] } = {
    CloseIncident: [],
    CloseSimply: ['outcomeMissing', 'verificationOwed'],
    AnswerForcedClose: [
      ...['outcomeMissing', 'verificationOwed', 'inspectionOwed', 'returnAwaited', 'suspended', 'supervisionOpen'],
      'checkDue',
    ],
  };
  expect(Object.keys(passed)).toContain(type);
  expect(owed.filter((code) => passed[type]?.includes(code) !== true)).toEqual([]);
  expect(openSupervision(was) === undefined || type === 'AnswerForcedClose').toBe(true);
  expect(was.reopened.length === 0 || reopenedAt(was) <= now).toBe(true);
}
