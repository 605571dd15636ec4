import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { LabError } from '../../../src/errors/lab-error.ts';
import { fileUrl, listingUrl, readHubAddress } from '../../../src/data/models/hub-address.ts';
import { readHubListing } from '../../../src/data/models/hub-listing.ts';

describe('where a model is', () => {
  test.each([
    ['google/bert', 'https://huggingface.co', 'google/bert', 'main'],
    [' google/bert@v1.0 ', 'https://huggingface.co', 'google/bert', 'v1.0'],
    ['https://huggingface.co/Xenova/bert-base-uncased', 'https://huggingface.co', 'Xenova/bert-base-uncased', 'main'],
    ['https://hub.example/a/b/tree/dev/onnx', 'https://hub.example', 'a/b', 'dev'],
    ['bert', 'https://huggingface.co', 'bert', 'main'],
  ])('%s', (text, base, model, revision) => {
    expect(readHubAddress(text)).toEqual({ base, model, revision });
  });

  test.each(['', '../x', 'a/b/c', 'a b', 'org/..', 'http://hub.example/a/b', 'javascript:alert(1)', 'file:///etc/passwd'])(
    '“%s” is refused',
    (text) => {
      expect(() => readHubAddress(text)).toThrow(LabError);
    },
  );

  test('a hub on this device may be asked without encryption, others not', () => {
    expect(readHubAddress('a/b', 'http://127.0.0.1:8000/hub/').base).toBe('http://127.0.0.1:8000/hub');
    expect(() => readHubAddress('a/b', 'http://hub.example')).toThrow(LabError);
  });

  test('whatever a file is called, its address stays on the hub', () => {
    fc.assert(
      fc.property(fc.string(), (path) => {
        const at = readHubAddress('org/name');
        expect(new URL(fileUrl(at, path)).origin).toBe('https://huggingface.co');
        expect(new URL(listingUrl(at)).pathname).toBe('/api/models/org/name/revision/main');
      }),
    );
  });
});

describe('what a hub says', () => {
  const at = readHubAddress('org/name');
  const listing = (change: object): string =>
    JSON.stringify({ sha: 'abcdef0', siblings: [{ rfilename: 'model.onnx', size: 5 }], ...change });

  test('the commit takes the branch’s place; licences come from the card or the tags', () => {
    expect(readHubListing(listing({ cardData: { license: 'mit' } }), at)).toMatchObject({
      at: { revision: 'abcdef0' },
      licence: 'mit',
      files: [{ path: 'model.onnx', bytes: 5, sha256: null }],
    });
    expect(readHubListing(listing({ tags: ['onnx', 'license:apache-2.0'] }), at).licence).toBe('apache-2.0');
    expect(readHubListing(listing({}), at).licence).toBe('not stated');
  });

  test('names that lead out of the folder are left out', () => {
    const files = readHubListing(listing({ siblings: [{ rfilename: '../x', size: 1 }, { rfilename: 'a', size: 1 }] }), at).files;
    expect(files.map(({ path }) => path)).toEqual(['a']);
  });

  test.each(['', 'null', '[]', '{"siblings":[{"rfilename":7}]}', '{"siblings":[{"rfilename":"a","size":-1}]}', '<html>'])(
    '%s is no listing',
    (text) => {
      expect(() => readHubListing(text, at)).toThrow(LabError);
    },
  );
});
