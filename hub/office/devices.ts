/** Asks about devices of units: which there are, when they were heard, how their clocks stand, what was refused. */
import type { UnitReads } from '../../shared/domain/unit/state.ts';
import type { DeviceShown } from '../../shared/wire/office-api.ts';
import type { DeviceHeard } from '../telemetry/devices.ts';
import type { CarriedDevice } from '../telemetry/units.ts';
import type { DeviceAsk, OfficeHandlers } from './port.ts';
import { granted } from './port.ts';

export interface DeviceDeps {
  readonly carried: () => readonly CarriedDevice[];
  readonly heard: () => readonly DeviceHeard[];
  /** Device whose fix is a unit's place. */
  readonly leading: (unit: string) => string | undefined;
  readonly units: Pick<UnitReads, 'unit'>;
  /** What a device of OsmAnd has to call itself. */
  readonly identifier: (id: string) => string;
}

const osmand = 'osmand:';

export function deviceHandlers(deps: DeviceDeps): Pick<OfficeHandlers, DeviceAsk> {
  const { carried, heard, leading, units, identifier } = deps;

  function shown({ device, unit, onDuty }: CarriedDevice, known: DeviceHeard | undefined): DeviceShown {
    const {
      lastAt = null,
      believedAt = null,
      believed = 0,
      refused = [],
      clock = null,
      clockOffset = null,
    } = known ?? {};
    return {
      ...{ device, unit, onDuty, lastAt, believedAt, believed, clock, clockOffset },
      unitName: units.unit(unit)?.name ?? unit,
      leads: leading(unit) === device,
      refused: refused.map((one) => ({ ...one })).sort((a, b) => b.lastAt - a.lastAt),
      identifier: device.startsWith(osmand) ? identifier(device.slice(osmand.length)) : null,
    };
  }

  const rank = ({ clock, refused }: DeviceShown): number =>
    clock !== null && clock !== 'right' ? 0 : refused.length > 0 ? 1 : 2;
  const byNeed = (a: DeviceShown, b: DeviceShown): number =>
    rank(a) - rank(b) || (a.unit < b.unit ? -1 : Number(a.unit > b.unit)) || (a.device < b.device ? -1 : 1);

  return {
    devices() {
      const known = new Map(heard().map((one) => [one.device, one]));
      return granted({
        devices: carried()
          .map((one) => shown(one, known.get(one.device)))
          .sort(byNeed),
      });
    },
  };
}
