export declare const root: string;
export declare function staleDependencies(folder?: string): string[];
export declare function ensureDependencies(): void;
