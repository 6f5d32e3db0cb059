import { expect, test } from './fixtures.ts';

test('a page that logs an error or calls an outside host is caught', async ({ page, complaints }) => {
  await page.setContent('<title>x</title><h1>夜间诉件</h1>');
  await page.route('**/*', (route) => route.abort());
  await page.evaluate(async () => {
    window.console.error('broken');
    setTimeout(() => {
      throw new Error('uncaught here');
    });
    await fetch('http://tiles.example/1.png').catch(() => undefined);
  });
  await expect.poll(() => complaints.length).toBeGreaterThanOrEqual(3);
  const text = complaints.join('\n');
  expect(text).toContain('console.error: broken');
  expect(text).toContain('uncaught: uncaught here');
  expect(text).toContain('outside host: http://tiles.example/1.png');
  complaints.length = 0;
});
