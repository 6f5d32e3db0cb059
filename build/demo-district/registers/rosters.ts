/**
 * The roster of a demo night: each unit's group with as many people as the unit has. Names are numbers, nobody's. One
 * certificate ends soon and one group is a head short of its post, so that the page has something to tell.
 */
import type { PostRecord } from '../../../shared/domain/post/events.ts';
import type { RosterMember, RosterRecord } from '../../../shared/domain/roster/events.ts';
import type { UnitRecord } from '../../../shared/domain/unit/events.ts';
import type { DemoEntry } from './entry.ts';
import type { DemoNight } from './night.ts';

/** Which post a unit keeps; who is not here can be sent. */
const posts: { readonly [unit: string]: string } = {
  ...{ 'post-xujiahui': 'xujiahui-a', 'z4-station': 'station-south', 'post-station-north': 'station-north' },
  ...{ 'post-longhua': 'longhua', 'post-binjiang': 'riverside-1', 'post-longwu': 'truck-check' },
  ...{ 'line-hengfu': 'hengfu-line', 'line-zhaojiabang': 'zhaojiabang-line', 'z2-ride': 'longteng-line' },
};

const two = (n: number): string => String(n).padStart(2, '0');

export function makeRosters(
  units: readonly DemoEntry<UnitRecord>[],
  duty: readonly DemoEntry<PostRecord>[],
  { date, shift }: DemoNight,
): DemoEntry<RosterRecord>[] {
  const known = new Set(duty.map(({ id }) => id));
  return units.map(({ id, record }, at) => {
    const { name, squad, zone, vehicle, certified, auxiliary } = record;
    const member = (kind: RosterMember['kind'], n: number): RosterMember => {
      const officer = `${kind === 'certified' ? 'ZF' : 'XG'}${two(at + 1)}${two(n + 1)}`;
      return { officer, name: `${kind === 'certified' ? '执法' : '协管'}${two(at + 1)}${two(n + 1)}`, kind };
    };
    const members = [
      ...Array.from({ length: certified }, (_, n) => member('certified', n)),
      ...Array.from({ length: auxiliary }, (_, n) => member('auxiliary', n)),
    ].map((one) => (one.officer === 'ZF0101' ? { ...one, certificateTo: date(12) } : one));
    const post = posts[id];
    return {
      id: `${date(0)}-${id}`,
      record: {
        ...{ night: date(0), squad, name, shift: 'night', ...shift, unit: id, members },
        ...(zone === undefined ? {} : { zone }),
        ...(vehicle === undefined ? {} : { vehicle }),
        ...(post !== undefined && known.has(post) ? { post } : {}),
      },
    };
  });
}
