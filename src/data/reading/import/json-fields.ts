/** A record's JSON by its schema, or what is wrong with it. */
import * as v from 'valibot';

export type Parsed<Output> =
  { readonly ok: true; readonly value: Output } | { readonly ok: false; readonly reason: string };

export const NO_JSON = 'it is no valid JSON';

export function parseRecord<Schema extends v.GenericSchema>(
  text: string,
  schema: Schema,
): Parsed<v.InferOutput<Schema>> {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return { ok: false, reason: NO_JSON };
  }
  const result = v.safeParse(schema, value);
  if (result.success) return { ok: true, value: result.output };
  const [issue] = result.issues;
  const place = v.getDotPath(issue);
  const expected = issue.expected ?? 'something else';
  return {
    ok: false,
    reason:
      place === null
        ? `it is ${issue.received}, not ${expected}`
        : `“${place}” is ${issue.received}, not ${expected}`,
  };
}
