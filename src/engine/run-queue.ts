/**
 * A wasm instance of onnxruntime-web can do one thing at a time (onnx-on-webgpu.md section 6: a second run fails with
 * "Session already started"), so calls line up. A failed call does not hold up those behind it.
 */
export class RunQueue {
  private last: Promise<unknown> = Promise.resolve();

  add<T>(task: () => Promise<T>): Promise<T> {
    const result = this.last.then(task, task);
    this.last = result.catch(() => undefined);
    return result;
  }
}
