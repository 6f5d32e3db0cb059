/**
 * What happens to an incident. Whatever a rule concluded from plates, registers and policy stands in the event:
 * tomorrow's policy does not change yesterday.
 */
import { z } from 'zod';
import { matterSchema } from '../district/events.ts';
import { claimEvents } from './events-claim.ts';
import { lifeEvents, limitSchema, meansSchema, proofSchema, termsSchema } from './events-life.ts';
import { paperEvents } from './events-papers.ts';
import { postingEvents } from './events-posting.ts';
import { stallKindSchema } from '../stall-place/events.ts';
import { personalDataErasedSchema, personalHandleSchema, placeSchema, reasonSchema } from '../kernel.ts';
import type { UnionOf } from '../kernel.ts';

const instant = z.int();
const id = z.string().max(60);
const reasons = z.array(reasonSchema).max(16);

/** Every way in that a hall has (来源). */
export const sourceSchema = z.enum([
  '12345',
  '12319',
  '110',
  'grid',
  'phone',
  'patrol',
  'video',
  'sensor',
  'cityBureau',
  'department',
  'street',
  'leader',
  'media',
  'petition',
  'property',
  'snapshot',
  'sos',
]);
export type Source = z.infer<typeof sourceSchema>;

/** By what way a step was reported to the desk, where the desk records it for somebody (代报). */
export const channelSchema = z.enum(['radio', 'phone', 'message', 'inPerson', 'paper']);
export type Channel = z.infer<typeof channelSchema>;

/** What was said that later steps must know. */
export const markSchema = z.enum([
  /** 抢修: somebody says it is an emergency repair. */
  'repairClaimed',
  /** 又打起来: somebody was there already and it began again. */
  'relapse',
  /** 别说是我: nobody at the site may learn of the caller. */
  'confidential',
  /** A paper is said to be posted at the gate. */
  'permitSeen',
  /** A fenced-off plot without a board. */
  'visibleSite',
  /** 说不清哪里. */
  'unclearPlace',
  /** A steady hum: a generator, an air conditioner or a pump more likely than works. */
  'steadyHum',
  /** Somebody is ill, or an exam is near: said, not judged. */
  'vulnerable',
  /** Work is said to go on beyond hours that somebody announced. */
  'pastHours',
  /** A crossing, road or place was read, but of the caller's, not of the noise. */
  'placeOfCaller',
]);
export type Mark = z.infer<typeof markSchema>;

/**
 * What was understood from a caller's words before they went to the vault: only names and words that stand in the
 * pack, never the caller's own.
 */
export const understandingSchema = z.strictObject({
  /** What it is most likely about. */
  matter: matterSchema,
  /** Further matters in the same words, such as mud on the road beside truck noise. */
  also: z.array(matterSchema).max(3),
  /** Words of the pack's lexicon that spoke for `matter`. */
  words: z.array(z.string().max(20)).max(12),
  /** Roads by the pack's names, in the order of the text. */
  roads: z.array(z.string().max(40)).max(6),
  /** Crossing or named place by the pack's name. */
  place: z.string().max(80).nullable(),
  /** Street office (responsibility grid) by the pack's name, such as 华泾镇 for 「华泾这边」. */
  street: z.string().max(40).nullable(),
  /** Compass direction in which the noise lies, degrees, seen from what `from` says. */
  direction: z.strictObject({ degrees: z.number().min(0).max(360), from: z.enum(['place', 'caller']) }).nullable(),
  marks: z.array(markSchema).max(12),
  /** Minutes ago at which it began, by the caller's word: 0 for now. */
  beganMinutesAgo: z.int().min(0).max(1440),
});
export type Understanding = z.infer<typeof understandingSchema>;

/** The grids a place lies in; all four for a place in the district. */
export const gridChainSchema = z.strictObject({ management: id, responsibility: id, area: id, cell: id });
export type GridChain = z.infer<typeof gridChainSchema>;

