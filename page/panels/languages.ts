/** A request in the words of whoever wants to make it. */
type Teller = (origin: string, path: string, body: string) => string

const curl: Teller = (origin, path, body) =>
  `curl -s ${origin}${path} -H 'content-type: application/json' -d '${body.replaceAll("'", "'\\''")}'`

/** JSON and Python spell everything alike that a request holds, but true, false and null. */
const python: Teller = (origin, path, body) => `import numpy as np
import requests

request = ${body.replaceAll(/\b(true|false|null)\b/g, (word) => PYTHON[word] as string)}
reply = requests.post('${origin}${path}', json=request, timeout=60)
reply.raise_for_status()
values = reply.json()
${path === '/v1/forward' || path === '/v1/backward' ? STEPS : VERDICT}
`

const STEPS = `for name, value in values['steps'].items():
    print(name, np.array(value), sep='\\n')`

const VERDICT = `for name in ('dx', 'dgamma', 'dbeta'):
    report = values.get('values', values).get(name)
    if report:
        print(name, report['verdict'])
print(values['verdict'])`

const PYTHON: Readonly<Record<string, string>> = { true: 'True', false: 'False', null: 'None' }

export const LANGUAGES = {
  curl,
  Python: python,
  JSON: (_, __, body) => body,
} as const satisfies Record<string, Teller>
export type Language = keyof typeof LANGUAGES
