/** The service of the worker of growing PLMs: what a PLM is made of, and what stages cost, without a step of training. */
import { COST, type CostCell, type PredictedCost } from '../../src/experiment/progressive/cells/cost.ts';
import type { GrownStructure } from '../../src/experiment/progressive/growth-record.ts';
import type { GrowthSweep } from '../../src/experiment/progressive/growth-recipe.ts';
import { resultOf, type CellResult } from '../../src/experiment/sweep/cell-kind.ts';
import { isFailed } from '../../src/experiment/sweep/sweep-record.ts';
import { LabError } from '../../src/errors/lab-error.ts';
import { growthMethod } from '../../src/methods/progressive/growth-method.ts';
import { runSweep } from '../../src/methods/sweep/run-sweep.ts';
import { RunControl } from '../../src/methods/training/run-control.ts';
import { plmStructure } from '../../src/plm/structure.ts';
import type { Answer } from '../../src/protocol/answer.ts';
import type { GrowEvent, GrowService, Prediction } from '../../src/protocol/grow-protocol.ts';
import { answer } from '../answer.ts';
import type { KeptEngines } from '../job/kept-engines.ts';
import type { Resources } from '../job/resources.ts';
import type { PageWords } from '../words/page-word-sources.ts';

export interface GrowServiceParts {
  readonly resources: Resources;
  readonly engines: KeptEngines;
  readonly words: PageWords;
}

export class PageGrowService implements GrowService {
  private port: MessagePort | null = null;
  /** A request is cancelled by ending the worker. */
  private readonly signal = new AbortController().signal;

  constructor(private readonly parts: GrowServiceParts) {}

  connect(events: MessagePort): Promise<void> {
    this.port = events;
    return Promise.resolve();
  }

  private readonly tell = (what: string, share: number | null): void => {
    const event: GrowEvent = { kind: 'progress', what, share };
    this.port?.postMessage(event);
  };

  private readonly onLoaded = (_phase: string, done: number, total: number, file: string): void =>
    this.tell(`loading ${file}`, total === 0 ? null : done / total);

  structure(plm: string): Promise<Answer<GrownStructure>> {
    return answer(async () => {
      const opened = await this.parts.resources.plm(plm, this.signal, this.onLoaded);
      return plmStructure(opened.plm);
    }, 'model-missing');
  }

  predict(recipe: GrowthSweep): Promise<Answer<Prediction>> {
    return answer(() => this.counted(recipe), 'recipe');
  }

  private async counted(recipe: GrowthSweep): Promise<Prediction> {
    const { resources, engines, words } = this.parts;
    const world = growthMethod.world(recipe, {
      plm: (name) => resources.plm(name, this.signal, this.onLoaded),
      task: (name) => resources.task(name, this.signal),
      engine: (plm) => engines.get(plm, recipe.engine),
      words: words.sources(this.signal, this.onLoaded),
    });
    const [task] = recipe.tasks;
    const stages = await world.stages();
    const cells = recipe.seeds.map((seed): CostCell => ({ kind: 'cost', task, seed }));
    const found: Record<string, CellResult> = {};
    await runSweep({
      method: growthMethod,
      world,
      cells,
      known: {},
      control: new RunControl(),
      onCell: (id, result) => {
        found[id] = result;
        return Promise.resolve();
      },
      onProgress: ({ doing, done, total }) => this.tell(doing, total === 0 ? null : done / total),
    });
    for (const result of Object.values(found)) if (isFailed(result)) throw new LabError(result.error);
    const costs = cells.flatMap((cell): readonly PredictedCost[] => {
      const cost = resultOf(found, COST, cell);
      return cost === null ? [] : [cost];
    });
    return {
      structure: await world.structure(),
      stages: stages.map(({ layers, neurons, from, to }, stage) => ({
        layers,
        neurons,
        steps: to - from + 1,
        relativeFlops: relativeOf(costs, stage),
      })),
    };
  }
}

const relativeOf = (costs: readonly PredictedCost[], stage: number): number =>
  costs.reduce((sum, { stages, whole }) => sum + stages[stage] / whole[stage], 0) / costs.length;
