/** The lab's command line (design.md section 6). Each command is an entry of the table below. */
import { Command, CommanderError } from 'commander';
import { addBench } from './bench.ts';
import { addCheck } from './check.ts';
import { addConvert } from './convert.ts';
import { addExpand } from './expand.ts';
import { addGrow } from './grow.ts';
import { addImport } from './import.ts';
import { addIndicators } from './indicators.ts';
import { addInspect } from './inspect.ts';
import { addMakeReading } from './make-reading.ts';
import { addMerge } from './merge.ts';
import { addRead } from './read.ts';
import { addRepeat } from './repeat.ts';
import { addReport } from './report.ts';
import { addRun } from './run.ts';
import { addSubmit } from './submit.ts';
import { addSweep } from './sweep.ts';
import { addTrain } from './train.ts';
import { addTransfer } from './transfer.ts';
import { addVerbalize } from './verbalize.ts';

const COMMANDS = [
  addInspect,
  addCheck,
  addTrain,
  addRun,
  addRepeat,
  addBench,
  addConvert,
  addExpand,
  addImport,
  addIndicators,
  addTransfer,
  addVerbalize,
  addGrow,
  addMakeReading,
  addRead,
  addSweep,
  addMerge,
  addSubmit,
  addReport,
];

const program = new Command('lab')
  .description('Prompt Lab from the command line')
  .exitOverride()
  .showHelpAfterError();
for (const add of COMMANDS) add(program);

try {
  await program.parseAsync(process.argv);
} catch (thrown) {
  if (!(thrown instanceof CommanderError)) throw thrown;
  // Commander has written its message, which names the argument.
  process.exitCode = thrown.exitCode;
}
