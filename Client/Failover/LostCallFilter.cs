using OrleansRocket.Groups;
using OrleansRocket.Holding;
using OrleansRocket.Queues;
using OrleansRocket.Routing;
using OrleansRocket.Stores;

namespace OrleansRocket.Failover;

/// <summary>
/// Fails calls as transient whose answer may be lost with a silo. Only those of the grains whose callers make them again, because it does no
/// harm to carry them out twice: sending, reading, groups, routes, decisions on held messages.
/// </summary>
internal sealed class LostCallFilter(LostSilos silos) : IOutgoingGrainCallFilter
{
    private static readonly HashSet<Type> Repeated = [typeof(ITopicQueueGrain), typeof(IStoreGrain), typeof(IConsumerGroupGrain), typeof(IRouteReaderGrain), typeof(IHoldGrain)];

    public Task Invoke(IOutgoingGrainCallContext context) =>
        Repeated.Contains(context.Request.GetInterfaceType()) ? InvokeUntilLost(context) : context.Invoke();

    private async Task InvokeUntilLost(IOutgoingGrainCallContext context)
    {
        var lost = silos.Next;
        try
        {
            await context.Invoke().WaitAsync(lost);
        }
        catch (OperationCanceledException) when (lost.IsCancellationRequested)
        {
            throw new SiloUnavailableException($"a silo has left the cluster before {context.InterfaceName}.{context.MethodName} was answered");
        }
    }
}
