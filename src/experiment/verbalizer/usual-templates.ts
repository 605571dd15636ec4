/**
 * Templates that verbalizers are compared over (specs: KPT, section 3 and 0.4). Those of the paper where a task has them;
 * `{b}` follows where rows have a second text.
 */
import type { TaskInfo } from '../task-types.ts';

const bracketed = ['[ Category : [MASK] ] {a}', '[ Topic : [MASK] ] {a}'];
const topicOf = (thing: string): readonly string[] => [
  `A [MASK] ${thing} : {a}`,
  '{a} This topic is about [MASK] .',
  ...bracketed,
];
const DBPEDIA = ['{a} The type is [MASK] .', '{a} This is a [MASK] .', ...bracketed];
const FILM = [
  'It was [MASK] . {a}',
  'Just [MASK] ! {a}',
  '{a} All in all , it was [MASK] .',
  '{a} In summary , the film was [MASK] .',
];

const BY_TASK: ReadonlyMap<string, readonly string[]> = new Map([
  ['agnews', topicOf('news')],
  ['yahoo_news', topicOf('question')],
  ['yahoo', topicOf('question')],
  ['dbpedia_small', DBPEDIA],
  ['sst2', FILM],
  ['sst2_bad_good', FILM],
  ['movie_reviews', FILM],
]);

const BY_FAMILY: ReadonlyMap<string, readonly string[]> = new Map([
  ['topic', ['{a} This topic is about [MASK] .', ...bracketed]],
  [
    'sentiment',
    [
      'It was [MASK] . {a}',
      'Just [MASK] ! {a}',
      '{a} All in all , it was [MASK] .',
      '{a} In summary , it was [MASK] .',
    ],
  ],
]);

/** The task's own template first where it is none of the usual ones' tasks. */
export function usualTemplates(
  { name, family, template }: Pick<TaskInfo, 'name' | 'family' | 'template'>,
  pairs: boolean,
): readonly string[] {
  const known = BY_TASK.get(name);
  const templates = known ?? [...new Set([template, ...(BY_FAMILY.get(family) ?? [])])];
  return pairs
    ? templates.map((one) => (one.includes('{b}') ? one : one.replace('{a}', '{a} {b}')))
    : templates;
}
