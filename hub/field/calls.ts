/** What a device tells of itself rather than of a job: where it is, that it needs help, what its officers found. */
import type { Plates } from '../../shared/domain/district/events.ts';
import { understand } from '../../shared/domain/rules/understand.ts';
import type { Json } from '../../shared/lib/json.ts';
import type {
  FieldAlarms,
  FieldAnswer,
  FieldFind,
  FieldFix,
  FieldPositions,
  FieldSos,
} from '../../shared/wire/field-api.ts';
import type { AlarmReads } from '../../shared/domain/alarm/state.ts';
import type { DeviceId, Fix, FixSink } from '../telemetry/fix.ts';
import { LateRule } from '../telemetry/late.ts';
import { fieldDevice } from '../telemetry/units.ts';
import type { FieldCommand } from './commands.ts';

const retryAfterMs = 2_000;

export interface CallDeps {
  readonly sink: FixSink;
  readonly now: () => number;
}

const deviceOf = (unit: string): DeviceId => `${fieldDevice}${unit}` as DeviceId;

/** Only what was measured. */
function measures({ accuracy, speed, heading }: FieldFix): Pick<Fix, 'accuracy' | 'speed' | 'heading'> {
  return {
    ...(accuracy === null ? {} : { accuracy }),
    ...(speed === null ? {} : { speed }),
    ...(heading === null ? {} : { heading }),
  };
}

export function createCalls({ sink, now }: CallDeps) {
  const late = new LateRule();

  function take(unit: string, fix: FieldFix): void {
    const [device, receivedAt] = [deviceOf(unit), now()];
    sink.take({
      ...{ device, lon: fix.lon, lat: fix.lat, deviceAt: fix.at, receivedAt, ...measures(fix) },
      ...{ positioned: true, sos: false, replayed: late.keptBack(device, fix.at, receivedAt) },
    });
  }

  return {
    positions(unit: string, { fixes }: FieldPositions): FieldAnswer {
      for (const fix of fixes) take(unit, fix);
      return { status: 'accepted' };
    },

    /** Answered once the call stands in the journal: a phone may then say that it was heard. */
    async sos(unit: string, { happenedAt, fix }: FieldSos): Promise<FieldAnswer> {
      const [device, receivedAt] = [deviceOf(unit), now()];
      const where =
        fix === null ? { lon: 0, lat: 0, deviceAt: happenedAt } : { lon: fix.lon, lat: fix.lat, deviceAt: fix.at };
      sink.take({
        ...{ device, ...where, receivedAt, ...(fix === null ? {} : measures(fix)) },
        ...{ positioned: fix !== null, sos: true, replayed: false },
      });
      const kept = (await sink.callKept?.(device)) ?? false;
      return kept ? { status: 'accepted' } : { status: 'unavailable', code: 'Busy', retryAfterMs };
    },
  };
}

/** An incident of the unit's own: what it says is understood as an order's words are. */
export function commandOfFind({ id, happenedAt, text, at }: FieldFind, plates: Plates): FieldCommand {
  return {
    type: 'ReceiveIncident',
    data: {
      ...{ id, source: 'patrol', externalId: null, receivedAt: happenedAt, actAt: happenedAt, wantsReply: 'no' },
      position: at === null ? null : { ...at, of: 'place' },
      understanding: understand(text, plates) as unknown as Json,
      personal: { text },
    },
  };
}

/** What is open of a unit, as its devices are told. */
export function alarmsOf(unit: string, reads: Pick<AlarmReads, 'openAlarms'>): FieldAlarms {
  const own = reads.openAlarms().filter((alarm) => alarm.unit?.id === unit);
  const sos = own.filter(({ kind }) => kind === 'sos').toSorted((a, b) => a.since - b.since)[0];
  return {
    sos:
      sos === undefined
        ? null
        : {
            since: sos.since,
            taken: sos.owner === null ? null : { name: sos.owner.name, at: sos.owner.since },
          },
    notices: own
      .filter(({ kind }) => kind !== 'sos')
      .map(({ kind, fence, since }) => ({ kind, fence: fence?.name ?? null, since })),
  };
}
