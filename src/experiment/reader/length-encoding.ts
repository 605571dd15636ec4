/** How a text of so many tokens is cut into passages for a cost curve. */

/** Tokens of a passage, about those of a snippet. */
const PASSAGE = 32;

/** Passages of one length that come to `tokens` together, 32 tokens each where that goes. */
export function encodingOfLength(tokens: number): {
  readonly passages: number;
  readonly passageLength: number;
} {
  let passageLength = Math.min(PASSAGE, tokens);
  while (tokens % passageLength !== 0) passageLength -= 1;
  return { passages: tokens / passageLength, passageLength };
}
