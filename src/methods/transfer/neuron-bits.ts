/** Which neurons are activated (> 0, as the paper has it), a bit each, as text that a file can hold. */

export function activatedBits(values: Float32Array): string {
  const bytes = new Uint8Array(Math.ceil(values.length / 8));
  values.forEach((value, index) => {
    if (value > 0) bytes[index >> 3] |= 1 << (index & 7);
  });
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(''));
}

/** 1 for each of `count` neurons that is activated; what the text lacks counts as off. */
export function activatedNeurons(bits: string, count: number): Float32Array {
  const bytes = atob(bits);
  return Float32Array.from({ length: count }, (_, index) =>
    index >> 3 < bytes.length ? (bytes.charCodeAt(index >> 3) >> (index & 7)) & 1 : 0,
  );
}

/** Digits of a stored activation: the sign, which ON compares, is exact. */
const ACTIVATION_DIGITS = 4;

/** Activations as they are stored. */
export function rounded(values: Float32Array): Float32Array {
  return values.map((value) => Number(value.toPrecision(ACTIVATION_DIGITS)));
}
