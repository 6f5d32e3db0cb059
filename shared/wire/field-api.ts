/**
 * Device of a unit ↔ hub, socket.io namespace `/field`. One schema per message; the types are inferred from them. A test
 * hashes the schemas: a change fails it until `fieldProtocolVersion` is raised on purpose.
 */
import { z } from 'zod';
import { handBackSchema, noteEvidenceSchema } from '../domain/assignment/commands.ts';
import { enforcerSchema, taskSchema } from '../domain/assignment/events.ts';
import { matterSchema } from '../domain/district/events.ts';
import { assessmentKindSchema, assessmentSchema, outcomeKindSchema, sourceSchema } from '../domain/incident/events.ts';
import { placeSchema, registerIdSchema } from '../domain/kernel.ts';
import { unitStatusSchema } from '../domain/unit/events.ts';
import type {
  FieldFind,
  FieldFindAnswer,
  FieldLooksAnswer,
  FieldLooksAsk,
  FieldNotices,
  FieldPositions,
  FieldSay,
  FieldSos,
  FieldSosState,
  FieldSupport,
  FieldSupports,
} from './field-calls.ts';

export * from './field-calls.ts';

/**
 * History:
 * 1 – first protocol: jobs of the unit, steps, duty.
 * 2 – messages to the unit, and that they came and were read. Devices of 1 are served as before and told of none.
 * 3 – the page before arrival, asked for. Devices of 1 and 2 need not ask.
 * 4 – positions, calls for help, finds, words to the hall, who looked, files; told of fences and of the own call
 *     (`field-calls.ts`). Devices of 1–3 are served as before and told of none.
 * 5 – told of calls for help that the unit was sent to, and says whether it comes; of a job on scene, since when nothing was
 *     heard. Devices of 1–4 are told by radio.
 */
export const fieldProtocolVersion = 5;
/** From which protocol on a device is told of messages. */
export const messagesSinceProtocol = 2;
/** From which protocol on a device is told of fences and of its call for help. */
export const noticesSinceProtocol = 4;
/** From which protocol on a device is told of calls for help that its unit was sent to. */
export const supportsSinceProtocol = 5;
/** The oldest protocol the hub still serves: the hub is upgraded first. */
export const oldestServedFieldProtocol = 1;

/** Hub time, Unix ms. */
const instant = z.int();

/** Handshake (`auth` of socket.io): a key of the unit, not of a person. */
export const fieldHandshakeSchema = z.strictObject({
  unit: registerIdSchema,
  key: z.string().min(1).max(200),
  protocol: z.int().positive(),
  /** Of a relay, which says for whom it speaks: its own key, and the phone's address. */
  via: z.strictObject({ key: z.string().min(1).max(200), address: z.string().max(60) }).optional(),
});
export type FieldHandshake = z.infer<typeof fieldHandshakeSchema>;

/** `err.data` of a refused connection. */
export const fieldConnectErrorSchema = z.strictObject({
  code: z.enum(['ProtocolTooOld', 'ProtocolTooNew', 'NotAllowed', 'TooManyAttempts', 'InvalidMessage']),
  detail: z.string(),
  /** Protocols the hub serves. */
  oldest: z.int().positive(),
  newest: z.int().positive(),
});
export type FieldConnectError = z.infer<typeof fieldConnectErrorSchema>;

/** First thing the hub says. */
export const fieldWelcomeSchema = z.strictObject({
  hubTime: instant,
  /** Set where the hub runs on a demo clock. */
  demoClock: z.boolean(),
  /** Hub milliseconds per machine millisecond: 1 but on a demo clock. */
  clockRate: z.number().positive(),
  /** Minutes by which the district's civil time is ahead of UTC: a phone's own may be set to anything. Told from 4 on, with a pack. */
  utcOffset: z.int().optional(),
});
export type FieldWelcome = z.infer<typeof fieldWelcomeSchema>;

/** One assignment of this unit, with what it needs on the spot and nothing of whoever called. */
export const fieldJobSchema = z.strictObject({
  assignment: z.uuid(),
  /** Short number of the incident, such as `1121-007`. */
  number: z.string(),
  /** Names and words of the pack only. */
  headline: z.string(),
  matter: matterSchema,
  task: taskSchema,
  stage: z.enum(['assigned', 'accepted', 'onTheWay', 'onScene']),
  /** Where to go: the site, else the place of the complaint; null where only the street is known, or less. */
  target: placeSchema.nullable(),
  site: z.string().nullable(),
  street: z.string().nullable(),
  roads: z.array(z.string()),
  /** Nobody on the spot may hear that somebody called. The hub never sends who it was. */
  confidential: z.boolean(),
  /** The last view of the hall (研判): checked on the spot. */
  assessment: assessmentKindSchema,
  /** What to hold against the paper at the gate; null where no permit is known for that night. */
  permit: z
    .strictObject({ number: z.string(), work: z.string(), from: instant, to: instant, conditions: z.array(z.string()) })
    .nullable(),
  acceptBy: instant,
  /** Null while it waits behind other jobs of the unit. */
  arriveBy: instant.nullable(),
  /**
   * On scene: when the hall last heard that all is well, and after how many minutes without a word it asks; absent elsewhere,
   * and to devices of before 5. */
  safe: z.strictObject({ since: instant, minutes: z.number().positive() }).optional(),
});
export type FieldJob = z.infer<typeof fieldJobSchema>;

