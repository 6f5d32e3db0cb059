/**
 * 安静证明: what is recorded of the quiet after the last noise, with what it rests on, what speaks against it, and what is not
 * known. It says nothing that nobody noted. Pure; instants Unix ms.
 */
import type { IncidentState } from '../../shared/domain/incident/state.ts';
import type { CheckKind } from './owed.ts';
import { checksOwed } from './owed.ts';

export type CheckWay = IncidentState['checks'][number]['way'];

export interface QuietCheck {
  readonly at: number;
  readonly which: CheckKind;
  readonly way: CheckWay;
}

export interface Stay {
  readonly unit: string;
  readonly from: number;
  /** Null: still there. */
  readonly to: number | null;
}

export type QuietGap = 'noOutcome' | 'noCheck' | 'noStay' | 'sourceUnknown' | 'notCurrent';

export interface QuietProof {
  /** When the last noise was told of, or the outcome reported; null: neither. */
  readonly from: number | null;
  /** Quiet checks since then, oldest first. */
  readonly checks: readonly QuietCheck[];
  readonly stays: readonly Stay[];
  /** Nobody complained again of the same source from `from` until then; null: cannot be said. */
  readonly noneUntil: number | null;
  /** Noise after the first outcome or call: checks, and complaints by their numbers. */
  readonly noise: readonly { readonly at: number; readonly by: CheckWay | 'complaint'; readonly number?: string }[];
  readonly gaps: readonly QuietGap[];
  /** Announced and not recorded. */
  readonly owed: readonly { readonly kind: CheckKind; readonly at: number }[];
}

/** Whether the other one is about the same source: joined with it, or of the same site. */
function isSame(incident: IncidentState, other: IncidentState): boolean {
  if (other.id === incident.id) return false;
  const isJoined = other.joinedInto?.incident === incident.id || incident.joinedInto?.incident === other.id;
  return isJoined || (incident.site !== null && other.site === incident.site);
}

/**
 * @param all Incidents at hand, itself among them or not.
 * @param asOf Until when what is at hand is current; null: it is not known.
 */
export function quietProof(incident: IncidentState, all: Iterable<IncidentState>, asOf: number | null): QuietProof {
  const { outcome, phoned, checks, reopened, units, site } = incident;
  const settled = outcome !== null && outcome.kind !== 'refusesToStop' ? outcome.at : null;
  const call = phoned.filter(({ result }) => result === 'agreedToStop').at(-1)?.at ?? null;
  /** From when on it was to be quiet, for the first time. */
  const wanted = [reopened[0]?.at, settled, call].filter((at) => typeof at === 'number');
  const first = Math.min(...wanted);
  const same = [...all].filter((other) => isSame(incident, other));
  const noise = [
    ...checks.filter(({ quiet }) => !quiet).map(({ at, way }) => ({ at, by: way })),
    ...same.map(({ receivedAt, number }) => ({ at: receivedAt, by: 'complaint' as const, number })),
  ]
    .filter(({ at }) => at >= first)
    .sort((a, b) => a.at - b.at);
  const begins = settled ?? call;
  const from = begins === null ? null : Math.max(begins, ...noise.map(({ at }) => at), ...reopened.map(({ at }) => at));
  const quiet =
    from === null
      ? []
      : checks.filter((check) => check.quiet && check.at >= from).map(({ at, which, way }) => ({ at, which, way }));
  const stays = units.flatMap(({ unitName, arrivedAt, goneAt }) =>
    arrivedAt === null ? [] : [{ unit: unitName, from: arrivedAt, to: goneAt }],
  );
  const gaps: QuietGap[] = [
    ...(from === null ? (['noOutcome'] as const) : []),
    ...(quiet.length === 0 ? (['noCheck'] as const) : []),
    ...(stays.length === 0 ? (['noStay'] as const) : []),
    ...(site === null ? (['sourceUnknown'] as const) : []),
    ...(asOf === null ? (['notCurrent'] as const) : []),
  ];
  return {
    ...{ from, stays, noise, gaps },
    checks: quiet.toSorted((a, b) => a.at - b.at),
    noneUntil: from === null || site === null || asOf === null || asOf <= from ? null : asOf,
    owed: checksOwed(incident),
  };
}
