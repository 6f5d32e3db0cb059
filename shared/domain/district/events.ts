/**
 * The plates of a district pack: everything local that is not a register. Immutable files by content hash; hub, seat
 * and tests read the same ones. Times of day are minutes since civil midnight, instants Unix ms, places WGS84.
 */
import { z } from 'zod';
import { dutyModeSchema } from '../duty-mode/events.ts';
import { hysteresisSchema } from '../fence/events.ts';
import type { UnionOf } from '../kernel.ts';
import { noiseStandardSchema } from './noise-standard.ts';
import { replyFormFieldSchema, replyTemplateSchema } from './events-replies.ts';

export type { ReplyFormField, ReplyTemplate } from './events-replies.ts';

const position = z.tuple([z.number().min(-180).max(180), z.number().min(-90).max(90)]);
const ring = z.array(position).min(4);
const multiPolygon = z.array(z.array(ring).min(1)).min(1);
const window = z.strictObject({ from: z.int().min(0).max(1439), to: z.int().min(0).max(1440) });
const code = z.string().min(1).max(40);

const kindSpeed = z.number().positive().optional();

export const gridLevelSchema = z.enum(['management', 'responsibility', 'area', 'cell']);
export type GridLevel = z.infer<typeof gridLevelSchema>;

export const matterSchema = z.enum([
  'constructionNoise',
  'renovationNoise',
  'loudspeaker',
  'truckNoise',
  'roadSpill',
  'light',
  'stall',
  'illegalBuilding',
  'unknownNoise',
  'other',
]);
export type Matter = z.infer<typeof matterSchema>;

/**
 * How a limit runs: through nights and rest days without a stop (紧急工作时), in working time only (工作时), over working
 * days (工作日), over calendar days, or to the end of the civil day on which it began (当日), and then no sooner than so many
 * hours after.
 */
export const limitKindSchema = z.enum(['urgentHours', 'workingHours', 'workingDays', 'calendarDays', 'sameDay']);
export type LimitKind = z.infer<typeof limitKindSchema>;

/** Stages of an incident that the pack sets limits for. */
export const stageLimitSchema = z.enum([
  'acknowledge',
  'firstContact',
  'verify',
  'dispatch',
  'handle',
  'check',
  'reply',
  'total',
]);
export type StageLimit = z.infer<typeof stageLimitSchema>;

/** Days are whole days; of `sameDay` the amount is the hours that it has at least. */
const wholeDays = { error: '天数应为整数', path: ['amount'] };
const isWhole = ({ kind, amount }: { readonly kind: LimitKind; readonly amount: number }): boolean =>
  (kind !== 'workingDays' && kind !== 'calendarDays') || Number.isInteger(amount);
const amount = z.number().positive().max(1_000);
const limitSpanSchema = z.strictObject({ kind: limitKindSchema, amount }).refine(isWhole, wholeDays);
export type LimitSpan = z.infer<typeof limitSpanSchema>;

const someOf = <T extends z.ZodType>(one: T) => z.array(one).min(1).max(40).optional();

/** Grounds on which an incident is supervised (督办). */
export const supervisionGroundSchema = z.enum(['timeout', 'leader', 'importance', 'source']);
export const mostSupervisionLevels = 5;

