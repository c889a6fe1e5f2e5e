import { Button, Checkbox } from '@fluentui/react-components'
import { Fragment, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { ModalDialog } from '../../components/modal-dialog.tsx'
import type { CommandGroup } from './command-list.ts'
import type { OfferedCommand } from './commands-context.tsx'
import { screenKeys } from './screen-keys.ts'
import { allowSingleKeys, mayUseSingleKeys } from './single-key.ts'

interface ShortcutSheetProps {
  readonly offered: readonly OfferedCommand[]
  readonly onClose: () => void
}

interface KeyLine {
  readonly label: string
  readonly keys: readonly string[]
}

const groups: readonly CommandGroup[] = ['go', 'desk']

/** Every key there is: those of the commands, from their list, and those that single screens have of their own. */
export function ShortcutSheet({ offered, onClose }: ShortcutSheetProps) {
  const { t } = useTranslation()
  const linesOf = (group: CommandGroup): KeyLine[] =>
    offered.flatMap(({ command }) =>
      command.group === group && command.shortcut
        ? [{ label: t(`commands.label.${command.id}`), keys: [command.shortcut.text] }]
        : [],
    )
  return (
    <ModalDialog kind="form" title={t('shortcutSheet.title')} onCancel={onClose}>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- scrolled by keyboard where it is too long */}
      <section className="shortcut-groups" aria-label={t('shortcutSheet.content')} tabIndex={0}>
        <div className="shortcut-columns">
          {groups.map((group) => (
            <KeyGroup key={group} title={t(`commands.group.${group}`)} lines={linesOf(group)} />
          ))}
          {screenKeys.map(({ group, keys }) => (
            <KeyGroup
              key={group}
              title={t(`screenKeys.group.${group}`)}
              lines={keys.map((line) => ({ label: t(`screenKeys.${line.says}`), keys: line.keys }))}
            />
          ))}
        </div>
      </section>
      <SingleKeyChoice />
      <div className="actions dialog-actions">
        <Button onClick={onClose}>{t('action.close')}</Button>
      </div>
    </ModalDialog>
  )
}

function KeyGroup({ title, lines }: { readonly title: string; readonly lines: readonly KeyLine[] }) {
  return (
    <section className="shortcut-group">
      <h3 className="card-heading">{title}</h3>
      <dl className="shortcut-lines">
        {lines.map(({ label, keys }) => (
          <Fragment key={label}>
            <dt>{label}</dt>
            <dd>
              {keys.map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dd>
          </Fragment>
        ))}
      </dl>
    </section>
  )
}

function SingleKeyChoice() {
  const { t } = useTranslation()
  const [isAllowed, setAllowed] = useState(mayUseSingleKeys)
  return (
    <div className="shortcut-choice">
      <Checkbox
        label={t('shortcutSheet.singleKey')}
        checked={isAllowed}
        onChange={(_, { checked }) => {
          allowSingleKeys(checked === true)
          setAllowed(checked === true)
        }}
      />
      <p className="quiet">{t('shortcutSheet.singleKeyNote')}</p>
    </div>
  )
}
