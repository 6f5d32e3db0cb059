/** How the screens are built: for the desktop app (`app://`) and the browser shell (`http://127.0.0.1`) alike. */
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig } from 'vite';

const root = join(import.meta.dirname, '..');

export function rendererConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    root: join(root, 'renderer'),
    // Both doors serve the folder as their root, but a relative base also holds below a path.
    base: './',
    mode: 'production',
    logLevel: 'warn',
    publicDir: false,
    envDir: false,
    plugins: [react()],
    // The map's worker is a file of ours, started as a module: no blob, which the content policy refuses.
    worker: { format: 'es' },
    optimizeDeps: { exclude: ['maplibre-gl'] },
    // Each door puts a fresh nonce in its place; see contentPolicy.
    html: { cspNonce: '__CSP_NONCE__' },
    build: {
      outDir,
      emptyOutDir: true,
      // The last Chromium for Windows 7: old wall and hall machines open the screens in the browser shell.
      target: 'chrome109',
      cssTarget: 'chrome109',
      modulePreload: { polyfill: false },
      sourcemap: false,
      reportCompressedSize: false,
      chunkSizeWarningLimit: 4_000,
    },
  };
}
