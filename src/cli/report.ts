/** `lab report`: what a sweep's file says, for people or as JSON. */
import type { Command } from 'commander';
import { runCommand } from './output.ts';
import { REPORT_PRINTERS, sayReport } from './reports/index.ts';
import type { ReportOptions } from './reports/report-printer.ts';
import { openSweep } from './sweep-run.ts';

export function addReport(program: Command): void {
  const command = program
    .command('report')
    .description(
      'what the sweep in an experiment file says: matrix, indicators, speed-ups, masking, projectors',
    )
    .argument('<file>', 'an experiment file (.plab) of a sweep');
  for (const { options } of REPORT_PRINTERS.values())
    for (const [flags, description] of options) command.option(flags, description);
  command
    .option('--json', 'one JSON object on stdout')
    .action((file: string, options: ReportOptions & { readonly json?: boolean }) =>
      runCommand(options.json === true, () => {
        sayReport(openSweep(file), options, options.json === true);
        return Promise.resolve(true);
      }),
    );
}
