import type { ImpactHapticFeedbackStyle } from '@tma.js/bridge';

import { tell } from './gate';

/** Something was touched that gives way. */
export function impact(style: ImpactHapticFeedbackStyle = 'light'): void {
  tell('web_app_trigger_haptic_feedback', { type: 'impact', impact_style: style });
}

/** Something was done. */
export function success(): void {
  tell('web_app_trigger_haptic_feedback', { type: 'notification', notification_type: 'success' });
}

/** Something went wrong. */
export function error(): void {
  tell('web_app_trigger_haptic_feedback', { type: 'notification', notification_type: 'error' });
}

/** Another of several things is chosen. */
export function selection(): void {
  tell('web_app_trigger_haptic_feedback', { type: 'selection_change' });
}
