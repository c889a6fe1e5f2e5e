import { useRef, useState } from 'react'
import type { Policy } from '../../src-shared/api/policy.ts'
import type { ReissueRecord } from '../../src-shared/api/reissues.ts'
import type { SessionUser } from '../../src-shared/api/sessions.ts'
import type { UserDetail } from '../../src-shared/api/users.ts'
import { reissueStates } from '../../src-shared/api/reissue-states.ts'
import { ChartSection } from '../features/history/components/chart-section.tsx'
import { ExportButton } from '../features/history/components/export-bar.tsx'
import { HistoryFilters } from '../features/history/components/history-filters.tsx'
import { HistoryGrid } from '../features/history/components/history-grid.tsx'
import { noFilters } from '../features/history/model/history-memory.ts'
import { ConfirmReissue } from '../features/reissue/components/confirm-reissue.tsx'
import { DoneScreen } from '../features/reissue/components/done-screen.tsx'
import { ReissueForm } from '../features/reissue/components/reissue-form.tsx'
import { TargetCard } from '../features/reissue/components/target-card.tsx'
import { ListOptions } from '../features/user-search/components/list-options.tsx'
import { ResultsGrid } from '../features/user-search/components/results-grid.tsx'
import { UserSearchScreen } from '../features/user-search/components/user-search-screen.tsx'
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

/** The parts of the daily work, from the search to the password that is handed over, with a user who does not exist. */
export function RehearsedParts({ user }: { readonly user: SessionUser }) {
  return (
    <>
      <UserSearchScreen user={user} memory={noSearch} onRemember={nothing} onOpenUser={nothing} onBack={nothing} />
      <RehearsedResults user={nobody} />
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
      <RehearsedHistory record={rehearsedRecord} acrossMembers={user.role === 'helpdesk'} />
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
    <>
      <ExportButton conditions={undefined} onEnd={nothing} />
      <HistoryFilters
        filters={noFilters}
        acrossMembers={acrossMembers}
        firstFieldRef={nothing}
        onChange={nothing}
        onComposing={nothing}
      />
      <ChartSection
        conditions={undefined}
        period={noFilters.period}
        today={undefined}
        isOpen={false}
        onOpen={nothing}
      />
      <HistoryGrid
        records={records}
        total={records.length}
        acrossMembers={acrossMembers}
        busy={false}
        conditions={noFilters}
        onNeedMore={nothing}
        onOpen={nothing}
      />
    </>
  )
}

function RehearsedPalette() {
  const access = useCommands()
  return access && <CommandPalette offered={access.offered} onRun={nothing} onClose={nothing} />
}
