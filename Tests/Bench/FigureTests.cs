using OrleansRocket.Bench.Measuring;

namespace OrleansRocket.Tests.Bench;

public sealed class FigureTests
{
    [Fact]
    public void The_best_round_of_each_case_counts()
    {
        var book = new FigureBook();
        foreach (var (name, count) in new[] { ("a", 5), ("b", 1), ("a", 9), ("a", 7) })
            book.Add(Of(name, count));
        Assert.Equal([("a", 9L), ("b", 1L)], book.All.Select(figure => (figure.Case, figure.Count)));
    }

    [Fact]
    public void A_ratio_compares_bytes_where_both_have_them_and_counts_otherwise()
    {
        var figure = Of("figure", 10) with { Bytes = 1_000 };
        Assert.Equal(0.5, figure.RatioTo(Of("limit", 1) with { Bytes = 2_000 }));
        Assert.Equal(5, figure.RatioTo(Of("limit", 2)));
    }

    [Fact]
    public void Rates_are_per_second_and_allocation_is_for_each()
    {
        var figure = Of("figure", 4) with { Bytes = 6_000_000, Allocated = 100 };
        Assert.Equal((2.0, 3.0, 25.0), (figure.PerSecond, figure.MegabytesPerSecond, figure.AllocatedEach));
    }

    private static Figure Of(string name, long count) => new("bench", name) { Count = count, Elapsed = TimeSpan.FromSeconds(2) };
}
