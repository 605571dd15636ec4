/** What is known of a PLM without opening it, and its files. */

export interface ModelFile {
  readonly name: string;
  readonly bytes: number;
  /** SHA-256 of the content, hexadecimal. */
  readonly sha256: string;
}

/** What is known of a PLM without opening it: of a shipped one from the catalogue, of another since its import. */
export interface ModelFacts {
  readonly description: string;
  readonly licence: string;
  readonly architecture: string;
  readonly parameters: number;
  readonly layers: number;
  readonly width: number;
  readonly heads: number;
  /** Feed-forward neurons a layer. */
  readonly feedForward: number;
  readonly vocabulary: number;
  /** Most tokens, prompt and text together, that the PLM was trained with. */
  readonly maxLength: number;
  readonly files: readonly ModelFile[];
}
