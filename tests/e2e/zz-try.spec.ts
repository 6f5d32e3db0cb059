import { test } from './fixtures.ts';
import { tempFolder } from '../support/hub-process.ts';
import { buildMapPage, serveMapPage } from '../support/map-page.ts';
test.describe.configure({ timeout: 180_000 });
test('try', async ({ page }) => {
  const folder = tempFolder();
  await buildMapPage(folder);
  const server = await serveMapPage(folder);
  const ink = () => page.evaluate(() => [...document.querySelectorAll<HTMLCanvasElement>('canvas')].map((c) => {
    const d = c.getContext('2d')?.getImageData(0, 0, c.width, c.height).data; const set = new Set<number>(); let n = 0;
    if (d) for (let i = 0; i < d.length; i += 4) { if ((d[i+3] ?? 0) > 100) { n++; set.add((d[i]??0)*65536+(d[i+1]??0)*256+(d[i+2]??0)); } }
    return [c.className, c.width, c.height, n, set.size].join(' ');
  }));
  for (const q of ['flat', 'auto']) {
    await page.goto(`${server.url}?renderer=${q}`);
    await page.waitForTimeout(2500);
    console.log(q, 'start', await page.evaluate(() => document.querySelector('.district-map')?.getAttribute('data-ground')), await ink());
    // remount on resize, as a key made of the size does
    await page.evaluate(() => { window.addEventListener('resize', () => (window as any).mapPage.remount()); });
    for (const [w, h] of [[1920,1080],[3840,2160],[3840,1080],[1920,1080],[3840,2160],[3840,1080]] as const) {
      await page.setViewportSize({ width: w, height: h });
      await page.waitForTimeout(1500);
      await page.screenshot({ path: `test-results/try/${q}-${w}x${h}.png` });
      console.log(q, w, h, await ink());
    }
    // quickly, three at once; and at once with a crowd
    await page.evaluate(() => { const m = (window as any).mapPage; m.remount(); setTimeout(() => m.remount(), 0); setTimeout(() => m.remount(), 3); requestAnimationFrame(() => m.remount()); });
    await page.waitForTimeout(2000);
    console.log(q, 'quick', await ink());
    await page.evaluate(() => { const m = (window as any).mapPage; m.crowd(300, 1); m.set({ focus: { bounds: [121.4, 31.1, 121.45, 31.2], change: 5 } }); m.remount(); });
    await page.waitForTimeout(2000);
    console.log(q, 'focus', await ink());
    await page.screenshot({ path: `test-results/try/${q}-focus.png` });
  }
  await server.stop();
});
