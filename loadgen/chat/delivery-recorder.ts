import { TimesRecorder } from '../recording/times-recorder.ts';
import type { RecordedDeliveries } from './recorded-deliveries.ts';

/** What became of a delivery that did not come. */
export type Missed = 'lost' | 'failed' | 'unfinished';

/**
 * Counts and times of the deliveries of one load thread. A delivery belongs to the measurement when
 * the intended start of its message lies in the window, which is the ledger's rule as well.
 */
export class DeliveryRecorder {
  readonly #isInWindow: (atNs: number) => boolean;
  readonly #counts = {
    expected: 0,
    delivered: 0,
    lost: 0,
    failed: 0,
    unfinished: 0,
    duplicated: 0,
    misordered: 0,
    excused: 0,
  };
  readonly #times = {
    deliveryTimeNs: new TimesRecorder(),
    firstReceiverTimeNs: new TimesRecorder(),
    medianReceiverTimeNs: new TimesRecorder(),
    lastReceiverTimeNs: new TimesRecorder(),
  };
  #deliveredInWindow = 0;
  #slowReadersDisconnected = 0;

  constructor(isInWindow: (atNs: number) => boolean) {
    this.#isInWindow = isInWindow;
  }

  /** A message was said to so many members that read, and to so many slow readers. */
  said(intendedNs: number, owed: number, excused: number): void {
    if (!this.#isInWindow(intendedNs)) return;
    this.#counts.expected += owed;
    this.#counts.excused += excused;
  }

  delivered(intendedNs: number, receivedNs: number): void {
    if (this.#isInWindow(receivedNs)) this.#deliveredInWindow += 1;
    if (!this.#isInWindow(intendedNs)) return;
    this.#counts.delivered += 1;
    this.#times.deliveryTimeNs.record(receivedNs - intendedNs);
  }

  /**
   * Deliveries of one message that did not come. Those that are unfinished waited until `atNs` at
   * least: left out, a server that delivers late would look faster than one that is just in time.
   */
  missed(what: Missed, intendedNs: number, atNs: number, deliveries: number): void {
    if (deliveries === 0 || !this.#isInWindow(intendedNs)) return;
    this.#counts[what] += deliveries;
    if (what === 'unfinished') {
      this.#times.deliveryTimeNs.record(Math.max(0, atNs - intendedNs), deliveries);
    }
  }

  /** When the first, the median and the last receiver had a message; or still had not, by then. */
  spread(intendedNs: number, firstNs: number, medianNs: number, lastNs: number): void {
    if (!this.#isInWindow(intendedNs)) return;
    this.#times.firstReceiverTimeNs.record(Math.max(0, firstNs - intendedNs));
    this.#times.medianReceiverTimeNs.record(Math.max(0, medianNs - intendedNs));
    this.#times.lastReceiverTimeNs.record(Math.max(0, lastNs - intendedNs));
  }

  /** A delivery too many, or one that was overtaken, at any time of the trial. */
  wrong(what: 'duplicated' | 'misordered'): void {
    this.#counts[what] += 1;
  }

  slowReaderDisconnected(): void {
    this.#slowReadersDisconnected += 1;
  }

  read(): RecordedDeliveries {
    const { deliveryTimeNs, firstReceiverTimeNs, medianReceiverTimeNs, lastReceiverTimeNs } =
      this.#times;
    return {
      counts: { ...this.#counts },
      deliveredInWindow: this.#deliveredInWindow,
      slowReadersDisconnected: this.#slowReadersDisconnected,
      times: {
        deliveryTimeNs: deliveryTimeNs.read(),
        firstReceiverTimeNs: firstReceiverTimeNs.read(),
        medianReceiverTimeNs: medianReceiverTimeNs.read(),
        lastReceiverTimeNs: lastReceiverTimeNs.read(),
      },
    };
  }
}
