/** Ends of models, from the last hidden state to logits, as exporters write them. Only tests import it. */
import { TINY, type TinyParts } from './tiny-model.ts';

export type Head = NonNullable<TinyParts['head']>;

const { vocabulary, width } = TINY;

const tied: Head = (t, x, { table }) => t.matMul(x, t.permute(table, 1, 0));

/** [B, S, width] → Gemm over all tokens → [B, S, columns]. */
const byGemm =
  (transB: 0 | 1): Head =>
  (t, x, { batch, length }) => {
    const weight = t.weight(transB === 1 ? [vocabulary, width] : [width, vocabulary]);
    const y = t.op('Gemm', [t.view(x, -1, width), weight, t.weight([vocabulary])], {
      transB,
      alpha: 0.5,
      beta: 2,
    });
    return t.view(y, batch, length, vocabulary);
  };

/** The columns of label words can be computed alone. */
export const HEADS = {
  'the table, transposed': tied,
  'the table with a bias': (t, x, tokens) => t.add(tied(t, x, tokens), t.weight([vocabulary])),
  'a weight of its own': (t, x) => t.linear(x, width, vocabulary),
  'a bias with leading ones': (t, x, tokens) => t.add(tied(t, x, tokens), t.weight([1, vocabulary])),
  'a Gemm on a stored weight': byGemm(0),
  'a Gemm on a transposed weight': byGemm(1),
  'logits that are scaled': (t, x, tokens) => t.mul(tied(t, x, tokens), t.float(0.25)),
  'logits divided by a number a token': (t, x, tokens) => {
    const size = t.op('ReduceL2', [x], { axes: [-1], keepdims: 1 });
    return t.op('Div', [tied(t, x, tokens), size]);
  },
  'logits that are capped': (t, x, tokens) => {
    const inner = t.op('Div', [tied(t, x, tokens), t.float(3)]);
    return t.mul(t.op('Tanh', [inner]), t.float(3));
  },
  'a padded vocabulary that is cut': (t, x) => t.slice(t.linear(x, width, vocabulary + 14), 2, 0, vocabulary),
  'tokens turned round and back': (t, x, tokens) =>
    t.permute(tied(t, t.permute(x, 1, 0, 2), tokens), 1, 0, 2),
} as const satisfies Readonly<Record<string, Head>>;

/** Heads that hide their columns. */
export const OPAQUE_HEADS = {
  'log probabilities': (t, x, tokens) => t.op('LogSoftmax', [tied(t, x, tokens)], { axis: -1 }),
  'two halves of the vocabulary': (t, x) =>
    t.op('Concat', [t.linear(x, width, 20), t.linear(x, width, vocabulary - 20)], { axis: -1 }),
} as const satisfies Readonly<Record<string, Head>>;
