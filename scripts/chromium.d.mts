export declare const chromiumFlags: readonly string[];
export declare function findChromium(): string | null;
export declare function ensureChromium(): string;
