/** How the officers' page is built: a page below `/field/`, and the worker that keeps it on the phone. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import react from '@vitejs/plugin-react';
import type { InlineConfig, Plugin } from 'vite';

const root = join(import.meta.dirname, '..', 'field-page');
/** Files of `public`, which no bundle lists. */
const publicFiles = ['manifest.webmanifest', 'mark.svg'];

/** The worker knows the files by name, and is another one whenever one of them is. */
function listed(): Plugin {
  return {
    name: 'field-page-files',
    generateBundle(_, bundle) {
      const worker = bundle['worker.js'];
      if (worker?.type !== 'chunk') this.error('the worker was not built');
      const files = [
        ...Object.keys(bundle).filter((name) => !/^(worker\.js|.*\.html)$/.test(name)),
        ...publicFiles,
      ].sort();
      const hash = createHash('sha256');
      for (const [name, part] of Object.entries(bundle))
        hash.update(name).update(part.type === 'chunk' ? part.code : part.source);
      worker.code = `const pageFiles=${JSON.stringify(files)},pageVersion=${JSON.stringify(hash.digest('hex').slice(0, 12))};\n${worker.code}`;
    },
  };
}

export function fieldPageConfig(outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    base: './',
    mode: 'production',
    logLevel: 'warn',
    publicDir: 'public',
    envDir: false,
    plugins: [react(), listed()],
    build: {
      outDir,
      emptyOutDir: true,
      // Phones of some years ago.
      target: ['chrome109', 'safari16.4'],
      modulePreload: { polyfill: false },
      sourcemap: false,
      reportCompressedSize: false,
      rollupOptions: {
        input: { page: join(root, 'index.html'), worker: join(root, 'worker.ts') },
        output: { entryFileNames: ({ name }) => (name === 'worker' ? 'worker.js' : 'assets/[name]-[hash].js') },
      },
    },
  };
}
