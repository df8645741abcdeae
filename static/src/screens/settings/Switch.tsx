import type { JSX } from 'preact';

interface Props {
  id: string;
  text: string;
  hint: string;
  on: boolean;
  onSwitch: (on: boolean) => void;
}

/** Something that is on or off. */
export function Switch({ id, text, hint, on, onSwitch }: Props): JSX.Element {
  return (
    <div class="switch">
      <label for={id}>{text}</label>
      <input
        id={id}
        type="checkbox"
        role="switch"
        checked={on}
        aria-describedby={`${id}-hint`}
        onChange={({ currentTarget }) => {
          const wanted = currentTarget.checked;
          currentTarget.checked = on; // It shows what holds, which the change may not come to.
          onSwitch(wanted);
        }}
      />
      <p id={`${id}-hint`} class="quiet">{hint}</p>
    </div>
  );
}
