/** The engines that a worker has made: one a PLM, whose weights it holds, kept until they are given back. */
import type { Engine } from '../../src/engine/engine-types.ts';
import type { EngineChoice } from '../../src/experiment/recipe-types.ts';
import { Made } from '../../src/methods/made.ts';

export type MakeEngine = (choice: EngineChoice) => Promise<Engine>;

export class KeptEngines {
  private readonly engines = new Made<Engine>();

  constructor(private readonly make: MakeEngine) {}

  has(plm: string, choice: EngineChoice): boolean {
    return this.engines.has(keyOf(plm, choice));
  }

  /** The engine of `plm`, made on first use; one that can't be made is not kept. */
  get(plm: string, choice: EngineChoice): Promise<Engine> {
    return this.engines.get(keyOf(plm, choice), () => this.make(choice));
  }

  async release(): Promise<void> {
    // One that was lost may refuse, and is gone anyway.
    for (const engine of await this.engines.takeAll()) await engine.release().catch(() => undefined);
  }
}

const keyOf = (plm: string, choice: EngineChoice): string => JSON.stringify([plm, choice]);
