/** Minutes east of UTC of the district's civil time: the pack's; China's until there is one. */
import { useHall } from './hall.tsx';

const beforeThePack = 480;

export function useOffset(): number {
  return useHall().pack?.utcOffset ?? beforeThePack;
}
