/**
 * `@peculiar/x509` stands on `tsyringe`, which keeps notes about classes through `Reflect.defineMetadata`, a proposal Node
 * does not have. These are the four functions it calls; they do nothing else, and leave a fuller set alone.
 */
type Notes = Map<unknown, unknown>;

const all = new WeakMap<object, Notes>();

function own(key: unknown, target: object): unknown {
  return all.get(target)?.get(key);
}

function inherited(key: unknown, target: object): unknown {
  for (let each: object | null = target; each !== null; each = Reflect.getPrototypeOf(each)) {
    if (all.get(each)?.has(key) === true) return own(key, each);
  }
  return undefined;
}

function define(key: unknown, value: unknown, target: object): void {
  const notes: Notes = all.get(target) ?? new Map<unknown, unknown>();
  all.set(target, notes.set(key, value));
}

if (!('getMetadata' in Reflect))
  Object.assign(Reflect, {
    getMetadata: inherited,
    getOwnMetadata: own,
    defineMetadata: define,
    metadata: (key: unknown, value: unknown) => (target: object) => define(key, value, target),
  });
