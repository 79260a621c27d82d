"""The registry: studies as bytes, with a proof that none is missing.

This is the only package that speaks HTTP. What it builds on (ClinicalTrials.gov API v2, its
OpenAPI document 2.0.5 and what its users have measured):

- `GET /version` names the API version and the data timestamp; the data moves on weekdays.
- `GET /studies` gives pages of at most 1000 studies. With `countTotal=true` the first page, and
  only the first, carries `totalCount`. Every page but the last carries `nextPageToken`; a page
  may be empty, so only a missing token ends a search.
- Studies are unsorted unless asked, and may come twice across pages. A token is not bound to its
  query: with other parameters it answers 200 with wrong rows. So what is collected counts as
  complete only when its unique studies equal the total, while the data timestamp stood still.
- Errors 400 and 404 are plain text; a page of HTML may come with status 200.
- No rate limit is published. One request a second has been fine for whole crawls; bursts of five
  a second have met 429.
- The registry's gateway has refused (403) clients whose User-Agent did not fit their network
  fingerprint. We send the HTTP library's own name unless the settings say otherwise.

`harvest.registry.client.Registry` is the entrance.
"""
