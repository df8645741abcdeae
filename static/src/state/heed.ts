import type { Fault } from '../fault';

let listener: (fault: Fault) => boolean = () => false;

/** Sets who moves the page when a fault concerns more than the part that met it. */
export function onFault(listening: (fault: Fault) => boolean): void {
  listener = listening;
}

/** Tells of a fault; `false` leaves it to whoever met it. */
export function heed(fault: Fault): boolean {
  return listener(fault);
}
