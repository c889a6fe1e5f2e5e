/** Names under which a secret could ever reach the log. */
const secretNames: ReadonlySet<string> = new Set([
  'password',
  'currentPassword',
  'newPassword',
  'temporaryPassword',
  'token',
  'suggestionToken',
  'authorization',
  'verifier',
])

const redacted = '[redacted]'
/** Nobody logs what is nested deeper; so nothing that refers to itself is walked for ever. */
const deepest = 4

/**
 * `facts` with the values of secrets replaced, at any depth: a second net under “never log it” (P22, ASVS 16.2.5). The same
 * object where there are none. `isTrusted` names the facts that are not looked into.
 */
export function redactSecrets(
  facts: Record<string, unknown>,
  isTrusted: (name: string) => boolean,
): Record<string, unknown> {
  let shown = facts
  for (const [name, fact] of Object.entries(facts)) {
    const kept = isTrusted(name) ? fact : redactFact(name, fact, deepest)
    if (kept !== fact) shown = { ...shown, [name]: kept }
  }
  return shown
}

function redactFact(name: string, fact: unknown, depth: number): unknown {
  if (secretNames.has(name)) return redacted
  if (typeof fact !== 'object' || fact === null) return fact
  if (depth === 0) return redacted
  const entries = Object.entries(fact).map(([inner, value]) => [inner, redactFact(inner, value, depth - 1)] as const)
  const isUnchanged = entries.every(([inner, value]) => Reflect.get(fact, inner) === value)
  if (isUnchanged) return fact
  return Array.isArray(fact) ? entries.map(([, value]) => value) : Object.fromEntries(entries)
}
