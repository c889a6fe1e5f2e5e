/** `AB:CD:…` in groups of four pairs, for two people to compare a group at a time. */
export function groupFingerprint(fingerprint: string): string[] {
  const pairs = fingerprint.split(':')
  const groups: string[] = []
  for (let at = 0; at < pairs.length; at += 4) groups.push(pairs.slice(at, at + 4).join(':'))
  return groups
}
