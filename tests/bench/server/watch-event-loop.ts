import { monitorEventLoopDelay } from 'node:perf_hooks'

// Loaded into the server’s process before the server itself (`node --import`), so that the product holds nothing for this.
const resolutionMs = 1
const histogram = monitorEventLoopDelay({ resolution: resolutionMs })

process.on('message', (message) => {
  if (message === 'watch') {
    histogram.reset()
    histogram.enable()
  } else if (message === 'tell') {
    histogram.disable()
    // Node counts the interval of its own timer as delay.
    process.send?.({ p99Ms: Math.max(0, histogram.percentile(99) / 1e6 - resolutionMs), maxMs: histogram.max / 1e6 })
  }
})
// A bench that was killed takes its server with it.
process.on('disconnect', () => process.kill(process.pid, 'SIGTERM'))
// The server ends when it has nothing more to do, although somebody could still ask.
process.channel?.unref()
