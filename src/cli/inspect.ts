/** `lab inspect MODEL`: what is in a model file and what the lab found in it. */
import { basename } from 'node:path';
import type { Command } from 'commander';
import { inspectPlm, type Inspection } from '../plm/inspect.ts';
import { openPlm } from '../plm/plm.ts';
import { readConfig, readModelAt } from './open-model.ts';
import { printJson, runCommand, say } from './output.ts';

export function addInspect(program: Command): void {
  program
    .command('inspect')
    .description(
      'inputs, outputs, operators, and what was found: embeddings, layers, feed-forward blocks, head',
    )
    .argument('<model>', 'an ONNX file, a folder with model.onnx, or a shipped name')
    .option('--json', 'one JSON object on stdout')
    .action((model: string, options: { json?: boolean }) =>
      runCommand(options.json === true, () => {
        const found = inspectPlm(openPlm(basename(model), readModelAt(model), readConfig(model)));
        if (options.json === true) printJson(found);
        else describe(found);
        return Promise.resolve(true);
      }),
    );
}

function describe(found: Inspection): void {
  const { embedding, feedForward } = found;
  say(
    `${found.name}: opset ${String(found.opset)}, ${found.parameters.toLocaleString('en')} parameters, ${found.producer}`,
  );
  for (const input of found.inputs)
    say(`  input  ${input.name} [${(input.dims ?? []).map((dim) => dim ?? '?').join(', ')}]`);
  for (const output of found.outputs) say(`  output ${output}`);
  say(
    `  words  ${embedding.table} [${String(embedding.vocabulary)} × ${String(embedding.width)}], looked up by ${embedding.lookUps.join(', ')}`,
  );
  for (const block of feedForward)
    say(
      `  layer ${String(block.layer)} (${block.side}): ${String(block.neurons)} neurons into ${block.output}`,
    );
  say(`  head   ${found.head.output}, read at: ${found.head.read}`);
  const operators = Object.entries(found.operators).sort(([, a], [, b]) => b - a);
  say(`  operators ${operators.map(([name, count]) => `${name} ${String(count)}`).join(', ')}`);
  say(`  not on WebGPU: ${found.notOnWebgpu.join(', ') || 'none'}`);
  for (const remark of found.remarks) say(`  note: ${remark}`);
}
