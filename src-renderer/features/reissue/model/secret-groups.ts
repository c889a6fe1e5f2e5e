/** A password in groups of four characters, for reading: `mXac knvU 7Qwe` (U11). */
export function toGroups(secret: string): string[] {
  return secret.match(/.{1,4}/gu) ?? []
}

/** Runs of digits and of letters, which are shown in different ways. */
export function toRuns(group: string): { readonly text: string; readonly digits: boolean }[] {
  return (group.match(/[0-9]+|[^0-9]+/g) ?? []).map((text) => ({ text, digits: /^[0-9]/.test(text) }))
}
