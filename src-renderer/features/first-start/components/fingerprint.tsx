import { groupFingerprint } from '../model/fingerprint-groups.ts'

/** The groups stand in the text with spaces, so that it can be selected and copied as a whole. */
export function Fingerprint({ value }: { readonly value: string }) {
  return (
    <span className="fingerprint code">
      {groupFingerprint(value).map((group, index) => (
        // oxlint-disable-next-line react/no-array-index-key -- two groups may be the same, and none ever moves
        <span key={index}>{group} </span>
      ))}
    </span>
  )
}