/** All running assignments of the unit in the order they were given: after the welcome, and after every change. */
export const fieldJobsSchema = z.strictObject({
  unit: z.strictObject({
    id: registerIdSchema,
    name: z.string(),
    status: unitStatusSchema,
    /** Whether positions of its devices are kept and shown now. */
    tracked: z.boolean(),
  }),
  jobs: z.array(fieldJobSchema),
});
export type FieldJobs = z.infer<typeof fieldJobsSchema>;

/** A message of the hall to this unit, newest first; all of the last hours are told after each change. */
export const fieldMessageSchema = z.strictObject({
  message: z.uuid(),
  /** Name of whoever sent it. */
  from: z.string(),
  at: instant,
  urgent: z.boolean(),
  /** Short number of the incident it belongs to. */
  number: z.string().nullable(),
  /** Null where the words were erased. */
  text: z.string().nullable(),
  read: z.boolean(),
});
export type FieldMessage = z.infer<typeof fieldMessageSchema>;
export const fieldMessagesSchema = z.array(fieldMessageSchema);

/** That a message is on the device, or was read there. */
export const fieldReceiptSchema = z.strictObject({
  id: z.uuid(),
  message: z.uuid(),
  state: z.enum(['delivered', 'read']),
});
export type FieldReceipt = z.infer<typeof fieldReceiptSchema>;

/** Asks for the page before arrival (到场前一页) of a running assignment of this unit. */
export const fieldPageAskSchema = z.strictObject({ assignment: z.uuid() });
export type FieldPageAsk = z.infer<typeof fieldPageAskSchema>;

/** What an officer should know before the gate, as of `at`, each with its source and age. Nothing of whoever called. */
export const fieldPageSchema = z.strictObject({
  assignment: z.uuid(),
  at: instant,
  number: z.string(),
  /** Names and words of the pack only. */
  headline: z.string(),
  matter: matterSchema,
  /** On the spot nobody says that somebody called. */
  confidential: z.boolean(),
  source: sourceSchema,
  receivedAt: instant,
  actAt: instant,
  place: z.strictObject({
    /** Null: nobody said which site it is. */
    site: z
      .strictObject({
        ...{ name: z.string(), address: z.string(), certain: z.boolean() },
        ...{ source: z.string(), asOf: instant },
      })
      .nullable(),
    /** Null: not known, or the caller's own. */
    name: z.string().nullable(),
    street: z.string().nullable(),
    roads: z.array(z.string()),
    /** Duty telephone of the site at night: a function. Null: none on file, which is itself a finding. */
    contact: z.strictObject({ label: z.string(), phone: z.string(), checkedOn: z.iso.date() }).nullable(),
  }),
  /** The last view (研判), never a verdict. */
  assessment: z.strictObject({
    ...{ kind: assessmentKindSchema, actAt: instant, judgedAt: instant },
    registers: z.array(
      z.strictObject({
        register: assessmentSchema.shape.registers.element.shape.register,
        ...{ source: z.string(), asOf: instant.nullable(), stale: z.boolean() },
      }),
    ),
    quietPeriod: z.strictObject({ name: z.string(), basis: z.string() }).nullable(),
    notice: z.strictObject({ number: z.string(), from: instant }).nullable(),
    legalBases: z.array(z.strictObject({ title: z.string(), article: z.string(), confirmed: z.boolean() })),
  }),
  permit: z
    .strictObject({
      ...{ number: z.string(), paper: z.string(), work: z.string(), from: instant, to: instant },
      ...{ conditions: z.array(z.string()), source: z.string(), asOf: instant.nullable() },
    })
    .nullable(),
  /** Of this unit. Two valid certificates are needed to do more than talk, guard and look. */
  people: z.strictObject({ certified: z.int(), auxiliary: z.int() }),
  /** In whose name it acts (执法主体); null: the pack says nothing of it. */
  enforcer: enforcerSchema.nullable(),
  /** What was before at the site, newest first, without words. */
  past: z.array(
    z.strictObject({
      ...{ number: z.string(), receivedAt: instant, relapses: z.int() },
      ...{ assessment: assessmentKindSchema.nullable(), outcome: outcomeKindSchema.nullable() },
    }),
  ),
  /** Codes of what to look at, and of what to record: `shared/domain/rules/arrival-looks.ts`. */
  look: z.array(z.string()),
  record: z.array(z.string()),
});
export type FieldPage = z.infer<typeof fieldPageSchema>;

