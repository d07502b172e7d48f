using Orleans.Serialization;
using Orleans.Serialization.Buffers;
using Orleans.Serialization.Invocation;

namespace OrleansRocket.Tests.Embedded.Invocation;

/// <summary>Carries each call through bytes to the object that was registered for the grain id, or hands it over as a copy.</summary>
internal sealed class LoopbackRuntime : IGrainReferenceRuntime, IReferenceBinder
{
    private readonly DeepCopier _copier;

    public LoopbackRuntime() => _copier = new DeepCopier(this);

    public Dictionary<GrainId, object> Targets { get; } = [];

    public IServiceProvider ServiceProvider => throw new NotSupportedException("nothing here has services");

    public bool ThroughBytes { get; set; } = true;

    public GrainRequest? Last { get; private set; }

    public T Reference<T>(string key, object target)
        where T : class, IAddressable
    {
        var id = GrainId.Create("test", key);
        Targets[id] = target;
        return (T)(object)Bind(typeof(T), id);
    }

    public async ValueTask<TResult> Invoke<TResult>(GrainReference target, GrainRequest<TResult> request)
    {
        var received = (GrainRequest<TResult>)Carry(request);
        var result = await received.InvokeOn(Targets[target.GrainId]);
        return ThroughBytes ? CarryResult(result) : result;
    }

    public void InvokeOneWay(GrainReference target, GrainRequest request) =>
        _ = ((GrainRequest<VoidResult>)Carry(request)).InvokeOn(Targets[target.GrainId]).AsTask();

    public GrainReference Bind(Type grainInterface, GrainId id) => ProxyFactory.Create(grainInterface, id, this);

    public GrainId IdOf(IAddressable grain) => Targets.First(pair => ReferenceEquals(pair.Value, grain)).Key;

    private GrainRequest Carry(GrainRequest request)
    {
        Last = request;
        if (!ThroughBytes)
        {
            return request.CopyFor(_copier);
        }

        var writer = new Writer(this);
        ProxyFactory.WriteRequest(ref writer, request);
        var bytes = writer.ToArray();
        writer.Dispose();
        var reader = new Reader(bytes, this);
        var received = ProxyFactory.ReadRequest(ref reader);
        Assert.Equal(0, reader.Remaining);
        received.Cancellation = request.Cancellation;
        return received;
    }

    private TResult CarryResult<TResult>(TResult result)
    {
        var serializer = new Serializer(this);
        return serializer.Deserialize<TResult>(serializer.SerializeToArray(result))!;
    }
}
