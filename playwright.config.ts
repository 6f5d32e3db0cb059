import { defineConfig } from 'playwright/test';
import { chromiumFlags, ensureChromium } from './build/setup/chromium.ts';

// Without a locale Chromium takes every Chinese file name for unwritable and calls the file `download`.
if (!/utf-?8/i.test(process.env['LC_ALL'] ?? process.env['LC_CTYPE'] ?? process.env['LANG'] ?? ''))
  process.env['LC_ALL'] = 'C.UTF-8';

export default defineConfig({
  testDir: 'tests/e2e',
  testMatch: '**/*.spec.ts',
  outputDir: 'test-results/e2e',
  // Two cores: a hub, a seat and a software-rendered Chromium already fill them.
  workers: 1,
  retries: 0,
  timeout: 90_000,
  expect: { timeout: 15_000 },
  forbidOnly: true,
  use: {
    viewport: { width: 1920, height: 1080 },
    locale: 'zh-CN',
    timezoneId: 'America/New_York',
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
    launchOptions: { executablePath: ensureChromium(), args: chromiumFlags },
  },
});
