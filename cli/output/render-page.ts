import type { Report } from '../../reports/report.ts';

/** Loads the chart library only when there is a page to draw: it takes longer than all the rest. */
export async function renderPage(report: Report): Promise<string> {
  const { renderHtml } = await import('../../reports/page/page.ts');
  return renderHtml(report);
}
