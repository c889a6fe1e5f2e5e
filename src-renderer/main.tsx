import '@fontsource/jetbrains-mono/latin-400.css'
import '@fontsource/jetbrains-mono/latin-700.css'
import './styles/base.css'
import './styles/shell.css'
import './styles/menu.css'
import './styles/forms.css'
import './styles/results.css'
import './styles/approvals.css'
import './styles/user-search.css'
import './styles/reissue.css'
import './styles/history.css'
import './styles/phone-mode.css'
import './styles/slip.css'
import './styles/commands.css'
import './styles/help.css'
import './styles/reflow.css'
import './styles/contrast.css'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app/app.tsx'
import { RehearsesContext } from './app/rehearsal.tsx'
import { answeredInTime, readStart } from './app/start-gate.tsx'
import { findDesk } from './lib/desk.ts'

const root = document.getElementById('root')
if (!root) throw new Error('index.html has no #root')

const desk = findDesk()
// The main process answers while the first, empty page is still being drawn.
const reading = readStart(desk)
void answeredInTime(reading).then((start) =>
  createRoot(root).render(
    <StrictMode>
      <RehearsesContext value>
        <App desk={desk} reading={reading} start={start} />
      </RehearsesContext>
    </StrictMode>,
  ),
)
