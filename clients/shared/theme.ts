// Dark unless somebody asks for light on this device: halls are dark.

import { load, save } from './storage'

const STORED = 'jinbang.theme'

export type Theme = 'dark' | 'light'

export function currentTheme(): Theme {
  return load(STORED) === 'light' ? 'light' : 'dark'
}

export function setTheme(theme: Theme): void {
  save(STORED, theme)
  document.documentElement.dataset.theme = theme
}

export function startTheme(): void {
  document.documentElement.dataset.theme = currentTheme()
}
