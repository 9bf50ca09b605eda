// Leaves out what these pages do not use of Svelte, which the minifier cannot know: a tenth of the phone's page.
// Why, and what else was weighed: docs/decisions/0013-a-trimmed-svelte.md.

import { join } from 'node:path'
import type { Plugin } from 'vite'

/** Parts of Svelte that these pages have no use for, and what stands in for them: file, before, after. */
const TRIMS: [file: string, before: RegExp, after: string, modes: RegExp][] = [
  // The pages are drawn by browsers only, never by a server first: with a constant the minifier drops the
  // branches that would take over what a server drew.
  ['client/dom/hydration.js', /export let hydrating = false;/, 'export const hydrating = false;', /./],
  ['client/dom/hydration.js', /(?<=export function set_hydrating\(value\) \{)[^}]*/, '', /./],
  // The phone's page has raw state only (checked below), so nothing is ever made into a proxy.
  ['client/reactivity/sources.js', /should_proxy \? proxy\(value\) : value/, 'value', /phone/],
  // No part of the phone's page may fail or wait by itself, so the whole is not put into a boundary that would
  // catch it: it is a plain branch, as in Svelte 5.0.
  ['client/render.js', /boundary\(\s*\/\*\*[^*]*\*\/ \(anchor_node\),\s*\{\s*pending: \(\) => \{\}\s*\},\s*\(anchor_node\) => \{/, 'branch(() => {', /phone/],
  ['client/render.js', /\},\s*transformError\s*\);/, '});', /phone/],
  ['client/render.js', /import \{ boundary \} from [^;]+;/, 'import { branch } from "./reactivity/effects.js";', /phone/],
  // No page has a style attribute with text (the content security policy forbids it): none is ever parsed.
  ['shared/attributes.js', /if \(value\) \{(?=\s+\/\/ strip comments)/, 'if (false) {', /./],
  // Only for elements whose attributes are not known: unused, and then left out, if it has no side effects.
  ['../utils.js', /(?<=const DOM_PROPERTIES = )\[[^\]]*\]/, '/* @__PURE__ */ (() => $&)()', /./],
  // The reason of a signal that this page never asks for: without it, no stack is walked while the script starts.
  ['client/constants.js', /new \(class StaleReactionError extends Error \{[^}]*\}\)\(\)/, '{}', /phone/],
  ['client/reactivity/props.js', /runes && bindable \? proxy\(value\) : value/, 'value', /phone/],
]

export function trimSvelte(mode: string): Plugin {
  const mine = TRIMS.filter(([, , , modes]) => modes.test(mode))
  return {
    name: 'trim-svelte',
    apply: 'build',
    transform(code, id) {
      // What is fetched on demand brings no styles of its own (below), so there is nothing to preload.
      if (mode === 'phone' && id.endsWith('vite/preload-helper.js')) return { code: 'export const __vitePreload = (load) => load()', map: null }
      if (mode === 'phone' && id.endsWith('.svelte') && code.includes('$.proxy(')) this.error('use $state.raw here')
      let trimmed = code
      for (const [file, before, after] of mine) {
        if (!id.endsWith(join('node_modules/svelte/src/internal', file))) continue
        if (!before.test(trimmed)) this.error('Svelte has changed: look at TRIMS in trim.ts')
        trimmed = trimmed.replace(before, after)
      }
      return trimmed === code ? null : { code: trimmed, map: null }
    },
  }
}
