/** Path of the bundled command line of `project`. */
export function cliBundle(project?: string): Promise<string>;
