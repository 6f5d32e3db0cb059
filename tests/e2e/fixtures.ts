/**
 * Browser test fixtures. Every page collects what it complains of: a `console.error`, an uncaught error or a request
 * to another host fails the test that caused it.
 */
import { test as base, expect } from 'playwright/test';
import type { Page } from 'playwright/test';
import { closePlayed } from './played.ts';

export function collectComplaints(page: Page): string[] {
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(`console.error: ${message.text()}`);
  });
  page.on('pageerror', (error) => complaints.push(`uncaught: ${error.message}`));
  page.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const local = ['localhost', '[::1]'].includes(hostname) || /^127\.\d+\.\d+\.\d+$/.test(hostname);
    if (['http:', 'https:', 'ws:', 'wss:'].includes(protocol) && !local)
      complaints.push(`outside host: ${request.url()}`);
  });
  return complaints;
}

/** What a browser itself says where there is no network. */
const ofNoNetwork = /WebSocket connection to|net::ERR_|WebSocket is closed/;

export const test = base.extend<{ complaints: string[]; networkGoes: boolean }>({
  /** The test cuts the network: what the browser says of that is no complaint of the page. */
  networkGoes: [false, { option: true }],
  complaints: [
    async ({ page, networkGoes }, use) => {
      const complaints = collectComplaints(page);
      await use(complaints);
      await closePlayed(page);
      const own = complaints.filter((text) => !(networkGoes && ofNoNetwork.test(text)));
      expect(own, 'the page complained').toEqual([]);
    },
    { auto: true },
  ],
});

export { expect };
