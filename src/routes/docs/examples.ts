/** The three calls to begin with, as curl, TypeScript, Python and Java: made of the examples that the contract has. */

/** A call, and the part of its answer to look at first. */
export interface Call {
  title: string
  path: string
  body: object
  /** names and indexes, from the answer down */
  look: readonly (string | number)[]
}

/** Where the examples ask; the page puts in its own address. */
export const BASE = 'http://localhost:3000'

export const LANGUAGES = ['curl', 'TypeScript', 'Python', 'Java'] as const
export type Language = (typeof LANGUAGES)[number]

const indented = (text: string, by: number) => text.replaceAll('\n', `\n${' '.repeat(by)}`)

const reached = (look: Call['look']) =>
  look.map(step => (typeof step === 'number' ? `[${step}]` : `.${step}`)).join('')

const WRITTEN: Record<Language, (call: Call) => string> = {
  curl: ({ path, body }) => `curl -s ${BASE}${path} \\
  -H 'content-type: application/json' \\
  -d '${JSON.stringify(body, null, 2)}'`,
  TypeScript: ({ path, body, look }) => `const response = await fetch('${BASE}${path}', {
  method: 'POST',
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(${indented(JSON.stringify(body, null, 2), 2)})
})
const answer = await response.json()
if (!response.ok) throw new Error(answer.detail)
console.log(answer${reached(look)})`,
  Python: ({ path, body, look }) => `import json
from urllib.request import Request, urlopen

body = """${JSON.stringify(body, null, 2)}"""
request = Request("${BASE}${path}", body.encode(), {"content-type": "application/json"})
with urlopen(request) as response:
    answer = json.load(response)
print(answer${look.map(step => `[${JSON.stringify(step)}]`).join('')})`,
  Java: ({ path, body }) => `import java.net.URI;
import java.net.http.*;

public class Example {
  public static void main(String[] args) throws Exception {
    var body = """
        ${indented(JSON.stringify(body, null, 2), 8)}
        """;
    var request = HttpRequest.newBuilder(URI.create("${BASE}${path}"))
        .header("content-type", "application/json")
        .POST(HttpRequest.BodyPublishers.ofString(body))
        .build();
    var response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
    System.out.println(response.body());
  }
}`
}

/** A call in a language. */
export const codeOf = (call: Call, language: Language): string => WRITTEN[language](call)

/** The calls as Markdown: a heading each, and a block a language. */
export const examplesMarkdown = (calls: readonly Call[]): string =>
  calls
    .flatMap(call => [
      `### ${call.title}`,
      ...LANGUAGES.map(language => `\`\`\`${language}\n${codeOf(call, language)}\n\`\`\``)
    ])
    .join('\n\n')
