// A program for utilityProcess: answers messages, and ends when told to.
import { writeFileSync } from 'node:fs'

const { CLOSED_FILE } = process.env
if (CLOSED_FILE !== undefined)
  process.parentPort.once('close', () => {
    writeFileSync(CLOSED_FILE, 'closed')
    process.exit(0)
  })
process.parentPort.on('message', ({ data }) => {
  if (data === 'throw') throw new Error('as asked')
  if (data === 'leave') process.exit(7)
  process.parentPort.postMessage({
    answer: data,
    args: process.argv.slice(2),
    mark: process.env.MARK,
    type: process.type,
  })
})
process.stdout.write(`utility ${process.pid}\n`)
