/**
 * Finds an installed Chromium for the tests that need a real browser. Playwright's own download is not used:
 * it is large, and its host is often out of reach where tests run.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, realpathSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import process from 'node:process';

/**
 * WebGPU without a GPU: SwiftShader through Vulkan. The rest keeps a test browser from talking to the network.
 * Dawn calls its adapters unsafe until a driver is known, hence the first flag.
 */
export const chromiumFlags = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
];

const names = [
  'chromium',
  'chromium-browser',
  'google-chrome',
  'google-chrome-stable',
  'chrome',
  'microsoft-edge',
];

function* candidates() {
  const { env } = process;
  if (env.CHROME_PATH) yield env.CHROME_PATH;
  for (const folder of (env.PATH ?? '').split(delimiter)) {
    for (const name of names) yield join(folder, process.platform === 'win32' ? `${name}.exe` : name);
  }
  yield '/usr/lib/chromium/chromium';
  yield '/opt/google/chrome/chrome';
  yield '/snap/bin/chromium';
  for (const folder of ['/Applications', join(env.HOME ?? '', 'Applications')]) {
    for (const name of ['Chromium', 'Google Chrome', 'Microsoft Edge']) {
      yield join(folder, `${name}.app`, 'Contents', 'MacOS', name);
    }
  }
  for (const folder of [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]) {
    if (!folder) continue;
    yield join(folder, 'Google', 'Chrome', 'Application', 'chrome.exe');
    yield join(folder, 'Chromium', 'Application', 'chrome.exe');
    yield join(folder, 'Microsoft', 'Edge', 'Application', 'msedge.exe');
  }
}

/** Path of an installed Chromium, or null. `CHROME_PATH` comes first. */
export function findChromium() {
  for (const path of candidates()) if (existsSync(path)) return path;
  return null;
}

function isDebianRoot() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false;
  const release = existsSync('/etc/os-release') ? readFileSync('/etc/os-release', 'utf8') : '';
  return /^ID(_LIKE)?=.*debian/m.test(release);
}

/** `findChromium`, and on Debian as root an installation if there is none. Throws with the command that mends it. */
export function ensureChromium() {
  const found = findChromium();
  if (found !== null) return found;
  if (isDebianRoot()) {
    console.error('No Chromium found: installing it with apt-get …');
    const options = { stdio: ['ignore', 2, 2], env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    spawnSync('apt-get', ['update', '-qq'], options);
    spawnSync('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
    const installed = findChromium();
    if (installed !== null) return installed;
  }
  const command = {
    darwin: 'brew install --cask chromium',
    win32: 'winget install Hibbiki.Chromium',
  }[process.platform];
  throw new Error(
    `No Chromium found. Run: ${command ?? 'sudo apt-get install -y chromium'}   (or set CHROME_PATH to a Chromium, Chrome or Edge)`,
  );
}

/**
 * Environment with which other programs find the Vulkan driver that comes with Chromium on Linux: with it the WebGPU
 * of onnxruntime-node can be tested without a GPU. Empty where there is none. The library path counts only from a
 * process's start.
 */
export function softwareVulkan() {
  const chromium = findChromium();
  if (chromium === null || process.platform !== 'linux') return {};
  const folders = [dirname(realpathSync(chromium)), '/usr/lib/chromium', '/opt/google/chrome'];
  const folder = folders.find((path) => existsSync(join(path, 'vk_swiftshader_icd.json')));
  if (folder === undefined) return {};
  const libraries = [folder, process.env.LD_LIBRARY_PATH].filter(Boolean).join(delimiter);
  return { VK_ICD_FILENAMES: join(folder, 'vk_swiftshader_icd.json'), LD_LIBRARY_PATH: libraries };
}
