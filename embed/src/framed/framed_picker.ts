// A picker in a frame, in the place of one in the page: the same methods, said instead of called, and
// the same calls of the host, heard instead of received.

import type { ServicePoint } from "../../index";
import type { Host, MountedPicker, Shell } from "../border";
import type { Told } from "../frame/messages";
import { adoptTrees } from "../frame/tree";
import type { Connection } from "./connection";
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
  readonly #unwatchLook: () => void;
  #answered: Answered | undefined;

  constructor(
    connection: Connection,
    around: Surroundings,
    settings: string,
    broke: (cause: unknown) => void,
  ) {
    this.#connection = connection;
    this.#around = around;
    this.#broke = broke;
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
    this.#answered = answered;
    this.#connection.say("restore", request);
  }

  show(selectionJson: string) {
    this.#connection.say("show", selectionJson);
  }

  reset() {
    this.#connection.say("reset");
  }

  free() {
    const { shell, summary } = this.#around;
    shell.frame.onfocus = null;
    summary.onclick = null;
    this.#unwatchLook();
    this.#connection.close();
  }

  #hear(told: Told) {
    const { host, shell, summary } = this.#around;
    switch (told[0]) {
      case "committing":
        return host.committing(told[1]);
      case "select":
        return host.select(told[1]);
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
        return this.#answered?.(told[1], told[2]);
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

  #press(target: EventTarget | null) {
    const button = target instanceof Element && target.closest("button");
    const buttons = this.#around.summary.querySelectorAll("button");
    const index = button ? [...buttons].indexOf(button) : -1;
    if (index >= 0) this.#connection.say("press", index);
  }
}

/** What can be read of each: a page's points may be proxies, which no message can hold. */
function copied(points: readonly ServicePoint[]): ServicePoint[] {
  const copies: unknown[] = [];
  // A page's own array may be walked in no other way that is surely the browser's.
  for (let index = 0; index < points.length; index++) {
    try {
      copies.push(JSON.parse(JSON.stringify(points[index])));
    } catch {
      // It is counted among those that are no service points.
      copies.push(null);
    }
  }
  return copies as ServicePoint[];
}
