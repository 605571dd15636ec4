/**
 * Every lowering with its operator's optional inputs and attributes, as ONNX 1.19 and onnxruntime's ContribOperators.md
 * list them, and what the lab makes of each. What the list leaves out is refused, as `lowering-options.test.ts` shows.
 */
import type { PlainAttribute, PlainAttributes } from './graph-maker.ts';
import type { CaseMaker } from './lowering-case.ts';
import { FUSED_OPTIONS } from './lowering-options-fused.ts';
import { PLAIN_OPTIONS } from './lowering-options-plain.ts';

/** `idle`: neither the lab's result nor onnxruntime's depends on it. */
export type Verdict = 'read' | 'refused' | 'idle';

export type Option =
  | readonly [verdict: Verdict, input: number, make: (g: CaseMaker) => string]
  | readonly [verdict: Verdict, attribute: string, value: PlainAttribute, more?: PlainAttributes];

export interface LoweringOptions {
  readonly op: string;
  readonly opset: number;
  readonly required: (g: CaseMaker) => readonly string[];
  readonly attributes: PlainAttributes;
  readonly options: readonly Option[];
  /** How many outputs the node must have; the first is compared. */
  readonly outputs: number;
  /** onnxruntime's CPU has no kernel, or none for the options: numbers are compared in other tests. */
  readonly unrun?: true;
}

export type Row = Omit<LoweringOptions, 'op' | 'opset' | 'attributes' | 'outputs'> & Partial<LoweringOptions>;

export const LOWERING_OPTIONS: readonly LoweringOptions[] = Object.entries({
  ...PLAIN_OPTIONS,
  ...FUSED_OPTIONS,
}).map(([op, row]) => ({
  op,
  opset: 17,
  attributes: {},
  outputs: 1,
  ...row,
}));

/** The names of a case's inputs with one more at `index`. */
export function withInput(inputs: readonly string[], index: number, name: string): string[] {
  return Array.from({ length: Math.max(inputs.length, index + 1) }, (_, at) =>
    at === index ? name : (inputs[at] ?? ''),
  );
}
