namespace OrleansRocket.Bench.Measuring;

/// <summary>The best figure of each case, in the order in which the cases came first.</summary>
internal sealed class FigureBook
{
    private readonly List<Figure> _figures = [];

    public IReadOnlyList<Figure> All => _figures;

    /// <summary>Takes a figure note of, unless the same case has been faster before: other work on the machine only ever slows down.</summary>
    public void Add(Figure figure)
    {
        var known = _figures.FindIndex(other => other.Bench == figure.Bench && other.Case == figure.Case);
        if (known < 0)
            _figures.Add(figure);
        else if (figure.PerSecond > _figures[known].PerSecond)
            _figures[known] = figure;
    }
}
