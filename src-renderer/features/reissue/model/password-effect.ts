import type { PasswordState } from '../../../../src-shared/api/users.ts'

/** What a reissue takes away: a password of the user's own, a temporary one, or nothing that works. */
export type PasswordEffect = 'active' | 'temporary' | 'unusable'

const effects: Readonly<Record<PasswordState, PasswordEffect>> = {
  active: 'active',
  temporary: 'temporary',
  none: 'unusable',
  expired: 'unusable',
}

export const effectOn = (state: PasswordState): PasswordEffect => effects[state]
