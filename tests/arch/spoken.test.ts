/** Screens speak through text keys alone, so that every word of theirs has its English: no Chinese stands in their code. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..', '..');

/** Chinese that is no word of a screen. */
const notSpoken: { readonly [file: string]: string } = {
  // Numerals and marks that people type.
  'renderer/hall/matching.ts': 'typed',
  // Two roads of a report, as the hub's own headlines join them.
  'renderer/hall/pending.ts': 'data',
  // Notices and rows that people paste and type, which are Chinese whatever the screens speak.
  'renderer/hall/recognise.ts': 'typed',
  'renderer/hall/told-labels.ts': 'typed',
  'renderer/hall/told-time.ts': 'typed',
  'renderer/workspaces/registers/typed-parts.ts': 'typed',
  'renderer/workspaces/registers/values.ts': 'typed',
  'renderer/workspaces/registers/draft.ts': 'typed',
  // The reason as it stands in the access log, for everybody.
  'renderer/workspaces/replay/choice.ts': 'data',
  // Place and words of a paper row, joined for the rules; and times as they are written on paper.
  'renderer/workspaces/shift/late-rows.ts': 'data',
  // Place and words of a call, joined for the rules, which read Chinese.
  'renderer/workspaces/console/intake.tsx': 'data',
  // How the names of squads end.
  'renderer/workspaces/wall/wall-figures.ts': 'data',
};

/** Texts in the code of a file that have a Chinese letter or mark; comments are none. */
function chineseIn(name: string, source: string): readonly string[] {
  if (!/[\p{Script=Han}，。；：（）！？、]/u.test(source)) return [];
  const found: string[] = [];
  const look = (node: ts.Node): void => {
    const isText =
      ts.isStringLiteralLike(node) ||
      ts.isTemplateHead(node) ||
      ts.isTemplateMiddleOrTemplateTail(node) ||
      ts.isJsxText(node);
    if (isText && /\p{Script=Han}|[，。；：（）！？、]/u.test(node.text)) found.push(node.text);
    if (ts.isRegularExpressionLiteral(node) && /\p{Script=Han}/u.test(node.text)) found.push(node.text);
    if (ts.isIdentifier(node) && /\p{Script=Han}/u.test(node.text)) found.push(node.text);
    ts.forEachChild(node, look);
  };
  look(
    ts.createSourceFile(
      name,
      source,
      ts.ScriptTarget.Latest,
      true,
      name.endsWith('x') ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
    ),
  );
  return found;
}

test('a Chinese word in code is found, wherever it stands', () => {
  expect(chineseIn('a.tsx', '/** 指挥台 */ const a = <b title="链路">签收</b>;')).toEqual(['链路', '签收']);
  expect(chineseIn('a.ts', "const a = `${x}（${y}）`; const b = '、'; // 无")).toEqual(['（', '）', '、']);
});

test('the screens', () => {
  const files = globSync('renderer/**/*.{ts,tsx}', { cwd: root })
    .map((file) => file.replaceAll('\\', '/'))
    .filter((file) => !file.startsWith('renderer/i18n/') && !/\.test\.tsx?$/.test(file));
  expect(files.length).toBeGreaterThan(150);
  const speaking = files.filter((file) => chineseIn(file, readFileSync(join(root, file), 'utf8')).length > 0);
  expect(speaking.toSorted()).toEqual(Object.keys(notSpoken).toSorted());
});
