import { createContext, useContext } from 'react'

const ChangeServerContext = createContext<(() => void) | null>(null)

/** Says how to get to the screen where the server is chosen; null where the organisation has chosen it. */
export const ChangeServerProvider = ChangeServerContext.Provider

/** Opens the screen where the server is chosen; null where it must not be offered. */
export const useChangeServer = (): (() => void) | null => useContext(ChangeServerContext)
