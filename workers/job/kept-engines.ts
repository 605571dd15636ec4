/** The engines that a worker has made: one a PLM, whose weights it holds, kept until they are given back. */
import type { Engine } from '../../src/engine/engine-types.ts';
import type { EngineChoice } from '../../src/experiment/recipe-types.ts';

export type MakeEngine = (choice: EngineChoice) => Promise<Engine>;

export class KeptEngines {
  private readonly make: MakeEngine;
  private readonly kept = new Map<string, Promise<Engine>>();

  constructor(make: MakeEngine) {
    this.make = make;
  }

  has(plm: string, choice: EngineChoice): boolean {
    return this.kept.has(keyOf(plm, choice));
  }

  /** The engine of `plm`, made on first use; one that can't be made is not kept. */
  get(plm: string, choice: EngineChoice): Promise<Engine> {
    const key = keyOf(plm, choice);
    const known = this.kept.get(key) ?? this.make(choice);
    this.kept.set(key, known);
    known.catch(() => this.kept.delete(key));
    return known;
  }

  async release(): Promise<void> {
    const engines = [...this.kept.values()];
    this.kept.clear();
    for (const made of engines) await made.then((engine) => engine.release()).catch(() => undefined);
  }
}

const keyOf = (plm: string, choice: EngineChoice): string => JSON.stringify([plm, choice]);
