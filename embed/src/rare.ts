// The entry of `rare.js`: what few pages need, loaded by those alone.

export { ask, stageFramed } from "./framed";
export { readProposal } from "./proposal";