/**
 * Where the trouble is, as far as known. Never the caller's door: `at` is the crossing, the named place, what a person
 * picked on the map or the suspected source; for all else there is only the cell.
 */
export const placingSchema = z.strictObject({
  precision: z.enum(['crossing', 'namedPlace', 'point', 'road', 'street', 'callerCell', 'none']),
  at: placeSchema.nullable(),
  /** Road names by the pack. */
  roads: z.array(z.string().max(40)).max(6),
  /** Name of the crossing or place, as the pack spells it. */
  name: z.string().max(80).nullable(),
  grids: gridChainSchema.nullable(),
  /** Name of the street office it lies in: a road's name is not a street's. */
  street: z.string().max(40).nullable(),
  /** Id of the squad that answers for it by day. */
  squad: id.nullable(),
  /** Id of the joint-defence zone it lies in. */
  zone: id.nullable(),
  /** Neighbour district that answers for it. */
  outside: z.string().max(40).nullable(),
  /** Compass direction from `at` (or from the caller's cell) to the noise, degrees. */
  direction: z.number().min(0).max(360).nullable(),
  /** Whether nobody need be asked where it is. */
  certain: z.boolean(),
  by: z.enum(['hub', 'person']),
});
export type Placing = z.infer<typeof placingSchema>;

export const siteCandidateSchema = z.strictObject({
  site: id,
  name: z.string().max(60),
  /** 0–100. */
  score: z.number(),
  /** From the place, or from the caller where that is all there is. */
  metres: z.number(),
  reasons,
});
export type SiteCandidate = z.infer<typeof siteCandidateSchema>;

export const sourceMatchSchema = z.strictObject({
  /**
   * `certain`: acted upon as it stands. `proposed`: a person must say yes. `unknown`: 来源不明. `notASite`: the matter has
   * no site, or one is seen that the register does not have. `outside`: another district's.
   */
  status: z.enum(['certain', 'proposed', 'unknown', 'notInRegister', 'notASite', 'outside']),
  /** The site acted upon or proposed. */
  site: id.nullable(),
  candidates: z.array(siteCandidateSchema).max(8),
});
export type SourceMatch = z.infer<typeof sourceMatchSchema>;

/** A first view (研判), subject to what is found on the spot. The last three only on scene. */
export const assessmentKindSchema = z.enum([
  'valid',
  'none',
  'expired',
  'out-of-hours',
  'quiet',
  'emergency',
  'claimed-emergency',
  'not-in-register',
  'unknown',
  'not-at-night',
  'other',
  'terms-not-met',
  'not-posted',
  'no-watchman',
]);
export type AssessmentKind = z.infer<typeof assessmentKindSchema>;

/** Seen on the spot by officers: a fact, whatever registers say later. */
export const findingSchema = z.strictObject({
  kind: assessmentKindSchema.extract(['terms-not-met', 'not-posted', 'no-watchman']),
  foundAt: instant,
  /** The site acted upon when it was found. */
  site: id.nullable(),
  /** Account of who noted it. */
  user: z.string().max(60),
});
export type Finding = z.infer<typeof findingSchema>;

/** What the register of permitted stall places says of a place and an hour; none of them says that a stall is unlawful. */
export const stallSaysSchema = z.enum(['within', 'outOfHours', 'beside', 'expired', 'notOnFile', 'unknownPlace']);
export type StallSays = z.infer<typeof stallSaysSchema>;

export const stallViewSchema = z.strictObject({
  says: stallSaysSchema,
  /** The place it is judged by. */
  place: z
    .strictObject({
      id,
      name: z.string().max(60),
      kind: stallKindSchema,
      keeper: z.string().max(60),
      /** Hours that hold the act, else those that lie nearest to it; null: none within a week. */
      hours: z.strictObject({ from: instant, to: instant }).nullable(),
      conditions: z.array(z.string().max(120)).max(10),
    })
    .nullable(),
});
export type StallView = z.infer<typeof stallViewSchema>;

