/** Line drawings; each only repeats what a text beside it says. */

const paths = {
  menu: 'M4 7h16M4 12h16M4 17h16',
  close: 'M6 6l12 12M18 6L6 18',
  back: 'M15 5l-7 7 7 7',
  send: 'M5 12h13M12 5l7 7-7 7',
  down: 'M12 5v13M6 12l6 6 6-6',
  check: 'M5 12.5l4.5 4.5L19 7.5',
  emergency: 'M12 3.5L2.5 20h19zM12 10v4.5M12 17.4v.1',
  urgent: 'M12 3a9 9 0 1 0 0 18 9 9 0 0 0 0-18zM12 7v5.5l3.5 2',
  routine: 'M4 6h16v14H4zM4 10.5h16M8.5 3.5v4M15.5 3.5v4',
  'self-care': 'M4 11l8-7 8 7M6.5 9.5V20h11V9.5M10 20v-5.5h4V20',
  phone:
    'M6 3.5h3.5l1.6 4.6-2.2 1.5a12 12 0 0 0 5.5 5.5l1.5-2.2 4.6 1.6V18a2.5 2.5 0 0 1-2.7 2.5A16 16 0 0 1 3.5 6.2 2.5 2.5 0 0 1 6 3.5z',
  text: 'M4 5h16v11H10l-4 4v-4H4zM8 9h8M8 12h5',
  up: 'M7 11v9H4v-9zM7 11l4.5-7.5c1.5 0 2.3 1 2 2.4L12.8 9.5H19a1.8 1.8 0 0 1 1.8 2.2l-1.5 6.7A2 2 0 0 1 17.4 20H7',
  thumbDown:
    'M17 13V4h3v9zM17 13l-4.5 7.5c-1.5 0-2.3-1-2-2.4l.7-3.6H5a1.8 1.8 0 0 1-1.8-2.2l1.5-6.7A2 2 0 0 1 6.600 4H17',
} as const
export type IconName = keyof typeof paths

export const Icon = ({ name }: { name: IconName }) => (
  <svg class="icon" viewBox="0 0 24 24" aria-hidden="true">
    <path d={paths[name]} />
  </svg>
)
