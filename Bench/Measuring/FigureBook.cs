namespace OrleansRocket.Bench.Measuring;

/// <summary>The figures of every round, in the order in which the cases came first.</summary>
internal sealed class FigureBook
{
    private readonly List<List<Figure>> _cases = [];

    /// <summary>The best of each case: other work on the machine only ever slows down.</summary>
    public IReadOnlyList<Figure> All => [.. _cases.Select(rounds => rounds.MaxBy(figure => figure.PerSecond)!)];

    /// <summary>Takes a figure note of.</summary>
    public void Add(Figure figure)
    {
        if (_cases.FirstOrDefault(rounds => rounds[0].IsSameCase(figure)) is { } rounds)
            rounds.Add(figure);
        else
            _cases.Add([figure]);
    }

    /// <summary>Everything that was measured of a figure's case.</summary>
    public IReadOnlyList<Figure> Rounds(Figure figure) => _cases.First(rounds => rounds[0].IsSameCase(figure));

    /// <summary>The median over a figure's rounds; of an even number, the lower of the two in the middle.</summary>
    public double Median(Figure figure, Func<Figure, double> value)
    {
        var values = Rounds(figure).Select(value).Order().ToList();
        return values[(values.Count - 1) / 2];
    }
}
