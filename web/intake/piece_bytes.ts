/** Of one piece, compressed; with the head of its answer it stays below 9 KB (docs/spec/lines.md). */
export const kPieceBytesMax = 6_656;
