/** How the three Electron programs are built: main and seat process as ES modules, the sandboxed preload as CommonJS. */
import { join } from 'node:path';
import type { InlineConfig } from 'vite';

const root = join(import.meta.dirname, '..');

/**
 * Stays outside: what Electron itself provides, the database driver (it loads its binary from its own folder), and two
 * optional accelerators of `ws` that are not installed.
 */
const external = ['electron', 'better-sqlite3', 'bufferutil', 'utf-8-validate'];

interface Program {
  readonly entry: string;
  readonly file: string;
  readonly format: 'es' | 'cjs';
}

export const electronPrograms: readonly Program[] = [
  { entry: 'electron/main/main.ts', file: 'main.js', format: 'es' },
  { entry: 'electron/preload/preload.ts', file: 'preload.cjs', format: 'cjs' },
  { entry: 'electron/seat-process/main.ts', file: 'seat-process.js', format: 'es' },
];

export function electronConfig(program: Program, outDir: string): InlineConfig {
  return {
    configFile: false,
    root,
    mode: 'production',
    logLevel: 'warn',
    publicDir: false,
    envDir: false,
    ssr: { target: 'node', noExternal: true, external },
    build: {
      ssr: join(root, program.entry),
      outDir,
      emptyOutDir: false,
      // Node 24 is what Electron 45 embeds.
      target: 'node24',
      // Stack traces of the field must name the functions.
      minify: false,
      sourcemap: false,
      reportCompressedSize: false,
      rolldownOptions: {
        external,
        output: { format: program.format, entryFileNames: program.file, codeSplitting: false },
      },
    },
  };
}
