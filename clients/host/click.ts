import { focus } from './focus'

// After a press of the mouse the focus must leave its button, or the space bar would press the same one
// again instead of going on with the contest. Who uses the keyboard keeps the place. `resting` is done when
// the button is pressed while it can do nothing.
export function leave(act: () => void, resting: () => void = () => undefined): (event: MouseEvent & { currentTarget: HTMLElement }) => void {
  return (event) => {
    if (event.currentTarget.getAttribute('aria-disabled') === 'true') return resting()
    if (event.detail > 0) focus.release(event.currentTarget)
    act()
  }
}
