import '../../../gallery/without-eval.ts'
import 'virtual:renderer-styles'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from '../../../../src-renderer/app/app.tsx'
import { RehearsesContext } from '../../../../src-renderer/app/rehearsal.tsx'
import { createBenchDesk } from './answers.ts'
import { createPaintWatch } from './watch-paint.ts'

/** The renderer as `main.tsx` mounts it, over a bridge that is made up; `?users=` says how many there are. */
const users = Number(new URLSearchParams(location.search).get('users') ?? 1_000)
const root = document.getElementById('root')
if (!root) throw new Error('app.html has no #root')

Object.assign(window, { paintWatch: createPaintWatch() })
createRoot(root).render(
  <StrictMode>
    <RehearsesContext value>
      <App desk={createBenchDesk(users).desk} />
    </RehearsesContext>
  </StrictMode>,
)
