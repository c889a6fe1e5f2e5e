import { createContext, useContext } from 'react'
import type { BlockedReason, Command, CommandId } from './command-list.ts'

/** A command that exists for whoever is logged in. */
export interface OfferedCommand {
  readonly command: Command
  readonly blocked: BlockedReason | null
}

export interface CommandsAccess {
  readonly offered: readonly OfferedCommand[]
  /** Runs it, or tells why it cannot be run. */
  readonly run: (id: CommandId) => void
}

/** Null where there is no open desk: nothing can be commanded there. */
export const CommandsContext = createContext<CommandsAccess | null>(null)

export const useCommands = (): CommandsAccess | null => useContext(CommandsContext)
