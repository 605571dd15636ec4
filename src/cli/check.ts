/** `lab check DIR`: what the lab computes against the numbers of a reference, by the kind of the reference. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { createNodeEngine } from '../engine/node-engine.ts';
import { checkKindOf } from './checks/index.ts';
import { choiceOption, printJson, runCommand, say } from './output.ts';

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('logits, gradients and whatever else a reference has, against its numbers')
    .argument('<dir>', 'a folder with a reference, its tensors and, where it is of a PLM, the model')
    .option('--engine <engine>', 'cpu, wasm or webgpu', 'cpu')
    .option('--json', 'one JSON object on stdout')
    .action((dir: string, options: { engine: string; json?: boolean }) =>
      runCommand(options.json === true, async () => {
        const kind = checkKindOf(dir);
        const engine = await createNodeEngine(
          choiceOption('--engine', options.engine, ['cpu', 'wasm', 'webgpu']),
        );
        const lines = await kind.check(dir, engine).finally(() => engine.release());
        const passed = lines.every((line) => line.passed);
        for (const line of lines) {
          const mark = line.passed ? 'ok  ' : 'FAIL';
          say(
            `${mark} ${line.name.padEnd(58)} absolute ${line.absolute.toExponential(2)}  relative ${line.relative.toExponential(2)}  limit ${String(line.limit.value)} ${line.limit.kind}`,
          );
        }
        if (options.json === true)
          printJson({ model: basename(dir), engine: engine.report.engine, passed, checks: lines });
        else say(passed ? 'all within the limits' : 'outside the limits');
        return passed;
      }),
    );
}
