namespace OrleansRocket.Tests.Engine.Observers;

[Collection(ClusterFixture.Name)]
public sealed class ObserverTests(ClusterFixture fixture)
{
    private INewsGrain NewGrain() => fixture.Client.GetGrain<INewsGrain>(Gates.NewName());

    [Fact]
    public async Task A_grain_calls_an_object_of_the_client()
    {
        var listener = new NewsListener();
        var grain = NewGrain();
        await grain.Subscribe(fixture.Client.CreateObjectReference<INewsObserver>(listener));
        await grain.Publish("hello");
        Assert.Equal("hello", await listener.Next());
        Assert.Equal("well? yes", await grain.AskSubscriber("well"));
        await Assert.ThrowsAsync<InvalidDataException>(() => grain.AskSubscriber("fail"));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task A_grain_cannot_have_objects_called() =>
        await Assert.ThrowsAsync<InvalidOperationException>(() => NewGrain().ListenItself());

    [Fact]
    public async Task An_object_of_a_silos_own_client_can_be_called()
    {
        var listener = new NewsListener();
        var grain = NewGrain();
        await grain.Subscribe(fixture.Hosted.CreateObjectReference<INewsObserver>(listener));
        await grain.Publish("inside");
        Assert.Equal("inside", await listener.Next());
        GC.KeepAlive(listener);
    }

    /// <summary>Not in order: Orleans looks for the way to a client at the first call and lets later ones overtake it.</summary>
    [Fact]
    public async Task All_news_arrive_once()
    {
        var listener = new NewsListener();
        var grain = NewGrain();
        await grain.Subscribe(fixture.Client.CreateObjectReference<INewsObserver>(listener));
        for (var i = 0; i < 50; i++)
        {
            await grain.Publish($"{i}");
        }

        var heard = new List<string>();
        while (heard.Count < 50)
            heard.Add(await listener.Next());
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}").Order(StringComparer.Ordinal), heard.Order(StringComparer.Ordinal));
        GC.KeepAlive(listener);
    }

    [Fact]
    public void A_reference_can_be_deleted_once()
    {
        var reference = fixture.Client.CreateObjectReference<INewsObserver>(new NewsListener());
        fixture.Client.DeleteObjectReference<INewsObserver>(reference);
        Assert.Throws<ArgumentException>(() => fixture.Client.DeleteObjectReference<INewsObserver>(reference));
    }
}
