/** Makes a report anew while cells come in; while one is made, at most one more waits. */
export class ReportLoop {
  private running: Promise<void> | null = null;
  private isStale = false;

  /**
   * @param make makes the report of what is known now; it says itself what goes wrong
   * @param isComputing whether more cells are to be expected: then there is a pause between reports
   */
  constructor(
    private readonly make: () => Promise<void>,
    private readonly isComputing: () => boolean,
    private readonly everyMs: number,
  ) {}

  refresh(): void {
    this.isStale = true;
    this.running ??= this.work().finally(() => (this.running = null));
  }

  private async work(): Promise<void> {
    while (this.isStale) {
      this.isStale = false;
      await this.make();
      if (this.isComputing()) await new Promise((resolve) => setTimeout(resolve, this.everyMs));
    }
  }
}
