import { describe, expect, test } from 'vitest';
import { chooseTokens } from '../../../../src/methods/verbalizer/learn/auto-words.ts';
import { matrixOf } from '../../../experiment/verbalizer/made-words.ts';

describe('the tokens that labelled rows choose', () => {
  // Token 0 is likeliest everywhere and tells nothing; tokens 2 and 3 tell the classes.
  const logits = matrixOf([
    [5, 0, 3, 0],
    [5, 1, 2, 0],
    [5, 0, 0, 3],
    [5, 1, 0, 2],
  ]);

  test('are those that tell the class from the others, not those that are likely', () => {
    expect(chooseTokens(logits, [0, 0, 1, 1], 2)).toEqual([[2], [3]]);
    expect(chooseTokens(logits, [1, 1, 0, 0], 2)).toEqual([[3], [2]]);
  });

  test('a token that an earlier class has is not taken again', () => {
    const same = matrixOf([
      [0, 4, 1],
      [0, 4, 2],
    ]);
    const [[first], [second]] = chooseTokens(same, [0, 1], 2);
    expect(first).not.toBe(second);
  });

  test('three rows of the other classes weigh no more than one of the class', () => {
    // Token 1 is likelier in the one row, token 2 rarer in the three: unbalanced, the three would choose it.
    const others = [0, -1, -2];
    expect(chooseTokens(matrixOf([[0, 2, 0.5], others, others, others]), [0, 1, 1, 1], 2)[0]).toEqual([1]);
  });
});
