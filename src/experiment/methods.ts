/** The methods of training. A recipe names one; schema, page and command line look it up here. */
import type { Method } from './method.ts';
import { promptMethod } from './prompt/prompt-method.ts';
import type { Recipe } from './recipe-types.ts';

type Methods = { readonly [Id in Recipe['method']]: Method<Extract<Recipe, { method: Id }>> };

export const METHODS: Methods = { prompt: promptMethod };

export const METHOD_IDS = Object.keys(METHODS) as readonly Recipe['method'][];

/** By the name that a recipe has. */
export const METHOD_TABLE: ReadonlyMap<string, Method<Recipe>> = new Map(Object.entries(METHODS));

/** The method called `name`, by its id or a former name; null for none. */
export function methodNamed(name: string): Methods[Recipe['method']] | null {
  const id = METHOD_IDS.find((one) => one === name || METHODS[one].aliases.includes(name));
  return id === undefined ? null : METHODS[id];
}
