// The wall on a stage evening: every format in every step, as lib/stage-scenes.mjs has them. A real evening comes
// by only a few of them, and by some only by luck.
import { contests, scenes } from '../e2e/lib/stage-scenes.mjs'
import { drawn, hall, showing } from '../e2e/lib/walls.mjs'

const { show } = showing({ contests, scenes })

/** Photographs all of them, each contest's on one wall. */
export async function stageWalls(t, camera) {
  const stage = await hall(t)
  for (const id of Object.keys(contests)) {
    const mine = scenes.filter(({ contest }) => contest === id)
    const wall = Object.assign(await show(stage, mine[0], { reducedMotion: 'reduce', viewport: { width: 1280, height: 720 } }), { kind: 'screen' })
    for (const { name, state } of mine) {
      stage.gallery.show(state)
      await drawn(wall, stage, state.phase)
      await camera.take(wall, name)
    }
  }
}
