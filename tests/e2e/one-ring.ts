/** The plainest night: one complaint whose place and source are certain, on a page that is live. */
import type { Page } from 'playwright/test';
import { DemoNight } from '../support/demo-night.ts';
import { PlayedSeat } from '../support/played-seat.ts';
import { expect } from './fixtures.ts';
import { openLive } from './played.ts';

const scene = '斜土路小木桥路口往东那个工地,十点多了还在打桩,咚咚咚,要求马上停。';

/** A night with one complaint whose place and source are certain. */
export async function oneRing(page: Page): Promise<{ readonly seat: PlayedSeat; readonly id: string }> {
  const night = new DemoNight();
  const id = night.receive({ text: scene, source: '12345', time: '22:41' });
  const seat = new PlayedSeat(night, '22:42');
  seat.hold([id]);
  await openLive(page, seat);
  await expect(page.locator('[data-incident]')).toHaveCount(1);
  return { seat, id };
}
