/** Adam on a few numbers of the host (Kingma and Ba 2015), for what is learned without a pass through the PLM. */

const BETA_1 = 0.9;
const BETA_2 = 0.999;
const EPSILON = 1e-8;

export class Adam {
  private readonly first: Float64Array;
  private readonly second: Float64Array;
  private steps = 0;

  constructor(
    private readonly values: Float64Array,
    private readonly rate: number,
  ) {
    this.first = new Float64Array(values.length);
    this.second = new Float64Array(values.length);
  }

  /** Moves the values against `gradient`. */
  step(gradient: Float64Array): void {
    this.steps += 1;
    const { first, second, values, rate } = this;
    const [bias1, bias2] = [1 - BETA_1 ** this.steps, 1 - BETA_2 ** this.steps];
    for (let at = 0; at < values.length; at++) {
      first[at] = BETA_1 * first[at] + (1 - BETA_1) * gradient[at];
      second[at] = BETA_2 * second[at] + (1 - BETA_2) * gradient[at] ** 2;
      values[at] -= (rate * (first[at] / bias1)) / (Math.sqrt(second[at] / bias2) + EPSILON);
    }
  }
}