/** How incidents live in this district, beyond what everybody does alike. All of it is the bureau's own to set. */
export const lifeCycleSchema = z.strictObject({
  /** The first row that fits counts; a stage without one keeps the figure of `limits`, or has none. */
  limits: z
    .array(
      z
        .strictObject({
          stage: stageLimitSchema,
          kind: limitKindSchema,
          amount,
          /** Part of the limit after which it is warned. */
          warnShare: z.number().gt(0).lt(1).optional(),
          matters: someOf(matterSchema),
          /** Codes of sources. */
          sources: someOf(code),
        })
        .refine(isWhole, wholeDays),
    )
    .max(200),
  /** 退单: how long the source has to answer; after that silence counts as taken back. */
  returns: z.strictObject({
    /** Absent: no answer is awaited, and what was returned is gone. */
    answerWithin: limitSpanSchema.optional(),
    /** Whether nothing is returned without proof. */
    evidence: z.boolean(),
    /** Whether what was sent back to us may be returned once more. */
    again: z.boolean(),
  }),
  /** 核实 before anybody is sent: for these matters, from these sources. */
  verification: z.strictObject({ matters: z.array(matterSchema).max(20), sources: z.array(code).max(40) }),
  extension: z.strictObject({ stages: z.array(stageLimitSchema).max(8), most: z.int().min(0).max(9) }),
  /** Reasons for which limits stop, and which of them do. */
  suspension: z
    .array(
      z.strictObject({
        code,
        name: z.string().trim().min(1).max(40),
        stops: z.array(stageLimitSchema).min(1).max(8),
        /** Calendar days after which it has to be looked at again. */
        mostDays: z.int().min(1).max(400),
      }),
    )
    .max(20),
  supervision: z
    .strictObject({
      /** From the lowest up. */
      levels: z
        .array(z.strictObject({ name: z.string().trim().min(1).max(40), reportWithin: limitSpanSchema }))
        .min(1)
        .max(mostSupervisionLevels),
      /** Limits whose passing begins it at the lowest level. */
      onOverdue: z.array(stageLimitSchema).max(8),
      /** From the beginning; `level`: 1 is the lowest. */
      atReceipt: z
        .array(
          z.strictObject({
            ground: supervisionGroundSchema.extract(['leader', 'importance', 'source']),
            level: z.int().min(1).max(mostSupervisionLevels),
            matters: someOf(matterSchema),
            sources: someOf(code),
          }),
        )
        .max(20),
    })
    .refine(({ levels, atReceipt }) => atReceipt.every(({ level }) => level <= levels.length), {
      error: '督办级别超出所列级数',
      path: ['atReceipt'],
    }),
  /** 返工: which answers in the hotline's survey ask for it, and after how many times it is supervised. */
  rework: z.strictObject({
    survey: z.array(z.enum(['dissatisfied', 'unsolved'])).max(2),
    superviseAfter: z.int().min(1).max(20),
  }),
  /** 申诉: how long after the survey, or the limit that passed, it can be filed, and when it is to be decided. */
  appeal: z.strictObject({ fileWithin: limitSpanSchema, decideWithin: limitSpanSchema }),
  /** 强制结案: for what reasons, and whose yes it needs. */
  forcedClose: z.strictObject({
    reasons: z.array(z.strictObject({ code, name: z.string().trim().min(1).max(40) })).max(20),
    approvers: z
      .array(z.enum(['shiftLead', 'dutyLeader', 'commander']))
      .min(1)
      .max(3),
  }),
  /** 简易事项: what a squad closes by itself, and until when it reports it. */
  simple: z.strictObject({ matters: z.array(matterSchema).max(20), reportWithin: limitSpanSchema }),
});
export type LifeCycle = z.infer<typeof lifeCycleSchema>;

/** The map beneath everything: a PMTiles file of its own, known by its hash. */
export const basemapSchema = z.strictObject({
  /** SHA-256 of the file, lower-case hex. */
  hash: z.string().regex(/^[0-9a-f]{64}$/),
  bytes: z.int().positive(),
  kind: z.enum(['vector', 'raster']),
  minZoom: z.int().min(0).max(22),
  maxZoom: z.int().min(0).max(22),
  /** West, south, east, north. */
  bounds: z.tuple([
    z.number().min(-180).max(180),
    z.number().min(-90).max(90),
    z.number().min(-180).max(180),
    z.number().min(-90).max(90),
  ]),
  /** Made-up or simplified: the map says 示意. */
  schematic: z.boolean(),
  /** Whose map it is, shown on it; empty where nobody asks for that. */
  attribution: z.string().max(200),
});
export type Basemap = z.infer<typeof basemapSchema>;

