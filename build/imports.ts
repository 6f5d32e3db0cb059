/** Checks every import of the tree against `import-rules.ts`, and that no source file went unread. */
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { cruise } from 'dependency-cruiser';
import type { ICruiseResult } from 'dependency-cruiser';
import { importRules } from './import-rules.ts';
import { sourceFolders } from './zones.ts';

export interface ImportReport {
  /** One line per forbidden edge. */
  readonly violations: readonly string[];
  /** Source files that exist on disk. */
  readonly expected: readonly string[];
  /** Source files the checker did not read: a blind checker is green, so this must be empty. */
  readonly unread: readonly string[];
}

function sourcesIn(folder: string): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    if (statSync(path).isDirectory()) return sourcesIn(path);
    return /\.tsx?$/.test(name) && !name.endsWith('.d.ts') ? [path] : [];
  });
}

/** Cruises the source folders below `baseDir`. */
export async function checkImports(baseDir: string): Promise<ImportReport> {
  const folders = sourceFolders.filter((folder) => existsSync(join(baseDir, folder)));
  const expected = folders
    .flatMap((folder) => sourcesIn(join(baseDir, folder)))
    .map((path) => relative(baseDir, path).split(sep).join('/'));
  const { output } = await cruise([...folders], {
    baseDir,
    validate: true,
    ruleSet: importRules,
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    enhancedResolveOptions: {
      exportsFields: ['exports'],
      conditionNames: ['import', 'node', 'default', 'types'],
      extensions: ['.ts', '.tsx', '.mjs', '.js', '.json', '.d.ts'],
      mainFields: ['module', 'main', 'types'],
    },
  });
  const result = output as ICruiseResult;
  const read = new Set(result.modules.map((module) => module.source));
  return {
    violations: result.summary.violations.map((v) => `${v.rule.name}: ${v.from} → ${v.to}`),
    expected,
    unread: expected.filter((path) => !read.has(path)),
  };
}

if (import.meta.main) {
  const report = await checkImports(join(import.meta.dirname, '..'));
  for (const violation of report.violations) process.stdout.write(`${violation}\n`);
  for (const path of report.unread) process.stdout.write(`not read: ${path}\n`);
  process.stdout.write(`imports: ${report.expected.length} files, ${report.violations.length} violations\n`);
  process.exitCode = report.violations.length + report.unread.length === 0 && report.expected.length > 0 ? 0 : 1;
}
