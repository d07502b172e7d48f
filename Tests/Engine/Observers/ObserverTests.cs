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
        Assert.Equal("hello", await listener.Heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
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
        Assert.Equal("inside", await listener.Heard.Task.WaitAsync(TimeSpan.FromSeconds(20)));
        GC.KeepAlive(listener);
    }

    [Fact]
    public async Task News_arrive_in_order()
    {
        var listener = new NewsListener();
        var grain = NewGrain();
        await grain.Subscribe(fixture.Client.CreateObjectReference<INewsObserver>(listener));
        for (var i = 0; i < 50; i++)
        {
            await grain.Publish($"{i}");
        }

        await grain.AskSubscriber("all there");
        Assert.Equal(Enumerable.Range(0, 50).Select(i => $"{i}"), listener.All);
    }

    [Fact]
    public void A_reference_can_be_deleted_once()
    {
        var reference = fixture.Client.CreateObjectReference<INewsObserver>(new NewsListener());
        fixture.Client.DeleteObjectReference<INewsObserver>(reference);
        Assert.Throws<ArgumentException>(() => fixture.Client.DeleteObjectReference<INewsObserver>(reference));
    }
}
