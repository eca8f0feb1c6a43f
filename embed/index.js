// Brings the picker of a shop's proxy into a page. The package holds no copy of the widget, so that a
// page always runs what its proxy serves. Nothing is touched before `load` is called: servers may
// import this.

/** @import { LoadOptions, PickerError, ServicePointPicker } from "./index.js" */

const DEADLINE_MS = 30_000;

/**
 * What all callers wait for; none once it failed.
 *
 * @type {Promise<ServicePointPicker> | undefined}
 */
let loading;

/**
 * @param {string | URL} proxyUrl
 * @param {LoadOptions} options
 * @returns {Promise<ServicePointPicker>}
 */
export async function load(proxyUrl, options = {}) {
  if (typeof document === "undefined")
    throw failure("load() needs a page: call it in the browser alone", false);
  const proxy = new URL(proxyUrl, document.baseURI);
  proxy.pathname = proxy.pathname.replace(/\/*$/, "/");
  const address = new URL("picker.js", proxy).href;
  loading ??= loadOnce(address, options).catch((error) => {
    loading = undefined;
    throw error;
  });
  return loading;
}

/**
 * @param {string} address
 * @param {LoadOptions} options
 */
async function loadOnce(address, options) {
  if (window.ServicePointPicker) return window.ServicePointPicker;
  const script = pendingScript(address) ?? newScript(address, options);
  try {
    await settled(script);
    if (window.ServicePointPicker) return window.ServicePointPicker;
    // An answer of somebody else's, or of a proxy that is no longer there.
    throw new Error("it is no picker");
  } catch (cause) {
    script.remove();
    throw failure(`${address} could not be loaded`, true, cause);
  }
}

/**
 * The page's own tag, as long as it may still bring the picker: once the page is complete, what is
 * not there has failed.
 *
 * @param {string} address
 * @returns {HTMLScriptElement | undefined}
 */
function pendingScript(address) {
  if (document.readyState === "complete") return undefined;
  const scripts = document.querySelectorAll("script");
  return [...scripts].find(({ src }) => src.split(/[?#]/, 1)[0] === address);
}

/**
 * @param {string} address
 * @param {LoadOptions} options
 */
function newScript(address, { integrity, nonce }) {
  const script = document.createElement("script");
  try {
    script.src = address;
  } catch (cause) {
    const help = "put the script tag into the page's HTML";
    throw failure(`Trusted Types forbid load(): ${help}`, false, cause);
  }
  if (nonce) script.nonce = nonce;
  if (integrity) {
    script.integrity = integrity;
    script.crossOrigin = "anonymous";
  }
  document.head.append(script);
  return script;
}

/**
 * Resolves when the script has run, rejects when it cannot.
 *
 * @param {HTMLScriptElement} script
 * @returns {Promise<unknown>}
 */
function settled(script) {
  /** @type {ReturnType<typeof setTimeout>} */
  let deadline;
  const outcome = new Promise((resolve, reject) => {
    deadline = setTimeout(reject, DEADLINE_MS, new Error("timed out"));
    script.addEventListener("load", resolve);
    script.addEventListener("error", reject);
    // The page's own tag may have failed before anybody listened; the page waits for it all the same.
    if (document.readyState !== "complete") addEventListener("load", resolve);
  });
  return outcome.finally(() => clearTimeout(deadline));
}

/**
 * @param {string} message
 * @param {boolean} retryable
 * @param {unknown} [cause]
 * @returns {PickerError}
 */
function failure(message, retryable, cause) {
  const error = new Error(message, { cause });
  return Object.assign(error, { code: "load_failed", retryable });
}
