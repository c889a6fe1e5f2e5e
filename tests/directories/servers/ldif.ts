export type LdifAttributes = Readonly<Record<string, string | readonly string[] | undefined>>

/** One entry of a file for slapadd or ldbadd (RFC 2849): whatever is not plainly safe goes in base64. */
export function toLdif(dn: string, attributes: LdifAttributes): string {
  const lines = [toLine('dn', dn)]
  for (const [name, value] of Object.entries(attributes)) {
    if (value === undefined) continue
    for (const one of typeof value === 'string' ? [value] : value) lines.push(toLine(name, one))
  }
  return `${lines.join('\n')}\n\n`
}

const toLine = (name: string, value: string): string =>
  /^[!-9;-~][ -~]*$/.test(value) && !/^<| $/.test(value)
    ? `${name}: ${value}`
    : `${name}:: ${Buffer.from(value).toString('base64')}`
