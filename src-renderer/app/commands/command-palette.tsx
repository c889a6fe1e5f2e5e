// oxlint-disable jsx-a11y/prefer-tag-over-role, jsx-a11y/no-noninteractive-element-to-interactive-role -- a datalist can say nothing about what cannot be run
import { Input } from '@fluentui/react-components'
import { Search20Regular } from '@fluentui/react-icons/svg/search'
import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { DeskForm } from '../../components/desk-form.tsx'
import { ModalDialog } from '../../components/modal-dialog.tsx'
import { isImeKey } from '../../lib/ime.ts'
import type { CommandId } from './command-list.ts'
import type { OfferedCommand } from './commands-context.tsx'
import { findCommands } from './find-commands.ts'
import { PaletteOption } from './palette-option.tsx'
import { noteRecentCommand, readRecentCommands } from './recent-commands.ts'

interface CommandPaletteProps {
  readonly offered: readonly OfferedCommand[]
  readonly onRun: (id: CommandId) => void
  readonly onClose: () => void
}

/**
 * Every command, found by typing: a combobox whose list is always open (ARIA APG, “list autocomplete with manual
 * selection”). The focus stays in the field; what is chosen is told by `aria-activedescendant`.
 */
export function CommandPalette({ offered, onRun, onClose }: CommandPaletteProps) {
  const { t } = useTranslation()
  const id = useId()
  const input = useRef<HTMLInputElement>(null)
  const [recent] = useState(readRecentCommands)
  const [query, setQuery] = useState('')
  const [active, setActive] = useState(0)
  const found = useFound(offered, query, recent)

  const run = (chosen: (typeof found)[number] | undefined) => {
    if (!chosen || chosen.blocked) return
    noteRecentCommand(chosen.id)
    onRun(chosen.id)
  }
  const move = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (step === undefined || isImeKey(event.nativeEvent) || found.length === 0) return
    event.preventDefault()
    setActive((active + step + found.length) % found.length)
  }

  return (
    <ModalDialog kind="form" title={t('palette.title')} firstFocus={input} onCancel={onClose}>
      <DeskForm className="palette" onSubmit={() => run(found[active])} onKeyDown={move}>
        <Input
          ref={(element: HTMLInputElement | null) => void (input.current = element)}
          className="wide"
          contentBefore={<Search20Regular aria-hidden />}
          role="combobox"
          aria-label={t('palette.search')}
          aria-expanded
          aria-autocomplete="list"
          aria-controls={`${id}-list`}
          aria-activedescendant={found[active] ? `${id}-${found[active].id}` : undefined}
          aria-describedby={`${id}-hint`}
          autoComplete="off"
          spellCheck={false}
          maxLength={100}
          value={query}
          onChange={(_, data) => {
            setQuery(data.value)
            setActive(0)
          }}
        />
        <ul id={`${id}-list`} role="listbox" className="palette-list" aria-label={t('palette.list')}>
          {found.map((item, index) => (
            <PaletteOption
              key={item.id}
              id={`${id}-${item.id}`}
              label={item.label}
              keys={item.keys}
              reason={item.blocked && t(item.blocked)}
              note={recent.includes(item.id) ? t('palette.recent') : null}
              isActive={index === active}
              onChoose={() => run(item)}
            />
          ))}
        </ul>
        <p className="palette-foot quiet">
          <span id={`${id}-hint`}>{t('palette.hint')}</span>
          {/* In the dialog: what lies outside of it is not read out while it is open. */}
          <output>{found.length === 0 ? t('palette.none') : t('palette.count', { count: found.length })}</output>
        </p>
      </DeskForm>
    </ModalDialog>
  )
}

/** Looked for in both languages, whichever is shown. */
function useFound(offered: readonly OfferedCommand[], query: string, recent: readonly CommandId[]) {
  const { t, i18n } = useTranslation()
  const languages = [i18n.getFixedT('ja'), i18n.getFixedT('en')]
  const items = offered
    .filter(({ command }) => command.id !== 'open-palette')
    .map(({ command: { id, shortcut }, blocked }) => ({
      id,
      blocked,
      label: t(`commands.label.${id}`),
      keys: shortcut?.text ?? null,
      texts: languages.flatMap((say) => [say(`commands.label.${id}`), say(`commands.words.${id}`)]),
    }))
  return findCommands(items, query, recent)
}
