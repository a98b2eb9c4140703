/** Cuts the middle out: what tells two names apart is at either end. */
export function cutMiddle(text: string, width: number): string {
  const characters = [...text];
  if (characters.length <= width) return text;
  const tail = Math.floor((width - 1) / 2);
  const head = characters.slice(0, width - 1 - tail).join('');
  return `${head}…${characters.slice(characters.length - tail).join('')}`;
}
