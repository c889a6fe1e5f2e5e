import { test } from '@playwright/test'
import { buildGallery } from './build-gallery.ts'
import { siteFolder } from './fixtures.ts'

test('build the gallery', () => buildGallery(siteFolder))
