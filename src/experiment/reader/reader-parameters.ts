/** The reader's parameters: names and shapes, in the order in which they stand in the one vector that is trained (spec 0.9). */
import { CONVOLUTIONS, KERNEL, spanBlock, type ReaderModel } from './reader-model.ts';

export interface ReaderParameter {
  readonly name: string;
  readonly dims: readonly number[];
}

const HIGHWAYS = 2;

const parameter = (name: string, ...dims: readonly number[]): ReaderParameter => ({ name, dims });

const linear = (name: string, from: number, to: number): readonly ReaderParameter[] => [
  parameter(`${name}.weight`, from, to),
  parameter(`${name}.bias`, to),
];

/** Numbers of a token before the first map: word vector, filters of its spelling, two bits. */
export const inputWidth = ({ wordWidth, characters }: ReaderModel): number =>
  wordWidth + (characters?.filters ?? 0) + 2;

function inputParameters(model: ReaderModel): readonly ReaderParameter[] {
  const { characters, width } = model;
  const e = inputWidth(model);
  return [
    ...(characters === null
      ? []
      : [
          parameter('characters.table', characters.count, characters.width),
          ...linear('characters', characters.window * characters.width, characters.filters),
        ]),
    ...Array.from({ length: HIGHWAYS }, (_, at) => [
      ...linear(`highway.${String(at)}.transform`, e, e),
      ...linear(`highway.${String(at)}.carry`, e, e),
    ]).flat(),
    ...linear('project', e, width),
  ];
}

function blockParameters(at: number, { width, heads }: ReaderModel): readonly ReaderParameter[] {
  const block = `block.${String(at)}`;
  return [
    ...Array.from({ length: CONVOLUTIONS }, (_, layer) => {
      const name = `${block}.conv.${String(layer)}`;
      return [
        parameter(`${name}.depthwise`, KERNEL, width),
        parameter(`${name}.pointwise`, width, width),
        ...['bias', 'scale', 'shift'].map((part) => parameter(`${name}.${part}`, width)),
      ];
    }).flat(),
    ...linear(`${block}.unit`, width, width),
    ...linear(`${block}.gate`, width, heads),
    ...['query', 'key', 'value', 'head', 'output'].flatMap((part) =>
      linear(`${block}.${part}`, width, width),
    ),
  ];
}

function headParameters(model: ReaderModel): readonly ReaderParameter[] {
  const { width, head } = model;
  if (head.kind === 'choice') return linear('readout', width, 1);
  return [
    ...blockParameters(spanBlock(model), model),
    parameter('span.start.weight', width, 1),
    parameter('span.token.weight', width, width),
    parameter('span.origin.weight', width, width),
    parameter('span.end.weight', width, 1),
  ];
}

/** All parameters, whatever a mode leaves out: seeds and files mean the same for every mode. */
export function readerParameters(model: ReaderModel): readonly ReaderParameter[] {
  const { width, passages, rank, blocks } = model;
  return [
    ...inputParameters(model),
    ...blockParameters(0, model),
    ...['passage', 'question', 'product'].map((part) => parameter(`align.${part}`, width)),
    ...linear('align.output', 4 * width, width),
    ...blockParameters(1, model),
    ...(rank ? [parameter('rank.table', passages, width)] : []),
    ...Array.from({ length: blocks }, (_, at) => blockParameters(at + 2, model)).flat(),
    ...headParameters(model),
  ];
}

export interface PlacedParameter extends ReaderParameter {
  /** First and behind the last number in the vector. */
  readonly start: number;
  readonly end: number;
}

export interface ParameterLayout {
  readonly parameters: readonly PlacedParameter[];
  /** Numbers of all of them. */
  readonly size: number;
}

export function parameterLayout(model: ReaderModel): ParameterLayout {
  let size = 0;
  const parameters = readerParameters(model).map((one): PlacedParameter => {
    const start = size;
    size += one.dims.reduce((count, dim) => count * dim, 1);
    return { ...one, start, end: size };
  });
  return { parameters, size };
}
