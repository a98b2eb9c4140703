import type { Counts } from '../../results/trial-result.ts';
import type { ThreadProgress } from '../threads/load-control.ts';
import type { Window } from '../window.ts';
import { ConnectionCounts } from './connection-counts.ts';
import type { Mismatch } from './mismatch.ts';
import type { LoadShareResult } from './share-result.ts';
import { TimelineRecorder } from './timeline-recorder.ts';
import { TimesRecorder } from './times-recorder.ts';

/** The times of messages in flight, by cell. */
export interface MessageTimes {
  readonly intendedNs: Float64Array;
  readonly sentNs: Float64Array;
}

/**
 * Counts and times of one load thread, the same for every engine.
 *
 * A message belongs to the measurement when its intended start lies in the window, or when it was
 * sent before and waited throughout the window. Each such message is settled exactly once: `ok`,
 * `failed`, `timedOut`, `lost`, `dropped` or `unfinished`.
 */
export class Recorder {
  readonly #timeoutNs: number;
  readonly #times = {
    responseTimeNs: new TimesRecorder(),
    serviceTimeNs: new TimesRecorder(),
    sendLagNs: new TimesRecorder(),
    connectTimeNs: new TimesRecorder(),
    firstReplyTimeNs: new TimesRecorder(),
  };
  readonly timeline = new TimelineRecorder();
  readonly #counts = {
    scheduled: 0,
    sent: 0,
    ok: 0,
    timedOut: 0,
    lost: 0,
    dropped: 0,
    unfinished: 0,
    corrupt: 0,
    duplicated: 0,
    reordered: 0,
    answeredInWindow: 0,
  };
  readonly #failed = new Map<string, number>();
  readonly #connections = new ConnectionCounts();
  #startNs = Number.POSITIVE_INFINITY;
  #endNs = Number.POSITIVE_INFINITY;
  #latestIntendedNs = Number.NEGATIVE_INFINITY;
  #answered = 0;
  #lastReplyNs: number | null = null;
  #failures = 0;
  #sentLate = 0;
  #ended = 0;
  #verificationFailure: string | null = null;
  /** Replies that have the same three times, not entered yet: how many, and intended, sent, received. */
  #together = 0;
  readonly #togetherNs = new Float64Array(3);

  constructor(timeoutNs: number) {
    this.#timeoutNs = timeoutNs;
  }

  /**
   * May be called again to close the window earlier than was planned. A thread that learns of it
   * late may have sent already: such a message is on no book, so the window starts after it.
   */
  setWindow(window: Window): void {
    this.#enterTogether();
    if (this.#startNs === Number.POSITIVE_INFINITY) {
      this.#startNs = Math.max(window.startNs, this.#latestIntendedNs + 1);
    }
    this.#endNs = Math.max(this.#startNs, window.endNs);
  }

  get endNs(): number {
    return this.#endNs;
  }

  /** When the last verified reply came; null without any. */
  get lastReplyNs(): number | null {
    this.#enterTogether();
    return this.#lastReplyNs;
  }

  sent(intendedNs: number): void {
    if (intendedNs > this.#latestIntendedNs) this.#latestIntendedNs = intendedNs;
    if (!this.measures(intendedNs)) return;
    this.#counts.scheduled += 1;
    this.#counts.sent += 1;
  }

  /** Whether what is meant for this time, or happens then, lies in the measured window. */
  measures(atNs: number): boolean {
    return atNs >= this.#startNs && atNs < this.#endNs;
  }

  /** A message left late although its connection had room: by the fault of the load. */
  sentLate(intendedNs: number): void {
    if (this.measures(intendedNs)) this.#sentLate += 1;
  }

  /**
   * A verified reply. Messages that left in one write come back in one read, with the same times:
   * those are entered together.
   */
  answered(intendedNs: number, sentNs: number, receivedNs: number): void {
    const together = this.#togetherNs;
    if (receivedNs !== together[2] || sentNs !== together[1] || intendedNs !== together[0]) {
      this.#enterTogether();
      together[0] = intendedNs;
      together[1] = sentNs;
      together[2] = receivedNs;
    }
    this.#together += 1;
  }

  /** The same, of a message whose times lie in a cell: three numbers as arguments would be three objects. */
  answeredIn({ intendedNs, sentNs }: MessageTimes, cell: number, receivedNs: number): void {
    this.answered(intendedNs[cell] ?? 0, sentNs[cell] ?? 0, receivedNs);
  }

  #enterTogether(): void {
    const replies = this.#together;
    if (replies === 0) return;
    this.#together = 0;
    const intendedNs = this.#togetherNs[0] ?? 0;
    const sentNs = this.#togetherNs[1] ?? 0;
    const receivedNs = this.#togetherNs[2] ?? 0;
    this.#answered += replies;
    const responseTimeNs = receivedNs - intendedNs;
    if (this.#admit(intendedNs, receivedNs, replies)) {
      if (responseTimeNs > this.#timeoutNs) this.#counts.timedOut += replies;
      else this.#counts.ok += replies;
      this.#recordTimes(intendedNs, sentNs, receivedNs, replies);
    }
    this.#bookReplies(receivedNs, responseTimeNs, replies);
  }

  /** A message that ended in an error: its time says nothing about the service, so none is kept. */
  failed(code: string, intendedNs: number, atNs: number): void {
    this.#failures += 1;
    if (this.measures(atNs)) this.timeline.failed(atNs - this.#startNs);
    if (!this.#admit(intendedNs, atNs, 1)) return;
    this.#failed.set(code, (this.#failed.get(code) ?? 0) + 1);
  }

  /** Still no answer at the end of the drain: its time so far is part of the distribution. */
  unfinished(intendedNs: number, sentNs: number, atNs: number): void {
    if (!this.#admit(intendedNs, atNs, 1)) return;
    if (atNs - intendedNs > this.#timeoutNs) this.#counts.timedOut += 1;
    else this.#counts.unfinished += 1;
    this.#recordTimes(intendedNs, sentNs, atNs, 1);
  }

  /**
   * A datagram that was given up and never answered: it waited until then at least, and that is in
   * the distribution, or losing messages would improve it.
   */
  lost(intendedNs: number, sentNs: number, givenUpNs: number): void {
    if (!this.#admit(intendedNs, givenUpNs, 1)) return;
    this.#counts.lost += 1;
    this.#recordTimes(intendedNs, sentNs, givenUpNs, 1);
  }

  /** A verified reply to a datagram that had been given up: not lost after all, but too late. */
  answeredLate(intendedNs: number, sentNs: number, givenUpNs: number, receivedNs: number): void {
    this.#answered += 1;
    if (this.#admit(intendedNs, givenUpNs, 1)) {
      this.#counts.timedOut += 1;
      this.#recordTimes(intendedNs, sentNs, receivedNs, 1);
    }
    this.#bookReplies(receivedNs, receivedNs - intendedNs, 1);
  }

  /** A further reply to a measured datagram that was answered. Networks do that: no failure. */
  duplicated(): void {
    this.#counts.duplicated += 1;
  }

  /** A datagram's reply was overtaken by the reply to a later one. No failure either. */
  reordered(intendedNs: number): void {
    if (this.measures(intendedNs)) this.#counts.reordered += 1;
  }

  /** Due in the window and never sent. It waited all the same, and that is recorded. */
  dropped(intendedNs: number, atNs: number): void {
    if (!this.measures(intendedNs)) return;
    this.#counts.scheduled += 1;
    this.#counts.dropped += 1;
    this.#times.responseTimeNs.record(Math.max(0, atNs - intendedNs));
  }

  /** The server answered wrongly: from here on its speed means nothing. */
  failedVerification(kind: Mismatch, message: string): void {
    // What is lost is in the ledger already, as a message that failed.
    if (kind !== 'lost') this.#counts[kind] += 1;
    this.#verificationFailure ??= message;
  }

  connectionAttempted(): void {
    this.#connections.count('attempted');
  }

  /** Null where nobody was asked: datagrams have no handshake. */
  connectionEstablished(connectTimeNs: number | null): void {
    this.#connections.count('established');
    if (connectTimeNs !== null) this.#times.connectTimeNs.record(connectTimeNs);
  }

  connectionServed(sinceConnectStartNs: number): void {
    this.#connections.count('served');
    this.#times.firstReplyTimeNs.record(sinceConnectStartNs);
  }

  /** An error that a connection outlived: whoever sends datagrams goes on. */
  connectionTroubled(code: string): void {
    this.connectionEnded(code);
  }

  /** How a connection ended that the client had not finished with. */
  connectionEnded(code: string): void {
    this.#connections.ended(code);
  }

  /** One client fewer that can carry messages. */
  clientEnded(): void {
    this.#ended += 1;
  }

  progress(): ThreadProgress {
    this.#enterTogether();
    return {
      established: this.#connections.established,
      served: this.#connections.served,
      ended: this.#ended,
      answered: this.#answered,
      answeredInWindow: this.#counts.answeredInWindow,
      failed: this.#failures,
      overdue: this.#counts.timedOut + this.#counts.lost,
      sent: this.#counts.sent,
      sentLate: this.#sentLate,
    };
  }

  read(): Omit<LoadShareResult, 'garbageCollections' | 'threadTime' | 'deliveries' | 'silentNs'> {
    this.#enterTogether();
    const { responseTimeNs, serviceTimeNs, sendLagNs, connectTimeNs, firstReplyTimeNs } =
      this.#times;
    const counts: Counts = { ...this.#counts, failed: Object.fromEntries(this.#failed) };
    return {
      counts,
      connections: this.#connections.read(),
      sentLate: this.#sentLate,
      answered: this.#answered,
      window: Number.isFinite(this.#startNs)
        ? { startNs: this.#startNs, endNs: this.#endNs }
        : null,
      times: {
        responseTimeNs: responseTimeNs.read(),
        serviceTimeNs: serviceTimeNs.read(),
        sendLagNs: sendLagNs.read(),
        connectTimeNs: connectTimeNs.read(),
        firstReplyTimeNs: firstReplyTimeNs.read(),
      },
      timeline: this.timeline.read(),
      verificationFailure: this.#verificationFailure,
    };
  }

  /** Throughput and timeline speak of when replies came, whenever their messages were due. */
  #bookReplies(receivedNs: number, responseTimeNs: number, replies: number): void {
    this.#lastReplyNs = receivedNs;
    if (!this.measures(receivedNs)) return;
    this.#counts.answeredInWindow += replies;
    this.timeline.ok(receivedNs - this.#startNs, responseTimeNs, replies);
  }

  /**
   * Whether a message that is settled at `settledNs` belongs to the measurement. Those that were
   * sent in the window are on the books already; those that waited throughout are entered here.
   */
  #admit(intendedNs: number, settledNs: number, messages: number): boolean {
    if (this.measures(intendedNs)) return true;
    if (intendedNs >= this.#startNs || settledNs < this.#endNs) return false;
    this.#counts.scheduled += messages;
    this.#counts.sent += messages;
    return true;
  }

  #recordTimes(intendedNs: number, sentNs: number, endNs: number, messages: number): void {
    this.#times.responseTimeNs.record(endNs - intendedNs, messages);
    this.#times.serviceTimeNs.record(endNs - sentNs, messages);
    this.#times.sendLagNs.record(sentNs - intendedNs, messages);
  }
}
