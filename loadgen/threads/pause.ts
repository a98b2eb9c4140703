/** Sleeps that can be cut short, for good. */
export interface Pause {
  readonly isOver: boolean;
  wait(pauseMs: number): Promise<void>;
  end(): void;
}

/** Without an `AbortSignal`: what that makes of an end is an exception that takes long to load. */
export function createPause(): Pause {
  let isOver = false;
  let wake = (): void => {};
  return {
    get isOver() {
      return isOver;
    },
    wait(pauseMs) {
      if (isOver) return Promise.resolve();
      return new Promise((resolve) => {
        const timer = setTimeout(resolve, pauseMs);
        wake = () => {
          clearTimeout(timer);
          resolve();
        };
      });
    },
    end() {
      isOver = true;
      wake();
    },
  };
}
