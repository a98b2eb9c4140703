/** JSON for a `<script>` element: nothing in it can end the element, or begin a comment in it. */
export function escapeJson(value: unknown): string {
  return JSON.stringify(value).replaceAll('<', '\\u003c');
}
