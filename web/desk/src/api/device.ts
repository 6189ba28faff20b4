// The one thing that this application leaves in a browser: 32 random bytes that a sign-in gave it. They open nothing and
// name nobody; they only keep this browser's tries apart from those of strangers at the same door.
// @source docs/decisions/known-devices.md
const kKey = "waymark-device";

export interface DeviceMemory {
  read: () => string | null;
  keep: (secret: string) => void;
}

/// In the browser's storage; where there is none (a private window, a policy), nothing is kept and nothing breaks.
export function deviceIn(storage: () => Storage): DeviceMemory {
  return {
    read: () => {
      try {
        return storage().getItem(kKey);
      } catch {
        return null;
      }
    },
    keep: (secret) => {
      try {
        storage().setItem(kKey, secret);
      } catch {
        // The next sign-in from here waits with strangers.
      }
    },
  };
}

export const kNoDevice: DeviceMemory = { read: () => null, keep: () => undefined };
