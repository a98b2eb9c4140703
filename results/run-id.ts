const RUN_ID = /^[a-z0-9][a-z0-9._-]{0,127}$/;

/** A run's id names a folder: no separator, no leading dot, nothing a shell would read. */
export function checkRunId(id: string): string {
  if (!RUN_ID.test(id)) {
    throw new RangeError(
      `'${printable(id)}' is not a run id: use a-z, 0-9, '.', '_' and '-', at most 128 of them, not starting with a sign`,
    );
  }
  return id;
}

/** `2026-05-04t09-30-00-progression`: sorts by time, and is a run id whatever the name holds. */
export function createRunId(name: string, startedAt: Date): string {
  const time = startedAt.toISOString().slice(0, 19).replaceAll(':', '-').toLowerCase();
  const words = name
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '')
    .slice(0, 64);
  return words === '' ? time : `${time}-${words}`;
}

function printable(text: string): string {
  return text.replaceAll(/[^\x20-\x7e]/g, '?').slice(0, 80);
}
