// A picker in a frame, in the place of one in the page: the same methods, said instead of called, and
// the same calls of the host, heard instead of received.

import type { Selection, ServicePoint } from "../../index";
import type { Host, MountedPicker, Shell } from "../border";
import type { Told } from "../frame/messages";
import { adoptTrees } from "../frame/tree";
import type { Connection } from "./connection";
import { copied } from "./copied";
import { lookOf, watchLook } from "./look";

/** What a picker is put into. */
export interface Surroundings {
  readonly shell: Shell;
  readonly host: Host;
  readonly summary: HTMLElement;
}

type Answered = Parameters<MountedPicker["restore"]>[1];

export class FramedPicker implements MountedPicker {
  readonly #connection: Connection;
  readonly #around: Surroundings;
  readonly #broke: (cause: unknown) => void;
  readonly #drop: () => void;
  readonly #unwatchLook: () => void;
  /** Who waits for an earlier selection, by number. */
  readonly #answered: Answered[] = [];
  /** How often what was chosen was taken back. */
  #resets = 0;

  constructor(
    connection: Connection,
    around: Surroundings,
    settings: string,
    broke: (cause: unknown) => void,
    drop: () => void,
  ) {
    this.#connection = connection;
    this.#around = around;
    this.#broke = broke;
    this.#drop = drop;
    const { shell, summary } = around;
    connection.hear = (told) => this.#hear(told);
    this.#unwatchLook = watchLook(shell.host, () =>
      connection.say("look", lookOf(shell)),
    );
    summary.onclick = ({ target }) => this.#press(target);
    connection.say("mount", settings);
    // Whoever is led to the picker is led into the frame.
    const lead = () => connection.iframe.focus();
    shell.frame.onfocus = lead;
    if (shell.root.activeElement === shell.frame) lead();
  }

  update(settings: string) {
    this.#connection.say("update", settings);
  }

  own(points: readonly ServicePoint[] | null) {
    this.#connection.say("own", points && copied(points));
  }

  begin() {
    this.#connection.say("begin");
  }

  restore(request: string, answered: Answered) {
    const id = this.#answered.push(answered) - 1;
    this.#connection.say("restore", id, request);
  }

  show(selectionJson: string) {
    this.#connection.say("show", selectionJson);
  }

  reset() {
    this.#resets++;
    this.#connection.say("reset");
  }

  free() {
    const { shell, summary } = this.#around;
    shell.frame.onfocus = null;
    summary.onclick = null;
    this.#unwatchLook();
    this.#drop();
  }

  #hear(told: Told) {
    const { host, shell, summary } = this.#around;
    switch (told[0]) {
      case "committing":
        return host.committing(told[1]);
      case "select":
        return this.#select(told[1], told[2]);
      case "late":
        return host.late(told[1]);
      case "change":
        return host.change();
      case "cancel":
        return host.cancel(told[1]);
      case "error":
        return host.error(told[1], told[2], told[3]);
      case "ready":
        return host.ready();
      case "restored":
        return this.#answered[told[1]]?.(told[2], told[3]);
      case "summary":
        return adoptTrees(summary, told[1]);
      case "height":
        return this.#connection.resize(told[1]);
      case "escape":
        return shell.host.close();
      case "broke":
        return this.#broke(told[1]);
    }
  }

  /** What was taken back while the frame was still speaking of it is no selection. */
  #select(json: string, resets: number) {
    const { host } = this.#around;
    host.committing(false);
    if (resets === this.#resets) host.select(json);
    else host.late((JSON.parse(json) as Selection).id);
  }

  #press(target: EventTarget | null) {
    const button = target instanceof Element && target.closest("button");
    const buttons = this.#around.summary.querySelectorAll("button");
    const index = button ? [...buttons].indexOf(button) : -1;
    if (index >= 0) this.#connection.say("press", index);
  }
}
