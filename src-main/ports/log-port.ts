/** The program’s own log. Facts are names, codes and durations; never what a user typed or a password. */
export interface LogPort {
  info(event: string, facts?: LogFacts): void
  warn(event: string, facts?: LogFacts): void
}

export type LogFacts = Readonly<Record<string, string | number | boolean | undefined>>
