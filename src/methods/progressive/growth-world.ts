/** What the cells of a sweep of growing PLMs compute with. */
import type { Engine } from '../../engine/engine-types.ts';
import { recipeOfFlat } from '../../experiment/flat-recipe.ts';
import type { GrowthHeader, GrownStructure } from '../../experiment/progressive/growth-record.ts';
import type { GrowthSweep } from '../../experiment/progressive/growth-recipe.ts';
import {
  countsOn,
  planOfOne,
  stagesOf,
  type Stage,
  type StageCounts,
} from '../../experiment/progressive/stages.ts';
import type { Recipe, TrainingSettings } from '../../experiment/recipe-types.ts';
import type { Task } from '../../experiment/task-types.ts';
import { countFlops } from '../../onnx/count-flops.ts';
import { plmStructure } from '../../plm/structure.ts';
import type { EncodedTask } from '../prompt/encoded-task.ts';
import { trainProgram } from '../prompt/programs.ts';
import { initialPrompt, type SavedPrompt } from '../prompt/prompt-init.ts';
import { PromptSession, type PlmVersion } from '../prompt/prompt-session.ts';
import { Made } from '../made.ts';
import { OpenedParts, type OpenedPlm } from '../sweep/opened-parts.ts';
import { sweptPlm, sweptTasks } from '../sweep/swept-header.ts';
import type { SweepSources, World } from '../sweep/sweep-world.ts';
import type { NeuronOrders } from './stage-versions.ts';

export class GrowthWorld implements World {
  private readonly parts: OpenedParts;
  private readonly counted = new Map<string, number>();
  /** Kept, so that all runs of one order share the weights that are sorted by it. */
  readonly orders = new Made<NeuronOrders>();
  private found: GrownStructure | null = null;

  constructor(
    readonly sweep: GrowthSweep,
    private readonly sources: SweepSources,
    private readonly onCompile: (program: string) => void = () => undefined,
  ) {
    this.parts = new OpenedParts(sources, sweep);
  }

  get plm(): Promise<OpenedPlm> {
    return this.parts.plm(this.sweep.plm);
  }

  engine(plm: string): Promise<Engine> {
    return this.sources.engine(plm);
  }

  async structure(): Promise<GrownStructure> {
    this.found ??= plmStructure((await this.plm).plm);
    return this.found;
  }

  /** @throws LabError `recipe` or `no-partial` for stages that the PLM can't have */
  async stages(): Promise<readonly Stage[]> {
    const { stages: plan, selectLayers, decoder, training } = this.sweep;
    return stagesOf({ plan, selectLayers, decoder, steps: training.steps }, await this.structure());
  }

  /** Layers and neurons of the stages. */
  async stageCounts(): Promise<readonly Pick<StageCounts, 'layers' | 'neurons'>[]> {
    const { stages: plan, decoder, training } = this.sweep;
    return countsOn({ plan, decoder, steps: training.steps }, await this.structure());
  }

  /** The part of so many layers and neurons, for all steps. @throws LabError as `stages` */
  async partWith(part: Pick<StageCounts, 'layers' | 'neurons'>): Promise<readonly Stage[]> {
    const { selectLayers, decoder, training } = this.sweep;
    const { steps } = training;
    const plan = { by: 'counts', counts: [{ ...part, steps }] } as const;
    return stagesOf({ plan, selectLayers, decoder, steps }, await this.structure());
  }

  /** The part of one planned stage, for all steps. @throws LabError as `stages` */
  async partOf(stage: number): Promise<readonly Stage[]> {
    const { stages: plan, selectLayers, decoder, training } = this.sweep;
    const { steps } = training;
    return stagesOf(
      { plan: planOfOne(plan, stage, steps), selectLayers, decoder, steps },
      await this.structure(),
    );
  }

  encodedTask(name: string): Promise<EncodedTask> {
    return this.parts.encodedTask(this.sweep.plm, name, (task) => this.recipeOf(task, 0));
  }

  /** @param change what a run trains by in place of the sweep's settings */
  private recipeOf(task: Task, seed: number, change: Partial<TrainingSettings> = {}): Recipe {
    const { plm, template, labelWords, training, engine } = this.sweep;
    return recipeOfFlat({
      plm,
      task: task.name,
      template: template ?? task.template,
      labelWords: labelWords ?? task.labelWords,
      ...training,
      ...change,
      seed,
      engine,
    });
  }

  /** A session of its own for every run; programs are shared. */
  async session(
    taskName: string,
    seed: number,
    change: Partial<TrainingSettings> = {},
  ): Promise<PromptSession> {
    const task = await this.parts.task(taskName);
    const encoded = await this.encodedTask(taskName);
    const [opened, engine] = [await this.plm, await this.engine(this.sweep.plm)];
    const recipe = this.recipeOf(task, seed, change);
    return new PromptSession(
      opened.plm,
      opened.tokenizer,
      encoded,
      recipe,
      engine,
      this.onCompile,
      opened.programs,
    );
  }

  /** The prompt that the runs of a seed start from: the one given, or one drawn by the seed. */
  async start(taskName: string, seed: number): Promise<SavedPrompt> {
    const { start } = this.sweep;
    return start === undefined
      ? this.untrained(taskName, seed)
      : { length: start.length, width: start.width, values: Float32Array.from(start.values) };
  }

  /** A prompt that nobody trained. */
  async untrained(taskName: string, seed: number): Promise<SavedPrompt> {
    const { plm, tokenizer } = await this.plm;
    const { verbalizer } = await this.encodedTask(taskName);
    const { init, promptLength: length } = this.sweep.training;
    const sources = {
      ...{ table: plm.wordTable, width: plm.width, tokenizer },
      ...{ labelWordIds: verbalizer.tokenIds, saved: null },
    };
    return { length, width: plm.width, values: initialPrompt(init, length, seed, sources) };
  }

  /** Floating-point operations of a step on texts of `length` tokens, counted in its graph without an engine. */
  async flopsOfStep(taskName: string, version: PlmVersion, length: number): Promise<number> {
    const { plm } = await this.plm;
    const { verbalizer } = await this.encodedTask(taskName);
    const { promptLength, batch, optimizer, clipNorm } = this.sweep.training;
    const task = { words: verbalizer.tokenIds.length, classes: verbalizer.labels.length };
    const key = JSON.stringify([version.key, length, task]);
    const known = this.counted.get(key);
    if (known !== undefined) return known;
    const shape = { batch, length, promptLength, decoderLength: 1, fillerId: plm.fillerId };
    const settings = { optimizer, clipNorm, history: 1 };
    const flops = countFlops(trainProgram(plm, shape, task, settings, version.pass).graph);
    this.counted.set(key, flops);
    return flops;
  }

  /** @throws LabError as `encodedTask` and `stages` */
  async header(): Promise<GrowthHeader> {
    await this.stages();
    const tasks: Task[] = [];
    for (const name of this.sweep.tasks) {
      await this.encodedTask(name);
      tasks.push(await this.parts.task(name));
    }
    return {
      tasks: await sweptTasks(tasks),
      plms: [await sweptPlm(this.sweep.plm, (await this.plm).plm)],
      structure: await this.structure(),
    };
  }
}
