/**
 * On GitHub a line that begins with `::` is a command to the runner, wherever a step prints it: what
 * a server said at its end must not be one because a line happens to break there. Elsewhere, and in
 * what is meant as a command, nothing is changed.
 */
export function disarmCommands(
  text: string,
  isRunner = process.env.GITHUB_ACTIONS === 'true',
): string {
  return isRunner ? text.replaceAll(/^(\s*):(?=:)/gm, '$1: ') : text;
}
