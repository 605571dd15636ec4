/** Compiled programs by what they depend on. Those that run on one engine with one PLM's weights share a cache. */
import type { Engine, Program } from '../../engine/engine-types.ts';
import { countFlops } from '../../onnx/count-flops.ts';
import type { CompiledProgram } from './compiled-program.ts';

export interface ReadyProgram {
  readonly program: Program;
  readonly compiled: CompiledProgram;
  /** Floating-point operations of one run's matrix products. */
  readonly flops: number;
}

export class ProgramCache {
  private readonly known = new Map<string, Promise<ReadyProgram>>();

  /** The program under `key`, made where it isn't there. What could not be made is forgotten, and tried again the next time. */
  get(key: string, make: () => Promise<ReadyProgram>): Promise<ReadyProgram> {
    const found = this.known.get(key);
    if (found !== undefined) return found;
    const made = make();
    this.known.set(key, made);
    made.catch(() => this.known.delete(key));
    return made;
  }

  /** Programs that are there or being made. */
  get size(): number {
    return this.known.size;
  }

  /** Releases every program that there is; the cache can be used again. */
  async release(): Promise<void> {
    const all = [...this.known.values()];
    this.known.clear();
    const made = await Promise.allSettled(all);
    for (const one of made) if (one.status === 'fulfilled') await one.value.program.release();
  }
}

/** Puts a program and its weights on an engine. */
export async function compileOn(engine: Engine, compiled: CompiledProgram): Promise<ReadyProgram> {
  await engine.loadWeights(compiled.weights);
  const program = await engine.compile(compiled.spec);
  return { program, compiled, flops: countFlops(compiled.graph) };
}