export const platesSchema = z.strictObject({
  name: z.string(),
  /** Made-up or simplified data: every screen says 示意. */
  schematic: z.boolean(),
  /** Minutes east of UTC. */
  utcOffset: z.int(),
  city: z.string(),
  grids: z.array(
    z.strictObject({
      code,
      level: gridLevelSchema,
      /** Code of the grid one level up; absent on `management`. */
      parent: code.optional(),
      name: z.string(),
      /** Name of the squad that answers for it by day; on `responsibility` and below. */
      squad: z.string().optional(),
      shape: multiPolygon,
    }),
  ),
  roads: z.array(z.strictObject({ name: z.string(), aliases: z.array(z.string()), line: z.array(position).min(2) })),
  /** Crossings and named places that a caller may mean, with the district they lie in where it is not ours. */
  places: z.array(
    z.strictObject({
      name: z.string(),
      roads: z.array(z.string()).max(2),
      at: position,
      /** Name of the neighbour district that answers for it. */
      outside: z.string().optional(),
    }),
  ),
  /**
   * Noise-sensitive buildings (噪声敏感建筑物), of the kinds that the Noise Pollution Law names in Art. 88: homes, research,
   * medical care, culture and education, offices, social welfare. What a night's work near them costs is judged with them.
   */
  sensitivePlaces: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(60),
        kind: z.enum(['home', 'school', 'hospital', 'eldercare', 'office', 'research']),
        at: position,
        /** Metres from `at` to its outer walls; absent: a house or two. */
        radius: z.number().min(5).max(1000).optional(),
        /** People who sleep, learn or are looked after there, roughly: residents, pupils, beds. */
        people: z.int().min(1).max(100_000).optional(),
      }),
    )
    .max(20_000)
    .optional(),
  calendars: z.strictObject({
    /** The law's night, by date of validity. */
    legalNight: z.array(z.strictObject({ from: z.iso.date(), to: z.iso.date().optional(), window })),
    /** When renovation of homes must be quiet. */
    renovationQuiet: z.strictObject({ workdays: z.array(window), restDays: z.array(window) }),
    /** Duty night of the joint-defence zones. */
    dutyNight: window,
    /**
     * The duty mode turns by itself: `night` in the duty night, else `holiday` on the days named here and `routine` on all
     * others. `restDates` are those of this calendar, `restDays` weekends too. Absent: people switch it.
     */
    turnsDuty: z.strictObject({ holiday: z.enum(['restDates', 'restDays', 'never']) }).optional(),
    /** Civil dates that are rest days though a weekday, and working days though a weekend (调休). */
    restDates: z.array(z.iso.date()),
    workDates: z.array(z.iso.date()),
    /** Working time of a working day, in order and apart; absent: `workHours` of the rules. */
    workHours: z
      .array(window.refine(({ from, to }) => from < to, { error: '结束应晚于开始', path: ['to'] }))
      .min(1)
      .max(6)
      .refine((rows) => rows.every(({ from }, i) => from >= (rows[i - 1]?.to ?? 0)), {
        error: '时段应按先后排列，不能重叠',
      })
      .optional(),
  }),
  legalBases: z.array(
    z.strictObject({
      id: code,
      matter: matterSchema,
      title: z.string(),
      article: z.string(),
      /** Our summary of what it says, for the screen. */
      gist: z.string(),
      effectiveFrom: z.iso.date(),
      effectiveTo: z.iso.date().optional(),
      /** False where the text was not seen: shown as 条号待核. */
      confirmed: z.boolean(),
    }),
  ),
  /** Whose each matter is. */
  matters: z.array(
    z.strictObject({
      matter: matterSchema,
      name: z.string(),
      ours: z.boolean(),
      authority: z.string(),
      /** What the desk does with it when it is not ours: 转办, 退单 and to whom. */
      handling: z.string(),
      /** Words that speak for it, and how strongly (1–3). */
      words: z.array(z.strictObject({ word: z.string(), weight: z.int().min(1).max(3) })),
      /** What a unit should bring for it: warned of, never blocked. Absent: nothing special. */
      needs: z.strictObject({ vehicle: z.boolean().optional(), skills: z.array(code).max(8).optional() }).optional(),
    }),
  ),
  /**
   * In whose name a unit acts (执法主体), by its squad, the street, the matter and the duty mode; the first row that fits
   * counts, and a member that is absent fits all. Absent: nobody has said, and nothing is claimed.
   */
  enforcers: z
    .array(
      z.strictObject({
        name: z.string().trim().min(1).max(60),
        /** Ids of squads. */
        squads: z.array(code).min(1).optional(),
        /** Codes of responsibility grids; `own`: those that the unit's squad answers for by day. */
        streets: z.union([z.literal('own'), z.array(code).min(1)]).optional(),
        matters: z.array(matterSchema).min(1).optional(),
        modes: z.array(dutyModeSchema).min(1).optional(),
        /** Without power it may act first, and the case goes to the squad of the place. */
        power: z.boolean(),
      }),
    )
    .max(200)
    .optional(),
  /** By which noise of sites is measured; absent: `knownStandards` of the rules. */
  noiseStandards: z.array(noiseStandardSchema).min(1).max(20).optional(),
  contacts: z.array(
    z.strictObject({
      id: code,
      name: z.string(),
      authority: z.string(),
      phone: z.string(),
      hours: z.string(),
      checkedOn: z.iso.date(),
    }),
  ),
  policy: z.strictObject({
    registerMaxAgeHours: z.number(),
    /** Metres and minutes within which two complaints may be about the same thing. */
    similar: z.strictObject({ metres: z.number(), minutes: z.number() }),
    /** Metres within which a site may be the source. */
    siteRadius: z.number(),
    arrival: z.strictObject({ metres: z.number(), dwellSeconds: z.number(), maxAccuracy: z.number() }),
    /** A fix older than this makes the unit's place unknown, seconds. */
    fixMaxAgeSeconds: z.number(),
    limits: z.strictObject({
      acknowledgeMinutes: z.number(),
      dispatchMinutes: z.number(),
      acceptMinutes: z.number(),
      arriveMinutes: z.number(),
      phonedCheckMinutes: z.number(),
      recheckMinutes: z.tuple([z.number(), z.number()]),
      onSceneSafeMinutes: z.number(),
      firstContactHours: z.number(),
      replyWorkdays: z.number(),
    }),
    /** Callers may be rung in this window only. */
    callingHours: window,
    /** Within which the same person may take a step back. */
    undoSeconds: z.number(),
    shiftEndsSoonMinutes: z.number(),
    /** How jobs one after another are reckoned; absent: `runDefaults` of the rules. */
    runs: z
      .strictObject({
        /** Minutes that a job takes on the spot. */
        onSceneMinutes: z.number().positive(),
        /** Nothing new goes in front of a job whose caller has waited so long, minutes. */
        oldestMinutes: z.number().positive(),
        /** Hours on duty without a rest after which others go first. */
        restAfterHours: z.number().positive(),
      })
      .optional(),
    /** Why somebody else than the recommended unit is sent, one key each; absent: `overrideDefaults` of the rules. */
    overrides: z
      .array(z.strictObject({ code, name: z.string().trim().min(1).max(20) }))
      .min(1)
      .max(9)
      .optional(),
    /** Short messages that are sent often, one press each; absent: `messages.usual` of the screens. */
    messages: z.array(z.string().trim().min(1).max(100)).min(1).max(9).optional(),
    /** Of fences that do not say otherwise; absent: `fenceDefaults` of the rules. */
    fence: hysteresisSchema.optional(),
    /** A site complained of on so many of so many nights comes back (约谈、抄告); absent: 3 of 14. */
    comesBack: z.strictObject({ nights: z.int().min(2).max(60), times: z.int().min(2).max(60) }).optional(),
    /** What has to be reported upwards and by when (紧急信息报送), reckoned from when the hall learned of it; absent: nothing. */
    urgentReports: z
      .array(
        z.strictObject({
          code,
          name: z.string().trim().min(1).max(40),
          /** To whom, as it is offered; empty: not said. */
          to: z.string().trim().max(60),
          /** By mouth; null: not asked for. */
          oralMinutes: z.number().positive().nullable(),
          /** The first in writing. */
          firstMinutes: z.number().positive(),
          /** After the last in writing; null: when there is news. */
          followUpMinutes: z.number().positive().nullable(),
        }),
      )
      .min(1)
      .max(30)
      .refine((kinds) => new Set(kinds.map((one) => one.code)).size === kinds.length, 'codes repeat')
      .optional(),
    /** Wordings of replies that go before the usual ones; absent: those of the rules alone. */
    replyTemplates: z.array(replyTemplateSchema).max(40).optional(),
    /** The form of the source into which replies are typed by hand; absent: that of the rules. */
    replyForm: z.array(replyFormFieldSchema).min(1).max(40).optional(),
    /** Absent: as the rules' `plainLifeCycle` has it. */
    lifeCycle: lifeCycleSchema.optional(),
    /** Rough road speed, km/h, and how much longer roads are than the straight line. */
    travel: z.strictObject({
      kmh: z.number(),
      detour: z.number(),
      /** Of a kind of unit that goes faster or slower; absent: on foot 5 km/h, a drone by no road, all others `kmh`. */
      kmhByKind: z
        .strictObject({ group: kindSpeed, vehicle: kindSpeed, foot: kindSpeed, post: kindSpeed, drone: kindSpeed })
        .optional(),
    }),
  }),
  basemap: basemapSchema.optional(),
});

export type Plates = z.infer<typeof platesSchema>;

const contentHash = z.string().regex(/^[0-9a-f]{64}$/);

export const packEvents = {
  /** These plates are in force from now on. */
  PackActivated: z.strictObject({
    name: z.string().max(80),
    schematic: z.boolean(),
    /** Minutes east of UTC. */
    utcOffset: z.int(),
    city: z.string().max(80),
    /** SHA-256 of the canonical JSON of the plates. */
    plates: contentHash,
    grids: z.int().nonnegative(),
    roads: z.int().nonnegative(),
    /** SHA-256 of the canonical JSON of the whole pack they came with; null where plates at hand were switched on. */
    pack: contentHash.nullable(),
  }),
};
export type PackEvent = UnionOf<typeof packEvents>;
