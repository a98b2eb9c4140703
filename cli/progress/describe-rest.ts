/** Times nearer than this are told by how long they are away, not by the clock. */
const CLOCK_FROM_MS = 120_000;

/** `about 4 min 20 s left, until 06:31`, by the clock of where it runs. */
export function describeRest(restMs: number, nowMs: number): string {
  const left = `about ${formatDuration(restMs)} left`;
  if (restMs < CLOCK_FROM_MS) return left;
  const end = new Date(nowMs + restMs);
  const digits = (value: number) => String(value).padStart(2, '0');
  return `${left}, until ${digits(end.getHours())}:${digits(end.getMinutes())}`;
}

function formatDuration(ms: number): string {
  const sec = Math.ceil(ms / 1000);
  return sec < 60 ? `${sec} s` : `${Math.floor(sec / 60)} min ${sec % 60} s`;
}
