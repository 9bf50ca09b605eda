/** 3 bars below 250 ms of round trip, 2 below 800 ms, 1 above, 0 without a link. */
export function bars(up: boolean, rtt: number | null): 0 | 1 | 2 | 3 {
  if (!up) return 0
  if (rtt === null || rtt < 250) return 3
  return rtt < 800 ? 2 : 1
}
