/** The options by which a soft prompt is trained: `lab train`, and whatever trains prompts as it does. */
import type { Command } from 'commander';
import { BOUNDS, boundsText } from '../experiment/bounds.ts';
import { OPTIMISER_KINDS } from '../experiment/optimisers.ts';

export const addTrainingOptions = (command: Command): Command =>
  command
    .option('--template <text>', 'with {a}, perhaps {b}, and [MASK]')
    .option('--template-file <file>', 'in place of --template: OpenPrompt’s templates, one a line')
    .option('--template-number <n>', 'which line of --template-file, from 0 (0)')
    .option('--label-words <words>', 'classes separated by ";", words of a class by ","')
    .option(
      '--label-words-file <file>',
      'in place of --label-words: OpenPrompt’s verbalizer (.txt, .csv, .json) or the lab’s own (.verbalizer.json)',
    )
    .option('--label-words-number <n>', 'which verbalizer of --label-words-file, from 0 (0)')
    .option('--prompt-length <n>', `${boundsText(BOUNDS.promptLength)} (20)`)
    .option('--init <kind>', 'vocab, normal, text, class-words or saved (vocab)')
    .option('--init-text <text>', 'with --init text')
    .option(
      '--init-prompt <file>',
      'with --init saved: a .plab, .json, .npy, .safetensors or torch file, or a PEFT folder',
    )
    .option('--sigma <x>', 'with --init normal (0.02)')
    .option('--optimizer <kind>', `${OPTIMISER_KINDS.join(', ')} (adamw)`)
    .option('--weight-decay <x>', 'of AdamW or Adafactor')
    .option('--lr <x>', 'learning rate; unless given, what suits the optimiser (0.03)')
    .option('--schedule <kind>', 'linear, constant or cosine (linear)')
    .option('--warmup <share>', 'share of the steps (0.06)')
    .option('--clip <norm>', 'limit on the gradient norm, or none (1)')
    .option('--steps <n>', 'optimiser steps (600)')
    .option('--batch <n>', 'rows a step (16)')
    .option('--max-length <n>', 'text tokens (64)')
    .option('--eval-every <n>', 'steps between dev evaluations (100)');
