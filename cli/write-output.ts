import { writeFileAtomically } from '../results/atomic-file.ts';

/** Writes a result where it was asked for: to a file, or for `-` to standard output. */
export async function writeOutput(destination: string, text: string): Promise<void> {
  if (destination === '-') process.stdout.write(text);
  else await writeFileAtomically(destination, text);
}
