/** A line never ends between a figure and its unit. */
export function keepUnits(text: string): string {
  return text.replaceAll(/(\d) (?=[%kMGTµnms])/g, '$1\u00a0');
}
