import fc from 'fast-check';

export interface SplitStream {
  readonly stream: Uint8Array;
  readonly chunks: readonly Uint8Array[];
}

/** A stream and one of the ways in which it may arrive: in any pieces, none of them empty. */
export const anySplit: fc.Arbitrary<SplitStream> = fc
  .tuple(
    fc.uint8Array({ minLength: 0, maxLength: 400 }),
    fc.array(fc.integer({ min: 1, max: 60 }), { minLength: 0, maxLength: 60 }),
  )
  .map(([stream, lengths]) => ({ stream, chunks: cut(stream, lengths) }));

function cut(stream: Uint8Array, lengths: readonly number[]): Uint8Array[] {
  const chunks: Uint8Array[] = [];
  let at = 0;
  for (const length of [...lengths, stream.length]) {
    const chunk = stream.subarray(at, at + length);
    if (chunk.length > 0) chunks.push(chunk);
    at += chunk.length;
  }
  return chunks;
}
