import { existsSync } from 'node:fs'
import { expect } from '@playwright/test'
import type { Stage } from './stage.ts'

const historyParts = '.heading-row, .history-filters, .chart-section, [role=row]'

/** The history, and what belongs to every screen: commands, shortcuts, settings, help. */
export async function lookAround(stage: Stage, exportTo: string): Promise<void> {
  await reviewHistory(stage, exportTo)
  await useCommands(stage)
  const { desk, step } = stage
  const { page } = desk
  await step(
    'the settings',
    'settings',
    async () => {
      await page.keyboard.press('Alt+4')
      await expect(desk.heading('設定')).toBeVisible()
    },
    { name: 'settings', of: page.locator('.content-column > * > :nth-child(-n + 2)') },
  )
  await step('the help, without any server', 'help', async () => {
    await page.keyboard.press('F1')
    await expect(page.getByRole('heading', { level: 2 }).nth(1)).toBeVisible()
  })
}

async function reviewHistory({ app, desk, step }: Stage, exportTo: string): Promise<void> {
  const { page } = desk
  const state = (name: string) => page.getByRole('gridcell', { name, exact: true })
  await step(
    'the history shows it as unused',
    'history',
    async () => {
      await desk.button('閉じる').click()
      await desk.openHistory()
      await expect(state('未使用')).toBeVisible()
    },
    { name: 'history', of: page.locator(historyParts) },
  )
  await step(
    'its details: copied, read aloud',
    'history-details',
    async () => {
      await page.getByRole('row').nth(1).click()
      await expect(desk.dialog().getByText('読み上げ用に表示')).toBeVisible()
    },
    { name: 'history-details', of: desk.dialog() },
  )
  await step(
    'a chart by day',
    'history-chart',
    async () => {
      await desk.button('詳細を閉じる').click()
      await desk.button('再発行の推移').click()
      await page.locator('.recharts-bar-rectangle').first().waitFor()
    },
    { name: 'history-chart', of: page.locator(historyParts) },
  )
  await step('filter it: used ones of the last 7 days', 'history-filtered', async () => {
    await desk.button('再発行の推移').click()
    await page.getByLabel('期間').selectOption('week')
    await page.getByLabel('状態', { exact: true }).selectOption('used')
    await expect(page.getByText('条件に合う再発行はありません。')).toBeVisible()
  })
  await step('write it to a CSV file', 'history-exported', async () => {
    await app.evaluate(({ dialog }, filePath) => {
      dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
    }, exportTo)
    await desk.button('条件をクリア').click()
    await expect(state('未使用')).toBeVisible()
    await desk.button('CSVに書き出す').click()
    await expect(page.getByText('1件をCSVに書き出しました。').first()).toBeVisible()
    expect(existsSync(exportTo)).toBe(true)
  })
}

async function useCommands({ desk, step }: Stage): Promise<void> {
  const { page } = desk
  await step('find a command', 'commands', async () => {
    await page.keyboard.press('Control+k')
    await expect(desk.dialog().getByRole('option').first()).toBeVisible()
  })
  await step(
    'the shortcuts',
    'shortcuts',
    async () => {
      await page.keyboard.press('Escape')
      await page.keyboard.press('?')
      await expect(desk.dialog().getByText('コマンドを探す')).toBeVisible()
    },
    { name: 'shortcuts', of: desk.dialog() },
  )
  await page.keyboard.press('Escape')
}
