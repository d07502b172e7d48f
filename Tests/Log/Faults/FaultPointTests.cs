using System.Text.RegularExpressions;
using OrleansRocket.Log.Faults;
using OrleansRocket.Tests.Tidy;

namespace OrleansRocket.Tests.Log.Faults;

public sealed partial class FaultPointTests
{
    [Fact]
    public void Every_listed_fault_point_stands_in_the_product_and_every_one_there_is_listed()
    {
        var used = new List<string>();
        foreach (var file in Directory.EnumerateFiles(Path.Join(Repository.Root, "Log"), "*.cs", SearchOption.AllDirectories))
            used.AddRange(HitCall().Matches(File.ReadAllText(file)).Select(match => match.Groups[1].Value));

        Assert.Equal(FaultPoint.All.Order(StringComparer.Ordinal), used.Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(FaultPoint.All.Count, FaultPoint.All.Distinct().Count());
    }

    [GeneratedRegex("FaultPoint\\.Hit\\(\"([^\"]+)\"\\)")]
    private static partial Regex HitCall();
}
