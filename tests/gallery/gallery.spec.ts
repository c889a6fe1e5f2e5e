import { checkState } from './check-state.ts'
import { expect, test } from './fixtures.ts'
import { states } from './states.ts'

// Rules of axe and contrast, targets, Tab and the mark of the focus, 320 px and 200 %, longer texts, the policy of the page.
for (const state of states) {
  test(`${state.name} holds in both languages and the themes (U13, U14, U16, U18, E23)`, async ({ stage }) => {
    expect(await checkState(stage, state)).toEqual([])
  })
}