export const assessmentSchema = z.strictObject({
  /** What counts: the latest finding on scene, else what the registers say. */
  kind: assessmentKindSchema,
  /** What the registers alone say, where a finding goes before it. */
  byRegisters: assessmentKindSchema.optional(),
  /** Found on scene until then, in the order in which it was noted; absent: nothing. */
  findings: z.array(findingSchema).max(12).optional(),
  /** The instant of the act it judges. */
  actAt: instant,
  judgedAt: instant,
  occasion: z.enum(['report', 'placed', 'arrival', 'finding', 'again']),
  /** Whether the act was in the law's night. */
  legalNight: z.boolean(),
  site: id.nullable(),
  siteName: z.string().max(60).nullable(),
  permit: z
    .strictObject({
      id,
      number: z.string().max(60),
      paper: z.string().max(40),
      work: z.string().max(120),
      /** The hours of the night in question. */
      from: instant,
      to: instant,
      conditions: z.array(z.string().max(120)).max(10),
    })
    .nullable(),
  notice: z
    .strictObject({
      id,
      number: z.string().max(60),
      utility: z.string().max(20),
      from: instant,
      to: instant.nullable(),
    })
    .nullable(),
  quietPeriod: z.strictObject({ id, name: z.string().max(60), basis: z.string().max(120) }).nullable(),
  /** Of a matter of stalls: what the register of permitted places says. Absent for others, and before there was one. */
  stall: stallViewSchema.optional(),
  /** Bases in force on the date of the act. */
  legalBases: z
    .array(z.strictObject({ id, title: z.string().max(80), article: z.string().max(60), confirmed: z.boolean() }))
    .max(12),
  /** What it rests on, and how old that is. */
  registers: z
    .array(
      z.strictObject({
        register: z.enum(['site', 'nightPermit', 'repairNotice', 'quietPeriod', 'stallPlace']),
        source: z.string().max(80),
        asOf: instant.nullable(),
        /** Older than the pack allows: shown in amber, to be asked by telephone. */
        stale: z.boolean(),
      }),
    )
    .max(6),
  reasons,
  /** For matters of others: whose it is. */
  authority: z.string().max(80).nullable(),
  /** For matters of others: what the desk does, in the pack's words. */
  handling: z.string().max(120).nullable(),
});
export type Assessment = z.infer<typeof assessmentSchema>;

export const similarSchema = z.strictObject({
  incident: id,
  number: z.string().max(20),
  /** 0–100. */
  score: z.number(),
  reasons,
});
export type Similar = z.infer<typeof similarSchema>;

/** How it ended on the spot (处置结果). `refusesToStop` never closes. */
export const outcomeKindSchema = z.enum([
  'stopped',
  'finishingBy',
  'permittedAndCompliant',
  'repairGenuine',
  'nothingFound',
  'notOurs',
  'refusesToStop',
]);
export type OutcomeKind = z.infer<typeof outcomeKindSchema>;

/** How a caller was turned to; `hotline`: through whoever took the call. */
export const contactWaySchema = z.enum(['phone', 'message', 'inPerson', 'hotline']);
export type ContactWay = z.infer<typeof contactWaySchema>;

export { meansSchema } from './events-life.ts';
export type { Limit, Means, Term } from './events-life.ts';

/** What the order itself said of time and place, and not what was worked out; a caller's own place is not in it. */
export const asSentSchema = z.strictObject({ actAt: instant.nullable(), position: placeSchema.nullable() });

/** What may differ when an order comes again; of what a caller said only that it differs. */
export const correctedFieldSchema = z.enum([
  ...(['text', 'name', 'phone', 'address'] as const),
  ...(['matter', 'place', 'actAt', 'wantsReply'] as const),
]);
const correctedValue = z.union([instant, z.string().max(120)]).nullable();

