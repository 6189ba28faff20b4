/** Of one piece, compressed: with the head of its answer it passes as four full packets (docs/spec/lines.md). */
export const kPieceBytesMax = 4_864;

/** Of one file of cards; a card is not cut in two. With the head of its answer it stays below 9 KB. */
export const kCardFileBytesMax = 6_656;
