using Microsoft.Extensions.DependencyInjection;
using Orleans.Runtime;
using Orleans.Streams;

namespace Orleans.Providers.Streams.Common;

/// <summary>A stream provider over an adapter.</summary>
internal sealed partial class PersistentStreamProvider : IStreamProvider, IControllable
{
    public string Name => throw new NotSupportedException();

    public bool IsRewindable => throw new NotSupportedException();

    public static IStreamProvider Create(IServiceProvider services, string name) =>
        ActivatorUtilities.CreateInstance<PersistentStreamProvider>(services, name);

    public static ILifecycleParticipant<TLifecycle> ParticipateIn<TLifecycle>(IServiceProvider services, string name)
        where TLifecycle : ILifecycleObservable => throw new NotSupportedException(name);

    public IAsyncStream<T> GetStream<T>(StreamId streamId) => throw new NotSupportedException();

    public Task<object?> ExecuteCommand(int command, object? arg) => throw new NotSupportedException();
}
