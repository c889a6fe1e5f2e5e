import { useQueryClient } from '@tanstack/react-query'
import { useEffect, useRef, useState } from 'react'
import type { Policy } from '../../src-shared/api/policy.ts'
import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import type { UserDetail } from '../../src-shared/api/users.ts'
import { reissueStates } from '../../src-shared/api/reissue-states.ts'
import { HistoryGrid } from '../features/history/components/history-grid.tsx'
import { noFilters } from '../features/history/model/history-memory.ts'
import { ConfirmReissue } from '../features/reissue/components/confirm-reissue.tsx'
import { DoneScreen } from '../features/reissue/components/done-screen.tsx'
import { ReissueForm } from '../features/reissue/components/reissue-form.tsx'
import { TargetCard } from '../features/reissue/components/target-card.tsx'
import { ListOptions } from '../features/user-search/components/list-options.tsx'
import { ResultsGrid } from '../features/user-search/components/results-grid.tsx'
import { createResultRows } from '../features/user-search/model/result-rows.ts'
import { noSearch, submitSearch } from '../features/user-search/model/search-memory.ts'
import { CommandPalette } from './commands/command-palette.tsx'
import { useCommands } from './commands/commands-context.tsx'

const nothing = () => undefined
const atFirst = '2026-01-01T00:00:00.000Z'
const { submitted } = submitSearch(noSearch)
/** As long as a real one, and nobody’s. */
const noPassword = '-'.repeat(12)

const noPolicy: Policy = {
  temporaryPassword: {
    minLength: 10,
    maxLength: 32,
    defaultLength: 12,
    alphabet: '-',
    validityRule: 'end_of_next_day',
    timeZone: 'Asia/Tokyo',
    editable: true,
  },
  newPassword: { minLength: 15, maxLength: 64 },
  helpdeskMayReissueStaff: false,
  secondPersonForAdministrators: false,
  reauthenticationSeconds: 0,
  slipWithPassword: false,
  offlineReviewDays: 0,
  verificationFacts: [],
}

const nobody: UserDetail = {
  userId: '00000000',
  loginId: '00000000',
  userName: '--- ---',
  memberId: '00000000',
  memberName: '------',
  role: 'staff',
  state: 'active',
  passwordState: 'active',
  phone: null,
  fax: null,
  email: null,
  timeZone: 'Asia/Tokyo',
  permissions: { reissue: true },
  warnings: [],
}
const receipt = {
  reissueId: '',
  userId: nobody.userId,
  loginId: nobody.loginId,
  issuedAt: atFirst,
  expiresAt: atFirst,
  issuedBy: nobody,
  origin: 'generated',
} as const
const rehearsedRecord: ReissueRecord = { ...receipt, ...nobody, handovers: [], state: 'used' }

/** The lists, with what they do once they are there, and an answer that comes from here. */
export function RehearsedLists({ acrossMembers }: { readonly acrossMembers: boolean }) {
  const queryClient = useQueryClient()
  useEffect(() => {
    void queryClient.fetchQuery({ queryKey: ['rehearsal'], queryFn: () => null, gcTime: 0 })
  }, [queryClient])
  return (
    <>
      <RehearsedResults user={nobody} />
      <RehearsedHistory record={rehearsedRecord} acrossMembers={acrossMembers} />
    </>
  )
}

/** What else of the daily work is not prepared as a screen: from the user to the password, with one who does not exist. */
export function RehearsedParts() {
  return (
    <>
      <TargetCard user={nobody} />
      <ReissueForm
        entry={noPassword}
        violations={[]}
        user={nobody}
        policy={noPolicy}
        suggestion={{ status: 'ready', suggestion: { temporaryPassword: noPassword, wouldExpireAt: atFirst } }}
        refusal={null}
        pending={false}
        onChange={nothing}
        onAnother={nothing}
        onSubmit={nothing}
        onVerifyAgain={nothing}
        onBack={nothing}
      />
      <ConfirmReissue open user={nobody} expiresAt={atFirst} onCancel={nothing} onConfirm={nothing} />
      <DoneScreen
        user={nobody}
        receipt={receipt}
        temporaryPassword={noPassword}
        onForget={nothing}
        onAnother={nothing}
        onClose={nothing}
      />
      <RehearsedPalette />
    </>
  )
}

/** As many rows as are in sight at once: what is run often enough is compiled better. */
const rowCount = 10
const passwordStates = ['active', 'temporary', 'expired', 'none'] as const

function RehearsedResults({ user }: { readonly user: UserDetail }) {
  const gridRef = useRef<HTMLDivElement>(null)
  const [rows] = useState(() => {
    const items = Array.from({ length: rowCount }, (_, index) => ({
      ...user,
      passwordState: passwordStates[index % passwordStates.length] ?? 'active',
    }))
    return createResultRows({ items, total: rowCount, nextCursor: null })
  })
  return (
    <>
      <ListOptions search={submitted} onSearch={nothing} />
      <ResultsGrid
        search={submitted}
        rows={rows}
        position={null}
        takesFocus={false}
        busy={false}
        gridRef={gridRef}
        onSearch={nothing}
        onPosition={nothing}
        onOpenUser={nothing}
        onLook={nothing}
      />
    </>
  )
}

interface RehearsedHistoryProps {
  readonly record: ReissueRecord
  readonly acrossMembers: boolean
}

function RehearsedHistory({ record, acrossMembers }: RehearsedHistoryProps) {
  const [records] = useState(() =>
    Array.from({ length: rowCount }, (_, index) => ({
      ...record,
      state: reissueStates[index % reissueStates.length] ?? 'used',
    })),
  )
  return (
    <HistoryGrid
      records={records}
      total={records.length}
      acrossMembers={acrossMembers}
      busy={false}
      conditions={noFilters}
      onNeedMore={nothing}
      onOpen={nothing}
    />
  )
}

function RehearsedPalette() {
  const access = useCommands()
  return access && <CommandPalette offered={access.offered} onRun={nothing} onClose={nothing} />
}
