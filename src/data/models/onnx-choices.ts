/**
 * Which ONNX models a list of files holds, told by names: each graph with the files of its weights, how large, in what
 * precision, and whether the lab can train on it. The list may be a hub's, a folder's or a zip's.
 */

export interface ListedFile {
  /** With folders, separated by `/`. */
  readonly path: string;
  readonly bytes: number;
}

export type Precision = 'float32' | 'float16' | 'quantised';

export interface OnnxChoice<File extends ListedFile = ListedFile> {
  readonly graph: File;
  /** Files beside the graph that hold its weights. */
  readonly weights: readonly File[];
  /** Of graph and weights. */
  readonly bytes: number;
  readonly precision: Precision;
  /** Why the lab can't train on it; null where nothing speaks against it. */
  readonly unusable: string | null;
}

const QUANTISED = /(^|[_.-])(quantized|int8|uint8|q[248](f16)?|bnb4|int4|awq|gptq)([_.-]|$)/i;
const HALF = /(^|[_.-])(fp16|float16|half)([_.-]|$)/i;
/** A graph that goes on from the keys and values of earlier steps, and has no first one. */
const LATER_STEPS = /with_past/i;
const ENCODER = /(^|[_.-])encoder([_.-]|$)/i;
const DECODER = /(^|[_.-])decoder([_.-]|$)/i;

const folderOf = (path: string): string => path.slice(0, path.lastIndexOf('/') + 1);
const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** The models in `files`; those that can be trained first, full precision before half, then by size. */
export function onnxChoices<File extends ListedFile>(files: readonly File[]): readonly OnnxChoice<File>[] {
  const graphs = files.filter(({ path }) => path.toLowerCase().endsWith('.onnx'));
  const order: readonly Precision[] = ['float32', 'float16', 'quantised'];
  const isInParts = graphs.some(({ path }) => ENCODER.test(nameOf(path)));
  return graphs
    .map((graph) => choiceOf(graph, weightsOf(graph, graphs, files), isInParts))
    .sort(
      (a, b) =>
        Number(a.unusable !== null) - Number(b.unusable !== null) ||
        order.indexOf(a.precision) - order.indexOf(b.precision) ||
        a.bytes - b.bytes,
    );
}

function choiceOf<File extends ListedFile>(
  graph: File,
  weights: readonly File[],
  isInParts: boolean,
): OnnxChoice<File> {
  const name = nameOf(graph.path);
  const precision = QUANTISED.test(name) ? 'quantised' : HALF.test(name) ? 'float16' : 'float32';
  return {
    graph,
    weights,
    bytes: [graph, ...weights].reduce((sum, { bytes }) => sum + bytes, 0),
    precision,
    unusable: whyNot(name, precision, isInParts),
  };
}

/** @param isInParts whether encoder and decoder are graphs of their own; a decoder without an encoder is a whole model */
function whyNot(name: string, precision: Precision, isInParts: boolean): string | null {
  if (precision === 'quantised') return 'its weights are quantised: gradients need float32 or float16';
  if (LATER_STEPS.test(name)) return 'it goes on from the keys and values of earlier steps: take the one beside it';
  if (isInParts && (ENCODER.test(name) || DECODER.test(name)))
    return 'it is one half of an encoder-decoder model: export both halves as one graph';
  return null;
}

/**
 * Files of weights lie beside the graph and carry its name, such as `model.onnx_data`. Where a folder has one graph
 * alone, everything else that is no text belongs to it: old exporters write a file a tensor.
 */
function weightsOf<File extends ListedFile>(
  graph: File,
  graphs: readonly File[],
  files: readonly File[],
): readonly File[] {
  const folder = folderOf(graph.path);
  const beside = files.filter(
    (file) => file !== graph && folderOf(file.path) === folder && !file.path.toLowerCase().endsWith('.onnx'),
  );
  const stem = nameOf(graph.path).replace(/\.onnx$/i, '');
  const named = beside.filter(({ path }) =>
    [`${stem}.onnx`, `${stem}.data`, `${stem}_data`].some((start) => nameOf(path).startsWith(start)),
  );
  const isAlone = graphs.filter(({ path }) => folderOf(path) === folder).length === 1;
  if (named.length > 0 || !isAlone) return named;
  return beside.filter(({ path }) => isTensorFile(nameOf(path)));
}

const OTHER = /\.(json|txt|md|model|py|safetensors|bin|pt|pth|h5|msgpack|ot|gitattributes|csv|png|jpg|zip)$/i;

function isTensorFile(name: string): boolean {
  return !name.startsWith('.') && !OTHER.test(name);
}

/** What each file of a choice is called in the imported model: the graph is model.onnx, weights keep the name that it knows. */
export function wantedFiles<File extends ListedFile>(
  choice: OnnxChoice<File>,
  files: readonly File[],
): readonly { readonly file: File; readonly name: string }[] {
  const folder = folderOf(choice.graph.path);
  const find = (name: string): readonly { file: File; name: string }[] => {
    const places = [`${folder}${name}`, ...parentsOf(folder).map((parent) => `${parent}${name}`)];
    const found = places.flatMap((path) => files.find((file) => file.path === path) ?? []);
    return found.slice(0, 1).map((file) => ({ file, name }));
  };
  return [
    { file: choice.graph, name: 'model.onnx' },
    ...choice.weights.map((file) => ({ file, name: nameOf(file.path) })),
    ...['config.json', 'tokenizer.json', 'tokenizer_config.json'].flatMap(find),
  ];
}

/** Folders around one, the nearest first: `a/b/` is in `a/` and in the root. */
function parentsOf(folder: string): readonly string[] {
  const parts = folder.split('/').slice(0, -1);
  return parts.map((_, i) => parts.slice(0, parts.length - 1 - i).map((part) => `${part}/`).join(''));
}
