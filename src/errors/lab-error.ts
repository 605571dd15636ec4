/**
 * The one error type that reaches people. Every room throws it where something that a user can mend went wrong:
 * the text names the cause, `remedy` the next action, `where` the file, field, node or step it concerns.
 * It crosses worker boundaries as plain data (`toData` / `fromData`), because structured cloning drops classes.
 */
export type LabErrorCode =
  | 'onnx-unreadable'
  | 'onnx-external-data-missing'
  | 'onnx-unsupported'
  | 'operator-without-rule'
  | 'shape-mismatch'
  | 'no-word-embedding'
  | 'no-head'
  | 'no-feed-forward'
  | 'no-partial'
  | 'tokenizer-mismatch'
  | 'tokenizer-unreadable'
  | 'label-words'
  | 'template'
  | 'task'
  | 'recipe'
  | 'prompt'
  | 'argument'
  | 'text-too-long'
  | 'model-missing'
  | 'download'
  | 'engine-unavailable'
  | 'engine-failed'
  | 'out-of-memory'
  | 'device-lost'
  | 'worker-crashed'
  | 'parity-failed'
  | 'diverged'
  | 'cancelled'
  | 'storage'
  | 'quota'
  | 'file';

export interface LabErrorData {
  readonly code: LabErrorCode;
  readonly message: string;
  readonly remedy: string;
  readonly where?: string;
}

/** Texts of a file stand in messages, and a file may hold any text. */
const MOST_CHARACTERS = 2000;

const clipped = (text: string): string =>
  text.length > MOST_CHARACTERS ? `${text.slice(0, MOST_CHARACTERS - 1)}…` : text;

export class LabError extends Error {
  readonly code: LabErrorCode;
  readonly remedy: string;
  readonly where: string | undefined;

  constructor(data: LabErrorData, options?: ErrorOptions) {
    super(clipped(data.message), options);
    this.name = 'LabError';
    this.code = data.code;
    this.remedy = clipped(data.remedy);
    this.where = data.where === undefined ? undefined : clipped(data.where);
  }

  toData(): LabErrorData {
    const data = { code: this.code, message: this.message, remedy: this.remedy };
    return this.where === undefined ? data : { ...data, where: this.where };
  }
}

/** Any thrown value as plain data; what is not a `LabError` becomes one with `fallback` as its code. */
export function toErrorData(thrown: unknown, fallback: LabErrorCode = 'engine-failed'): LabErrorData {
  if (thrown instanceof LabError) return thrown.toData();
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  return {
    code: fallback,
    message,
    remedy: 'Copy the diagnostics and report this; reloading the page resumes from the last checkpoint.',
  };
}
