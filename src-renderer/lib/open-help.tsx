import { createContext, useContext } from 'react'

const OpenHelpContext = createContext<(() => void) | null>(null)

/** Says how to get to the help from a screen that has no rail. */
export const OpenHelpProvider = OpenHelpContext.Provider

/** Opens the help over the screen; null where the rail leads to it. */
export const useOpenHelp = (): (() => void) | null => useContext(OpenHelpContext)
