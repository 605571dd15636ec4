/** A sweep for Kubernetes: an indexed job of shards, a claim that holds their parts, and a job that merges and reports. */
import { shellQuote } from './shell-quote.ts';
import type { PlannedFile, SubmitPlan } from './submit-plan.ts';
import { SUBMIT_SCRIPT } from './slurm-files.ts';

export interface KubernetesPlan extends SubmitPlan {
  /** As Kubernetes pulls it, made by deploy/Dockerfile. */
  readonly image: string;
  readonly storageGigabytes: number;
  /** The recipe as JSON text. */
  readonly recipe: string;
}

/** JSON's texts are YAML's. */
const quoted = (text: string): string => JSON.stringify(text);

function indented(text: string, spaces: number): string {
  return text
    .trimEnd()
    .split('\n')
    .map((line) => (line === '' ? '' : `${' '.repeat(spaces)}${line}`))
    .join('\n');
}

/** A pod that runs `script` with the recipe and the parts in reach, from `spaces` on. */
function podSpec({ name, image }: KubernetesPlan, script: string, resources: string): string {
  return `      restartPolicy: Never
      # The image's own user, who may write to the claim.
      securityContext:
        runAsNonRoot: true
        runAsUser: 1000
        fsGroup: 1000
      containers:
        - name: lab
          image: ${quoted(image)}
          command:
            - /bin/sh
            - -c
            - |
${indented(script, 14)}
          resources:
            requests:
${indented(resources, 14)}
          volumeMounts:
            - name: recipe
              mountPath: /recipe
              readOnly: true
            - name: parts
              mountPath: /parts
      volumes:
        - name: recipe
          configMap:
            name: ${name}-recipe
        - name: parts
          persistentVolumeClaim:
            claimName: ${name}-parts
`;
}

function sweepFile(plan: KubernetesPlan): string {
  const { name, shards, only, atOnce, cpus, memoryGigabytes, hours, storageGigabytes, recipe } = plan;
  const script = `# The index counts from 0 over this list, which says what shard each one is.
set -- ${only.join(' ')}
shift "$JOB_COMPLETION_INDEX"
exec lab sweep /recipe/recipe.json --shard "$1/${String(shards)}" --out "/parts/part-$1.plab" --json`;
  return `# A sweep cut into ${String(shards)} shards, one pod each. Written by \`lab submit\`; ${SUBMIT_SCRIPT} applies it.
apiVersion: v1
kind: ConfigMap
metadata:
  name: ${name}-recipe
data:
  recipe.json: |
${indented(recipe, 4)}
---
# The parts outlive the pods, so that a shard that is run again goes on where its part stands.
apiVersion: v1
kind: PersistentVolumeClaim
metadata:
  name: ${name}-parts
spec:
  # Pods on several machines write at once. A cluster whose storage can't do that takes ReadWriteOnce and one machine.
  accessModes:
    - ReadWriteMany
  resources:
    requests:
      storage: ${String(storageGigabytes)}Gi
---
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}
spec:
  completionMode: Indexed
  completions: ${String(only.length)}
  parallelism: ${String(atOnce ?? only.length)}
  # A shard that fails is tried again by itself, and never takes the others along.
  backoffLimitPerIndex: 2
  activeDeadlineSeconds: ${String(hours * 3600)}
  template:
    spec:
${podSpec(plan, script, `cpu: ${quoted(String(cpus))}\nmemory: ${String(memoryGigabytes)}Gi`)}`;
}

function mergeFile(plan: KubernetesPlan): string {
  const { name, shards, again } = plan;
  const script = `again=${shellQuote(again)}
set -- /parts/part-*.plab
if [ ! -e "$1" ]; then
  echo "No shard left a part: read the pods' logs. To run them again:" >&2
  echo "    $again" >&2
  exit 1
fi
# Not complete is no reason to report nothing: both are tried, and the status of the merge is the job's.
status=0
lab merge "$@" --out /parts/sweep.plab --shards ${String(shards)} --again "$again" --json > /parts/merge.json || status=1
lab report /parts/sweep.plab --json > /parts/report.json || status=1
exit "$status"`;
  return `# Joins the parts and reports. ${SUBMIT_SCRIPT} applies it when every shard has ended, however it ended.
apiVersion: batch/v1
kind: Job
metadata:
  name: ${name}-merge
spec:
  # What is missing is still missing a minute later.
  backoffLimit: 0
  template:
    spec:
${podSpec(plan, script, 'cpu: "1"\nmemory: 4Gi')}`;
}

function fetchFile({ name, image }: KubernetesPlan): string {
  return `# A pod that does nothing but hold the claim, so that \`kubectl cp\` can take files out of it.
apiVersion: v1
kind: Pod
metadata:
  name: ${name}-fetch
spec:
  restartPolicy: Never
  # Nobody has to remember it.
  activeDeadlineSeconds: 3600
  containers:
    - name: lab
      image: ${quoted(image)}
      command:
        - sleep
        - "3600"
      volumeMounts:
        - name: parts
          mountPath: /parts
  volumes:
    - name: parts
      persistentVolumeClaim:
        claimName: ${name}-parts
`;
}

function submitScript({ name, folder }: KubernetesPlan): string {
  return `#!/bin/sh
# Hands the sweep to Kubernetes, waits, and brings the result here. Written by \`lab submit\`.
# It can be broken off and given again: shards that are at work are left alone, parts that are there are gone on with.
set -eu

folder=${shellQuote(folder)}

# Kubernetes has no job that waits for another, so this does. A job has ended when it is complete or has failed.
ended() {
  kubectl get job "$1" -o 'jsonpath={.status.conditions[?(@.status=="True")].type}' | grep -qwE 'Complete|Failed'
}
await() {
  until ended "$1"; do sleep 5; done
}

# A job can't be changed: one that has ended makes room for the next try.
for job in ${name} ${name}-merge; do
  if kubectl get job "$job" > /dev/null 2>&1 && ended "$job"; then kubectl delete job "$job"; fi
done

kubectl apply -f "$folder/sweep.yaml"
await ${name}
kubectl apply -f "$folder/merge.yaml"
await ${name}-merge
# Names what is missing, and how it is run again.
kubectl logs job/${name}-merge

kubectl apply -f "$folder/fetch.yaml"
kubectl wait --for=condition=Ready pod/${name}-fetch --timeout=300s
for file in sweep.plab merge.json report.json; do
  kubectl cp "${name}-fetch:/parts/$file" "$folder/$file" || echo "There is no $file." >&2
done
kubectl delete pod ${name}-fetch --wait=false
`;
}

/** The files of `plan`, beside the recipe. */
export const kubernetesFiles = (plan: KubernetesPlan): readonly PlannedFile[] => [
  { name: 'sweep.yaml', text: sweepFile(plan) },
  { name: 'merge.yaml', text: mergeFile(plan) },
  { name: 'fetch.yaml', text: fetchFile(plan) },
  { name: SUBMIT_SCRIPT, text: submitScript(plan) },
];
