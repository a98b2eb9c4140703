interface CpuLook {
  readonly phase: string;
  readonly atNs: number;
  readonly cpuNs: number;
}

/** A look that lies this many back is what the newest is compared with. */
const LOOKS_BACK = 4;

/** Follows the CPU time of a process, as a sum that only grows, within one phase of its load. */
export class RecentCpuWatch {
  #looks: readonly CpuLook[] = [];

  /** CPUs kept busy over the last looks of this phase; null at its first. */
  follow(look: CpuLook): number | null {
    const earlier = this.#looks.filter(({ phase }) => phase === look.phase);
    this.#looks = [...earlier.slice(1 - LOOKS_BACK), look];
    const [first] = earlier;
    if (first === undefined || look.atNs <= first.atNs) return null;
    return Math.max(0, look.cpuNs - first.cpuNs) / (look.atNs - first.atNs);
  }
}
