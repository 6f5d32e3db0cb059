import { describe, expect, test } from 'vitest';
import { z } from 'zod';
import { commands } from '../../shared/domain/catalog.ts';
import { freeKeys } from '../../tests/support/free-keys.ts';
import { namedPath } from './named-path.ts';

const caller = '张三13900008888';

describe('the path of a refusal', () => {
  const place = z.strictObject({ grid: z.string() });
  test.each<[string, z.ZodType, PropertyKey[], string[]]>([
    ['members of objects', z.strictObject({ a: z.strictObject({ b: z.string() }) }), ['a', 'b'], ['a', 'b']],
    ['places in lists', z.strictObject({ a: z.array(place) }), ['a', 3, 'grid'], ['a', '3', 'grid']],
    ['places in tuples', z.tuple([z.string()], place), [1, 'grid'], ['1', 'grid']],
    [
      'through what stands for something else',
      z.strictObject({ a: place.optional().nullable().default(null).readonly() }),
      ['a', 'grid'],
      ['a', 'grid'],
    ],
    ['through pipes', z.strictObject({ a: place.transform((value) => value.grid) }), ['a', 'grid'], ['a', 'grid']],
    ['any branch of a union', z.union([z.string(), z.strictObject({ a: place })]), ['a', 'grid'], ['a', 'grid']],
    ['both sides of an intersection', z.intersection(z.object({ a: z.string() }), place), ['grid'], ['grid']],
    ['not the keys of a record', z.strictObject({ a: z.record(z.string(), place) }), ['a', caller, 'grid'], ['a']],
    ['not unknown members', z.looseObject({ a: z.string() }), [caller], []],
    ['not what objects inherit', z.strictObject({ a: z.string() }), ['constructor'], []],
    ['nothing of what has no form', z.json(), [caller], []],
  ])('names %s', (_what, schema, path, named) => {
    expect(namedPath(schema, path)).toEqual(named);
  });

  test('never holds what a schema that only looks at values was sent', () => {
    const schema = z.strictObject({ counts: z.record(z.string(), z.number()) });
    const { error } = schema.safeParse({ counts: { [caller]: 'x' } });
    expect(error?.issues[0]?.path).toContain(caller);
    expect(namedPath(schema, error?.issues[0]?.path ?? [])).toEqual(['counts']);
  });
});

describe('members of a command have names that the schema gives', () => {
  // A key goes where values of its member never may: into events, answers, columns, the names of a handle.
  test.each([...commands.values()])('$type', ({ schema, personal }) => {
    expect(freeKeys(schema)).toEqual([]);
    if (personal !== undefined) expect(freeKeys(personal, 'personal')).toEqual([]);
  });

  test.each<[string, z.ZodType, string[]]>([
    ['a record', z.strictObject({ a: z.array(z.record(z.string(), z.number())) }), ['data.a[]']],
    ['a record within one', z.record(z.enum(['x']), z.record(z.string(), z.number()).optional()), ['data.*']],
    ['an open object', z.strictObject({ a: z.looseObject({}) }), ['data.a']],
    ['an object with a rest', z.object({}).catchall(z.string()), ['data']],
    ['anything', z.strictObject({ a: z.unknown(), b: z.any(), c: z.string() }), ['data.a', 'data.b']],
    ['any JSON', z.strictObject({ a: z.json() }), ['data.a']],
    ['a map', z.strictObject({ a: z.map(z.string(), z.string()) }), ['data.a']],
    ['an unproven value', z.custom<string>(), ['data']],
    ['in a branch', z.union([z.string(), z.tuple([z.record(z.string(), z.string())])]), ['data[]']],
    ['under a pipe', z.looseObject({}).transform(() => 1), ['data']],
    ['none in a record of given keys', z.record(z.enum(['x', 'y']), z.number()), []],
    ['none in a plain form', z.object({ a: z.array(z.strictObject({ b: z.iso.date() })).optional() }), []],
  ])('the walk finds %s', (_what, schema, found) => {
    expect(freeKeys(schema)).toEqual(found);
  });
});
