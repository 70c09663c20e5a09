/** GET /desk: the page that a table is dropped on. */
import { pageRoutes } from './page.ts'

export const deskPageRoutes = pageRoutes('/desk', 'batch/page', [
  ['index', 'html'],
  ['page', 'css', 'hotline/page'],
  ['desk', 'css'],
  ['desk', 'js'],
  ['preview', 'js'],
  ['service', 'js'],
  ['template', 'js'],
  ['element', 'js', 'hotline/page']
])
