import type { z } from 'zod';
import { within } from '../../hub/desk/named-path.ts';

/** Members a schema lets through under whatever name the sender likes: paths to them, for a test. */
export function freeKeys(schema: z.core.$ZodType, path = 'data', seen = new Set<z.core.$ZodType>()): readonly string[] {
  if (seen.has(schema)) return [];
  seen.add(schema);
  const inner = within(schema);
  if (inner !== undefined) return inner.flatMap((one) => freeKeys(one, path, seen));
  const { def } = (schema as z.core.$ZodTypes)._zod;
  switch (def.type) {
    case 'object': {
      const open = def.catchall !== undefined && def.catchall._zod.def.type !== 'never' ? [path] : [];
      return [
        ...open,
        ...Object.entries(def.shape).flatMap(([name, member]) => freeKeys(member, `${path}.${name}`, seen)),
      ];
    }
    case 'array':
      return freeKeys(def.element, `${path}[]`, seen);
    case 'tuple':
      return [...def.items, ...(def.rest === null ? [] : [def.rest])].flatMap((one) =>
        freeKeys(one, `${path}[]`, seen),
      );
    case 'record':
      return [
        ...(['enum', 'literal'].includes(def.keyType._zod.def.type) ? [] : [path]),
        ...freeKeys(def.valueType, `${path}.*`, seen),
      ];
    case 'any':
    case 'unknown':
    case 'map':
    case 'custom':
      return [path];
    default:
      return [];
  }
}
