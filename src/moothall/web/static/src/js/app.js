// Every page works without this file; it only makes some things pleasanter.
import {
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner,
  PasswordInput, Radios, ServiceNavigation, SkipLink, createAll
} from 'govuk-frontend'

import { followProgress } from './progress.js'

document.body.classList.add('js-enabled', 'govuk-frontend-supported')

for (const component of [
  Button, CharacterCount, Checkboxes, ErrorSummary, NotificationBanner,
  PasswordInput, Radios, ServiceNavigation, SkipLink
]) createAll(component)

document.querySelectorAll('[data-module="app-progress"]').forEach(followProgress)
