/** What the page asks of the worker that reads and writes experiments in files: runs, sweeps, prompts. Requests go through Comlink. */
import type { PromptTaskType } from '../data/peft-config.ts';
import type { PromptValues } from '../experiment/artefacts.ts';
import type { RunRecord } from '../experiment/run-record.ts';
import type { Answer, PickedFile } from './library-protocol.ts';

export type OpenedExperiment =
  | {
      readonly kind: 'run';
      readonly name: string;
      readonly record: RunRecord;
      readonly notes: readonly string[];
    }
  /** A sweep is opened by the place that shows its experiment. @property experiment its kind; null for one that isn't known */
  | { readonly kind: 'sweep'; readonly name: string; readonly experiment: string | null }
  /** A prompt that does not tell how it is used. */
  | {
      readonly kind: 'prompt';
      readonly name: string;
      readonly prompt: PromptValues;
      readonly base: string | null;
      readonly notes: readonly string[];
    }
  /** An adapter with prompts of several tasks: it has to be opened again with the one that is meant. */
  | { readonly kind: 'which-task'; readonly name: string; readonly tasks: number };

export type ExportFormat = 'plab' | 'peft' | 'safetensors' | 'npy';

/** What PEFT has to be told of a prompt's PLM. */
export interface ExportBase {
  readonly model: string;
  readonly taskType: PromptTaskType;
  readonly attentionHeads: number | null;
  readonly layers: number | null;
}

export interface ExportedFile {
  readonly name: string;
  readonly type: string;
  readonly bytes: Uint8Array;
}

export interface ExperimentService {
  /** @param task which task's prompt of an adapter that has several; null before it was asked for */
  open(files: readonly PickedFile[], task: number | null): Promise<Answer<OpenedExperiment>>;
  save(
    name: string,
    record: RunRecord,
    format: ExportFormat,
    base: ExportBase,
  ): Promise<Answer<ExportedFile>>;
}
