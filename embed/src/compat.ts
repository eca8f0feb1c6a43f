// The entry of `sendcloud-compat.js`: the whole loader, and before it the call of Sendcloud's hosted
// picker, so that a shop migrates by changing a script's address.

import "./picker";
import { define, extended } from "./compat/extended";
import { close, open } from "./compat/service_points";

// By its bare name, as shops call it: a page's own `const` is no property of its window.
const theirs = typeof sendcloud === "undefined" ? undefined : sendcloud;
const servicePoints = extended(theirs?.servicePoints, { open, close });
const ours = extended(theirs, { servicePoints });
if (ours !== theirs && !define(window, { sendcloud: ours }))
  console.error("sendcloud-compat: the page's `sendcloud` takes no members");
