/** What a load must measure on servers whose behaviour is known. Pure; times in ns. */

export interface Freeze {
  /** How long the server stood still. */
  readonly frozenNs: number;
  /** Length of the measured window, in which the freeze and its backlog lie. */
  readonly windowNs: number;
  /** Share of the server's time that the load asks for: arrivals per ns x service time. */
  readonly utilization: number;
  /** Response time when nothing is frozen. */
  readonly baseNs: number;
}

/**
 * Response time that a share of 1 - `quantile` of evenly spaced arrivals exceeds. Whoever comes `u`
 * after the freeze began waits `S - u` for its end and then for those before: `S - u(1 - rho)`. So
 * `(S - r) / (1 - rho)` of the window's time leads to a wait over `r`, and `r = S - (1-p) T (1-rho)`.
 */
export function freezeQuantileNs(freeze: Freeze, quantile: number): number {
  const { frozenNs, windowNs, utilization, baseNs } = freeze;
  return Math.max(0, frozenNs - (1 - quantile) * windowNs * (1 - utilization)) + baseNs;
}

/** The mean of the same: a triangle of height `S` over `S / (1 - rho)` of the window. */
export function freezeMeanNs({ frozenNs, windowNs, utilization, baseNs }: Freeze): number {
  return baseNs + frozenNs ** 2 / (2 * (1 - utilization) * windowNs);
}

/**
 * Share of its time that the server needs for `ratePerSec` evenly spaced arrivals, out of the times
 * at which it answered them after a freeze: the backlog shrinks by what it serves faster than they
 * come. 0 when it was gone at once.
 */
export function backlogUtilization(
  answeredAfterNs: readonly number[],
  frozenNs: number,
  ratePerSec: number,
): number {
  const goneAt = answeredAfterNs.findIndex(
    (afterNs, index) => index + 1 >= ((frozenNs + afterNs) * ratePerSec) / 1e9,
  );
  const drainNs = answeredAfterNs[goneAt];
  if (drainNs === undefined || goneAt < 0) return 0;
  return (drainNs / (goneAt + 1)) * (ratePerSec / 1e9);
}

export interface Moments {
  readonly meanNs: number;
  readonly secondMoment: number;
}

export function momentsOf(times: readonly number[]): Moments {
  const sum = times.reduce((total, time) => total + time, 0);
  const squares = times.reduce((total, time) => total + time ** 2, 0);
  return { meanNs: sum / times.length, secondMoment: squares / times.length };
}

/**
 * Mean response time of one server with Poisson arrivals, in the long run (Pollaczek-Khinchine):
 * `E[S] + lambda E[S^2] / (2 (1 - rho))`.
 */
export function pollaczekKhinchineNs(
  { meanNs, secondMoment }: Moments,
  ratePerSec: number,
): number {
  const ratePerNs = ratePerSec / 1e9;
  return meanNs + (ratePerNs * secondMoment) / (2 * (1 - ratePerNs * meanNs));
}

/**
 * The same for these very arrivals and service times, exact (Lindley 1952): each is served when it
 * has come and the one before is done. Counts arrivals from `fromNs` on; both lists in order.
 */
export function lindleyMeanNs(
  arrivalsNs: readonly number[],
  servicesNs: readonly number[],
  fromNs: number,
): number {
  let doneNs = 0;
  let sum = 0;
  let counted = 0;
  for (const [index, arrivalNs] of arrivalsNs.entries()) {
    const serviceNs = servicesNs[index];
    if (serviceNs === undefined) break;
    doneNs = Math.max(doneNs, arrivalNs) + serviceNs;
    if (arrivalNs < fromNs) continue;
    sum += doneNs - arrivalNs;
    counted += 1;
  }
  return sum / counted;
}

/** A quantile of the sum of two independent times, each given by values that stand for it. */
export function quantileOfSum(
  some: readonly number[],
  others: readonly number[],
  quantile: number,
): number {
  const sums = new Float64Array(some.length * others.length);
  for (const [i, one] of some.entries()) {
    for (const [j, other] of others.entries()) sums[i * others.length + j] = one + other;
  }
  sums.sort();
  return sums[Math.max(0, Math.ceil(sums.length * quantile) - 1)] ?? Number.NaN;
}
