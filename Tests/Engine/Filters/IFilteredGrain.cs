namespace OrleansRocket.Tests.Engine.Filters;

public interface IFilteredGrain : IGrainWithStringKey
{
    Task<int> Double(int number);

    Task Refused();

    Task<string> SeenByFilter();

    Task<string> Stamp();

    ValueTask<string> Signed(string text);

    Task<string> StampOf(IFilteredGrain other);

    Task<int> Own();
}
