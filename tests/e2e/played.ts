/** A page on a seat played in memory. It is taken down after the test by `test` of `fixtures.ts`. */
import type { Page } from 'playwright/test';
import type { BrowserShell } from '../../seat/browser-shell/server.ts';
import { must } from '../../shared/lib/must.ts';
import { showPlayed } from '../support/played-seat.ts';
import type { PlayedSeat } from '../support/played-seat.ts';

const shells = new WeakMap<Page, BrowserShell[]>();

export interface Opening {
  /** CSS pixels; 1366 × 768 unless given. */
  readonly width?: number;
  readonly height?: number;
  /** Behind the address. */
  readonly fragment?: string;
}

/** Shows the seat on the page; what must be there to begin is for the test to wait for. */
export async function openPlayed(
  page: Page,
  seat: PlayedSeat,
  { width = 1366, height = 768, fragment = '' }: Opening = {},
): Promise<BrowserShell> {
  const shell = await showPlayed(seat);
  shells.set(page, [...(shells.get(page) ?? []), shell]);
  await page.setViewportSize({ width, height });
  await page.goto(`${shell.url}${fragment}`);
  return shell;
}

/** As `openPlayed`, and waits until the page says that it is live. */
export async function openLive(page: Page, seat: PlayedSeat, opening?: Opening): Promise<BrowserShell> {
  const shell = await openPlayed(page, seat, opening);
  await page.locator('.top-bar [data-link="live"]').waitFor();
  return shell;
}

/** The address, with its secret, at which what the page shows can be opened in another window. */
export function addressOf(page: Page): string {
  return must(shells.get(page)?.at(-1), 'a shell of the page').url;
}

export async function closePlayed(page: Page): Promise<void> {
  const shown = shells.get(page) ?? [];
  if (shown.length === 0) return;
  // What is still being fetched would fail with the server.
  await page.goto('about:blank');
  for (const shell of shown) await shell.stop();
  shells.delete(page);
}
