/** Where a model on a hub is, from what people type or paste: `org/name`, `org/name@revision`, or the address of its page. */
import { LabError } from '../../errors/lab-error.ts';

export interface HubModel {
  /** Address of the hub, without a slash at its end. */
  readonly base: string;
  /** `org/name`, or a name alone. */
  readonly model: string;
  /** Branch, tag or commit. */
  readonly revision: string;
}

/** Used where none is given; any server with the same two kinds of addresses will do. */
export const DEFAULT_HUB = 'https://huggingface.co';

const MODEL = /^[A-Za-z0-9][A-Za-z0-9._-]{0,95}(\/[A-Za-z0-9][A-Za-z0-9._-]{0,95})?$/;
const REVISION = /^[A-Za-z0-9][A-Za-z0-9._/-]{0,199}$/;

/** @throws LabError `argument` saying which part can't be used */
export function readHubAddress(text: string, base: string = DEFAULT_HUB): HubModel {
  const asked = text.trim();
  const page = /^https?:\/\//.test(asked) ? readPage(asked) : null;
  const [model = '', revision = 'main'] = page === null ? asked.split('@') : [page.model, page.revision];
  const hub = { base: page?.base ?? readBase(base), model, revision };
  if (MODEL.test(model) && !model.includes('..') && REVISION.test(revision) && !revision.includes('..'))
    return hub;
  throw new LabError({
    code: 'argument',
    message: `“${asked.slice(0, 200)}” names no model.`,
    remedy: 'Give it as org/name, such as google/bert_uncased_L-2_H-128_A-2, or paste the address of its page.',
    where: 'model',
  });
}

function readPage(address: string): { base: string; model: string; revision: string } {
  const url = readUrl(address);
  const [org = '', name = '', tree = '', ...rest] = url.pathname.split('/').filter((part) => part !== '');
  const known = tree === 'tree' || tree === 'resolve' || tree === 'blob';
  return {
    base: url.origin,
    model: name === '' ? org : `${org}/${name}`,
    revision: known ? (rest[0] ?? 'main') : 'main',
  };
}

function readBase(base: string): string {
  const url = readUrl(base);
  return `${url.origin}${url.pathname}`.replace(/\/+$/, '');
}

/** Plain http would let anyone on the way change a model; a server on this device is as near as a file. */
function readUrl(address: string): URL {
  const url = URL.canParse(address) ? new URL(address) : null;
  const isLocal = url !== null && ['localhost', '127.0.0.1', '[::1]'].includes(url.hostname);
  if (url !== null && (url.protocol === 'https:' || (url.protocol === 'http:' && isLocal))) return url;
  throw new LabError({
    code: 'argument',
    message: `“${address.slice(0, 200)}” is no address that models can be fetched from.`,
    remedy: `Give one that begins with https://, such as ${DEFAULT_HUB}.`,
    where: 'hub',
  });
}

const pathOf = (parts: string): string => parts.split('/').map(encodeURIComponent).join('/');

export function listingUrl({ base, model, revision }: HubModel): string {
  return `${base}/api/models/${pathOf(model)}/revision/${encodeURIComponent(revision)}?blobs=true`;
}

export function fileUrl({ base, model, revision }: HubModel, path: string): string {
  return `${base}/${pathOf(model)}/resolve/${encodeURIComponent(revision)}/${pathOf(path)}`;
}
