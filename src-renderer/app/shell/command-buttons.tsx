import { Button } from '@fluentui/react-components'
import { useTranslation } from 'react-i18next'
import { shortcutOf } from '../commands/command-list.ts'
import { useCommands } from '../commands/commands-context.tsx'
import { toAriaShortcut } from '../commands/shortcut.ts'

/** `Ctrl+K コマンド   ? ショートカット`: the two that lead to all others. */
export function CommandButtons() {
  const { t } = useTranslation()
  const access = useCommands()
  const words = { 'open-palette': t('commands.open'), 'open-shortcuts': t('commands.shortcuts') } as const
  if (!access) return null
  return (['open-palette', 'open-shortcuts'] as const).map((id) => {
    const shortcut = shortcutOf(id)
    return (
      <Button
        key={id}
        size="small"
        appearance="subtle"
        className="status-command"
        aria-haspopup="dialog"
        aria-keyshortcuts={shortcut && toAriaShortcut(shortcut)}
        onClick={() => access.run(id)}
      >
        <kbd aria-hidden>{shortcut?.text}</kbd>
        <span className="status-word">{words[id]}</span>
      </Button>
    )
  })
}
