using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>A client: it sends every call to a gateway, which is any active silo.</summary>
internal sealed class ClientRuntime(
    IServiceProvider services,
    EngineEnvironment environment,
    ClusterFabric fabric,
    IOptions<ClientMessagingOptions> messaging)
    : CallRuntime(services, environment, fabric, fabric.Membership.NewClientAddress(), messaging.Value), IMembershipListener
{
    private SiloAddress[] _gateways = [];

    /// <exception cref="SiloUnavailableException">No silo of the cluster is active.</exception>
    public async Task Start(CancellationToken cancellationToken)
    {
        Fabric.Transport.Attach(this);
        Fabric.Membership.Subscribe(this);
        try
        {
            var gateways = _gateways;
            if (gateways.Length == 0)
            {
                throw new SiloUnavailableException($"Could not find any gateway: {Fabric.Membership.WhyNoSilo()}.");
            }

            // To all of them, since any may have an observer to call; one that answers is enough to begin with.
            var connecting = gateways.Select(g => Fabric.Transport.Connect(g, cancellationToken)).ToList();
            var first = await Task.WhenAny(connecting);
            await Task.WhenAll(connecting).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (!connecting.Any(c => c.IsCompletedSuccessfully))
            {
                await first;
            }
        }
        catch
        {
            Stop();
            throw;
        }
    }

    public void Stop()
    {
        Gate.Close();
        Fabric.Membership.Unsubscribe(this);
        Fabric.Transport.Detach(Address);
        StopCalls();
    }

    public override void Send(Call call)
    {
        var gateways = Volatile.Read(ref _gateways);
        if (Gate.IsClosed || gateways.Length == 0)
        {
            call.Fail(new SiloUnavailableException(
                $"The client is not connected to any gateway: {Fabric.Membership.WhyNoSilo()}. It cannot send {call}."));
        }
        else if (ObserverId.Is(call.Target) && ObserverId.NodeOf(call.Target).Equals(Address))
        {
            try
            {
                call.Isolate(Copier);
                Observers.Deliver(call);
            }
            catch (Serialization.SerializerException exception)
            {
                call.Fail(exception);
            }
        }
        else
        {
            // One gateway for each grain, so that calls of one grain keep their order.
            SendTo(gateways[call.Target.GetUniformHashCode() % (uint)gateways.Length], call, newPlacement: false);
        }
    }

    public override void Receive(Message message)
    {
        switch (message.Kind)
        {
            case MessageKind.Request:
                StartClock(message);
                if (Arrive(message) is { } call)
                {
                    Observers.Deliver(call);
                }

                break;
            case MessageKind.Cancel:
                TakeCancel(message);
                break;
            default:
                TakeAnswer(message);
                break;
        }
    }

    public void OnMembership(ClusterMembershipSnapshot snapshot)
    {
        var gateways = MembershipView.ActiveIn(snapshot);
        Volatile.Write(ref _gateways, gateways);
        foreach (var gateway in gateways)
        {
            // What comes of it shows when something is sent there.
            _ = Fabric.Transport.Connect(gateway, CancellationToken.None);
        }

        FailSentTo(silo => !silo.IsClient && snapshot.GetSiloStatus(silo) == SiloStatus.Dead);
    }

    protected override Exception Unreachable(SiloAddress node, Call call) =>
        new SiloUnavailableException($"The gateway {node} is gone; it did not get {call}.");
}
