/** Compiled programs by what they depend on. Those that run on one engine with one PLM's weights share a cache. */
import type { Engine, Program } from '../../engine/engine-types.ts';
import { countFlops } from '../../onnx/count-flops.ts';
import { Made } from '../made.ts';
import type { CompiledProgram } from './compiled-program.ts';

export interface ReadyProgram {
  readonly program: Program;
  readonly compiled: CompiledProgram;
  /** Floating-point operations of one run's matrix products. */
  readonly flops: number;
}

export class ProgramCache {
  private readonly programs = new Made<ReadyProgram>();

  /** The program under `key`, made where it isn't there. What could not be made is tried again the next time. */
  get(key: string, make: () => Promise<ReadyProgram>): Promise<ReadyProgram> {
    return this.programs.get(key, make);
  }

  /** Programs that are there or being made. */
  get size(): number {
    return this.programs.size;
  }

  /** Releases every program that there is, or those whose keys are over; the cache can be used again. */
  async release(isOver: (key: string) => boolean = () => true): Promise<void> {
    for (const { program } of await this.programs.take(isOver)) await program.release();
  }
}

/** Puts a program and its weights on an engine. */
export async function compileOn(engine: Engine, compiled: CompiledProgram): Promise<ReadyProgram> {
  await engine.loadWeights(compiled.weights);
  const program = await engine.compile(compiled.spec);
  return { program, compiled, flops: countFlops(compiled.graph) };
}
