/**
 * Filters of the queue that a person keeps under names: at the hub, for that person alone, outside of the journal. The hub
 * tells them to every seat of the person, whole, at each welcome and after each change; a seat remembers what it was told.
 */
import { z } from 'zod';

/** Views a person may keep. */
export const mostViews = 12;
/** Characters of a name: code points. */
export const longestViewName = 16;

export const filterStages = ['open', 'dispatched', 'onScene', 'handled'] as const;
export const filterClaims = ['mine', 'nobody'] as const;
export const filterSorts = ['time', 'received', 'number'] as const;

/**
 * A code or an id, not looked up here: what a view names may have gone since, and may come back. The screen says so.
 */
const named = z.string().min(1).max(60).nullable();

/** Which of the open incidents, and in what order. Null, false and `time`: whichever. */
export const queueFilterSchema = z.strictObject({
  stage: z.enum(filterStages).nullable(),
  /** Code of a matter. */
  matter: named,
  zone: named,
  squad: named,
  source: named,
  late: z.boolean(),
  /** Acknowledged by nobody. */
  fresh: z.boolean(),
  /** Acknowledged by whoever looks. */
  mine: z.boolean(),
  /** The caller is owed first contact or an answer. */
  reply: z.boolean(),
  /** Claimed by whoever looks, or by nobody. */
  claim: z.enum(filterClaims).nullable(),
  sort: z.enum(filterSorts),
});
export type QueueFilter = z.infer<typeof queueFilterSchema>;
export type FilterMember = keyof QueueFilter;

export const noFilter: QueueFilter = {
  ...{ stage: null, matter: null, zone: null, squad: null, source: null },
  ...{ late: false, fresh: false, mine: false, reply: false, claim: null, sort: 'time' },
};

/**
 * A filter that was kept, perhaps by another release: what fits is taken, what is not said is as in `noFilter`. `lost`:
 * members that say something that cannot be read, those of other releases included; at most 20 of them are named.
 */
export function readFilter(kept: unknown): { readonly filter: QueueFilter; readonly lost: readonly string[] } {
  const isObject = typeof kept === 'object' && kept !== null && !Array.isArray(kept);
  const told = new Map(isObject ? Object.entries(kept) : []);
  const lost: string[] = isObject ? [] : ['filter'];
  const filter: Record<string, unknown> = { ...noFilter };
  for (const [member, value] of told) {
    const schema = Object.hasOwn(queueFilterSchema.shape, member)
      ? queueFilterSchema.shape[member as FilterMember]
      : undefined;
    const read = schema?.safeParse(value);
    if (read?.success === true) filter[member] = read.data;
    else lost.push(member.slice(0, 40));
  }
  return { filter: queueFilterSchema.parse(filter), lost: lost.slice(0, 20) };
}

/** A name as it is kept: one blank between words, nothing that cannot be seen. May be empty. */
export const viewName = (typed: string): string =>
  typed
    .normalize('NFC')
    .replaceAll(/[\p{C}\p{Z}\s]+/gu, ' ')
    .trim();

/** Two names with the same key are the same to a person: wide and narrow letters, large and small ones. */
export const viewNameKey = (name: string): string => viewName(name.normalize('NFKC')).toLowerCase();

/** What keeps a name from being one; undefined where nothing does. */
export function viewNameProblem(typed: string): 'NameEmpty' | 'NameTooLong' | undefined {
  const { length } = [...viewName(typed)];
  if (length === 0) return 'NameEmpty';
  return length > longestViewName ? 'NameTooLong' : undefined;
}

const viewId = z.uuid();

export const savedViewSchema = z.strictObject({
  id: viewId,
  /** From 1; raised by each change. */
  version: z.int().positive(),
  name: z.string().min(1).max(200),
  filter: queueFilterSchema,
  /** As `readFilter` says. */
  lost: z.array(z.string().max(40)).max(20),
  /** When and at which seat it was last changed; hub time, Unix ms. */
  changedAt: z.int(),
  changedSeat: z.string().max(60),
});
export type SavedView = z.infer<typeof savedViewSchema>;

/** In the order in which they were first kept. */
export const savedViewsSchema = z.array(savedViewSchema).max(mostViews);

/** What speaks against a change, where the ask itself is in order. `Changed`, `Gone`: meanwhile, at another seat. */
export const viewProblemSchema = z.enum(['NameEmpty', 'NameTooLong', 'NameTaken', 'TooMany', 'Changed', 'Gone']);
export type ViewProblem = z.infer<typeof viewProblemSchema>;

export const savedViewAsks = [
  /**
   * Keeps a view, new or changed. `version`: of the view it takes the place of, as the asker knows it; 0 for a new one. The
   * same ask again is no change.
   */
  z.strictObject({
    ask: z.literal('saveView'),
    id: viewId,
    version: z.int().nonnegative(),
    name: z.string().max(200),
    filter: queueFilterSchema,
  }),
  /** One that is gone already is no problem. */
  z.strictObject({ ask: z.literal('removeView'), id: viewId, version: z.int().positive() }),
] as const;

const changed = z.strictObject({
  /** Null: it is done. `field`: of the ask that is wrong. */
  problem: z.strictObject({ code: viewProblemSchema, field: z.enum(['name', 'version']).nullable() }).nullable(),
  /** How they stand now, either way. */
  views: savedViewsSchema,
});
export const savedViewAnswerSchemas = { saveView: changed, removeView: changed };
export type ViewChanged = z.infer<typeof changed>;

/** What a seat knows of them. */
export const viewBoardSchema = z.strictObject({
  views: savedViewsSchema,
  /** Up to when they are known to be true, hub time, Unix ms. */
  asOf: z.int(),
  /** They are true now: told over the link that is still open. Only then they can be changed. */
  current: z.boolean(),
});
export type ViewBoard = z.infer<typeof viewBoardSchema>;
