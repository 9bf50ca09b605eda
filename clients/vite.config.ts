import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vite'

// One build, four pages. The server embeds dist/ and serves them at /, /screen, /host and /organize,
// so every reference in them must be absolute (base '/').
export default defineConfig({
  base: '/',
  publicDir: false,
  plugins: [svelte()],
  build: {
    outDir: 'dist',
    emptyOutDir: true,
    // The content security policy allows no inline script or style, and the favicon must be a file.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    target: ['safari16.4', 'chrome107', 'firefox115'],
    rolldownOptions: {
      input: {
        play: 'play/index.html',
        screen: 'screen/index.html',
        host: 'host/index.html',
        organize: 'organize/index.html',
      },
      output: {
        // All that two pages share is one file: on a phone's link another request costs more than a
        // few bytes that only the console needs. test/weigh.mjs keeps watch.
        codeSplitting: { groups: [{ name: 'shared', minShareCount: 2 }] },
      },
    },
  },
})
