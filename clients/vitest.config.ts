import { svelte } from '@sveltejs/vite-plugin-svelte'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  plugins: [svelte()],
  // Without this condition Svelte resolves to its server build and nothing can be mounted.
  resolve: { conditions: ['browser'] },
  test: { environment: 'happy-dom', include: ['test/**/*.test.ts'] },
})
