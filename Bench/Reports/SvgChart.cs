using System.Globalization;
using System.Security;
using System.Text;

namespace OrleansRocket.Bench.Reports;

/// <summary>Draws charts as an SVG picture: groups of bars, each group with a scale of its own from zero, and the value beside each bar.</summary>
internal static class SvgChart
{
    private const int Width = 900;
    private const int Margin = 24;
    private const int LabelWidth = 260;
    private const int ValueWidth = 110;
    private const int BarsWidth = Width - (2 * Margin) - LabelWidth - ValueWidth;
    private const int TitleHeight = 34;
    private const int BarHeight = 20;
    private const int BarGap = 6;
    private const int ChartGap = 26;
    private const string Grey = "#b8b8b8";

    /// <summary>Told apart also by those who do not see colours as most do (Okabe and Ito).</summary>
    private static readonly string[] Colours = ["#d55e00", "#0072b2", "#009e73", "#cc79a7", "#e69f00", "#56b4e9"];

    public static string Draw(IReadOnlyList<Chart> charts)
    {
        var colours = charts.SelectMany(chart => chart.Bars).Where(bar => !bar.IsReference).Select(bar => bar.Group).Distinct()
            .Select((group, index) => (group, Colour: Colours[index % Colours.Length])).ToDictionary(entry => entry.group, entry => entry.Colour);
        var height = Margin + charts.Sum(HeightOf);
        var svg = new StringBuilder();
        Line(svg, $"<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"{Width}\" height=\"{height}\" viewBox=\"0 0 {Width} {height}\" font-family=\"sans-serif\" font-size=\"13\">");
        Line(svg, $"<rect width=\"{Width}\" height=\"{height}\" fill=\"white\"/>");
        var top = Margin;
        foreach (var chart in charts)
        {
            Draw(svg, chart, top, colours);
            top += HeightOf(chart);
        }

        svg.AppendLine("</svg>");
        return svg.ToString();
    }

    private static int HeightOf(Chart chart) => TitleHeight + (chart.Bars.Count * (BarHeight + BarGap)) + ChartGap;

    private static void Draw(StringBuilder svg, Chart chart, int top, Dictionary<string, string> colours)
    {
        const int left = Margin + LabelWidth;
        var most = Math.Max(chart.Bars.Max(bar => bar.Value), chart.Goal ?? 0);
        var scale = most > 0 ? BarsWidth / most : 0;
        Line(svg, $"<text x=\"{Margin}\" y=\"{top + 14}\"><tspan font-weight=\"bold\">{Escape(chart.Title)}</tspan><tspan fill=\"#555\" dx=\"8\">{Escape(chart.Unit)}</tspan></text>");
        var first = top + TitleHeight;
        for (var index = 0; index < chart.Bars.Count; index++)
        {
            var bar = chart.Bars[index];
            var (y, width) = (first + (index * (BarHeight + BarGap)), bar.Value * scale);
            Line(svg, $"<text x=\"{left - 8}\" y=\"{y + 15}\" text-anchor=\"end\">{Escape(bar.Label)}</text>");
            Line(svg, $"<rect x=\"{left}\" y=\"{y}\" width=\"{width:F1}\" height=\"{BarHeight}\" fill=\"{(bar.IsReference ? Grey : colours[bar.Group])}\"/>");
            Line(svg, $"<text x=\"{left + width + 6:F1}\" y=\"{y + 15}\">{Number(bar.Value)}</text>");
        }

        var bottom = first + (chart.Bars.Count * (BarHeight + BarGap));
        Line(svg, $"<line x1=\"{left}\" y1=\"{first - 4}\" x2=\"{left}\" y2=\"{bottom}\" stroke=\"#555\"/>");
        if (chart.Goal is not { } goal)
            return;
        var x = left + (goal * scale);
        Line(svg, $"<line x1=\"{x:F1}\" y1=\"{first - 4}\" x2=\"{x:F1}\" y2=\"{bottom}\" stroke=\"black\" stroke-dasharray=\"4 3\"/>");
        Line(svg, $"<text x=\"{x:F1}\" y=\"{first - 8}\" font-size=\"11\" text-anchor=\"middle\">asked: {Number(goal)}</text>");
    }

    private static string Number(double value) => value.ToString(value < 10 ? "0.##" : "N0", CultureInfo.InvariantCulture);

    private static string Escape(string text) => SecurityElement.Escape(text);

    private static void Line(StringBuilder svg, FormattableString line) => svg.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
