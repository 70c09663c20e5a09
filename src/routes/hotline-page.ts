/** GET /hotline: the page for hotline agents. */
import { pageRoutes } from './page.ts'

export const hotlinePageRoutes = pageRoutes('/hotline', 'hotline/page', [
  ['index', 'html'],
  ['page', 'css'],
  ['hotline', 'css'],
  ['hotline', 'js'],
  ['caller', 'js'],
  ['card', 'js'],
  ['element', 'js'],
  ['keys', 'js'],
  ['question', 'js'],
  ['service', 'js'],
  ['survey', 'js'],
  ['work-order', 'js']
])