/** What follows from an order as it reads now, where it is another than before: offered to the desk, and taken by a person. */
export const correctionOfferSchema = z.strictObject({
  matter: matterSchema,
  also: z.array(matterSchema).max(3),
  matterReasons: reasons,
  marks: z.array(markSchema).max(12),
  actAt: instant,
  wantsReply: z.enum(['yes', 'no', 'anonymous']),
  placing: placingSchema,
  match: sourceMatchSchema,
  similar: z.array(similarSchema).max(10),
  headline: z.string().max(120),
});
export type CorrectionOffer = z.infer<typeof correctionOfferSchema>;

export const incidentEvents = {
  IncidentReceived: z.strictObject({
    /** Short number that people say: report night and running number, such as `1121-007`. */
    number: z.string().max(20),
    /** Civil date on which the report night began. */
    night: z.iso.date(),
    running: z.int().positive(),
    source: sourceSchema,
    externalId: z.string().max(80).nullable(),
    receivedAt: instant,
    actAt: instant,
    matter: matterSchema,
    also: z.array(matterSchema).max(3),
    matterReasons: reasons,
    /** Shown in place of the wording: matter and place in the pack's own words, nothing a caller said. */
    headline: z.string().max(120),
    personal: personalHandleSchema.nullable(),
    /** The caller asked that the site must not learn of them. */
    confidential: z.boolean(),
    wantsReply: z.enum(['yes', 'no', 'anonymous']),
    placing: placingSchema,
    match: sourceMatchSchema,
    assessment: assessmentSchema,
    similar: z.array(similarSchema).max(10),
    marks: z.array(markSchema).max(12),
    /** As the pack of that day has them; absent in journals of before there were kinds of limits. */
    terms: termsSchema.optional(),
    due: z.strictObject({ acknowledge: instant, dispatch: instant, firstContact: instant, reply: instant }),
    /** Absent in journals of before orders were compared. */
    asSent: asSentSchema.optional(),
    /** Content hash of the plates the above was worked out with. */
    plates: z.string().max(64),
  }),
  /** The order came again with other content (来件更正): kept beside the first, and nothing that was decided is touched. */
  IncidentCorrected: z.strictObject({
    via: z.enum(['http', 'list']),
    /** `before` and `after` are null for what a caller said: that is in the vault. */
    changes: z
      .array(z.strictObject({ field: correctedFieldSchema, before: correctedValue, after: correctedValue }))
      .max(8),
    asSent: asSentSchema,
    wantsReply: z.enum(['yes', 'no', 'anonymous']),
    /** null: place, time, matter and answer stay as they were. */
    offer: correctionOfferSchema.nullable(),
    /** All that the caller is known to have said, as it reads now; null where that did not change. */
    personal: personalHandleSchema.nullable(),
  }),
  /** A person took what a correction offers; place and assessment follow in events of their own. */
  CorrectionTaken: correctionOfferSchema.pick({
    ...{ matter: true, also: true, matterReasons: true, marks: true, actAt: true, wantsReply: true },
  }),
  IncidentAcknowledged: z.strictObject({}),
  IncidentPlaced: z.strictObject({
    placing: placingSchema,
    match: sourceMatchSchema,
    similar: z.array(similarSchema).max(10),
    headline: z.string().max(120),
  }),
  /** A person said which site it is, or that it is unknown. */
  SourceChosen: z.strictObject({ site: id.nullable(), siteName: z.string().max(60).nullable() }),
  IncidentAssessed: z.strictObject({ assessment: assessmentSchema }),
  /** The site was rung (电话督停): beside dispatch, never instead of it. */
  SitePhoned: z.strictObject({
    site: id,
    result: z.enum(['agreedToStop', 'noAnswer', 'denies', 'claimsPermit', 'noContactOnFile']),
    checkBy: instant,
  }),
  /** On the joined one: its caller is still owed an answer. */
  IncidentJoined: z.strictObject({ into: id, intoNumber: z.string().max(20) }),
  /** On the one that takes another in. */
  IncidentTookIn: z.strictObject({ incident: id, number: z.string().max(20) }),
  IncidentSeparated: z.strictObject({ from: id }),
  IncidentLetGo: z.strictObject({ incident: id }),
  IncidentUnitSent: z.strictObject({
    assignment: id,
    unit: id,
    unitName: z.string().max(40),
    /** The limit for dealing with it, which begins with the first that is sent. */
    terms: termsSchema.optional(),
  }),
  IncidentUnitArrived: z.strictObject({ assignment: id, unit: id }),
  IncidentUnitGone: z.strictObject({ assignment: id, unit: id, why: z.enum(['done', 'withdrawn', 'handedBack']) }),
  OutcomeRecorded: z.strictObject({
    assignment: id.nullable(),
    kind: outcomeKindSchema,
    finishBy: instant.nullable(),
    recheckBetween: z.strictObject({ from: instant, to: instant }).nullable(),
    sameHourCheckAt: instant.nullable(),
    /** Absent: not said. */
    means: meansSchema.optional(),
    /** The limit for looking whether it is done (核查), which begins with the outcome. */
    terms: termsSchema.optional(),
  }),
  OutcomeEscalated: z.strictObject({ to: z.enum(['shiftLead', 'dutyLeader']) }),
  CheckRecorded: z.strictObject({
    which: z.enum(['afterCall', 'sameNight', 'sameHour', 'finish']),
    way: z.enum(['camera', 'phone', 'passingUnit', 'secondCaller', 'unit']),
    quiet: z.boolean(),
  }),
  /** 先行联系: somebody spoke to the caller, or tried to, before there was an answer. */
  FirstContactRecorded: z.strictObject({
    way: contactWaySchema,
    reached: z.boolean(),
    /** What was asked and agreed, in the vault. */
    personal: personalHandleSchema.nullable(),
  }),
  ReplyRecorded: z.strictObject({
    way: z.enum(['spoken', 'message', 'hotline', 'notWanted', 'anonymous', 'notReached']),
    /** What was said, in the vault. */
    personal: personalHandleSchema.nullable(),
  }),
  LocalSquadTold: z.strictObject({ squad: id, squadName: z.string().max(40) }),
  HandedToLocalSquad: z.strictObject({
    squad: id,
    squadName: z.string().max(40),
    owes: z.array(z.enum(['file', 'talk', 'recheck', 'reply'])).max(4),
  }),
  /** Back to whoever sent it (退单), or on to whose it is (转办). */
  IncidentReturned: z.strictObject({
    to: z.string().max(80),
    why: z.enum(['outside', 'notOurs', 'duplicate', 'unclear']),
    evidence: z.array(proofSchema).max(5).optional(),
    /** Until when the source answers; after that silence counts. Absent: no answer is awaited. */
    answerBy: instant.optional(),
    personal: personalHandleSchema.nullable().optional(),
  }),
  IncidentReferred: z.strictObject({ to: z.string().max(80), matter: matterSchema }),
  IncidentReopened: z.strictObject({
    because: z.enum(['relapse', 'person', 'rework', 'survey']),
    /** The complaint that told of it. */
    by: id.nullable(),
    byNumber: z.string().max(20).nullable(),
    /** Limits that begin anew. */
    terms: termsSchema.optional(),
  }),
  IncidentClosed: z.strictObject({
    result: z.enum(['handled', 'nothingFound', 'notExisting', 'referred', 'returned', 'joined', 'forced']),
  }),
  IncidentOverdue: z.strictObject({ limit: limitSchema, dueAt: instant }),
  /** A command's events on this stream taken back by who gave it. */
  StepUndone: z.strictObject({ command: id }),
  PersonalDataErased: personalDataErasedSchema,
  ...lifeEvents,
  ...paperEvents,
  ...claimEvents,
  ...postingEvents,
};
export type IncidentEvent = UnionOf<typeof incidentEvents>;
