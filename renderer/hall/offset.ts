/** Minutes east of UTC of the district's civil time: the pack's; China's until there is one. */
import { districtOffset } from '../ui/clock.tsx';
import { useHall } from './hall.tsx';

export function useOffset(): number {
  return useHall().pack?.utcOffset ?? districtOffset;
}
