// Keeps the keyboard's place. When a change of state takes away the element that has the focus, the
// nearest thing around it that is still there gets it; a press of the mouse leaves no focus behind.

class FocusKeeper {
  #around: HTMLElement[] = []

  /** For focusin: remembers where the focus is, from the inside out. */
  seen(target: EventTarget | null): void {
    this.#around = []
    for (let at = target as HTMLElement | null; at; at = at.parentElement) this.#around.push(at)
  }

  /** For focusout: what is still there a moment after it was left for nowhere was left on purpose. */
  left(event: FocusEvent): void {
    const target = event.target as HTMLElement
    if (event.relatedTarget === null) setTimeout(() => {
      if (this.#around[0] === target && isThere(target) && document.activeElement !== target) this.#around = []
    })
  }

  /** Leaves this element for nowhere. */
  release(target: HTMLElement): void {
    this.#around = []
    target.blur()
  }

  /** After the page has changed. */
  mend(): void {
    const [own] = this.#around
    if (!own || (document.activeElement !== document.body && document.activeElement !== null)) return
    const place = this.#around.find((at) => isThere(at) && (at === own || at.hasAttribute('tabindex')))
    place?.focus({ preventScroll: true })
  }
}

const isThere = (element: HTMLElement): boolean => element.isConnected && element.getClientRects().length > 0

export const focus = new FocusKeeper()
