/**
 * Prints the table of simulated coverage that docs/statistics.md holds, as Markdown.
 * Usage: npx tsx scripts/coverage.ts [trials a scenario, 4000]
 */
import { coverageOf, SCENARIOS } from './coverage-scenarios.ts';

const trials = Number(process.argv[2] ?? 4000);
console.log('| interval | data | coverage at 95 % | |\n| --- | --- | ---: | --- |');
for (const scenario of SCENARIOS) {
  const { covered } = coverageOf(scenario, trials);
  console.log(
    `| ${scenario.interval} | ${scenario.data} | ${(100 * covered).toFixed(1)} % | ${scenario.caveat?.why ?? ''} |`,
  );
}
