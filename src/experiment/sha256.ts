/** SHA-256 as hexadecimal text; null where the browser offers none (a page without a secure context). */
export async function sha256(bytes: Uint8Array): Promise<string | null> {
  if (!('subtle' in crypto)) return null;
  // Shared memory can't be hashed, and its type alone doesn't say that it isn't.
  const own =
    bytes.buffer instanceof ArrayBuffer ? (bytes as Uint8Array<ArrayBuffer>) : Uint8Array.from(bytes);
  const digest = await crypto.subtle.digest('SHA-256', own);
  return Array.from(new Uint8Array(digest), (byte) => byte.toString(16).padStart(2, '0')).join('');
}
