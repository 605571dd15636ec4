/** `lab check DIR`: a model against the numbers that PyTorch gave for it. */
import { existsSync, readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Command } from 'commander';
import { readSafetensors } from '../data/safetensors.ts';
import { createNodeEngine } from '../engine/node-engine.ts';
import { LabError } from '../errors/lab-error.ts';
import { checkReference, type Reference } from '../methods/prompt/check-reference.ts';
import { openPlm } from '../plm/plm.ts';
import { readConfig, readModelAt } from './open-model.ts';
import { choiceOption, printJson, runCommand, say } from './output.ts';

export function addCheck(program: Command): void {
  program
    .command('check')
    .description('logits, gradients, neurons and five optimiser steps against a reference')
    .argument('<dir>', 'a folder with model.onnx, config.json, reference.json and reference.safetensors')
    .option('--engine <engine>', 'cpu, wasm or webgpu', 'cpu')
    .option('--json', 'one JSON object on stdout')
    .action((dir: string, options: { engine: string; json?: boolean }) =>
      runCommand(options.json === true, async () => {
        const engine = await createNodeEngine(
          choiceOption('--engine', options.engine, ['cpu', 'wasm', 'webgpu']),
        );
        const plm = openPlm(basename(dir), readModelAt(dir), readConfig(dir));
        const lines = await checkReference(plm, readReference(dir), engine);
        await engine.release();
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

function readReference(dir: string): Reference {
  const file = join(dir, 'reference.json');
  for (const needed of [file, join(dir, 'reference.safetensors')]) {
    if (!existsSync(needed)) {
      throw new LabError({
        code: 'file',
        message: `${needed} is not there.`,
        remedy: 'Give a folder as fixtures/onnx has them.',
        where: needed,
      });
    }
  }
  const values = JSON.parse(readFileSync(file, 'utf8')) as Omit<Reference, 'tensors'>;
  return {
    ...values,
    tensors: readSafetensors(readFileSync(join(dir, 'reference.safetensors')), 'reference.safetensors'),
  };
}
