/** Minutes east of UTC of the district's civil time: the pack's; China's until there is one. */
import { districtOffset } from '../ui/clock.tsx';
import { useOfHubTime } from '../seat-client/hooks.ts';
import { useHall } from './hall.tsx';
import { yearOf } from './words.ts';

export function useOffset(): number {
  return useHall().pack?.utcOffset ?? districtOffset;
}

/** The present civil year: dates of another are told with theirs. */
export function useYear(): number {
  const offset = useOffset();
  return useOfHubTime((now) => yearOf(now, offset));
}
