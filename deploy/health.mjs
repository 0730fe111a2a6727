// Exit 0 when the URL answers 200 within 2 s: the image has no curl.
const answer = await fetch(process.argv[2], { signal: AbortSignal.timeout(2_000) }).catch(() => undefined);
process.exit(answer?.status === 200 ? 0 : 1);
