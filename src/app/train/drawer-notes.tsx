/** What is in a drawer, in a number beside its name. */
import type { ReactNode } from 'react';
import { judgeExample } from '../../views/examples/judge-example.ts';
import { useRun } from '../lab-context.tsx';

export function NeuronsNote(): ReactNode {
  const count = useRun(({ activations }) => {
    const frame = activations.at(-1);
    return frame === undefined ? null : frame.layers * frame.neurons;
  });
  return count === null ? null : count.toLocaleString('en');
}

export function TokensNote(): ReactNode {
  return useRun(({ promptTokens }) => promptTokens?.tokens.length ?? null);
}

export function AnswersNote(): ReactNode {
  return useRun(({ examples }) => {
    if (examples === null) return null;
    const turned = examples.rows.filter((row) => judgeExample(row).change !== 'same').length;
    return `${String(turned)} of ${String(examples.rows.length)} turned`;
  });
}
