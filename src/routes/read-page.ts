/** GET /read: the page that shows the text of a clause beside the rules that rest on it. */
import { pageRoutes } from './page.ts'

export const readPageRoutes = pageRoutes('/read', 'catalogue/page', [
  ['index', 'html'],
  ['page', 'css', 'hotline/page'],
  ['read', 'css'],
  ['read', 'js'],
  ['measure', 'js'],
  ['fields', 'js'],
  ['text', 'js'],
  ['trial', 'js'],
  ['words', 'js'],
  ['element', 'js', 'hotline/page'],
  ['service', 'js', 'hotline/page']
])
