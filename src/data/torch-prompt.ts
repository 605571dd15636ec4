/**
 * Reads a prompt from a file that `torch.save` wrote (torch 1.6 or newer): a zip with `<root>/data.pkl`, a pickle that
 * describes tensors, and `<root>/data/<key>`, their numbers. It holds one tensor, as the published `task_prompt` files
 * do, or a dictionary with one: `best_acc` and `best_prompt`, or the state of a module.
 * Format: torch.serialization; the published prompts of Su et al., NAACL 2022.
 */
import { unzipSync, type UnzipFileInfo } from 'fflate';
import { LabError } from '../errors/lab-error.ts';
import { PROMPT_TENSOR } from './prompt-tensor.ts';
import { DECODERS, type NamedTensor } from './safetensors.ts';
import { readTorchPickle } from './torch-pickle.ts';
import { clipped, isKind, torchProblem, type TorchTensor } from './torch-values.ts';

/** A state dictionary with a thousand tensors has some hundred kilobytes. */
const MOST_PICKLE_BYTES = 1 << 22;
/** A file of one prompt has about six. */
const MOST_ENTRIES = 10_000;
/** How many tensors a message names. */
const MOST_NAMED = 6;

/** The first bytes of torch's older format, the pickled number 0x1950a86a20f9469cfc6c, and those of any bare pickle. */
const LEGACY = [0x80, 0x02, 0x8a, 0x0a, 0x6c, 0xfc, 0x9c, 0x46, 0xf9] as const;
const PICKLE = 0x80;

const NUMBERS: ReadonlyMap<string, string> = new Map([
  ['FloatStorage', 'F32'],
  ['DoubleStorage', 'F64'],
  ['HalfStorage', 'F16'],
  ['BFloat16Storage', 'BF16'],
]);

/** @throws LabError `file` naming the file and what is wrong with it, `prompt` when it holds no tensor or several */
export function readTorchPrompt(bytes: Uint8Array, file: string): NamedTensor {
  refuseOthers(bytes, file);
  const outside = entriesOf(bytes, file, ({ name, originalSize }) => {
    if (name.endsWith('/data.pkl')) return originalSize <= MOST_PICKLE_BYTES;
    return name.endsWith('/byteorder') && originalSize <= 16;
  });
  const [pickle, ...others] = Array.from(outside).filter(([name]) => name.endsWith('/data.pkl'));
  if (pickle === undefined || others.length > 0)
    throw torchProblem(file, 'the zip holds no data.pkl of a prompt’s size, or several');
  const [name, pickled] = pickle;
  const root = name.slice(0, -'data.pkl'.length);
  const order = outside.get(`${root}byteorder`);
  if (order !== undefined && new TextDecoder().decode(order).trim() !== 'little')
    throw torchProblem(file, 'its numbers are big endian', 'Save it on a little-endian machine.');
  const tensor = promptIn(readTorchPickle(pickled, file), file);
  return numbersOf(bytes, `${root}data/${tensor.storage.key}`, tensor, file);
}

function refuseOthers(bytes: Uint8Array, file: string): void {
  if (bytes[0] === 0x50 && bytes[1] === 0x4b) return;
  if (LEGACY.every((byte, at) => bytes[at] === byte))
    throw torchProblem(
      file,
      'it is in the format of torch before 1.6',
      'Save it again with a newer torch: torch.save(torch.load(file, map_location="cpu", weights_only=True), file).',
    );
  throw torchProblem(
    file,
    bytes[0] === PICKLE ? 'it is a bare Python pickle' : 'it is no zip file',
    'Give a file that torch.save wrote, torch 1.6 or newer.',
  );
}

/**
 * The entries of the zip that `wanted` asks for. torch stores them as they are; what is compressed could claim any size
 * and is refused, and all together take no more bytes than the file has.
 */
