using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using Orleans.Configuration;
using Orleans.Embedded;

namespace Orleans.Runtime;

/// <summary>A silo: its activations, its part of the directory, and the calls that come and go.</summary>
internal sealed partial class SiloRuntime : CallRuntime, IMembershipListener
{
    private readonly LocalSiloDetails _details;
    private ITimer? _collector;

    public SiloRuntime(
        IServiceProvider services,
        EngineEnvironment environment,
        LocalSiloDetails details,
        MembershipView membership,
        IOptions<SiloMessagingOptions> messaging,
        IOptions<GrainCollectionOptions> collection,
        ILogger<SiloRuntime> logger)
        : base(services, environment, details.Fabric, details.SiloAddress, messaging.Value)
    {
        _details = details;
        Logger = logger;
        Collection = collection.Value;
        SiloMessaging = messaging.Value;
        MembershipView = membership;
        Placement = new PlacementContext(details.SiloAddress, membership);
        Catalog = new Catalog(this);
        Locator = new Locator(this);
        Directory = new GrainDirectory(this);
        Channel = new SystemChannel(this);
        IncomingFilters = [.. services.GetServices<IIncomingGrainCallFilter>()];
    }

    public ILogger Logger { get; }

    public GrainCollectionOptions Collection { get; }

    public SiloMessagingOptions SiloMessaging { get; }

    public MembershipView MembershipView { get; }

    public PlacementContext Placement { get; }

    public Catalog Catalog { get; }

    public Locator Locator { get; }

    public GrainDirectory Directory { get; }

    public SystemChannel Channel { get; }

    public IIncomingGrainCallFilter[] IncomingFilters { get; }

    /// <summary>Whether new activations may be made here; not any more once the silo stops.</summary>
    public bool IsAcceptingActivations { get; private set; } = true;

    public override void Send(Call call)
    {
        try
        {
            call.Isolate(Copier);
        }
        catch (Serialization.SerializerException exception)
        {
            call.Fail(exception);
            return;
        }

        if (Gate.IsClosed)
        {
            call.Fail(new SiloUnavailableException($"The silo {_details.Name} has stopped; it cannot send {call}."));
        }
        else if (ObserverId.Is(call.Target))
        {
            SendToObserver(call);
        }
        else if (!Catalog.TryDeliver(call))
        {
            Locator.Send(call);
        }
    }

    /// <summary>Sends a call on whose activation has ended before it could run.</summary>
    public void Redirect(Call call)
    {
        if (call is TimerTick || call.IsAbandoned)
        {
            return;
        }

        SendOn(call);
    }

    private void SendOn(Call call)
    {
        Locator.Forget(call.Target);
        if (++call.Forwards > SiloMessaging.MaxForwardCount)
        {
            call.Fail(new OrleansMessageRejectionException(
                $"The {call} was sent on {call.Forwards} times; the limit MaxForwardCount is {SiloMessaging.MaxForwardCount}."));
            return;
        }

        Locator.Send(call);
    }

    public override void Receive(Message message)
    {
        if (Gate.IsClosed)
        {
            return;
        }

        switch (message.Kind)
        {
            case MessageKind.Request:
                StartClock(message);
                TakeRequest(message);
                break;
            case MessageKind.Cancel:
                TakeCancel(message);
                break;
            case MessageKind.SystemRequest:
                System.Post(() => _ = Channel.OnQuestion(message));
                break;
            case MessageKind.SystemResult:
                System.Post(() => Channel.OnAnswer(message));
                break;
            default:
                TakeAnswer(message);
                break;
        }
    }

    public void OnMembership(ClusterMembershipSnapshot snapshot)
    {
        if (!MembershipView.Advance(snapshot, out var previous))
        {
            return;
        }

        if (snapshot.GetSiloStatus(Address) == SiloStatus.Dead)
        {
            // Declared dead by others: what runs here is a danger to those who took over.
            _ = Kill();
            return;
        }

        bool Gone(SiloAddress silo) => !silo.IsClient && snapshot.GetSiloStatus(silo) == SiloStatus.Dead;
        Locator.ForgetSilos(Gone);
        System.Post(() =>
        {
            Directory.OnMembership(snapshot);
            Channel.FailSentTo(Gone);
        });
        FailSentTo(Gone);
        LogMembership(Logger, snapshot.Version, previous.Version, _details.Name);
    }

    protected override void OnMoved(GrainId grain) => Locator.Forget(grain);

    protected override Exception Unreachable(SiloAddress node, Call call) => node.IsClient
        ? new ClientNotAvailableException($"The client {node} of the observer {call.Target} is gone.")
        : new SiloUnavailableException($"The silo {node} is gone; it did not get {call}.");

    private void TakeRequest(Message message)
    {
        if (Arrive(message) is not { } call)
        {
            return;
        }

        if (ObserverId.Is(message.Target))
        {
            SendToObserver(call);
        }
        else if (!Catalog.TryDeliver(call))
        {
            SendOn(call, message);
        }
    }

    private void SendOn(Call call, Message message)
    {
        if (message.NewPlacement)
        {
            Locator.Place(call);
            return;
        }

        if (message.Sender.IsClient)
        {
            // As a matter of course: this silo is the client's gateway.
            Locator.Send(call);
            return;
        }

        // The sender remembered a place that is no more. What this silo remembers may be as old: two silos could send
        // the call to and fro. So the directory decides.
        SendOn(call);
    }

    private void SendToObserver(Call call)
    {
        var node = ObserverId.NodeOf(call.Target);
        if (node.Equals(Address))
        {
            Observers.Deliver(call);
        }
        else
        {
            SendTo(node, call, newPlacement: false);
        }
    }

    [LoggerMessage(9030, LogLevel.Debug, "{Silo} knows membership {Version}; before, it was {Previous}.")]
    private static partial void LogMembership(
        ILogger logger, MembershipVersion version, MembershipVersion previous, string silo);
}