/** `NotYours`: of nobody, of another unit, or over. */
export const fieldPageAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('page'), page: fieldPageSchema }),
  z.strictObject({ status: z.literal('refused'), code: z.string(), params: z.record(z.string(), z.json()) }),
  z.strictObject({ status: z.literal('unavailable'), code: z.literal('Busy'), retryAfterMs: z.int() }),
]);
export type FieldPageAnswer = z.infer<typeof fieldPageAnswerSchema>;

const step = {
  /** Id of the command: the same again gets the first answer. */
  id: z.uuid(),
  assignment: z.uuid(),
  /** When it happened, where it is said late. */
  happenedAt: instant.optional(),
};

export const fieldStepSchema = z.discriminatedUnion('step', [
  z.strictObject({ step: z.literal('accept'), ...step }),
  z.strictObject({ step: z.literal('setOut'), ...step }),
  /** `photoAt`: where a photo was taken on arrival. */
  z.strictObject({ step: z.literal('arrive'), ...step, photoAt: placeSchema.optional() }),
  /** `text` goes to the vault: it may speak of strangers. */
  z.strictObject({
    step: z.literal('evidence'),
    ...step,
    kind: noteEvidenceSchema.shape.kind,
    text: z.string().max(2000).optional(),
    /** A file that is whole at the hub, since protocol 4: it becomes evidence of the incident. */
    upload: z.uuid().optional(),
  }),
  /** `finishBy`: for `finishingBy` only. */
  z.strictObject({ step: z.literal('outcome'), ...step, outcome: outcomeKindSchema, finishBy: instant.optional() }),
  z.strictObject({ step: z.literal('handBack'), ...step, why: handBackSchema.shape.why }),
  /** 报平安 */
  z.strictObject({ step: z.literal('safe'), ...step }),
]);
export type FieldStep = z.infer<typeof fieldStepSchema>;

export const fieldDutySchema = z.strictObject({
  id: z.uuid(),
  status: unitStatusSchema,
  happenedAt: instant.optional(),
});
export type FieldDuty = z.infer<typeof fieldDutySchema>;

export const fieldAnswerSchema = z.discriminatedUnion('status', [
  z.strictObject({ status: z.literal('accepted') }),
  /** `NotYours` for an assignment of nobody or of another unit; the rest as from the command desk. */
  z.strictObject({ status: z.literal('refused'), code: z.string(), params: z.record(z.string(), z.json()) }),
  z.strictObject({
    status: z.literal('unavailable'),
    code: z.enum(['StorageFull', 'Stopping', 'Busy']),
    retryAfterMs: z.int(),
  }),
]);
export type FieldAnswer = z.infer<typeof fieldAnswerSchema>;

/** The link closes after it. `Replaced`: too many devices of one unit, the oldest goes. `KeyReplaced`: ask for the new key. */
export const fieldEndedSchema = z.strictObject({ code: z.enum(['Replaced', 'KeyReplaced']) });
export type FieldEnded = z.infer<typeof fieldEndedSchema>;

/** What `POST /api/v1/units/<id>/key` answers: the key is told this once. */
export const unitKeyAnswerSchema = z.strictObject({ unit: registerIdSchema, key: z.string() });
/** What `GET /api/v1/demo-units` answers: units whose demo key is good. */
export const demoUnitsSchema = z.strictObject({
  units: z.array(z.strictObject({ unit: registerIdSchema, name: z.string(), key: z.string() })),
});

type Ack<T> = (answer: T) => void;

export interface DeviceToHub {
  step: (message: FieldStep, ack: Ack<FieldAnswer>) => void;
  duty: (message: FieldDuty, ack: Ack<FieldAnswer>) => void;
  receipt: (message: FieldReceipt, ack: Ack<FieldAnswer>) => void;
  page: (message: FieldPageAsk, ack: Ack<FieldPageAnswer>) => void;
  positions: (message: FieldPositions, ack: Ack<FieldAnswer>) => void;
  sos: (message: FieldSos, ack: Ack<FieldAnswer>) => void;
  support: (message: FieldSupport, ack: Ack<FieldAnswer>) => void;
  find: (message: FieldFind, ack: Ack<FieldFindAnswer>) => void;
  say: (message: FieldSay, ack: Ack<FieldAnswer>) => void;
  looks: (message: FieldLooksAsk, ack: Ack<FieldLooksAnswer>) => void;
  /** Hub time, for the clock offset. */
  time: (ack: Ack<number>) => void;
}

export interface HubToDevice {
  welcome: (message: FieldWelcome) => void;
  jobs: (message: FieldJobs) => void;
  messages: (messages: readonly FieldMessage[]) => void;
  notices: (notices: FieldNotices) => void;
  sosState: (state: FieldSosState) => void;
  supports: (supports: FieldSupports) => void;
  sessionEnded: (message: FieldEnded) => void;
}
