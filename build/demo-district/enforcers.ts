/**
 * In whose name units act (执法主体) in the demo district: invented, in the manner of cities where towns enforce in their own
 * name within their borders and the bureau everywhere. A bureau enters its own.
 */
import type { Plates } from '../../shared/domain/district/events.ts';
import { makeSquads } from './registers/squads.ts';
import { streets } from './streets.ts';

export function makeEnforcers(): NonNullable<Plates['enforcers']> {
  const ofStreets = makeSquads().flatMap(({ id, record: { kind, grids } }) => {
    const name = streets.find(({ code }) => grids.includes(code))?.name;
    if (kind !== 'street' || name === undefined) return [];
    const office = name.endsWith('镇') ? `${name}人民政府` : `${name}${name.endsWith('街道') ? '' : '街道'}办事处`;
    return [
      { name: office, squads: [id], streets: 'own' as const, power: true },
      // Over the border they can stop what goes on; the case is the place's. In the joint defence of the night, and in
      // an emergency, they act for the bureau.
      { name: office, squads: [id], modes: ['routine' as const, 'holiday' as const], power: false },
    ];
  });
  return [...ofStreets, { name: '示例区城市管理行政执法局', power: true }];
}
