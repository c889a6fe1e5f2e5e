// Two windows; prints which of them has the focus, each time that one has lost it.
import { app, BrowserWindow } from 'electron'
import { once } from 'node:events'

await app.whenReady()
const first = new BrowserWindow({ title: 'First' })
const isFirst = once(first, 'focus')
await first.loadURL('data:text/html,<p>first')
await isFirst
const lost = once(first, 'blur')
const second = new BrowserWindow({ title: 'Second' })
const isSecond = once(second, 'focus')
await second.loadURL('data:text/html,<p>second')
await Promise.all([lost, isSecond])
const tell = () => process.stdout.write(`${first.isFocused()} ${second.isFocused()}\n`)
tell()
const back = [once(second, 'blur'), once(first, 'focus')]
first.focus()
await Promise.all(back)
tell()
app.exit(0)
