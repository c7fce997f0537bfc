// SPDX-FileCopyrightText: 2026 Citywide contributors
// SPDX-License-Identifier: Apache-2.0

/** Milliseconds that one thing that happened is worth, the shortest wait, and the longest. */
const worth = 300;
const shortest = 30;
const longest = 10_000;

/**
 * A way to ask for something as often as things happen: after a quiet time it is done at once, so that others see what one did
 * while they look; where very much happens, it is done every few seconds, so that many open pages cost a server little.
 */
export function paced(action) {
  let count = 0;
  let pause = 0;
  let last = -Infinity;
  let isWaiting = false;

  async function run() {
    pause = Math.min(count * worth, longest);
    count = 0;
    try {
      await action();
    } finally {
      last = performance.now();
      isWaiting = false;
      if (count > 0) wait();
    }
  }

  function wait() {
    isWaiting = true;
    setTimeout(run, Math.max(shortest, last + pause - performance.now()));
  }

  return () => {
    count += 1;
    if (!isWaiting) wait();
  };
}
