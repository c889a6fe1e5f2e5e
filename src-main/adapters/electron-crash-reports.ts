import { readdirSync, rmSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { app, crashReporter } from 'electron'

const keptReports = 5

/** What the app was doing when it crashed can lie in the report: it is never sent, and nothing is added to it (E46). */
export const crashReporterOptions = {
  uploadToServer: false,
  // Nor does the system’s own reporter get it, which may send it on.
  ignoreSystemCrashHandler: true,
} as const

/** Keeps reports of crashes on this machine, the last few. To be called before the app is ready. */
export function startCrashReports(): void {
  crashReporter.start(crashReporterOptions)
  pruneCrashReports(app.getPath('crashDumps'))
}

/** Deletes all but the newest reports in `folder` and below it. No such folder: nothing has crashed. */
export function pruneCrashReports(folder: string, kept = keptReports): void {
  const reports = findReports(folder).toSorted((a, b) => b.writtenAtMs - a.writtenAtMs)
  for (const { path } of reports.slice(kept)) {
    rmSync(path, { force: true })
    rmSync(path.replace(/\.dmp$/, '.meta'), { force: true })
  }
}

interface Report {
  readonly path: string
  readonly writtenAtMs: number
}

function findReports(folder: string): Report[] {
  try {
    const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.dmp'))
    return names.map((name) => {
      const path = join(folder, name)
      return { path, writtenAtMs: statSync(path).mtimeMs }
    })
  } catch {
    return []
  }
}
