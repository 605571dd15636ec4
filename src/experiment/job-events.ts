/**
 * What every job tells while it is under way, whether it trains one prompt or works off a sweep. A job adds events of its
 * own, and says in its terms what it adds to the common ones.
 */
import type { LabErrorCode, LabErrorData } from '../errors/lab-error.ts';
import type { EngineReport } from './run-record.ts';

export interface JobTerms {
  readonly phase: string;
  /** Where the job stands, such as the step. */
  readonly at: object;
  /** What it leaves when it is finished. */
  readonly result: object;
}

/** As `At`, where it may not be known. */
type Unsure<At> = { readonly [Field in keyof At]: At[Field] | null };

export type JobEvent<Terms extends JobTerms = JobTerms> =
  | {
      readonly kind: 'phase';
      readonly phase: Terms['phase'];
      readonly done: number;
      /** Null when it can't be known. */
      readonly total: number | null;
      readonly unit: 'bytes' | 'steps' | 'programs' | 'rows';
      readonly detail: string;
    }
  | { readonly kind: 'engine'; readonly report: EngineReport }
  | ({ readonly kind: 'paused' } & Terms['at'])
  | ({ readonly kind: 'resumed' } & Terms['at'])
  /** Something broke that passes, such as the connection; it is tried again by itself. */
  | { readonly kind: 'waiting'; readonly seconds: number; readonly error: LabErrorData }
  /** Something broke, and the job goes on by itself from where it stood last. */
  | ({ readonly kind: 'recovered'; readonly from: LabErrorCode; readonly detail: string } & Terms['at'])
  /** What is done can't be kept on this device, and the job goes on in memory; null says that all is kept again. */
  | { readonly kind: 'storage-problem'; readonly error: LabErrorData | null }
  | ({ readonly kind: 'stopped' } & Terms['at'])
  | ({ readonly kind: 'finished' } & Terms['result'])
  | ({ readonly kind: 'failed'; readonly error: LabErrorData } & Unsure<Terms['at']>);
