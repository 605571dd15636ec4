/** A sweep for Slurm: an array job of shards, and a job that merges and reports when they have ended. */
import { shellQuote } from './shell-quote.ts';
import { ranges, type PlannedFile, type SubmitPlan } from './submit-plan.ts';

export interface SlurmPlan extends SubmitPlan {
  /** Absolute: relative names in the recipe lead from here. */
  readonly here: string;
  /** The lab's command as words. */
  readonly lab: readonly string[];
  /** Further options of sbatch, each as it is given there, for both jobs. */
  readonly sbatch: readonly string[];
}

export const SUBMIT_SCRIPT = 'submit.sh';
const SHARD_SCRIPT = 'shard.sbatch';
const MERGE_SCRIPT = 'merge.sbatch';

/** What both jobs begin with. */
const settings = ({ folder, here, lab }: SlurmPlan): string => `folder=${shellQuote(folder)}
# The same Node and the same lab that wrote this file.
lab=(${lab.map(shellQuote).join(' ')})
# Relative names in the recipe lead from where \`lab submit\` was given.
cd ${shellQuote(here)}`;

function shardScript(plan: SlurmPlan): string {
  const { name, shards, cpus, memoryGigabytes, hours } = plan;
  return `#!/bin/bash
# One shard of the sweep in recipe.json. An array job gives each of its tasks a number, and the number is the shard.
# Written by \`lab submit\`; ${SUBMIT_SCRIPT} hands it to Slurm.
#SBATCH --job-name=${name}
#SBATCH --cpus-per-task=${String(cpus)}
#SBATCH --mem=${String(memoryGigabytes)}G
#SBATCH --time=${String(hours)}:00:00
# A shard whose node fails or is taken away is begun again by Slurm, and goes on where its part stands.
#SBATCH --requeue
#SBATCH --open-mode=append
set -euo pipefail

${settings(plan)}
shard=$SLURM_ARRAY_TASK_ID

exec "\${lab[@]}" sweep "$folder/recipe.json" --shard "$shard/${String(shards)}" --out "$folder/part-$shard.plab" --json
`;
}

function mergeScript(plan: SlurmPlan): string {
  const { name, shards, again } = plan;
  return `#!/bin/bash
# Joins the parts and reports. It starts when every shard has ended, however it ended, so that what is there is seen and
# what is missing is named. Written by \`lab submit\`; ${SUBMIT_SCRIPT} hands it to Slurm.
#SBATCH --job-name=${name}-merge
#SBATCH --cpus-per-task=1
#SBATCH --mem=4G
#SBATCH --time=1:00:00
#SBATCH --open-mode=append
set -uo pipefail

${settings(plan)}
again=${shellQuote(again)}

shopt -s nullglob
parts=("$folder"/part-*.plab)
if [ "\${#parts[@]}" -eq 0 ]; then
  echo "No shard left a part: read the logs in $folder/logs. To run them again:" >&2
  echo "    $again" >&2
  exit 1
fi

# Not complete is no reason to report nothing: both are tried, and the status of the merge is the job's.
"\${lab[@]}" merge "\${parts[@]}" --out "$folder/sweep.plab" --shards ${String(shards)} --again "$again" --json > "$folder/merge.json"
status=$?
"\${lab[@]}" report "$folder/sweep.plab" --json > "$folder/report.json" || status=1
exit "$status"
`;
}

function submitScript({ folder, only, atOnce, sbatch }: SlurmPlan): string {
  const extra = sbatch.map((option) => ` ${shellQuote(option)}`).join('');
  const limit = atOnce === null ? '' : `%${String(atOnce)}`;
  const array = `# Slurm names the job by a number, and after a semicolon the cluster where there are several.
array=$(sbatch --parsable --array=${ranges(only)}${limit} --chdir="$folder" --output=logs/shard-%a.log${extra} "$folder/${SHARD_SCRIPT}")
# afterany and not afterok: one shard that fails must not keep the others from being merged.
after=(--dependency="afterany:\${array%%;*}")`;
  return `#!/bin/bash
# Hands the sweep to Slurm: the shards, and after them the merge. Written by \`lab submit\`.
# Slurm opens logs before a job's first line, so their folder has to be there.
set -euo pipefail

folder=${shellQuote(folder)}
mkdir -p "$folder/logs"

${only.length === 0 ? '# Every part is complete: only the merge is left.\narray=\nafter=()' : array}
merge=$(sbatch --parsable "\${after[@]+"\${after[@]}"}" --chdir="$folder" --output=logs/merge.log${extra} "$folder/${MERGE_SCRIPT}")

echo "shards \${array:-none}"
echo "merge $merge"
`;
}

/** The files of `plan`, beside the recipe. */
export const slurmFiles = (plan: SlurmPlan): readonly PlannedFile[] => [
  { name: SHARD_SCRIPT, text: shardScript(plan) },
  { name: MERGE_SCRIPT, text: mergeScript(plan) },
  { name: SUBMIT_SCRIPT, text: submitScript(plan) },
];
