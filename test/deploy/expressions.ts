import { readFileSync } from 'node:fs'
import { parse } from 'yaml'
import dashboard from '../../deploy/grafana/batchnorm.json' with { type: 'json' }

/** What the dashboard and the alerts ask of Prometheus. */

export interface Expression {
  /** The panel or the alert that it is from. */
  readonly from: string
  readonly text: string
}

const RULES = new URL('../../deploy/prometheus/rules.yaml', import.meta.url)

interface Rules {
  readonly groups: readonly { readonly rules: readonly { alert: string; expr: string }[] }[]
}

/** Of the alerts. */
export function alertExpressions(): Expression[] {
  const { groups } = parse(readFileSync(RULES, 'utf8')) as Rules
  return groups.flatMap(({ rules }) =>
    rules.map(({ alert, expr }) => ({ from: alert, text: expr })),
  )
}

/** Of the panels, with Grafana's own variables filled in. */
export function panelExpressions(): Expression[] {
  return dashboard.panels.flatMap(({ title, targets = [] }) =>
    targets.map(({ expr }) => ({
      from: title,
      text: expr
        .replaceAll('$__rate_interval', '1m')
        .replaceAll('$__range', '1h')
        .replaceAll('$instance', '.*'),
    })),
  )
}

/** What of PromQL is no name of a metric: matchers, labels to group by, durations, texts, functions, operators. */
const OTHER = [
  /"[^"]*"|'[^']*'/g,
  /\{[^}]*\}/g,
  /\[[^\]]*\]/g,
  /\b(?:by|without|on|ignoring|group_left|group_right)\s*\([^)]*\)/g,
  /\b\w+(?=\s*\()/g,
  /\b(?:and|or|unless|bool|offset\s+\w+)\b/g,
]

/** The names of the metrics in an expression. */
export function metricsIn({ text }: Expression): string[] {
  const names = OTHER.reduce((rest, other) => rest.replaceAll(other, ' '), text)
  return names.match(/[a-zA-Z_:][\w:]*/g) ?? []
}
