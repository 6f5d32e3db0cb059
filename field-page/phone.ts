/**
 * The phone's side of the door for units: what was told last, what is pressed, and the line. What is pressed is written away
 * first and sent after, again and again under its id, until the hub has answered.
 */
import { io } from 'socket.io-client';
import type { Socket } from 'socket.io-client';
import type {
  DeviceToHub,
  FieldConnectError,
  FieldFix,
  FieldJobs,
  FieldLooksAnswer,
  FieldMessage,
  FieldNotices,
  FieldSupports,
  FieldPageAnswer,
  FieldSosState,
  HubToDevice,
} from '../shared/wire/field-api.ts';
import type { Kept } from './kept.ts';
import type { Photo } from './files.ts';
import { bring } from './files.ts';
import type { Answer, Entry, Pressed } from './outbox.ts';
import { answered, dismissed, filesOf, next, pressed } from './outbox.ts';

/** The protocol this page speaks. */
const protocol = 5;
const answerMs = 15_000;
const againMs = 2_000;
/** Positions kept while there is no line; beyond, the oldest are dropped, and that is said. */
export const mostFixes = 500;
const fixesAtOnce = 100;

export interface Key {
  readonly unit: string;
  readonly key: string;
}

/** What the hub told last, kept so that a dead spot leaves it readable. */
export interface Told {
  readonly jobs: FieldJobs | null;
  readonly messages: readonly FieldMessage[];
  readonly notices: FieldNotices;
  readonly supports: FieldSupports;
  readonly sosState: FieldSosState | null;
  /** Machine time of this phone at which the hub was heard last, Unix ms; null: never. */
  readonly heardAt: number | null;
}

export interface PhoneView extends Told {
  readonly line: 'none' | 'connecting' | 'live' | 'refused';
  /** Why the hub does not let it in. */
  readonly refusal: string | null;
  readonly entries: readonly Entry[];
  readonly fixes: { readonly waiting: number; readonly dropped: number; readonly sentAt: number | null };
  readonly key: Key | null;
  /** Share of the photo that is being brought; null: none is. */
  readonly bringing: number | null;
  /** Minutes by which the district's civil time is ahead of UTC. */
  readonly utcOffset: number;
}

const nothing: Told = { jobs: null, messages: [], notices: [], supports: [], sosState: null, heardAt: null };

