import { expect, test } from 'vitest';
import { createFrameLoop } from '../../src/app/run/frame-loop.ts';

/** A clock that stands until it is moved; painting takes `paintMs` after each frame. */
function handClock(paintMs: number) {
  const frames: (() => void)[] = [];
  const waits: { readonly call: () => void; readonly ms: number }[] = [];
  let time = 1000;
  const loop = createFrameLoop({
    request: (draw) => frames.push(draw),
    wait: (call, ms) => waits.push({ call, ms }),
    now: () => time,
  });
  return {
    loop,
    frames,
    waits,
    pass: (ms: number) => (time += ms),
    /** Draws the frame that was asked for and paints it. */
    draw: () => {
      frames.shift()?.();
      time += paintMs;
      waits.shift()?.call();
    },
  };
}

test('many changes, one frame; a view that was taken out is drawn no more', () => {
  const { loop, frames, draw } = handClock(1);
  let drawn = 0;
  const remove = loop.add(() => (drawn += 1));
  loop.invalidate();
  loop.invalidate();
  expect(frames).toHaveLength(1);
  draw();
  expect(drawn).toBe(1);
  remove();
  loop.invalidate();
  draw();
  expect(drawn).toBe(1);
});

test('a run that goes on is drawn a twentieth of the time; whoever turns the handle doesn’t wait', () => {
  const { loop, frames, waits, pass, draw } = handClock(10);
  loop.add(() => undefined);
  draw();
  loop.goOn();
  loop.goOn();
  expect(waits.map(({ ms }) => ms)).toEqual([190]);
  expect(frames).toHaveLength(0);
  loop.invalidate();
  expect(frames).toHaveLength(1);
  waits.shift()?.call();
  expect(frames).toHaveLength(1);
  draw();
  pass(300);
  loop.goOn();
  expect(waits.map(({ ms }) => ms)).toEqual([0]);
});

test('however long painting takes, a run is seen to move twice a second', () => {
  const { loop, waits, draw } = handClock(400);
  loop.add(() => undefined);
  draw();
  loop.goOn();
  expect(waits.map(({ ms }) => ms)).toEqual([500]);
});
