import { commandList, type CommandId } from './command-list.ts'

/** Outlives the page, which every lock destroys, but not the app: the window’s storage is in memory alone. */
const key = 'recent-commands'
const keptCount = 3

/** The commands last run from the palette, the latest first. */
export function readRecentCommands(): readonly CommandId[] {
  const kept = sessionStorage.getItem(key)?.split(' ') ?? []
  return kept.flatMap((id) => commandList.find((command) => command.id === id)?.id ?? [])
}

export function noteRecentCommand(id: CommandId): void {
  const recent = [id, ...readRecentCommands().filter((other) => other !== id)]
  sessionStorage.setItem(key, recent.slice(0, keptCount).join(' '))
}
