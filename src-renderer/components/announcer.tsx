import { createContext, useContext, useState, type ReactNode } from 'react'

const AnnouncerContext = createContext<(text: string) => void>(() => undefined)

/** Holds the one persistent live region (U15): a region that comes and goes with its text is not read out. */
export function Announcer({ children }: { readonly children: ReactNode }) {
  const [message, setMessage] = useState({ text: '', count: 0 })
  const [announce] = useState(() => (text: string) => setMessage((last) => ({ text, count: last.count + 1 })))
  return (
    <AnnouncerContext value={announce}>
      {children}
      <output className="visually-hidden">
        {/* A new key re-announces the same words. */}
        <span key={message.count}>{message.text}</span>
      </output>
    </AnnouncerContext>
  )
}

/** Tells something to screen readers without moving the focus. Never pass a secret. */
export const useAnnounce = (): ((text: string) => void) => useContext(AnnouncerContext)
