using Microsoft.Extensions.Logging;
using Orleans.Runtime;

namespace Orleans.Streams;

/// <summary>What the stream providers of a silo or client share.</summary>
internal sealed class StreamRuntime
{
    private readonly Lazy<StreamConsumers> _own;

    public StreamRuntime(CallRuntime calls, ImplicitSubscribers implicitSubscribers, ILogger<StreamRuntime> logger)
    {
        Calls = calls;
        ImplicitSubscribers = implicitSubscribers;
        Logger = logger;
        _own = new Lazy<StreamConsumers>(() => new StreamConsumers(this, null));
    }

    public CallRuntime Calls { get; }

    public ImplicitSubscribers ImplicitSubscribers { get; }

    public ILogger Logger { get; }

    /// <summary>The consumer on whose behalf the current code runs.</summary>
    public StreamConsumers Current => RuntimeContext.Current is Activation activation
        ? (StreamConsumers)activation.Extension(typeof(IStreamConsumerExtension))
        : _own.Value;
}
