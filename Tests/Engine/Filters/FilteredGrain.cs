namespace OrleansRocket.Tests.Engine.Filters;

/// <summary>Filters its own calls too, after the silo's filters.</summary>
public sealed class FilteredGrain : Grain, IFilteredGrain, IIncomingGrainCallFilter
{
    private int _seen;

    public async Task Invoke(IIncomingGrainCallContext context)
    {
        _seen++;
        await context.Invoke();
    }

    public Task<int> Double(int number) => Task.FromResult(number * 2);

    public Task Refused() => Task.CompletedTask;

    public Task<string> SeenByFilter() => Task.FromResult((string)RequestContext.Get("seen by filter")!);

    public Task<string> Stamp() => Task.FromResult((string)RequestContext.Get("stamp")!);

    public ValueTask<string> Signed(string text) => new(text);

    public Task<string> StampOf(IFilteredGrain other) => other.Stamp();

    public Task<int> Own() => Task.FromResult(_seen);
}
