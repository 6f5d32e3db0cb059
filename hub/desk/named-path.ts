/** Which part of an issue's path may be told: names that the schema gives, never keys that the sender made up. */
import type { z } from 'zod';

/** Schemas that stand for another one. */
export function within(schema: z.core.$ZodType): readonly z.core.$ZodType[] | undefined {
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'optional':
    case 'nullable':
    case 'nonoptional':
    case 'default':
    case 'prefault':
    case 'catch':
    case 'readonly':
    case 'success':
    case 'promise':
      return [def.innerType];
    case 'lazy':
      return [def.getter()];
    case 'pipe':
      return [def.in, def.out];
    case 'union':
      return def.options;
    case 'intersection':
      return [def.left, def.right];
    default:
      return undefined;
  }
}

/** What stands at a key of the schema; undefined where the schema does not name the key. */
function at(schema: z.core.$ZodType, key: PropertyKey): readonly z.core.$ZodType[] | undefined {
  const inner = within(schema);
  if (inner !== undefined) {
    const found = inner.flatMap((one) => at(one, key) ?? []);
    return found.length === 0 ? undefined : found;
  }
  const { def } = (schema as z.core.$ZodTypes)._zod;
  if (def.type === 'object' && typeof key === 'string' && Object.hasOwn(def.shape, key)) {
    const member = def.shape[key];
    return member === undefined ? undefined : [member];
  }
  if (typeof key !== 'number') return undefined;
  if (def.type === 'array') return [def.element];
  if (def.type !== 'tuple') return undefined;
  const item = def.items[key] ?? def.rest;
  return item === null ? undefined : [item];
}

/** The path as far as the schema itself names it; places in a list count as named. */
export function namedPath(schema: z.core.$ZodType, path: readonly PropertyKey[]): readonly string[] {
  const named: string[] = [];
  let here: readonly z.core.$ZodType[] = [schema];
  for (const key of path) {
    here = here.flatMap((one) => at(one, key) ?? []);
    if (here.length === 0) break;
    named.push(String(key));
  }
  return named;
}
