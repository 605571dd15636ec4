/**
 * What a training step of the default reader takes, on passages without ordinary words and on whole ones:
 *
 *     npx tsx bench/reader-step.ts [cpu|wasm]
 *
 * Wall time is the median; the time of all processors together says more where others compute on the same machine.
 */
import { readingSources } from '../src/cli/reading-sources.ts';
import { createNodeEngine } from '../src/engine/node-engine.ts';
import { defaultRead } from '../src/experiment/reader/default-read.ts';
import { startWeights } from '../src/experiment/reader/start-weights.ts';
import { modelFor, prepareSet } from '../src/methods/reader/prepared-set.ts';
import { ReaderSession } from '../src/methods/reader/reader-session.ts';
import { ProgramCache } from '../src/methods/training/program-cache.ts';

const WARM_UP = 3;
const MEASURED = 15;

async function main(): Promise<void> {
  const recipe = defaultRead();
  const { encoding, training, bit, data } = recipe;
  const set = prepareSet(await readingSources.open(data), encoding, recipe.model);
  const model = modelFor(recipe.model, encoding, set.kind);
  const engine = await createNodeEngine(process.argv[2] === 'wasm' ? 'wasm' : 'cpu');
  for (const [name, at] of [
    ['without words', 1],
    ['whole texts', training.whole],
  ] as const) {
    const session = new ReaderSession({
      ...{ engine, programs: new ProgramCache(), set, model, encoding, training, bit },
      ...{ mode: 'gate', seed: 1 },
    });
    await session.begin(startWeights(model, 1));
    const times: number[] = [];
    let used = process.cpuUsage();
    for (let step = 0; step < WARM_UP + MEASURED; step++) {
      if (step === WARM_UP) used = process.cpuUsage();
      const since = performance.now();
      await session.step(at + step, set.train.slice(step * training.batch, (step + 1) * training.batch));
      await session.history(at + step, at + step);
      if (step >= WARM_UP) times.push(performance.now() - since);
    }
    const { user, system } = process.cpuUsage(used);
    const median = times.sort((a, b) => a - b)[MEASURED >> 1];
    process.stdout.write(
      `${name}: ${median.toFixed(0)} ms a step, ${((user + system) / 1000 / MEASURED).toFixed(0)} ms of processors\n`,
    );
  }
  await engine.release();
}

await main();
