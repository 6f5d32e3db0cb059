import { expect, test } from 'vitest';
import { kinds } from '../../shared/domain/catalog.ts';
import { DocumentTables } from './document-store.ts';
import { assertTable, documentTable, documentTables, shapeOf } from './tables.ts';

const table = (columns: Parameters<typeof documentTable<object>>[0]['columns'], kind = 'task') =>
  documentTable<object>({ kind, columns });
const text = { type: 'TEXT', of: () => null } as const;

test('every described kind is one of the catalog, once, with names that SQL takes', () => {
  const names = documentTables.map(({ kind }) => kind);
  expect(new Set(names).size).toBe(names.length);
  for (const entry of documentTables) {
    expect([...kinds.keys()]).toContain(entry.kind);
    expect(() => assertTable(entry)).not.toThrow();
  }
});

test.each([
  ['a generic column again', table({ version: text })],
  ['a name in another case', table({ title: text, Title: text })],
  ['a name that only differs in case', table({ titleText: text, titletext: text })],
  ['an index with a column that is not there', table({ title: { ...text, indexed: 'name' } })],
  ['a name that needs quoting', table({ 'a"b': text })],
  ['a kind with a slash', table({}, 'a/b')],
])('%s is a mistake of ours', (_what, entry) => {
  expect(() => assertTable(entry)).toThrow();
});

test('the shape changes with names, types and indexes, and with nothing else', () => {
  const shape = shapeOf(table({ title: text }));
  expect(shapeOf(table({ title: { ...text, of: () => 'x' } }))).toBe(shape);
  expect(shapeOf(table({ title: { ...text, indexed: false } }))).toBe(shape);
  const others = [
    table({}),
    table({ name: text }),
    table({ title: { ...text, type: 'REAL' } }),
    table({ title: { ...text, indexed: true } }),
    table({ title: text, name: text }),
    table({ title: { ...text, indexed: true }, name: text }),
    table({ title: { ...text, indexed: 'name' }, name: text }),
  ];
  expect(new Set([shape, ...others.map(shapeOf)]).size).toBe(others.length + 1);
});

test('kinds stand in the order of their streams; two that differ in case only are refused', () => {
  expect(new DocumentTables(['taskList', 'task', 'task2', 'a'], []).kinds).toEqual(['a', 'task', 'task2', 'taskList']);
  expect(() => new DocumentTables(['task', 'tAsk'], [])).toThrow();
  expect(() => new DocumentTables(['task'], []).of('other')).toThrow(/other/);
});
