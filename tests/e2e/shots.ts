/** Pictures of a screen at the sizes it is used at, and what must hold at each of them. */
import AxeBuilder from '@axe-core/playwright';
import type { Page } from 'playwright/test';
import { expect } from './fixtures.ts';

/** A hall's screen; half of one; a laptop at 125 % and at 150 %; the laptop itself, at which the test goes on. */
const sizes = [
  { width: 1920, height: 1080 },
  { width: 960, height: 900 },
  { width: 1093, height: 614 },
  { width: 911, height: 512 },
  { width: 1366, height: 768 },
];

/** Nothing scrolls sideways, and what sends a form can be brought into view and pressed: nothing lies over it. */
async function isUsable(page: Page, name: string): Promise<void> {
  const wide = await page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth);
  expect(wide, `${name} scrolls sideways`).toBeLessThanOrEqual(0);
  for (const button of await page.locator('button[type="submit"]:visible:enabled').all())
    await button.click({ trial: true, timeout: 10_000 });
}

/** @param folder Where the pictures go. */
export function shootInto(folder: string): (page: Page, name: string) => Promise<void> {
  return async (page, name) => {
    for (const viewport of sizes) {
      await page.setViewportSize(viewport);
      await page.screenshot({ path: `${folder}/${name}-${viewport.width}.png` });
      await isUsable(page, `${name} at ${viewport.width}`);
    }
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)).toEqual([]);
  };
}
