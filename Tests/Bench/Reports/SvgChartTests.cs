using System.Xml.Linq;
using OrleansRocket.Bench.Reports;

namespace OrleansRocket.Tests.Bench.Reports;

public sealed class SvgChartTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    [Fact]
    public void A_bar_is_as_long_as_its_value_says_and_has_its_label_value_and_unit_beside_it()
    {
        var svg = Draw(new Chart("sends", "messages/s", [Bar("ours", 200_000), Bar("theirs", 50_000)]));
        var bars = Bars(svg);
        Assert.Equal(4, double.Parse((string)bars[0].Attribute("width")!, System.Globalization.CultureInfo.InvariantCulture) / double.Parse((string)bars[1].Attribute("width")!, System.Globalization.CultureInfo.InvariantCulture), 2);
        var texts = svg.Descendants(Svg + "text").Select(text => text.Value).ToList();
        Assert.Contains("ours", texts);
        Assert.Contains("200,000", texts);
        Assert.Contains(texts, text => text.Contains("messages/s", StringComparison.Ordinal));
    }

    [Fact]
    public void What_is_asked_for_is_a_line_across_the_bars_and_a_reference_is_grey()
    {
        var svg = Draw(new Chart("sends", "messages/s", [Bar("ours", 100), Bar("published", 10) with { IsReference = true }]) { Goal = 150 });
        Assert.Contains(svg.Descendants(Svg + "text"), text => text.Value == "asked: 150");
        Assert.Contains(svg.Descendants(Svg + "line"), line => line.Attribute("stroke-dasharray") is not null);
        Assert.Equal("#b8b8b8", (string?)Bars(svg)[1].Attribute("fill"));
    }

    [Fact]
    public void Nothing_reaches_over_the_edge()
    {
        var svg = Draw(new Chart("a", "x/s", [Bar("one", 1e9), Bar("none", 0)]), new Chart("b", "y/s", [Bar("two", 0.5)]));
        var (width, height) = ((double)svg.Attribute("width")!, (double)svg.Attribute("height")!);
        Assert.All(svg.Descendants(Svg + "rect").Skip(1), bar =>
        {
            Assert.True((double)bar.Attribute("x")! + (double)bar.Attribute("width")! <= width, bar.ToString());
            Assert.True((double)bar.Attribute("y")! + (double)bar.Attribute("height")! <= height, bar.ToString());
        });
    }

    [Fact]
    public void Names_are_escaped()
    {
        var svg = Draw(new Chart("a < b & c", "x/s", [Bar("\"one\" <two>", 1)]));
        Assert.Contains(svg.Descendants(Svg + "text"), text => text.Value == "\"one\" <two>");
    }

    [Fact]
    public void A_report_without_figures_is_an_empty_picture() => Assert.Empty(Draw().Descendants(Svg + "text"));

    private static ChartBar Bar(string label, double value) => new(label, value) { Group = label };

    private static XElement Draw(params Chart[] charts) => XDocument.Parse(SvgChart.Draw(charts)).Root!;

    private static List<XElement> Bars(XElement svg) => [.. svg.Descendants(Svg + "rect").Skip(1)];
}
