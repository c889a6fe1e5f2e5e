import 'virtual:renderer-styles'
import { Button, Field, Input } from '@fluentui/react-components'
import { StrictMode, useState } from 'react'
import { createRoot } from 'react-dom/client'
import { Appearance } from '../../../../src-renderer/app/appearance.tsx'
import { createPaintWatch } from './watch-paint.ts'

/** The floor: one field and one button of the same component kit in the same theme, and a line that an act writes. */
function FloorPage() {
  const [typed, setTyped] = useState('')
  const [done, setDone] = useState('')
  return (
    <form
      className="stack"
      onSubmit={(event) => {
        event.preventDefault()
        setDone(typed)
      }}
    >
      <Field label="ログインID">
        <Input value={typed} onChange={(_, { value }) => setTyped(value)} autoComplete="off" spellCheck={false} />
      </Field>
      <Button type="submit" appearance="primary">
        検索
      </Button>
      <output className="floor-done">{done}</output>
    </form>
  )
}

const root = document.getElementById('root')
if (!root) throw new Error('floor.html has no #root')

Object.assign(window, { paintWatch: createPaintWatch() })
createRoot(root).render(
  <StrictMode>
    <Appearance language="ja" theme="light">
      <FloorPage />
    </Appearance>
  </StrictMode>,
)
