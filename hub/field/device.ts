/** Tells one device what is asked of its unit: the newest, once, and only where the link has room. */
import type { Namespace, Socket } from 'socket.io';
import type { AlarmReads } from '../../shared/domain/alarm/state.ts';
import type { MessageReads } from '../../shared/domain/message/state.ts';
import type { DeviceToHub, FieldEnded, HubToDevice } from '../../shared/wire/field-api.ts';
import { messagesSinceProtocol, noticesSinceProtocol, supportsSinceProtocol } from '../../shared/wire/field-api.ts';
import type { Clock } from '../ports.ts';
import { jobsOf } from './jobs.ts';
import { messagesOf } from './messages.ts';
import { noticesOf, sosStateOf, supportsOf } from './notices.ts';
import type { JobReads } from './jobs.ts';

type NoEvents = Record<string, never>;
export interface DeviceData {
  unit: string;
  protocol: number;
  /** What the key it came with goes by. */
  key: string;
  /** Where it comes from, behind a relay too. */
  address: string;
}
export type FieldNamespace = Namespace<DeviceToHub, HubToDevice, NoEvents, DeviceData>;
export type FieldSocket = Socket<DeviceToHub, HubToDevice, NoEvents, DeviceData>;

/** Packets that wait for the transport: with more, jobs are told when there is room. */
const pipePackets = 8;

export interface TellDeps {
  readonly reads: JobReads & Pick<MessageReads, 'messagesSince'> & Pick<AlarmReads, 'openAlarms'>;
  /** The words of a message to a unit; noted in the access log, each time it is asked. */
  readonly words: (unit: string, ref: string) => string | undefined;
  readonly clock: Clock;
}

export class Device {
  readonly socket: FieldSocket;
  readonly unit: string;
  #told = '';
  #toldMessages = '';
  #toldNotices = '[]';
  #toldSos = '';
  #toldSupports = '[]';
  /** Words that this device was told, by record: each is looked up once. */
  #words: ReadonlyMap<string, string> = new Map();

  constructor(socket: FieldSocket) {
    this.socket = socket;
    this.unit = socket.data.unit;
  }

  tell(deps: TellDeps): void {
    const { reads } = deps;
    if (!this.socket.connected || waiting(this.socket) >= pipePackets) return;
    if (this.socket.data.protocol >= messagesSinceProtocol) this.#tellMessages(deps);
    if (this.socket.data.protocol >= noticesSinceProtocol) this.#tellAlarms(deps);
    const jobs = jobsOf(this.unit, reads, this.socket.data.protocol >= supportsSinceProtocol);
    const text = JSON.stringify(jobs);
    if (jobs === undefined || text === this.#told) return;
    this.#told = text;
    this.socket.emit('jobs', jobs);
  }

  #tellMessages({ reads, words, clock }: TellDeps): void {
    const now = new Map<string, string>();
    const messages = messagesOf(this.unit, reads, clock.now(), (ref) => {
      const text = this.#words.get(ref) ?? words(this.unit, ref);
      if (text !== undefined) now.set(ref, text);
      return text;
    });
    this.#words = now;
    const text = JSON.stringify(messages);
    if (text === this.#toldMessages || (messages.length === 0 && this.#toldMessages === '')) return;
    this.#toldMessages = text;
    this.socket.emit('messages', messages);
  }

  #tellAlarms({ reads }: TellDeps): void {
    const notices = noticesOf(this.unit, reads);
    const text = JSON.stringify(notices);
    if (text !== this.#toldNotices) this.socket.emit('notices', notices);
    this.#toldNotices = text;
    const knowsHelp = this.socket.data.protocol >= supportsSinceProtocol;
    const call = sosStateOf(this.unit, reads, knowsHelp);
    const sos = JSON.stringify(call);
    if (sos !== this.#toldSos) this.socket.emit('sosState', call);
    this.#toldSos = sos;
    if (!knowsHelp) return;
    const supports = supportsOf(this.unit, reads);
    const sent = JSON.stringify(supports);
    if (sent !== this.#toldSupports) this.socket.emit('supports', supports);
    this.#toldSupports = sent;
  }

  end(code: FieldEnded['code']): void {
    this.socket.emit('sessionEnded', { code });
    this.socket.disconnect(true);
  }
}

/** Packets handed over that the transport has not taken. */
function waiting({ conn }: FieldSocket): number {
  // engine.io calls it private in its types and public in its documentation of back-pressure.
  return (conn as unknown as { readonly writeBuffer: readonly unknown[] }).writeBuffer.length;
}