export class Phone {
  readonly #kept: Kept;
  readonly #listeners = new Set<() => void>();
  #socket: Socket<HubToDevice, DeviceToHub> | undefined;
  #view: PhoneView = {
    ...nothing,
    ...{ line: 'none', refusal: null, entries: [], fixes: { waiting: 0, dropped: 0, sentAt: null }, key: null },
    bringing: null,
    // Until the hub was heard once: the civil time of China.
    utcOffset: 480,
  };
  /** Hub time less this phone's. */
  #offset = 0;
  #underWay = new Set<string>();
  #fixes: FieldFix[] = [];
  #sendingFixes = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(kept: Kept) {
    this.#kept = kept;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  };
  readonly get = (): PhoneView => this.#view;

  /** Hub time, as far as this phone knows it. */
  now(): number {
    return Math.round(Date.now() + this.#offset);
  }

  async start(): Promise<void> {
    const [key, told, entries, fixes, offset, utcOffset] = await Promise.all([
      this.#kept.get<Key>('key'),
      this.#kept.get<Told>('told'),
      this.#kept.get<readonly Entry[]>('entries'),
      this.#kept.get<FieldFix[]>('fixes'),
      this.#kept.get<number>('offset'),
      this.#kept.get<number>('utcOffset'),
    ]);
    this.#offset = offset ?? 0;
    this.#fixes = fixes ?? [];
    // What was kept by an earlier page may lack what this one knows.
    this.#show({ ...nothing, ...told, entries: entries ?? [], key: key ?? null });
    if (utcOffset !== undefined) this.#show({ utcOffset });
    this.#showFixes({});
    if (key !== undefined) this.#connect(key);
  }

  async signIn(key: Key): Promise<void> {
    await this.#kept.set('key', key);
    this.#show({ key, refusal: null });
    this.#connect(key);
  }

  /** Forgets everything; what is still to be sent is lost, so whoever calls asks first. */
  async forget(): Promise<void> {
    this.#socket?.disconnect();
    this.#socket = undefined;
    await this.#writing;
    await this.#kept.clear();
    this.#fixes = [];
    this.#show({ ...nothing, line: 'none', refusal: null, entries: [], key: null });
    this.#showFixes({ dropped: 0, sentAt: null });
  }

  /** Resolves once it is written on this phone; then it will reach the hub. */
  async press(what: Pressed, photos: readonly Photo[] = []): Promise<void> {
    for (const photo of photos) await this.#kept.set(`file ${photo.id}`, photo);
    await this.#change((entries) => pressed(entries, what, this.now()));
    this.#pump();
  }

  async dismiss(id: string): Promise<void> {
    const entry = this.#view.entries.find((one) => one.id === id && one.state === 'refused');
    if (entry !== undefined) await this.#drop(filesOf(entry));
    await this.#change((entries) => dismissed(entries, id));
  }

  /** A position while on duty. */
  moved(fix: FieldFix): void {
    const over = Math.max(0, this.#fixes.length + 1 - mostFixes);
    this.#fixes = [...this.#fixes.slice(over), fix];
    this.#showFixes({ dropped: this.#view.fixes.dropped + over });
    void this.#write('fixes', this.#fixes);
    void this.#sendFixes();
  }

  /** A photo that is still here. */
  photo(id: string): Promise<Photo | undefined> {
    return this.#kept.get<Photo>(`file ${id}`);
  }

  /** Who looked at where this unit went; undefined where there is no line. */
  async looks(): Promise<FieldLooksAnswer | undefined> {
    if (this.#view.line !== 'live') return undefined;
    try {
      return await this.#socket?.timeout(answerMs).emitWithAck('looks', { limit: 50 });
    } catch {
      return undefined;
    }
  }

  /** The page before arrival; undefined where there is no line. */
  async page(assignment: string): Promise<FieldPageAnswer | undefined> {
    // The line would keep the question for later; whoever asks stands at the gate now.
    if (this.#view.line !== 'live') return undefined;
    try {
      return await this.#socket?.timeout(answerMs).emitWithAck('page', { assignment });
    } catch {
      return undefined;
    }
  }

  #connect({ unit, key }: Key): void {
    this.#socket?.disconnect();
    const socket: Socket<HubToDevice, DeviceToHub> = io('/field', {
      ...{ auth: { unit, key, protocol }, transports: ['websocket'], forceNew: true },
      ...{ reconnectionDelay: 500, reconnectionDelayMax: 5_000 },
    });
    this.#socket = socket;
    this.#show({ line: 'connecting' });
    const told = (change: Partial<Told>): void => {
      this.#show({ ...change, heardAt: Date.now() });
      const { jobs, messages, notices, supports, sosState, heardAt } = this.#view;
      void this.#write('told', { jobs, messages, notices, supports, sosState, heardAt });
    };
    socket.on('welcome', ({ hubTime, utcOffset }) => {
      if (utcOffset !== undefined) {
        this.#show({ utcOffset });
        void this.#write('utcOffset', utcOffset);
      }
      this.#offset = hubTime - Date.now();
      void this.#write('offset', this.#offset);
      told({});
      this.#show({ line: 'live', refusal: null });
      this.#underWay.clear();
      this.#pump();
      void this.#sendFixes();
    });
    socket.on('jobs', (jobs) => told({ jobs }));
    socket.on('messages', (messages) => {
      told({ messages });
      void this.#received(messages);
    });
    socket.on('notices', (notices) => told({ notices }));
    socket.on('supports', (supports) => told({ supports }));
    socket.on('sosState', (sosState) => told({ sosState }));
    socket.on('sessionEnded', ({ code }) => this.#show({ line: 'refused', refusal: code }));
    // Told to go, a link does not come back by itself: a relay that lost its hub says so too.
    const again = (afterMs: number): void =>
      void setTimeout(() => this.#socket === socket && !socket.active && socket.connect(), afterMs);
    socket.on('disconnect', () => {
      this.#underWay.clear();
      if (this.#view.line === 'refused') return;
      this.#show({ line: 'connecting' });
      again(againMs);
    });
    socket.on('connect_error', (error) => {
      const { data } = error as Error & { readonly data?: FieldConnectError };
      if (data !== undefined) this.#show({ line: 'refused', refusal: data.code });
      // Too many tries pass, and so does a hub that is away; a wrong key does not.
      if (data === undefined) again(againMs);
      if (data?.code === 'TooManyAttempts') again(60_000);
    });
    socket.io.on('ping', () => told({}));
  }

  /** That messages are on this phone is said once, whichever page is open and however often they are told. */
  async #received(messages: readonly FieldMessage[]): Promise<void> {
    const known = new Set(await this.#kept.get<readonly string[]>('delivered'));
    const fresh = messages.filter(({ message }) => !known.has(message));
    if (fresh.length === 0) return;
    // Of the hub's own last hours: what it does not tell any more need not be remembered.
    await this.#write(
      'delivered',
      messages.map(({ message }) => message),
    );
    for (const { message } of fresh)
      await this.press({ event: 'receipt', message: { id: crypto.randomUUID(), message, state: 'delivered' } });
  }

  #pump(): void {
    if (this.#view.line !== 'live') return;
    for (const entry of next(this.#view.entries)) if (!this.#underWay.has(entry.id)) void this.#send(entry);
  }

  async #send(entry: Entry): Promise<void> {
    const socket = this.#socket;
    if (socket === undefined) return;
    this.#underWay.add(entry.id);
    try {
      const refusal = await this.#bring(entry);
      const emit = socket.timeout(answerMs).emitWithAck.bind(socket.timeout(answerMs)) as (
        event: string,
        message: unknown,
      ) => Promise<Answer>;
      const said = refusal ?? (await emit(entry.event, entry.message));
      // A hub that fell has forgotten what was on its way: it is brought again.
      const isGone = said.status === 'refused' && said.code === 'UploadUnknown' && refusal === undefined;
      const answer: Answer = isGone ? { status: 'unavailable', retryAfterMs: againMs } : said;
      await this.#change((entries) => answered(entries, entry.id, answer, this.now()));
      // Of what was refused the photo stays until somebody has read that.
      if (answer.status === 'accepted') await this.#drop(filesOf(entry));
      if (answer.status === 'unavailable') await new Promise((resolve) => setTimeout(resolve, answer.retryAfterMs));
    } catch {
      await new Promise((resolve) => setTimeout(resolve, againMs));
    }
    // After a new line it may be under way there already.
    if (socket !== this.#socket) return;
    this.#underWay.delete(entry.id);
    this.#pump();
  }

  async #drop(files: readonly string[]): Promise<void> {
    for (const id of files) await this.#kept.remove(`file ${id}`);
  }

  /** The files of an entry, before it; a refusal where one of them can never be brought. */
  async #bring(entry: Entry): Promise<Answer | undefined> {
    const { key } = this.#view;
    for (const id of filesOf(entry)) {
      const photo = await this.#kept.get<Photo>(`file ${id}`);
      if (photo === undefined || key === null) return { status: 'refused', code: 'UploadUnknown' };
      const brought = await bring(key, photo, (share) => this.#show({ bringing: share })).finally(() =>
        this.#show({ bringing: null }),
      );
      if (typeof brought === 'object') return { status: 'refused', code: brought.refused };
      if (brought === 'again') return { status: 'unavailable', retryAfterMs: againMs };
    }
    return undefined;
  }

  async #sendFixes(): Promise<void> {
    if (this.#sendingFixes || this.#view.line !== 'live' || this.#socket === undefined) return;
    this.#sendingFixes = true;
    try {
      while (this.#fixes.length > 0 && this.#view.line === 'live') {
        const fixes = this.#fixes.slice(0, fixesAtOnce);
        const answer = await this.#socket
          .timeout(answerMs)
          .emitWithAck('positions', { id: crypto.randomUUID(), fixes });
        if (answer.status === 'unavailable') break;
        const sent = new Set(fixes);
        this.#fixes = this.#fixes.filter((fix) => !sent.has(fix));
        this.#showFixes({ sentAt: this.now() });
        await this.#write('fixes', this.#fixes);
      }
    } catch {
      // They go with the next one, or the next line.
    } finally {
      this.#sendingFixes = false;
    }
  }

  #showFixes(change: Partial<PhoneView['fixes']>): void {
    this.#show({ fixes: { ...this.#view.fixes, ...change, waiting: this.#fixes.length } });
  }

  /** One after the other: each is worked out from what the one before has written. */
  #change(work: (entries: readonly Entry[]) => readonly Entry[]): Promise<void> {
    const change = this.#writing.then(async () => {
      const entries = work(this.#view.entries);
      if (entries === this.#view.entries) return;
      await this.#kept.set('entries', entries);
      this.#show({ entries });
    });
    this.#writing = change.catch(() => undefined);
    return change;
  }

  #write(key: string, value: unknown): Promise<void> {
    const write = this.#writing.then(() => this.#kept.set(key, value));
    this.#writing = write.catch(() => undefined);
    return this.#writing;
  }

  #show(change: Partial<PhoneView>): void {
    this.#view = { ...this.#view, ...change };
    for (const listener of [...this.#listeners]) listener();
  }
}
