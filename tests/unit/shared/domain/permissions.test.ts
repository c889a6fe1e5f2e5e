import { describe, expect, it } from 'vitest'
import { decideReissue, type Principal, type ReissueTarget } from '../../../../src-shared/domain/permissions.ts'
import { roles, type Role } from '../../../../src-shared/domain/roles.ts'

type Relation = 'self' | 'own member' | 'another member'
const relations: readonly Relation[] = ['self', 'own member', 'another member']
const states = ['active', 'disabled'] as const

const actorOf = (role: Role): Principal => ({ userId: 'actor', memberId: 'A', role })
const targetOf = (
  role: Role,
  relation: Relation,
  state: ReissueTarget['state'],
  memberHasAdministrator = false,
): ReissueTarget => ({
  userId: relation === 'self' ? 'actor' : 'target',
  memberId: relation === 'another member' ? 'B' : 'A',
  role,
  state,
  memberHasAdministrator,
})

/** The matrix of product rule 2 in words, apart from the code that decides. */
function expected(
  actor: Role,
  target: Role,
  relation: Relation,
  state: string,
  helpdeskMayReissueStaff: boolean,
): string {
  if (actor === 'helpdesk') {
    if (target === 'helpdesk') return 'forbidden_role'
    if (target === 'staff' && !helpdeskMayReissueStaff) return 'administrator_required'
    return state === 'disabled' ? 'account_disabled' : 'allowed after verification'
  }
  if (relation === 'another member') return 'not_found'
  if (actor === 'staff') return 'forbidden_role'
  if (target !== 'staff') return 'helpdesk_required'
  return state === 'disabled' ? 'account_disabled' : 'allowed'
}

const cells = roles.flatMap((actor) =>
  roles.flatMap((target) =>
    relations
      .filter((relation) => relation !== 'self' || actor === target)
      .flatMap((relation) =>
        states.flatMap((state) =>
          [false, true].map((helpdeskMayReissueStaff) => ({ actor, target, relation, state, helpdeskMayReissueStaff })),
        ),
      ),
  ),
)

describe('decideReissue: the complete matrix (P16)', () => {
  it('covers every combination', () => expect(cells.length).toBe((6 * 2 + 3 * 3) * 4))

  it.each(cells)('$actor for $target ($relation, $state, policy $helpdeskMayReissueStaff)', (cell) => {
    const { actor, target, relation, state, helpdeskMayReissueStaff } = cell
    const decision = decideReissue(actorOf(actor), targetOf(target, relation, state), { helpdeskMayReissueStaff })
    const told = decision.allowed
      ? `allowed${decision.verificationRequired ? ' after verification' : ''}`
      : decision.code
    expect(told).toBe(expected(actor, target, relation, state, helpdeskMayReissueStaff))
  })

  it.each([true, false])(
    'a member with an administrator to call is not served over their head (policy %s)',
    (policy) => {
      const rules = { helpdeskMayReissueStaff: policy }
      const decide = (state: ReissueTarget['state']) =>
        decideReissue(actorOf('helpdesk'), targetOf('staff', 'another member', state, true), rules)
      const refusal = { allowed: false, code: 'administrator_required' }
      expect([decide('active'), decide('disabled')]).toEqual([refusal, refusal])
      const forAdministrator = targetOf('administrator', 'another member', 'active', true)
      expect(decideReissue(actorOf('helpdesk'), forAdministrator, rules).allowed).toBe(true)
    },
  )

  it('nobody may ever reissue for themself', () => {
    const own = cells.filter(({ relation }) => relation === 'self')
    expect(own.length).toBe(12)
    for (const { actor, state, helpdeskMayReissueStaff } of own) {
      expect(decideReissue(actorOf(actor), targetOf(actor, 'self', state), { helpdeskMayReissueStaff }).allowed).toBe(
        false,
      )
    }
  })
})