function entriesOf(
  bytes: Uint8Array,
  file: string,
  wanted: (entry: UnzipFileInfo) => boolean,
): ReadonlyMap<string, Uint8Array> {
  let seen = 0;
  let left = bytes.byteLength;
  const filter = (entry: UnzipFileInfo): boolean => {
    seen += 1;
    if (seen > MOST_ENTRIES) throw torchProblem(file, 'the zip has more entries than any prompt');
    if (!wanted(entry)) return false;
    if (entry.compression !== 0 || entry.size !== entry.originalSize)
      throw torchProblem(file, `${clipped(entry.name)} in the zip is compressed, which torch never does`);
    left -= entry.size;
    if (left < 0) throw torchProblem(file, 'the entries of the zip claim more bytes than the file has');
    return true;
  };
  try {
    return new Map(Object.entries(unzipSync(bytes, { filter })));
  } catch (cause) {
    if (cause instanceof LabError) throw cause;
    throw torchProblem(file, 'the zip is damaged', 'Copy or download the file again.');
  }
}

/** The prompt among what was saved. */
function promptIn(value: ReturnType<typeof readTorchPickle>, file: string): TorchTensor {
  if (isKind(value, 'tensor')) return value;
  const refuse = (what: string): LabError =>
    new LabError({
      code: 'prompt',
      message: `${file} ${what}.`,
      remedy: 'Save the prompt alone: torch.save(state["its name"].detach().cpu().contiguous(), file).',
      where: file,
    });
  if (!isKind(value, 'dict')) throw refuse('holds no tensor');
  const tensors = new Map<string | number, TorchTensor>();
  for (const [name, entry] of value.entries) if (isKind(entry, 'tensor')) tensors.set(name, entry);
  const named = tensors.get('best_prompt') ?? tensors.get(PROMPT_TENSOR);
  if (named !== undefined) return named;
  const matrices = Array.from(tensors).filter(
    ([, { shape, storage }]) => shape.length === 2 && NUMBERS.has(storage.type),
  );
  const candidates = matrices.length > 0 ? matrices : Array.from(tensors);
  if (candidates.length === 0) throw refuse('holds a dictionary without a tensor');
  const [[, only], ...others] = candidates;
  if (others.length === 0) return only;
  const list = candidates
    .slice(0, MOST_NAMED)
    .map(([name, { shape }]) => `${clipped(String(name))} [${shape.join(', ')}]`);
  const more = candidates.length > MOST_NAMED ? ` and ${candidates.length - MOST_NAMED} more` : '';
  throw refuse(
    `holds ${candidates.length} tensors, any of which may be the prompt: ${list.join('; ')}${more}`,
  );
}

/** Row after row without a gap; the stride of an axis of one place, or of a tensor without numbers, says nothing. */
function isContiguous({ shape, stride }: TorchTensor): boolean {
  let step = 1;
  for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
    if (shape[axis] === 0) return true;
    if (shape[axis] !== 1 && stride[axis] !== step) return false;
    step *= shape[axis];
  }
  return true;
}

function numbersOf(bytes: Uint8Array, name: string, tensor: TorchTensor, file: string): NamedTensor {
  const { storage, offset, shape } = tensor;
  const decoder = DECODERS.get(NUMBERS.get(storage.type) ?? '');
  if (decoder === undefined)
    throw torchProblem(
      file,
      `its numbers are in a ${storage.type}, not float`,
      'Save tensor.float() instead.',
    );
  if (!isContiguous(tensor))
    throw torchProblem(file, 'the rows of its tensor do not lie one after the other');
  const count = shape.reduce((product, dim) => product * dim, 1);
  // A product beyond 2^53 is inexact, and larger than what any storage of a file holds.
  if (offset + count > storage.count)
    throw torchProblem(
      file,
      `[${shape.join(', ')}] is more than the ${storage.count} numbers of its storage`,
    );
  const sizeOf = storage.count * decoder.bytes;
  const data = entriesOf(bytes, file, (entry) => entry.name === name && entry.originalSize === sizeOf).get(
    name,
  );
  if (data?.byteLength !== sizeOf)
    throw torchProblem(
      file,
      `the zip holds no data/${storage.key} with the ${storage.count} numbers that its tensor claims`,
      'Copy or download the file again.',
    );
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const values = new Float32Array(count);
  for (let at = 0; at < count; at += 1) values[at] = decoder.read(view, (offset + at) * decoder.bytes);
  return { dims: shape, data: values };
}
