// Keeps the keyboard's place. When a change of state takes away the element that has the focus, the
// nearest thing around it that is still there gets it; a press of the mouse leaves no focus behind.

export class FocusKeeper {
  #around: HTMLElement[] = []

  /** For focusin: remembers where the focus is, from the inside out. */
  seen(target: EventTarget | null): void {
    this.#around = []
    for (let at = target as HTMLElement | null; at; at = at.parentElement) this.#around.push(at)
  }

  /** For focusout to nowhere: if its element is still there, it was left on purpose. */
  left(event: FocusEvent): void {
    const target = event.target as HTMLElement
    if (event.relatedTarget === null) queueMicrotask(() => {
      if (target.isConnected && target.getClientRects().length > 0) this.#around = []
    })
  }

  /** After the page has changed. */
  mend(): void {
    const [own, ...rest] = this.#around
    if (!own || (document.activeElement !== document.body && document.activeElement !== null)) return
    if (own.isConnected && own.getClientRects().length > 0) own.focus({ preventScroll: true })
    else rest.find((at) => at.isConnected && at.hasAttribute('tabindex'))?.focus({ preventScroll: true })
  }
}
