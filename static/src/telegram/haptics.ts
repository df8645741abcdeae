import { tell } from './gate';

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
