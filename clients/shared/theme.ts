// Dark unless somebody asks for something else on this device: halls are dark.

import { load, save } from './storage'

const STORED = 'jinbang.theme'

/** `auto` does as the device does. */
export const THEMES = ['dark', 'light', 'auto'] as const
export type Theme = (typeof THEMES)[number]

export function currentTheme(): Theme {
  const kept = load(STORED)
  return THEMES.find((theme) => theme === kept) ?? 'dark'
}

export function setTheme(theme: Theme): void {
  save(STORED, theme)
  show()
}

export function startTheme(): void {
  device().addEventListener('change', show)
  show()
}

const device = () => matchMedia('(prefers-color-scheme: light)')

function show(): void {
  const theme = currentTheme()
  document.documentElement.dataset.theme = theme === 'auto' ? (device().matches ? 'light' : 'dark') : theme
}
