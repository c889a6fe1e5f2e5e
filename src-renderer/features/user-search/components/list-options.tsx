import {
  Menu,
  MenuButton,
  MenuDivider,
  MenuItemRadio,
  MenuList,
  MenuPopover,
  MenuTrigger,
} from '@fluentui/react-components'
import { ArrowSort16Regular } from '@fluentui/react-icons/svg/arrow-sort'
import { TextLineSpacing16Regular } from '@fluentui/react-icons/svg/text-line-spacing'
import { useState, type ReactElement, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { useDeskState } from '../../../lib/desk-state.tsx'
import { useUpdateSettings } from '../../../lib/use-update-settings.ts'
import { orderBy, readSort, sortFields, type SubmittedSearch } from '../model/search-memory.ts'

interface ListOptionsProps {
  readonly search: SubmittedSearch
  readonly onSearch: (search: SubmittedSearch) => void
}

const densities = ['comfortable', 'compact'] as const

/** 並び替え and 密度. */
export function ListOptions({ search, onSearch }: ListOptionsProps) {
  const { t } = useTranslation()
  const { settings, settingsView } = useDeskState()
  const updateSettings = useUpdateSettings()
  const { field: sorted, isDescending } = readSort(search.sort)
  const order = isDescending ? 'descending' : 'ascending'
  return (
    <div className="list-options">
      <OptionMenu
        label={t('search.sort')}
        icon={<ArrowSort16Regular />}
        checked={{ field: [sorted], order: [order] }}
        onCheck={(name, value) => {
          const field = sortFields.find((known) => name === 'field' && known === value) ?? sorted
          const isNowDescending = name === 'order' ? value === 'descending' : isDescending
          onSearch({ ...search, sort: orderBy(field, isNowDescending) })
        }}
      >
        {sortFields.map((field) => (
          <MenuItemRadio key={field} name="field" value={field}>
            {t(`label.${field}`)}
          </MenuItemRadio>
        ))}
        <MenuDivider />
        {(['ascending', 'descending'] as const).map((value) => (
          <MenuItemRadio key={value} name="order" value={value}>
            {t(`search.${value}`)}
          </MenuItemRadio>
        ))}
      </OptionMenu>
      <OptionMenu
        label={t('search.density')}
        icon={<TextLineSpacing16Regular />}
        checked={{ density: [settings.density] }}
        onCheck={(_, value) => {
          const density = densities.find((known) => known === value)
          if (density !== undefined) updateSettings.mutate({ density })
        }}
      >
        {densities.map((density) => (
          <MenuItemRadio
            key={density}
            name="density"
            value={density}
            disabled={settingsView.locked.includes('density')}
          >
            {t(`search.${density}`)}
          </MenuItemRadio>
        ))}
      </OptionMenu>
    </div>
  )
}

interface OptionMenuProps {
  readonly label: string
  readonly icon: ReactElement
  readonly checked: Readonly<Record<string, string[]>>
  readonly onCheck: (name: string, value: string) => void
  readonly children: ReactNode
}

/** The kit’s menu watches the focus in the whole page for as long as it is there: a button, until it is used. */
function OptionMenu({ label, icon, checked, onCheck, children }: OptionMenuProps) {
  const [isUsed, setIsUsed] = useState(false)
  const look = { appearance: 'subtle', size: 'small', icon } as const
  if (!isUsed) {
    const use = () => setIsUsed(true)
    return (
      <MenuButton {...look} aria-haspopup="menu" onClick={use} onKeyDown={({ key }) => key === 'ArrowDown' && use()}>
        {label}
      </MenuButton>
    )
  }
  return (
    <Menu
      defaultOpen
      checkedValues={checked}
      onCheckedValueChange={(_, { name, checkedItems }) => {
        const [value] = checkedItems
        if (value !== undefined) onCheck(name, value)
      }}
    >
      <MenuTrigger disableButtonEnhancement>
        <MenuButton {...look}>{label}</MenuButton>
      </MenuTrigger>
      <MenuPopover>
        <MenuList>{children}</MenuList>
      </MenuPopover>
    </Menu>
  )
}
