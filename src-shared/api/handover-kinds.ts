/** How a temporary password was handed over, in the order in which it usually happens. Never any of its characters. */
export const handoverKinds = ['copied', 'read_aloud', 'printed', 'confirmed'] as const
export type HandoverKind = (typeof handoverKinds)[number]
