/**
 * One number a word from the logits of its tokens (specs: KPT, section 5.1): there is one mask, so a word of several
 * tokens has several logits there and a rule decides.
 */

/** `first`: the first token's logit, as OpenPrompt; `mean` and `max` over the word's tokens. */
export const HANDLINGS = ['mean', 'first', 'max'] as const;
export type Handling = (typeof HANDLINGS)[number];

/** Numbers side by side, [rows × columns], row-major. */
export interface Matrix {
  readonly rows: number;
  readonly columns: number;
  readonly values: Float32Array | Float64Array;
}

type Rule = (values: Matrix['values'], tokens: readonly number[], at: number) => number;

const RULES: Readonly<Record<Handling, Rule>> = {
  first: (values, tokens, at) => values[at + tokens[0]],
  max(values, tokens, at) {
    let most = values[at + tokens[0]];
    for (let index = 1; index < tokens.length; index++) most = Math.max(most, values[at + tokens[index]]);
    return most;
  },
  mean(values, tokens, at) {
    let sum = 0;
    for (const token of tokens) sum += values[at + token];
    return sum / tokens.length;
  },
};

/**
 * @param logits [rows × tokens]
 * @param words of each word the columns of its tokens, at least one
 * @returns [rows × words]
 */
export function wordValues(
  logits: Matrix,
  words: readonly (readonly number[])[],
  handling: Handling,
): Matrix {
  const rule = RULES[handling];
  const values = new Float64Array(logits.rows * words.length);
  for (let row = 0; row < logits.rows; row++)
    for (let word = 0; word < words.length; word++)
      values[row * words.length + word] = rule(logits.values, words[word], row * logits.columns);
  return { rows: logits.rows, columns: words.length, values };
}

/** Mean of each column: of logits over a support set, what the mask is like before any text is read, [columns]. */
export function columnMeans({ rows, columns, values }: Matrix): Float64Array {
  const means = new Float64Array(columns);
  for (let row = 0; row < rows; row++)
    for (let column = 0; column < columns; column++) means[column] += values[row * columns + column];
  return means.map((sum) => sum / rows);
}
